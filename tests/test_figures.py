"""Figures in texts."""

from __future__ import annotations

import pytest

from service.confidence import Candidate
from service.several.figures import asks_for_total, exactly_as_asked, figures_in, with_figures
from tests.hits import make_hit, make_reading


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,200,000", {"1200000"}),
        ("1.2 million", {"1200000"}),
        ("1 200 000 people", {"1200000"}),
        ("about 600", {"600"}),
        ("37.1 per cent", {"37.1"}),
        ("six cities and 12 towns", {"6", "12"}),
        ("over forty", {"40"}),
        ("the 5th and the 22nd", set()),
        ("from 376,000 in 2011", {"376000", "2011"}),
        ("on 21-23 September", {"21", "23"}),
        ("KRW 40,000.", {"40000"}),
        ("no figure, B2B or 4x4", set()),
    ],
)
def test_a_number_is_the_same_however_it_is_written(text: str, found: set[str]) -> None:
    assert figures_in(text) == found


def test_only_a_sentence_with_a_figure_says_how_many() -> None:
    asked = "How many boats does Ulm have?"
    told = ["Ulm has boats.", "Ulm has 3 boats.", "Ulm has twenty boats.", "Ulm has no boats."]
    hit = make_hit(told)
    candidates = [Candidate(make_reading(hit, number), 0.5) for number in range(len(told))]
    assert with_figures(asked, candidates) == candidates[1:]
    assert with_figures("Which boats does Ulm have?", candidates) == candidates


def test_of_a_year_is_what_names_it_or_stands_under_it() -> None:
    told = ["Ulm won in 2015.", "Ulm won in 2017.", "Lund won."]
    hit = make_hit(told)
    under = make_hit(["Reims won."], heading="Winners of 2015")
    readings = [make_reading(hit, number) for number in range(3)] + [make_reading(under, 0)]
    candidates = [Candidate(reading, 0.5) for reading in readings]
    assert exactly_as_asked("Who won in 2015?", candidates) == [candidates[0], candidates[3]]
    assert exactly_as_asked("Who won?", candidates) == candidates


def test_a_sentence_without_a_year_is_of_the_one_before_it() -> None:
    hit = make_hit(["Ulm joined.", "Ulm won in 2015.", "Lund won.", "Cork won in 2017.", "So."])
    candidates = [Candidate(make_reading(hit, number), 0.5) for number in range(5)]
    assert exactly_as_asked("Who won in 2015?", candidates) == candidates[1:3]


@pytest.mark.parametrize(
    ("question", "total"),
    [
        ("How many members does the league have?", True),
        ("how many learning cities are there", True),
        ("How many libraries do cities have?", False),
        ("Which cities are members?", False),
    ],
)
def test_a_total_is_asked_for(question: str, total: bool) -> None:
    assert asks_for_total(question) is total


def test_the_last_of_a_year_is_told_without_that_word() -> None:
    hit = make_hit(["Ulm joined in 2015.", "Lund joined last."])
    candidates = [Candidate(make_reading(hit, number), 0.5) for number in range(2)]
    asked = "Who joined in the last round, in 2015?"
    assert exactly_as_asked(asked, candidates)[:1] == candidates[:1]
    assert exactly_as_asked("Who joined last?", candidates) == candidates[1:]


def test_how_often_is_minded() -> None:
    told = ["Ulm won twice.", "Lund won in 2015.", "Cork won a second time.", "Reims won first."]
    hit = make_hit(told)
    candidates = [Candidate(make_reading(hit, number), 0.5) for number in range(4)]
    assert exactly_as_asked("Who won twice?", candidates) == [candidates[0], candidates[2]]
    assert exactly_as_asked("Who won first?", candidates) == [candidates[3]]
