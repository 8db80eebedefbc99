"""Plain text: paragraphs, items, headings and titles told by their shape alone."""

from __future__ import annotations

from corpus.extract_text import extract_text
from corpus.layout import Extracted

PROSE = "The council has opened a third library of things in the old customs house."


def texts(content: str) -> list[str]:
    return [line.text for line in extract_text(content).lines]


def headings(content: str) -> list[str]:
    return [line.text for line in extract_text(content).lines if line.level]


WRAPPED = """\
The tide school

The tide school has taught on the quay since 1998, and every pupil there
learns to read a chart. It closes at high water, which is posted at the
gate, and opens again when the steps are dry.
"""


def test_a_paragraph_wrapped_at_a_fixed_width_is_one_line() -> None:
    assert texts(WRAPPED) == [
        "The tide school",
        "The tide school has taught on the quay since 1998, and every pupil there learns to read a "
        "chart. It closes at high water, which is posted at the gate, and opens again when the "
        "steps are dry.",
    ]


def test_a_wrapped_paragraph_directly_under_its_heading_keeps_it() -> None:
    content = WRAPPED + "\nOpening hours\n" + WRAPPED.split("\n\n")[1]
    assert headings(content) == ["The tide school", "Opening hours"]


def test_chinese_is_unwrapped_without_spaces() -> None:
    line = "白溪市社区学院成立于二零一三年十年来共开设课程二百六十门深受市民"
    content = f"社区学院\n\n{line}\n{line}\n欢迎。\n"
    assert texts(content)[1] == f"{line}{line}欢迎。"


def test_short_lines_of_their_own_are_not_joined() -> None:
    content = "Partners\n\nPort of Brackwater\nNight School\nHarbour Trust\n"
    assert texts(content) == ["Partners", "Port of Brackwater", "Night School", "Harbour Trust"]


def test_two_long_headlines_are_not_joined() -> None:
    first = "More than Three Thousand Residents Took Part in Ten Years"
    second = "Registration for the Second Session Open Until January"
    content = f"Night School Opens\n\n{first}\n{second}\n\n{PROSE}\n"
    assert texts(content)[1:3] == [first, second]
    assert headings(content) == ["Night School Opens"]


def test_bullets_begin_items_and_hanging_lines_belong_to_them() -> None:
    content = (
        "Courses\n\n  • Welding for beginners\n  • Reading charts,\n    tides and\n    the sky\n"
        "      ◦ on Mondays\n  - Cooking\n  1. First aid\n"
    )
    lines = extract_text(content).lines
    assert [(line.text, line.depth) for line in lines] == [
        ("Courses", 0),
        ("Welding for beginners", 1),
        ("Reading charts, tides and the sky", 1),
        ("on Mondays", 2),
        ("Cooking", 1),
        ("1. First aid", 1),
    ]


def test_headings_stand_above_text_or_items() -> None:
    content = """\
Brackwater

Policies

Equity

The night school gives thirty-five courses a year to shift workers.

Good practices
  • A ferry is a classroom.

Ingrid Solberg
Mayor of Brackwater

Closing words

We ask what people would like to know next, and then we teach it.
"""
    assert headings(content) == [
        "Brackwater",
        "Policies",
        "Equity",
        "Good practices",
        "Closing words",
    ]


def test_a_list_of_names_with_blank_lines_is_a_list() -> None:
    names = ["Aalborg", "Caen", "Espoo", "Fermo"]
    content = (
        "Members\n\n"
        + "\n\n".join(names)
        + "\n\nThe list was published by the secretariat in May.\n"
    )
    assert headings(content) == ["Members", "Fermo"]
    assert [line.text for line in extract_text(content).lines if not line.level][:3] == names[:3]


def title(content: str) -> str | None:
    return extract_text(content).title


def test_the_title_is_the_first_headline() -> None:
    assert title(f"Third library opens\n\n{PROSE}\n") == "Third library opens"


def test_the_title_is_the_line_that_is_repeated() -> None:
    headline = "Third library opens"
    content = f"Harbour Gazette Online\n\n{headline}\nCulture desk\n{headline}\n\n{PROSE}\n"
    extracted = extract_text(content)
    assert extracted.title == "Third library opens"
    assert [line.text for line in extracted.lines] == ["Third library opens", PROSE]


def test_the_title_is_without_the_name_of_the_site() -> None:
    content = f"Third library opens | Gazette\nThird library opens\n\n{PROSE}\n"
    assert [line.text for line in extract_text(content).lines] == ["Third library opens", PROSE]


def test_the_title_stands_below_the_menu() -> None:
    menu = "Home\nNews\nWaste and recycling\nContact us"
    content = f"Brackwater Council\n{menu}\n\nThird library\n\n{PROSE}\n"
    assert title(content) == "Third library"


def test_text_that_begins_with_a_sentence_has_no_title() -> None:
    assert title(PROSE) is None


def test_a_date_above_the_text_is_kept_as_the_source_s() -> None:
    extracted: Extracted = extract_text(f"Third library opens\n12 March 2024\n\n{PROSE}\n")
    assert [source.published for source in extracted.sources] == ["2024-03-12"]
    assert texts(f"Third library opens\n12 March 2024\n\n{PROSE}\n") == [
        "Third library opens",
        PROSE,
    ]


def test_labels_are_joined_with_their_values() -> None:
    content = f"""\
Brackwater, Northland

City population:
Area
48.2 km²
Member since
Mayor
Ms Ingrid Solberg
Focal point
Tomas Vey

{PROSE}

  • GDP – city:
    More than USD 31,000
  • Twinned with:
  • Courses:
      ◦ Welding
"""
    assert texts(content)[1:] == [
        "Area: 48.2 km²",
        "Mayor: Ms Ingrid Solberg",
        "Focal point: Tomas Vey",
        PROSE,
        "GDP – city: More than USD 31,000",
        "Courses:",
        "Welding",
    ]


def test_a_label_over_a_text_is_a_heading_and_no_label() -> None:
    content = f"Brackwater\n\nPopulation\n\n{PROSE}\n\nMayor\n{PROSE}\n"
    assert headings(content) == ["Brackwater", "Population", "Mayor"]
    assert texts(content).count(PROSE) == 2
