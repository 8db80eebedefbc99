"""Choosing from sentences whose probabilities are given, and composing what was chosen."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.documents import Source, Span
from index.search import Hit
from service.answer import MOST, RELEVANT_FROM, Answer, Statement, compose
from service.choose import Choice, Means, choose
from service.confidence import Candidate, Judgement
from service.question import Kind, Question
from service.several.subjects import Subjects
from tests.hits import make_hit, make_reading

FROM = 0.3
SURE, UNSURE = 0.8, 0.2

ULM = make_hit(["Ulm reads.", "Ulm rests at night.", "Ulm writes letters."], id="ulm")
PORTS = make_hit(["Ulm has a fair.", "It was opened in 1641 by Ada Lind."], id="ports")

Scored = Sequence[tuple[Hit, Sequence[float]]]


def answer(
    kind: Kind,
    scored: Scored,
    *,
    limit: int | None = None,
    subjects: Sequence[float] = (),
    highlight: str = "",
    answer_from: float = FROM,
) -> Answer:
    """Compose from hits whose sentences have these probabilities."""
    candidates = [
        Candidate(make_reading(hit, number, highlight), probability)
        for hit, probabilities in scored
        for number, probability in enumerate(probabilities)
    ]
    hits = [hit for hit, _ in scored]
    judgement = Judgement(tuple(candidates), tuple(subjects) or (0.0,) * len(hits))
    question = Question("?", "?", kind)
    choice = choose(question, judgement, hits, means(answer_from))
    return compose(question, choice, hits, limit)


def means(answer_from: float = FROM) -> Means:
    """Nothing is found by reading again."""
    return Means(Subjects(()), answer_from, lambda _: ())


def quotes(composed: Answer) -> list[str]:
    return [statement.quote for statement in composed.statements]


def highlighted(statement: Statement) -> str | None:
    span = statement.highlight
    return None if span is None else statement.quote[span.start : span.end]


# One statement


@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.DATE, Kind.PERSON, Kind.YES_NO, Kind.OTHER])
def test_a_single_fact_is_answered_by_the_surest_sentence(kind: Kind) -> None:
    composed = answer(kind, [(ULM, [SURE, 0.9, UNSURE])])
    assert composed.answered
    assert composed.text == "Ulm rests at night. [1]"
    assert (composed.confidence, composed.reason, composed.more) == (0.9, None, 0)


def test_an_answer_is_given_from_the_line_on() -> None:
    assert answer(Kind.NUMBER, [(ULM, [FROM, 0.0, 0.0])]).answered
    assert not answer(Kind.NUMBER, [(ULM, [FROM - 0.01, 0.0, 0.0])]).answered


@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.LIST])
def test_equal_sentences_are_put_in_a_fixed_order(kind: Kind) -> None:
    first, second = make_hit(["One is here."], id="a"), make_hit(["Two went away."], id="b")
    orders: list[Scored] = [
        [(first, [SURE]), (second, [SURE])],
        [(second, [SURE]), (first, [SURE])],
    ]
    one, other = (answer(kind, scored) for scored in orders)
    assert quotes(one) == quotes(other)
    assert quotes(one)[0] == "One is here."


def test_of_equal_sentences_of_a_document_the_first_is_taken() -> None:
    assert quotes(answer(Kind.NUMBER, [(ULM, [UNSURE, SURE, SURE])])) == ["Ulm rests at night."]


# Several statements


def test_a_list_adds_what_is_nearly_as_sure_as_the_surest() -> None:
    told = answer(Kind.LIST, [(ULM, [0.53, 0.54, 0.9])])
    assert quotes(told) == ["Ulm rests at night.", "Ulm writes letters."]
    assert told.confidence == 0.72
    # Nothing that is too doubtful for an answer is added to one.
    assert quotes(answer(Kind.LIST, [(ULM, [0.32, 0.29, 0.28])])) == ["Ulm reads."]


def test_a_sentence_that_lists_several_need_not_be_nearly_as_sure() -> None:
    lists = make_hit(["Ulm trades.", "Ulm, Lund, Reims and Cork trade.", "Lund rests."], id="a")
    told = answer(Kind.LIST, [(lists, [0.9, FROM, 0.5])])
    assert quotes(told) == ["Ulm trades.", "Ulm, Lund, Reims and Cork trade."]


def test_a_reason_adds_only_sentences_that_are_likelier_right_than_wrong() -> None:
    assert quotes(answer(Kind.REASON, [(ULM, [0.49, 0.5, 0.51])])) == [
        "Ulm rests at night.",
        "Ulm writes letters.",
    ]
    composed = answer(Kind.REASON, [(ULM, [0.65, 0.7, 0.9])], answer_from=0.7)
    assert quotes(composed) == ["Ulm rests at night.", "Ulm writes letters."]


def test_the_best_document_comes_first_and_each_in_its_own_order() -> None:
    cork = make_hit(["Cork sings."], id="cork")
    composed = answer(Kind.LIST, [(cork, [0.8]), (ULM, [0.7, UNSURE, 0.9])])
    assert composed.text == "Ulm reads. [1] Ulm writes letters. [2] Cork sings. [3]"


@pytest.mark.parametrize(
    ("kind", "count", "more"),
    [(Kind.LIST, MOST, 2), (Kind.MANNER, 3, 0), (Kind.REASON, 3, 0), (Kind.PERSON, 1, 0)],
)
def test_each_kind_has_as_many_statements_as_it_needs(kind: Kind, count: int, more: int) -> None:
    hit = make_hit([f"{letter * 9} is sold." for letter in "abcdefghijkl"])
    composed = answer(kind, [(hit, [SURE] * 12)])
    assert (len(composed.statements), composed.more) == (count, more)


def test_a_limit_keeps_the_surest_and_says_how_many_it_left_out() -> None:
    composed = answer(Kind.LIST, [(ULM, [SURE, SURE, 0.9])], limit=1)
    assert (quotes(composed), composed.more) == (["Ulm writes letters."], 2)
    assert answer(Kind.LIST, [(ULM, [SURE, SURE, 0.9])], limit=20).more == 0


def test_a_sentence_that_says_the_same_is_dropped() -> None:
    again = make_hit(["Ulm reads!", "Ulm sells larch boats."], id="again")
    composed = answer(Kind.LIST, [(ULM, [0.9, UNSURE, UNSURE]), (again, [SURE, SURE])])
    assert quotes(composed) == ["Ulm reads.", "Ulm sells larch boats."]
    assert composed.more == 0


# Descriptions


def test_a_description_is_the_passage_that_is_surest_about_the_subject() -> None:
    cork = make_hit(["Cork sings."], id="cork")
    composed = answer(
        Kind.DESCRIPTION, [(cork, [0.99]), (ULM, [0.01, 0.0, 0.02])], subjects=[0.6, 0.7]
    )
    assert quotes(composed) == ["Ulm reads.", "Ulm rests at night.", "Ulm writes letters."]
    assert composed.confidence == 0.7


def test_a_description_keeps_its_surest_sentences_in_the_order_of_the_document() -> None:
    composed = answer(Kind.DESCRIPTION, [(ULM, [0.1, 0.0, 0.2])], subjects=[SURE], limit=2)
    assert quotes(composed) == ["Ulm reads.", "Ulm writes letters."]
    assert composed.more == 1


def test_of_equal_passages_the_nearest_is_described() -> None:
    cork = make_hit(["Cork sings."], id="cork")
    for hits in ([cork, ULM], [ULM, cork]):
        scored = [(hit, [0.0] * len(hit.passage.sentences)) for hit in hits]
        composed = answer(Kind.DESCRIPTION, scored, subjects=[SURE, SURE])
        assert {statement.hit.document.id for statement in composed.statements} == {
            hits[0].document.id
        }


def test_a_description_of_another_subject_is_declined() -> None:
    composed = answer(Kind.DESCRIPTION, [(ULM, [0.9, 0.9, 0.9])], subjects=[UNSURE])
    assert not composed.answered
    assert composed.confidence == 0.8


@pytest.mark.parametrize("kind", [Kind.DESCRIPTION, Kind.PERSON])
def test_an_answer_quotes_something(kind: Kind) -> None:
    assert not answer(kind, [(ULM, [])], subjects=[SURE]).answered


# Quotations that need the sentence before


@pytest.mark.parametrize("opening", ["It", "Its", "They", "This", "However", "The city", "There"])
def test_a_leaning_sentence_brings_the_one_before_it(opening: str) -> None:
    hit = make_hit(["🔥 Ulm sings.", "Ulm has a fair.", f"{opening} opened in 1641 by the river."])
    composed = answer(Kind.DATE, [(hit, [UNSURE, UNSURE, SURE])])
    (statement,) = composed.statements
    assert statement.quote == f"Ulm has a fair. {opening} opened in 1641 by the river."
    assert statement.span == Span(13, len(hit.text))


def test_the_short_answer_is_marked_in_the_longer_quotation() -> None:
    choice = Choice(SURE, (make_reading(PORTS, 1, "1641"),))
    composed = compose(Question("?", "?", Kind.DATE), choice, [PORTS], None)
    (statement,) = composed.statements
    assert statement.quote == "Ulm has a fair. It was opened in 1641 by Ada Lind."
    assert highlighted(statement) == "1641"


def test_a_sentence_that_is_quoted_anyway_is_not_brought_again() -> None:
    composed = answer(Kind.LIST, [(PORTS, [SURE, 0.9])])
    assert quotes(composed) == ["Ulm has a fair.", "It was opened in 1641 by Ada Lind."]


def test_what_a_limit_left_out_is_brought() -> None:
    composed = answer(Kind.LIST, [(PORTS, [SURE, 0.9])], limit=1)
    assert quotes(composed) == ["Ulm has a fair. It was opened in 1641 by Ada Lind."]


@pytest.mark.parametrize("between", ["\n", "\n\n", "", " "])
def test_only_the_sentence_before_in_the_same_paragraph_is_brought(between: str) -> None:
    hit = make_hit(["Ulm has a fair.", "It opened in 1641."], between=between)
    (quote,) = quotes(answer(Kind.DATE, [(hit, [UNSURE, SURE])]))
    assert quote == ("It opened in 1641." if "\n" in between else hit.text)


def test_a_leaning_sentence_with_none_before_it_stands_alone() -> None:
    hit = make_hit(["It opened in 1641.", "Ulm has a fair."])
    assert quotes(answer(Kind.DATE, [(hit, [SURE, UNSURE])])) == ["It opened in 1641."]


@pytest.mark.parametrize("opening", ["Italy", "Hero", "The citymap", "Itself", "Ulm, they say,"])
def test_a_sentence_that_names_its_subject_stands_alone(opening: str) -> None:
    hit = make_hit(["Ulm has a fair.", f"{opening} opened in 1641."])
    (quote,) = quotes(answer(Kind.DATE, [(hit, [UNSURE, SURE])]))
    assert quote == f"{opening} opened in 1641."


# Highlights


@pytest.mark.parametrize(
    ("kind", "marked"),
    [
        (Kind.DATE, "1641"),
        (Kind.OTHER, "1641"),
        (Kind.LIST, "1641"),
        (Kind.YES_NO, None),
        (Kind.DESCRIPTION, None),
    ],
)
def test_a_short_answer_is_marked_where_the_kind_has_one(kind: Kind, marked: str | None) -> None:
    hit = make_hit(["🔥 Ulm has had a fair since 1641."])
    composed = answer(kind, [(hit, [SURE])], subjects=[SURE], highlight="1641")
    assert [highlighted(statement) for statement in composed.statements] == [marked]


@pytest.mark.parametrize(("highlight", "marked"), [("123456", True), ("1234567", False)])
def test_most_of_a_sentence_is_not_marked(highlight: str, marked: bool) -> None:
    composed = answer(Kind.NUMBER, [(make_hit(["1234567890"]), [SURE])], highlight=highlight)
    (statement,) = composed.statements
    assert (statement.highlight is not None) == marked


# Figures

CENSUS = Source("Census", "Statistics Office", None, "2019-04")


def counted(
    sentences: Sequence[str], figures: Sequence[str], sources: tuple[Source, ...] = (CENSUS,)
) -> Choice:
    hit = make_hit(sentences, sources=sources)
    readings = [make_reading(hit, number, figure) for number, figure in enumerate(figures)]
    return Choice(SURE, tuple(readings), figure=True, differing=len(readings) > 1)


def of_number(choice: Choice, asked: str = "How many boats are there?") -> Answer:
    return compose(Question(asked, asked, Kind.NUMBER), choice, [], None)


def test_figures_that_differ_are_marked_and_keep_their_order() -> None:
    choice = counted(["Ulm has 30 boats.", "Ulm has 20 boats."], ["30", "20"])
    composed = of_number(choice)
    assert [statement.differs for statement in composed.statements] == [True, True]
    assert composed.text == (
        "The documents give more than one figure, that of the newest source first: "
        "Ulm has 30 boats. [1] (source of 2019-04) Ulm has 20 boats. [2] (source of 2019-04)"
    )


@pytest.mark.parametrize(
    ("sentence", "asked", "dated"),
    [
        ("Ulm has 30 boats.", "How many boats are there?", "2019-04"),
        ("Ulm had 30 boats in 2012.", "How many boats are there?", None),
        ("Ulm has 30 boats.", "How many boats were there in 2019?", None),
    ],
)
def test_a_figure_without_a_year_comes_with_the_date_of_its_source(
    sentence: str, asked: str, dated: str | None
) -> None:
    composed = of_number(counted([sentence], ["30"]), asked)
    (statement,) = composed.statements
    assert (statement.dated, statement.differs) == (dated, False)
    assert ("(source of 2019-04)" in composed.text) == (dated is not None)


def test_a_source_without_a_date_gives_none() -> None:
    (statement,) = of_number(counted(["Ulm has 30 boats."], ["30"], ())).statements
    assert statement.dated is None


@pytest.mark.parametrize(
    ("sentence", "highlight", "statements"),
    [
        ("The size of Ulm is about 30 miles.", "about 30 miles", 2),
        ("The size of Ulm is settled in the Act of 2011.", "the Act of 2011", 1),
        ("The size of Ulm is known.", "known", 1),
    ],
)
def test_a_figure_is_known_by_its_looks_where_the_question_does_not_tell(
    sentence: str, highlight: str, statements: int
) -> None:
    hit = make_hit([sentence, "The size of Ulm is 40 miles."])
    judgement = Judgement(
        (
            Candidate(make_reading(hit, 0, highlight), 0.9),
            Candidate(make_reading(hit, 1, "40 miles"), 0.8),
        ),
        (0.0,),
    )
    asked = "What is the size of Ulm?"
    choice = choose(Question(asked, asked, Kind.OTHER), judgement, [hit], means())
    assert len(choice.readings) == statements
    assert choice.figure == choice.differing == (statements > 1)


@pytest.mark.parametrize(
    ("figure", "probability", "shown"),
    [("25", 0.2, 2), ("25", 0.05, 0), ("90", 0.2, 0)],
)
def test_doubtful_figures_that_are_close_are_an_answer_together(
    figure: str, probability: float, shown: int
) -> None:
    hit = make_hit(["Ulm has 20 boats.", f"Ulm has {figure} boats."])
    judgement = Judgement(
        (
            Candidate(make_reading(hit, 0, "20"), 0.2),
            Candidate(make_reading(hit, 1, figure), probability),
        ),
        (0.0,),
    )
    asked = "How many boats does Ulm have?"
    choice = choose(Question(asked, asked, Kind.NUMBER), judgement, [hit], means())
    assert len(choice.readings) == shown
    assert (choice.confidence >= FROM) == bool(shown)


# Declining


def test_without_a_sure_sentence_it_declines_and_points_to_the_nearest_passages() -> None:
    hits = [make_hit(["Something near."], id=name, cosine=RELEVANT_FROM) for name in "dbca"]
    composed = answer(Kind.NUMBER, [(hit, [UNSURE]) for hit in hits])
    assert not composed.answered
    assert composed.text.startswith("The documents do not say")
    assert composed.reason == "no_sentence_answers"
    assert composed.statements == ()
    assert [statement.hit.document.id for statement in composed.related] == ["d", "b", "c"]
    assert (composed.confidence, composed.more) == (0.8, 0)


def test_far_passages_are_nothing_relevant() -> None:
    far = make_hit(["Something else."], cosine=RELEVANT_FROM - 0.1)
    composed = answer(Kind.NUMBER, [(far, [UNSURE])])
    assert composed.reason == "nothing_relevant"
    assert composed.text.startswith("The documents do not say")


@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.DESCRIPTION, Kind.LIST])
def test_no_passage_at_all_is_nothing_relevant(kind: Kind) -> None:
    composed = answer(kind, [])
    assert (composed.answered, composed.reason) == (False, "nothing_relevant")
    assert (composed.related, composed.confidence) == ((), 1.0)


def test_related_passages_are_others_than_the_quoted() -> None:
    cork = make_hit(["Cork has ports.", "Cork sings."], id="cork")
    composed = answer(Kind.NUMBER, [(ULM, [SURE, 0.0, 0.0]), (cork, [UNSURE, UNSURE])])
    assert [statement.quote for statement in composed.related] == [cork.text]
