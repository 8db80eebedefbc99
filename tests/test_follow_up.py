"""Conversations, and how their last question reads alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.conversation.discourse import Discourse
from service.conversation.follow_up import standalone
from service.conversation.terms import Terms
from tests.conversation import TERMS

JOINED = [("When did Cork join the network?", "Cork joined the network in 2013. [1]")]
MAYOR = [
    (
        "Who is the mayor of Okayama?",
        "Masao Omori is the mayor of Okayama in the case study of 2017. [1]",
    )
]
FESTIVAL = [("When was Cork's Lifelong Learning Festival founded?", "It has run since 2004. [1]")]


def understood(turns: list[tuple[str, str]], question: str, terms: Terms = TERMS) -> str:
    discourse = Discourse(terms)
    for asked, answer in turns:
        discourse = discourse.then(standalone(asked, discourse), answer, asked)
    return standalone(question, discourse)


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("And Limerick?", "When did Limerick join the network?"),
        ("Limerick?", "When did Limerick join the network?"),
        ("what about limerick", "When did limerick join the network?"),
        ("And when did Limerick join?", "When did Limerick join the network?"),
        ("Did Limerick?", "When did Limerick join the network?"),
        ("Why?", "Why did Cork join the network?"),
        ("And how?", "How did Cork join the network?"),
        ("What about the festival?", "Tell me about the festival in Cork."),
        ("Tell me more", "Tell me more about Cork."),
        ("learning festivals", "Tell me about learning festivals in Cork."),
    ],
)
def test_what_a_question_leaves_out_is_taken_from_the_one_before(question: str, alone: str) -> None:
    assert understood(JOINED, question) == alone


@pytest.mark.parametrize(
    ("before", "question", "alone"),
    [
        ("How many events did Cork offer in 2019?", "In 2025?", "did Cork offer in 2025?"),
        ("How many events does Cork offer?", "And in 2017?", "does Cork offer in 2017?"),
        ("How many libraries are there in Cork?", "And museums?", "How many museums are there in"),
        ("Who is the mayor of Cork?", "And the director?", "Who is the director of Cork?"),
        ("Does Cork have libraries?", "How many?", "How many libraries does Cork have?"),
        ("Does Cork have libraries?", "Since when?", "Since when does Cork have libraries?"),
        ("Where are the libraries of Cork?", "And Limerick's?", "the libraries of Limerick?"),
        ("What was the theme of the 2nd forum in Cork?", "And the third?", "the third forum?"),
        ("How far is Cork from Dublin?", "And from Limerick?", "How far is Cork from Limerick?"),
        ("When was Cork's festival founded?", "Limerick's festival?", "was Limerick's festival f"),
    ],
)
def test_a_fragment_takes_the_place_of_what_is_like_it(
    before: str, question: str, alone: str
) -> None:
    assert alone in understood([(before, "")], question)


@pytest.mark.parametrize(
    ("turns", "question", "alone"),
    [
        (MAYOR, "When was he elected?", "When was Masao Omori elected?"),
        (MAYOR, "What did he say there?", "What did Masao Omori say in Okayama?"),
        (MAYOR, "How large is the city?", "How large is Okayama?"),
        (MAYOR, "What happened in that year?", "What happened in Okayama in 2017?"),
        (FESTIVAL, "How many events does it have?", "does Cork's Lifelong Learning Festival have?"),
        (FESTIVAL, "Who runs that festival?", "Who runs Cork's Lifelong Learning Festival?"),
        (FESTIVAL, "What is its motto?", "What is Cork's Lifelong Learning Festival's motto?"),
        (
            [("Does Cork have a festival?", "")],
            "How old is it?",
            "How old is the festival in Cork?",
        ),
        ([("Does Cork have a fair?", "")], "How big is that?", "How big is the fair in Cork?"),
        ([("Where is Cork?", "In Ireland.")], "Who was mayor then?", "Who was mayor then"),
        (JOINED, "Who was mayor then?", "Who was mayor in 2013 in Cork?"),
        (JOINED, "Who lives there?", "Who lives in Cork?"),
        ([("Compare Cork and Limerick", "")], "When did they join?", "did Cork and Limerick join?"),
        ([("Compare Cork and Limerick", "")], "When did both cities join?", "Cork and Limerick j"),
        ([("Which libraries does Cork run?", "")], "Where are they?", "the libraries in Cork?"),
    ],
)
def test_a_pointing_expression_gives_way_to_what_it_stands_for(
    turns: list[tuple[str, str]], question: str, alone: str
) -> None:
    assert alone in understood(turns, question)


@pytest.mark.parametrize(
    "question",
    [
        "Is it true that Limerick has a university?",
        "How long does it take to walk through Limerick?",
        "When did Limerick say that it would join?",
        "What does it cost to stay in Limerick?",
        "How far is it from Dublin to Limerick?",
        "Which of the cities that joined in 2016 is the largest city?",
    ],
)
def test_not_every_pronoun_points_back(question: str) -> None:
    assert understood(JOINED, question) == question


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("Who is the mayor?", "Who is the mayor in Cork?"),
        ("Who can take part?", "Who can take part in Cork?"),
        ("Are there any libraries?", "Are there any libraries in Cork?"),
        ("How many libraries are there?", "How many libraries are there in Cork?"),
        ("What happened in 2019?", "What happened in Cork in 2019?"),
    ],
)
def test_a_question_that_names_nothing_stays_with_the_place(question: str, alone: str) -> None:
    assert understood(JOINED, question) == alone


@pytest.mark.parametrize(
    "question",
    [
        "How many students does the Harbour College of Ulm have?",
        "What is lifelong learning?",
        "Which cities won the prize twice?",
        "How does a city join the network?",
        "Who founded Limerick?",
    ],
)
def test_a_new_subject_starts_afresh(question: str) -> None:
    assert understood(JOINED, question) == question


def test_the_subject_is_the_new_one_after_a_change() -> None:
    turns = [*JOINED, ("And Limerick?", "In 2016. [1]"), ("When did Dublin join?", "In 2019. [1]")]
    assert understood(turns, "How large is it?") == "How large is Dublin?"


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("No, I meant Limerick", "When did Limerick join the network?"),
        ("sorry, Limerick", "When did Limerick join the network?"),
        ("not Cork, Limerick", "When did Limerick join the network?"),
        ("I mean Limerick, not Cork", "When did Limerick join the network?"),
        ("No, when did it leave the network?", "When did Cork leave the network?"),
    ],
)
def test_a_correction_repairs_the_question(question: str, alone: str) -> None:
    assert understood(JOINED, question) == alone


def test_a_correction_tells_places_of_one_name_apart() -> None:
    turns = [("How many libraries does Seo-gu have?", "")]
    alone = "How many libraries does Seo-gu in Busan have?"
    assert understood(turns, "no, the one in Busan") == alone


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("Going back to Cork: who is its mayor?", "Who is Cork's mayor?"),
        ("Back to Cork. How many libraries are there?", "How many libraries are there in Cork?"),
        ("And returning to Cork, when was it founded?", "When was Cork founded?"),
        ("Let's go back to Cork", "Tell me about Cork."),
    ],
)
def test_the_conversation_can_go_back(question: str, alone: str) -> None:
    assert understood([*JOINED, *MAYOR], question) == alone


@pytest.mark.parametrize(
    ("before", "question", "alone"),
    [
        ("Did Cork win a prize?", "when was that?", "When did Cork win a prize?"),
        ("Did Cork hold its festival?", "Why not?", "Why didn't Cork hold its festival?"),
        ("Did Cork win a prize?", "what for?", "Why did Cork win a prize?"),
        ("Did Cork win a prize?", "How come?", "Why did Cork win a prize?"),
        ("Did Cork win a prize?", "How come it did?", "Why is it that Cork did?"),
        ("I heard Cork won a prize", "how come?", "Why is it that Cork won a prize?"),
        (
            "How many islands does Cork have?",
            "How many schools?",
            "How many schools does Cork have?",
        ),
        ("When did Cork join?", "How many schools?", "How many schools are there in Cork?"),
        ("Which cities won in 2024?", "Which of these is old?", "the cities that won in 2024 is"),
        ("Who won the prize?", "Which of them is Irish?", "Which of those who won the prize is"),
    ],
)
def test_little_is_asked_of_the_question_before(before: str, question: str, alone: str) -> None:
    assert alone in understood([(before, "")], question)


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("And Limerick, when did it join?", "When did Limerick join the network?"),
        ("Back in Limerick, when?", "When did Limerick join the network?"),
        ("I live in Limerick. What is there to see?", "What is there to see in Limerick?"),
        ("As for the museum: what does a ticket cost?", "What does a ticket of the museum cost?"),
        ("It won a prize, what for?", "Why is it that Cork won a prize?"),
        ("I have to hand this in. Who is the mayor?", "Who is the mayor in Cork?"),
        ("I want to visit a library. What is the best day?", "What is the best day to visit a lib"),
        ("Different topic: who is the mayor?", "Who is the mayor?"),
        ("That sounds lovely. What problems does it have?", "What problems does Cork have?"),
        ("It had a big fair in 2017. What for?", "Why is it that Cork had a big fair in 2017?"),
        ("As for the blue one: how old is it?", "As for the blue one: how old is"),
        ("As to the Ulm-Cork Prize, who is the donor?", "Who is the donor of the Ulm-Cork Prize?"),
    ],
)
def test_what_a_turn_says_first_is_taken_in(question: str, alone: str) -> None:
    assert alone in understood(JOINED, question)


def test_a_first_turn_may_tell_before_it_asks() -> None:
    assert understood([], "We move to Cork. Who is its mayor?") == "Who is Cork's mayor?"


def test_a_change_of_subject_leaves_the_cities_known() -> None:
    turns = [*JOINED, ("New topic: what is a forum?", "")]
    turns.append(("When did Limerick join?", ""))
    assert understood(turns, "How old is the first city?") == "How old is Cork?"


@pytest.mark.parametrize(
    ("before", "answer", "question", "alone"),
    [
        ("Which city won?", "Cork, in Ireland, won.", "How old is that city?", "is Cork?"),
        ("Who won the prize in Ireland?", "Cork won it.", "How old is it?", "How old is Cork?"),
        ("Where was the forum?", "Ulm held it in Cork.", "Who lives there?", "Who lives in Cork?"),
        ("What kind of city is Cork?", "Like Ulm.", "Why did they join?", "Why did Cork join?"),
        ("Who got it?", "The Grand Award went to Mayor Ann Lee.", "Is she old?", "Is Mayor Ann"),
        ("Who is Ann Lee?", "She is mayor of Cork.", "How big is her city?", "How big is Cork?"),
        ("What is Good Start in Cork?", "", "Who runs the programme?", "Who runs Good Start"),
        ("Did Cork win a prize?", "", "When did they win it?", "When did Cork win the prize"),
        ("Where is Oldtown?", "It lies in Cork.", "Who works there?", "Who works in Oldtown?"),
        ("Where is Cork?", "Near Limerick.", "Who works there?", "Who works in Cork?"),
        (
            "Which prize did Cork win?",
            "The Open Prize.",
            "What is it worth?",
            "is the Open Prize w",
        ),
        ("When was the forum?", "On 2-4 May 2017.", "Who won that year?", "Who won in 2017?"),
        ("Who leads it?", "Ann Lee leads it.", "Where does that expert live?", "does Ann Lee live"),
        (
            "When did Cork and Ulm join?",
            "",
            "Who joined before them?",
            "joined before Cork and Ulm",
        ),
        ("What does Cork do for adults?", "", "What do they pay?", "the adults in Cork pay?"),
        ("How many stalls has Cork?", "9", "How many were there really?", "How many stalls were t"),
        ("How many cities won in Cork?", "", "How many won worldwide?", "How many won worldwide?"),
        ("Who studies in Oldtown?", "", "Who works there?", "Who works in Oldtown?"),
    ],
)
def test_what_an_answer_gives_is_spoken_of_next(
    before: str, answer: str, question: str, alone: str
) -> None:
    assert alone in understood([(before, answer)], question)


def test_people_are_told_apart_by_their_pronouns() -> None:
    turns = [
        ("Who is Deirdre Quinlan?", "Deirdre Quinlan is the director. [1]"),
        ("Who did she marry?", "She married Masao Omori. [1]"),
    ]
    assert understood(turns, "Where was he born?") == "Where was Masao Omori born?"
    assert understood(turns, "Where was she born?") == "Where was Deirdre Quinlan born?"
    assert understood(turns, "Where was Quinlan born?") == "Where was Deirdre Quinlan born?"


def test_an_answer_that_quotes_nothing_names_nothing() -> None:
    said = "The documents do not say: none of them is about Limerick."
    assert understood([("What is a learning city?", said)], "Who lives there?") == (
        "What is a learning city? Who lives there?"
    )


def test_a_conversation_may_be_about_anything() -> None:
    terms = Terms(texts=["The catalyst speeds up a reaction. Catalysts last, and a pump runs."])
    turns = [("What is the Haber process?", "The Haber process makes ammonia. [1]")]
    alone = understood(turns, "What temperature does it need?", terms)
    assert alone == "What temperature does the Haber process need?"
    turns.append(("Which catalyst is used?", "A catalyst of iron is used. [1]"))
    alone = understood(turns, "How long does that catalyst last?", terms)
    assert alone == "How long does the catalyst of iron last?"


TYPED = """
the that this these it its he she they there then both same two second one ones and or not no what
which who whose when where why how many much else is was did does can of in for to from about back
going I mean Cork cork Limerick Seo-gu 2017 the mayor festival libraries city year programme won
opened Deirdre Quinlan ' 's , . ? ! … 세종 é
"""


PIECES = st.lists(st.sampled_from(TYPED.split()), max_size=8)


@given(PIECES, PIECES)
def test_whatever_is_typed_is_understood_somehow(before: list[str], now: list[str]) -> None:
    question = " ".join(now)
    turns = [(" ".join(before), " ".join(reversed(before))), ("Who is there?", "It was she.")]
    once = understood(turns, question)
    assert once == understood(turns, question)
    assert bool(once.strip()) == bool(question.strip())


def test_the_first_question_stands_as_it_is() -> None:
    assert understood([], "And what about it?") == "And what about it?"
