"""The checks on the project's own documents: each is shown a document that fails it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.check_corpus import CORPUS, main
from tests.conftest import write_corpus

SCRIPT = Path(__file__).parent.parent / "scripts" / "check_corpus.py"

GOOD = """\
---
title: Millbrook, Northland
city: Millbrook
country: Northland
language: en
sources:
  - title: Millbrook at a glance
    publisher: Network of Tidal Cities
    url: https://tidal.example/millbrook
    published: "2016-08"
  - title: The mill school
    url: http://mill.example/school?id=1
    published: null
---

# Millbrook, Northland

Millbrook has 41 bridges.[^1]

The mill school of Millbrook has 1,210 pupils.[^2]
"""
LONG = "The mill school teaches " + "and teaches " * 30 + "all."
COPY = "The mill school of Millbrook has a boat for its 1210 pupils."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus", {"cities/millbrook.md": GOOD})


def found(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> list[str]:
    """Run the command and return its findings."""
    status = main([str(argument) for argument in arguments])
    lines = capsys.readouterr().out.splitlines()
    assert status == (0 if lines == ["1 documents are in order."] else 1), lines
    return lines if status else []


def test_the_project_s_own_documents_are_in_order() -> None:
    run = subprocess.run(
        [sys.executable, str(SCRIPT)], cwd=CORPUS.parent, capture_output=True, text=True
    )
    assert (run.returncode, run.stderr) == (0, ""), run.stdout
    assert run.stdout.endswith(" documents are in order.\n")


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("title: Millbrook, Northland\n", "", "no title"),
        ("language: en\n", "", "no language"),
        ("city: Millbrook\n", "", "no city"),
        ("country: Northland\n", "", "no country"),
        ("  - title: The mill school\n    url", "  - url", "source 2 has no title"),
        ("    url: https://tidal.example/millbrook\n", "", "source 1 has the url None"),
        ("https://tidal.example/", "https://tidal.example:port/", "source 1 has the url"),
        ("https://tidal.example/", "https://tidal/", "source 1 has the url"),
        ("school?id=1", "school?a=1&amp;id=1", "source 2 has the url"),
        ("https://tidal", "tidal", "gives url as 'tidal.example/millbrook'"),
        ('"2016-08"', "August 2016", "source 1 was published August 2016"),
        ('"2016-08"', '"2016-13"', "source 1 was published 2016-13"),
        ('"2016-08"', '"201608"', "source 1 was published 201608"),
        ("41 bridges.[^1]", "41 bridges.[^1]\n\nIt has a quay.", "“It has a quay.” has no source"),
        (" pupils.[^2]", " pupils.[^1]", "source 2 (The mill school) is not used"),
        (" pupils.[^2]", " pupils.[^2][^3]", "the mark [^3]"),
        (" pupils.[^2]", " pupils.\\[^1][^2]", "its text has [^1]"),
        (" pupils.[^2]", " pupils [S2].[^2]", "its text has [S2]"),
        ("Millbrook has 41 bridges.", LONG, "has 65 words, more than 60"),
    ],
)
def test_what_can_be_wrong_with_a_document(
    corpus: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, wrong: str
) -> None:
    assert GOOD.count(old) == 1
    write_corpus(corpus, {"cities/millbrook.md": GOOD.replace(old, new)})
    (finding,) = found(capsys, "--corpus", corpus)
    assert finding.startswith("cities/millbrook.md: ")
    assert wrong in finding
    assert "; " in finding


def test_a_good_document_passes(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert found(capsys, "--corpus", corpus) == []


@pytest.mark.parametrize("day", ["null", '"2016"', '"2016-02-29"'])
def test_a_date_is_as_precise_as_it_is_known(
    corpus: Path, capsys: pytest.CaptureFixture[str], day: str
) -> None:
    write_corpus(corpus, {"cities/millbrook.md": GOOD.replace('"2016-08"', day)})
    assert found(capsys, "--corpus", corpus) == []


def test_sources_that_are_all_left_out(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    front, _, body = GOOD.partition("sources:")
    body = body.partition("---\n")[2]
    write_corpus(corpus, {"cities/millbrook.md": f"{front}---\n{body}"})
    findings = found(capsys, "--corpus", corpus)
    assert "no sources" in findings[0]
    assert [finding.partition("” ")[2][:13] for finding in findings[1:]] == ["has no source"] * 2


def test_a_document_about_several_cities_names_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    several = GOOD.replace("title: Millbrook, Northland", "title: Millbrook and Lakeford")
    several = several.replace("city: Millbrook\ncountry: Northland\n", "")
    write_corpus(tmp_path, {"cities/millbrook.md": several})
    assert found(capsys, "--corpus", tmp_path) == []


def test_two_documents_of_one_id_and_a_name_that_is_no_id(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_corpus(corpus, {"cities/millbrook.txt": "The mill is here."})
    (finding,) = found(capsys, "--corpus", corpus)
    assert finding.startswith("cities/millbrook.txt: Its id would be 'cities/millbrook'")

    (corpus / "cities" / "millbrook.txt").unlink()
    (corpus / "cities" / "millbrook.md").rename(corpus / "cities" / "Mill Brook.md")
    (finding,) = found(capsys, "--corpus", corpus)
    assert finding.startswith("cities/mill-brook: it is not in a file called cities/mill-brook.md")


def test_numbers_of_the_notes(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = corpus.parent / "facts"
    note = "- [S1] Glance - 2016\n\n## Facts\n\n- 41 bridges [S1]\n- 1210 pupils [S92]\n"
    write_corpus(facts, {"millbrook.md": note})
    assert found(capsys, "--corpus", corpus, "--facts", facts) == []

    write_corpus(facts, {"millbrook.md": f"{note}- 3.5 boats for 41 pupils\n", "ulm.md": note})
    lacking, missing = found(capsys, "--corpus", corpus, "--facts", facts)
    assert lacking.startswith(
        "cities/millbrook.md: it lacks the 3.5 of “- 3.5 boats for 41 pupils”"
    )
    assert missing.startswith("cities/ulm.md: there is no document of the note ulm.md")

    (facts / "ulm.md").unlink()
    write_corpus(facts, {"millbrook.md": "- 41 bridges\n"})
    (finding,) = found(capsys, "--corpus", corpus, "--facts", facts)
    assert finding.startswith("millbrook.md: it has no facts")


def test_the_note_on_the_network_is_of_all_its_documents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = write_corpus(
        tmp_path / "corpus",
        {"network/a.md": GOOD, "network/b.md": GOOD.replace("41 bridges", "52 boats")},
    )
    facts = write_corpus(tmp_path / "facts", {"gnlc.md": "\n## Facts\n\n- 41 and 52 [S1]\n- 63\n"})
    (finding,) = found(capsys, "--corpus", corpus, "--facts", facts)
    assert finding.startswith("network/*.md: it lacks the 63")


def test_sentences_of_the_originals(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    originals = corpus.parent / "originals"
    page = f"About Millbrook\n\nMillbrook has 41 bridges. {COPY.upper()}\n"
    write_corpus(originals, {"page.txt": page})
    # What is short may stand in both; what says the same otherwise is our own.
    assert found(capsys, "--corpus", corpus, "--originals", originals) == []

    copied = GOOD.replace("The mill school of Millbrook has 1,210 pupils.", COPY)
    write_corpus(corpus, {"cities/millbrook.md": copied})
    (finding,) = found(capsys, "--corpus", corpus, "--originals", originals)
    assert finding.startswith(
        "cities/millbrook.md: “The mill school of Millbrook has a boat for its"
    )
    assert "copied from page" in finding


@pytest.mark.parametrize("option", ["--corpus", "--facts", "--originals"])
@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_folder_that_holds_nothing(
    corpus: Path, capsys: pytest.CaptureFixture[str], option: str, name: str
) -> None:
    (corpus.parent / "empty").mkdir()
    folder = corpus.parent / name
    assert main(["--corpus", str(corpus), option, str(folder)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert str(folder) in said.err


MEMBERS = "year,members,document,quote\n"
PLACES = "city,country,latitude,longitude\n"


@pytest.mark.parametrize(
    ("name", "content", "wrong"),
    [
        ("members.csv", MEMBERS + "41,41,cities/millbrook,Millbrook had 41 bridges.", "not in"),
        ("members.csv", MEMBERS + "41,41,cities/ulm,Ulm has 41 bridges.", "no document"),
        ("members.csv", MEMBERS + "41,42,cities/millbrook,Millbrook has 41 bridges.", "say 42"),
        ("members.csv", MEMBERS + "1999,41,cities/millbrook,Millbrook has 41", "say 1999"),
        ("members.csv", MEMBERS + "2016,many,cities/millbrook,Millbrook", "line 2: 'many'"),
        ("places.csv", PLACES, "lacks Millbrook of Northland"),
        ("places.csv", PLACES + "Millbrook,Northland,91,0", "line 2: '91'"),
    ],
)
def test_lists_that_pictures_are_drawn_from(
    corpus: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, wrong: str
) -> None:
    write_corpus(corpus, {name: content})
    findings = found(capsys, "--corpus", corpus)
    assert findings
    assert all(finding.startswith(f"{name}: ") for finding in findings)
    assert wrong in findings[-1]
    assert "; " in findings[-1]


def test_lists_that_agree_with_the_documents(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quote = "The mill school of Millbrook has 1,210 pupils."
    write_corpus(
        corpus,
        {
            "members.csv": f'{MEMBERS}1210,1210,cities/millbrook,"{quote}"',
            "places.csv": f"{PLACES}millbrook,Northland,54.5,-1",
        },
    )
    assert found(capsys, "--corpus", corpus) == []


def test_an_argument_that_is_not_known() -> None:
    with pytest.raises(SystemExit) as raised:
        main(["--fast"])
    assert raised.value.code == 2
