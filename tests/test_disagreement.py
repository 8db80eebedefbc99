"""Which sentences answer the same question with another figure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest

from corpus.documents import Source
from service.confidence import Candidate
from service.question import Kind
from service.reader import Reading, Sentence
from service.several.disagreement import every_figure, supported
from tests.hits import make_hit, make_reading

ASKED = "How many boats does Ulm have?"


def candidate(
    sentence: str, figure: str, probability: float, published: str | None = None
) -> Candidate:
    source = Source("Report", None, None, published)
    hit = make_hit([sentence], id=f"at-{sentence}", title="Ulm", sources=(source,))
    return Candidate(make_reading(hit, 0, figure), probability)


def same(one: Reading, other: Reading) -> bool:
    return ("Lund" in one.text) == ("Lund" in other.text)


def figures(*candidates: Candidate, asked: str = ASKED, kind: Kind = Kind.NUMBER) -> list[str]:
    return [c.reading.text for c in every_figure(asked, kind, candidates, same, lambda _: ())]


def test_another_figure_for_the_same_is_given_newest_first() -> None:
    old = candidate("Ulm had 20 boats.", "20", 0.9, "2014")
    new = candidate("Ulm has 30 boats.", "30", 0.8, "2021-03")
    middle = candidate("Ulm had 25 boats.", "25", 0.7, "2016-11")
    assert figures(old, new, middle) == [
        "Ulm has 30 boats.",
        "Ulm had 25 boats.",
        "Ulm had 20 boats.",
    ]


def test_without_dates_of_sources_the_years_in_the_sentences_count() -> None:
    old, new = (
        candidate("Ulm had 20 boats in 2014.", "20", 0.9),
        candidate("Ulm had 30 boats in 2021.", "30", 0.8),
    )
    assert figures(old, new) == ["Ulm had 30 boats in 2021.", "Ulm had 20 boats in 2014."]


@pytest.mark.parametrize(
    ("sentence", "figure", "probability"),
    [
        ("Ulm has some 20 boats.", "20", 0.8),  # the same figure
        ("Ulm has twenty boats.", "twenty", 0.8),
        ("Ulm has 30 boats.", "30", 0.13),  # not trusted enough beside 0.9
        ("Ulm has 30 ferries.", "30", 0.8),  # of something else
        ("Beside Lund, Ulm has 30 boats.", "30", 0.8),  # of another subject
        ("Ulm has many boats.", "many", 0.8),  # no figure
    ],
)
def test_what_is_no_other_figure_for_the_same_is_left_out(
    sentence: str, figure: str, probability: float
) -> None:
    best = candidate("Ulm has 20 boats.", "20", 0.9)
    assert figures(best, candidate(sentence, figure, probability)) == ["Ulm has 20 boats."]


def test_a_figure_that_the_surest_sentence_gives_too_is_left_out() -> None:
    best = candidate("Ulm has 20 boats, or 30 boats in summer.", "20", 0.9)
    assert figures(best, candidate("Ulm has 30 boats.", "30", 0.8)) == [best.reading.text]


def test_where_the_surest_sentence_gives_no_figure_it_stands_alone() -> None:
    best = candidate("Ulm has many boats.", "many", 0.9)
    assert figures(best, candidate("Ulm has 30 boats.", "30", 0.8)) == ["Ulm has many boats."]


def test_of_dates_the_years_differ() -> None:
    asked = "When did Ulm join?"
    best = candidate("Ulm did join in May 2015.", "May 2015", 0.9)
    agrees = candidate("Ulm did join on 3 May 2015.", "3 May 2015", 0.8)
    differs = candidate("Ulm did join in 2016.", "2016", 0.8)
    assert figures(best, agrees, asked=asked, kind=Kind.DATE) == [best.reading.text]
    assert len(figures(best, differs, asked=asked, kind=Kind.DATE)) == 2


def test_a_sentence_that_names_the_year_of_the_figure_is_preferred() -> None:
    best = candidate("Ulm has 20 boats.", "20", 0.9)
    dated = candidate("Ulm had 20 boats in 2014.", "20", 0.8)
    doubtful = candidate("Ulm had 20 boats in 2015.", "20", 0.7)
    assert figures(best, dated) == ["Ulm had 20 boats in 2014."]
    assert figures(best, doubtful) == ["Ulm has 20 boats."]
    asked = "How many boats did Ulm have in summer 2014?"
    assert figures(best, dated, asked=asked) == ["Ulm has 20 boats."]


PARAPHRASED = "What do the people of Ulm sail in?"


@pytest.mark.parametrize(
    ("sentence", "figure", "counted"),
    [
        ("Ulm had 30 boats that float.", "30", True),
        ("The number of boats in Ulm is 30.", "30", True),
        ("Ulm had 30 sailors.", "30", False),
        ("Ulm built boats in 2014.", "2014", False),  # no number but a year
    ],
)
def test_what_is_counted_tells_where_the_questions_words_do_not(
    sentence: str, figure: str, counted: bool
) -> None:
    best, other = candidate("Ulm has 20 boats.", "20", 0.9), candidate(sentence, figure, 0.8)
    assert len(figures(best, other, asked=PARAPHRASED)) == 1 + counted


@pytest.mark.parametrize(
    ("sentence", "figure", "needed"),
    [
        ("Ulm sails 90 ships on long rivers in May.", "90", 0.2),  # almost a copy
        ("Ulm rows and sails 90 boats.", "90", 0.4),  # counts the same
        ("Ulm rows and sails 25 boats.", "25", 0.05),  # close
        ("Ulm owns 90 boats.", "90", 0.75),  # counts the same, in other words
        ("Ulm owns 25 boats.", "25", 0.25),  # close, in other words
    ],
)
def test_the_more_tells_that_it_is_the_same_the_less_sure_it_need_be(
    sentence: str, figure: str, needed: float
) -> None:
    best = candidate("Ulm sails 20 boats on long rivers in May.", "20", 1.0)
    for probability in (needed + 0.01, needed - 0.01):
        other = candidate(sentence, figure, probability)
        found = figures(best, other, asked="How many boats does Ulm sail now?")
        assert len(found) == 1 + (probability > needed)


def test_a_year_of_the_question_is_not_lost() -> None:
    asked = "How many boats did Ulm sail in 2014?"
    best = candidate("In 2014 Ulm sailed 20 boats.", "20", 0.8)
    for year, kept in (("2014", 2), ("2015", 1)):
        other = candidate(f"In {year} Ulm sailed 25 boats.", "25", 0.8)
        assert len(figures(best, other, asked=asked)) == kept


def test_figures_that_are_close_bear_each_other_out() -> None:
    few = candidate("Ulm has 20 boats.", "20", 0.2)
    more = candidate("Ulm has 25 boats.", "25", 0.1)
    many = candidate("Ulm has 90 boats.", "90", 0.1)
    assert supported([few]) == pytest.approx(0.2)
    assert supported([more, few, many]) == pytest.approx(0.28)


def test_small_numbers_are_near_by_chance() -> None:
    best = candidate("Ulm sails 4 boats.", "4", 0.9)
    assert len(figures(best, candidate("Ulm has 5 gates.", "5", 0.8), asked=PARAPHRASED)) == 1


def test_above_and_below_a_number_are_not_the_same() -> None:
    above = candidate("Ulm has more than 20 boats.", "20", 0.9)
    below = candidate("Ulm has nearly 20 boats.", "nearly 20", 0.8)
    about = candidate("Ulm has about 20 boats.", "20", 0.7)
    assert len(figures(above, below)) == 2
    assert len(figures(above, about)) == 1


def test_what_is_counted_may_stand_before_the_figure() -> None:
    best = candidate("The fleet of Ulm numbers 20.", "20", 0.9)
    other = candidate("Its fleet numbers 30, as told.", "30", 0.8)
    assert len(figures(best, other, asked=PARAPHRASED)) == 2


def test_of_dates_all_words_of_the_question_are_needed_or_the_same_verb() -> None:
    best = candidate("Ulm joined the league in 2015.", "2015", 0.9)
    same = candidate("The Post reported that Ulm joined it, or the league, in 2016.", "2016", 0.8)
    other = candidate("Ulm left the league in 2016.", "2016", 0.8)
    asked = "When did Ulm become part of the league?"
    assert len(figures(best, same, asked=asked, kind=Kind.DATE)) == 2
    assert len(figures(best, other, asked=asked, kind=Kind.DATE)) == 1


@pytest.mark.parametrize(
    ("moment", "differs"),
    [
        ("3 to 5 May 2015", False),
        ("4 May 2015", False),
        ("2 to 5 May 2015", True),
        ("May 2015", False),
        ("2015", False),
        ("June 2015", True),
    ],
)
def test_of_one_year_the_months_and_days_differ(moment: str, differs: bool) -> None:
    best = candidate("The fair was held on 3 to 5 May 2015.", "3 to 5 May 2015", 0.9)
    other = candidate(f"The fair was held in {moment}.", moment, 0.8)
    found = figures(best, other, asked="When was the fair held?", kind=Kind.DATE)
    assert len(found) == 1 + differs


def test_days_that_overlap_are_of_the_same() -> None:
    one = candidate("Ulm dates the fair to 2 to 5 May 2024.", "2 to 5 May 2024", 0.6)
    other = candidate("The fair took place from 3 to 5 May 2024.", "3 to 5 May 2024", 0.13)
    elsewhen = candidate("A show took place from 8 to 9 May 2024.", "8 to 9 May 2024", 0.13)
    found = figures(one, other, elsewhen, asked="When was the Ulm fair?", kind=Kind.DATE)
    assert set(found) == {one.reading.text, other.reading.text}


def test_a_place_named_besides_hides_no_figure_of_the_year_that_is_asked_for() -> None:
    hit = make_hit(
        ["In 2016 Ulm had 20 boats.", "A Lund report of 2016 gave Ulm 49 boats."], title="Ulm"
    )
    found = figures(
        Candidate(make_reading(hit, 1, "49"), 0.7),
        Candidate(make_reading(hit, 0, "20"), 0.4),
        asked="How many boats did Ulm have in 2016?",
    )
    assert len(found) == 2


def test_what_the_surest_outdoes_is_read_again_with_that_covered() -> None:
    surest = candidate("Ulm joined in 2015.", "2015", 0.9)
    again = candidate("In 2015, Ulm was glad to join.", "2015", 0.4)
    outdone = candidate("A page gives 2016 as the year in which Ulm joined.", "2016", 0.02)
    other = candidate("Ulm won in 2017.", "2017", 0.02)
    asked = "When did Ulm join?"
    covered: list[set[Sentence]] = []

    def read_again(places: Collection[Sentence]) -> list[Candidate]:
        covered.append({*places})
        return [replace(outdone, probability=0.6), replace(other, probability=0.7)]

    ranked = [surest, again, outdone, other]
    told = every_figure(asked, Kind.DATE, ranked, same, read_again)
    assert [c.reading.text for c in told] == [outdone.reading.text, surest.reading.text]
    assert [c.probability for c in told] == [0.02, 0.9]
    assert covered == [{surest.reading.place, again.reading.place}]
    assert every_figure(asked, Kind.DATE, ranked, same, lambda _: [outdone, other]) == [surest]
