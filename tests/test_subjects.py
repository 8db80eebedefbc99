"""Which subjects texts name and sentences tell of."""

from __future__ import annotations

import pytest

from index.search import DocumentSummary
from service.several.subjects import Subject, Subjects
from tests.hits import make_hit, make_reading


def summary(name: str, title: str, city: str | None = None, *aliases: str) -> DocumentSummary:
    return DocumentSummary(name, title, "", "en", city, None, aliases, (), 0)


CITIES = Subjects(
    [
        summary("ulm", "Ulm, Germany", "Ulm", "Ulma"),
        summary("lund", "Lund", "Lund"),
        summary("league", "The League of Ports: its history", None, "League"),
    ]
)
TOOLS = Subjects([summary("larch", "Larch – a database"), summary("rowan", "Rowan (2024)")])


def subject(subjects: Subjects, name: str) -> Subject:
    (mention,) = subjects.find(name)
    return Subject(name, frozenset(mention.places))


def cities(
    subjects: Subjects, sentence: str, document: str, heading: str | None = None
) -> list[set[str]]:
    """The names of the subjects that a sentence tells of."""
    reading = make_reading(make_hit([sentence], id=document, heading=heading), 0)
    return [{place.city for place in places} for places in subjects.of(reading)]


@pytest.mark.parametrize(
    ("subjects", "text", "named"),
    [
        (CITIES, "Is ulm or LUND older?", ["ulm", "LUND"]),
        (CITIES, "When did Ulma join the League of Ports?", ["Ulma", "League of Ports"]),
        (CITIES, "Compare Cork and Ireland", ["Cork", "Ireland"]),  # of the list
        (TOOLS, "Is Larch faster than Rowan?", ["Larch", "Rowan"]),
        (TOOLS, "Is it faster?", []),
    ],
)
def test_names_come_from_the_documents_and_the_list(
    subjects: Subjects, text: str, named: list[str]
) -> None:
    assert [text[m.start : m.end] for m in subjects.find(text)] == named


def test_a_title_without_a_word_names_nothing() -> None:
    assert Subjects([summary("x", "???")]).find("What ???") == ()


@pytest.mark.parametrize(
    ("document", "sentence", "told"),
    [
        ("ulm", "It has a fair.", [{"Ulm"}]),
        ("ulm", "Lund writes to it.", [{"Ulm"}]),
        ("ulm", "Lund, Cork and Bonn write to it.", [{"Lund"}, {"Cork"}, {"Bonn"}]),
        ("league", "Lund has a seat in the League.", [{"Lund"}]),
        ("league", "The League is old.", []),
    ],
)
def test_a_sentence_tells_of_its_documents_city_or_of_those_it_names(
    document: str, sentence: str, told: list[set[str]]
) -> None:
    assert cities(CITIES, sentence, document) == told


def test_a_sentence_tells_of_the_city_it_stands_under() -> None:
    assert cities(CITIES, "It has a seat.", "league", "Lund, Sweden") == [{"Lund"}]


def test_without_cities_the_titles_are_the_subjects() -> None:
    assert cities(TOOLS, "It is fast.", "larch") == [{"Larch"}]


def test_a_sentence_is_told_of_what_it_names_or_stands_under() -> None:
    ulm, lund = subject(CITIES, "Ulm"), subject(CITIES, "Lund")
    own = make_hit(["It has a fair.", "Lund has none."], id="ulm")
    league = make_hit(["Ulma sits here.", "It is old."], id="league")
    under = make_hit(["It has a seat."], id="league", heading="Ulm")

    def told(about: Subject) -> list[bool]:
        hits = [(own, 0), (own, 1), (league, 0), (league, 1), (under, 0)]
        return [CITIES.tells_of(about, make_reading(hit, number)) for hit, number in hits]

    assert told(ulm) == [True, True, True, False, True]
    assert told(lund) == [False, True, False, False, False]
    assert [CITIES.is_told_of(lund, hit) for hit in (own, league, under)] == [True, False, False]


def test_a_name_that_no_document_has_is_looked_for_as_it_is() -> None:
    atlantis = Subject("Atlantis")
    near, far = make_hit(["Nobody found ATLANTIS."]), make_hit(["Atlantisch is a word."])
    assert CITIES.is_told_of(atlantis, near)
    assert not CITIES.is_told_of(atlantis, far)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Lund has 3 boats.", "Lund has 4 boats.", True),
        ("Lund has 3 boats.", "Cork has 4 boats.", False),
        ("There are 3 boats.", "There are 4 boats.", True),
        ("Cork has 3 boats.", "In Ireland, Cork and Lund have 4 boats.", True),
        ("Cork has 3 boats.", "Cork has 4 boats; Cork, Cork!", True),
        ("Cork has 3 boats.", "Cork, Lund and Bonn have 4 boats.", False),
        ("There are 3 boats.", "In Ireland there are 4 boats.", False),
    ],
)
def test_sentences_may_tell_of_the_same(one: str, other: str, same: bool) -> None:
    hit = make_hit([one, other], id="league")
    assert CITIES.same(make_reading(hit, 0), make_reading(hit, 1)) is same


def test_sentences_may_both_tell_of_what_is_asked() -> None:
    told = ["Lund has 3 boats.", "Cork, Lund and Bonn have 4 boats.", "Cork has 5 boats."]
    lund, several, cork = (make_reading(make_hit(told, id="league"), n) for n in range(3))
    assert not CITIES.same(lund, several)
    assert CITIES.same_asked("How many boats has Lund?", lund, several)
    assert not CITIES.same_asked("How many boats has Lund?", lund, cork)
    assert not CITIES.same_asked("How many boats are there?", lund, several)


@pytest.mark.parametrize(
    ("sentence", "figure", "share"),
    [
        ("Ireland had 15 members of the league in 2025.", "15", True),
        ("In 2025, Ireland had 15 members.", "15", True),
        ("Of the league, 15 towns of Ireland were members.", "15", True),
        ("There were 12 Irish members.", "12", True),
        ("The league had 425 members in 91 countries.", "425", False),
        ("The 4 winners are Ulm, Bonn, Hamburg, Lund, Rome, Oslo and Cork (Ireland).", "4", False),
    ],
)
def test_a_number_may_be_the_share_of_a_country(sentence: str, figure: str, share: bool) -> None:
    reading = make_reading(make_hit([sentence], id="league"), 0, figure)
    assert CITIES.counts_a_share(reading) is share


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("cities in Kenya", {"Kenya"}),
        ("Kenyan", {"Kenya"}),
        ("the first Korean", {"Republic of Korea"}),
        ("Italy's old", {"Italy"}),
        ("African", set()),
        ("learning", set()),
        ("", set()),
    ],
)
def test_a_text_names_countries_or_has_their_adjectives(text: str, countries: set[str]) -> None:
    assert CITIES.countries_in(text) == countries
