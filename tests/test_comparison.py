"""What a question about several subjects asks of each of them."""

import pytest

from service.several.comparison import frame_of
from service.several.frames import SLOT


def asked_of(question: str) -> str | None:
    """What `question`, in which X stands for the subjects, asks of Ulm."""
    frame = frame_of(question.replace("X", SLOT))
    return frame.about("Ulm") if frame else None


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Compare X", "Tell me about Ulm?"),
        ("Please compare X.", "Tell me about Ulm?"),
        ("Compare X's fairs", "What is Ulm's fairs?"),
        ("Compare the harbours of X", "What is the harbour of Ulm?"),
        ("Compare X on their harbours", "What are the harbours of Ulm?"),
        ("Compare X in terms of the number of boats", "How many boats does Ulm have?"),
        ("Compare X: trade, law", "What is the trade, law of Ulm?"),
        (
            "Compare the number of boats in X's harbours",
            "How many boats in Ulm's harbours are there?",
        ),
        ("X", "Tell me about Ulm?"),
        ("What can you tell me about X?", "What can you tell me about Ulm?"),
        ("Compare how many boats X have", "how many boats does Ulm have?"),
        ("Compare what X trade by sea", "what does Ulm trade by sea?"),
        ("Compare X by when they were founded", "when Ulm were founded?"),
        ("How do X differ in their harbours?", "What are the harbours of Ulm?"),
        ("How are X different from each other?", "Tell me about Ulm?"),
        ("How does X's harbour compare?", "What is Ulm's harbour?"),
        ("In what ways do X differ?", "Tell me about Ulm?"),
        ("What distinguishes X", "Tell me about Ulm?"),
        ("What is the difference between X?", "Tell me about Ulm?"),
        ("What are the main differences between X in trade?", "What is the trade of Ulm?"),
    ],
)
def test_a_comparison_asks_the_same_of_each(question: str, asked: str) -> None:
    assert asked_of(question) == asked


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Which joined the league first, X?", "When did Ulm join the league?"),
        ("Which of X joined last?", "When did Ulm join?"),
        ("Who won the prize earlier: X?", "When did Ulm win the prize?"),
        ("Which city was founded first, X?", "When was Ulm founded?"),
        ("Between X, which began sooner?", "When did Ulm begin?"),
        ("Was X the first to join the league?", "When did Ulm join the league?"),
        ("Which was the first city to win, X?", "When did Ulm win?"),
        ("Which of the three had the most fairs in X?", "How many fairs does Ulm have?"),
        ("Which of the two cities, X, joined first?", "When did Ulm join?"),
        ("Which of these cities joined first: X?", "When did Ulm join?"),
        ("Did X join before", "When did Ulm join?"),
        ("Which has more boats, X?", "How many boats does Ulm have?"),
        ("Of X, which city has the fewest boats?", "How many boats does Ulm have?"),
        ("Which won more prizes, X?", "How many prizes did Ulm win?"),
        ("Does X have more boats", "How many boats does Ulm have?"),
        ("Which is more expensive, X?", "How much does Ulm cost?"),
        ("Which is cheaper, X?", "How much does Ulm cost?"),
        ("Which is newer, X?", "How old is Ulm?"),
        ("Whose fair is older, X?", "Since when does Ulm's fair exist?"),
        ("Whose fair is older, the one in X?", "Since when does Ulm's fair exist?"),
        (
            "X: whose public library holds more books?",
            "How many books does Ulm's public library hold?",
        ),
        ("Whose money for trade went up more, X's?", "How much did Ulm's money for trade go up?"),
        ("Whose harbour is larger, that of X?", "How large is Ulm's harbour?"),
        ("Is the harbour of X older?", "Since when does the harbour of Ulm exist?"),
        ("I would like to know whether X has more boats.", "How many boats does Ulm have?"),
        (
            "I wonder if X gives its bread to more people",
            "How many people does Ulm give its bread to?",
        ),
        ("Could you tell me which one is bigger in area, X?", "What is the area of Ulm?"),
        ("Is X larger, I mean in people?", "How many people does Ulm have?"),
        ("Has X got the bigger fleet?", "What is the fleet of Ulm?"),
        ("Has X won more medals?", "How many medals did Ulm win?"),
        ("Who spends more on bread, X?", "How much does Ulm spend on bread?"),
        ("What is worth more, X?", "How much is Ulm worth?"),
        ("Was joblessness worse in X?", "How bad was joblessness in Ulm?"),
        ("Do more people live in X?", "How many people live in Ulm?"),
        ("Which is the most populous, X?", "How many inhabitants does Ulm have?"),
        ("In which German town do more people sail, X?", "How many people sail in Ulm?"),
        ("X, which of the two German ones came first?", "When did Ulm come?"),
        ("Was X founded earlier?", "When was Ulm founded?"),
        ("Was X's first fair before or after?", "When was Ulm's first fair?"),
        ("Which has been in the league longer, X?", "Since when has Ulm been in the league?"),
        ("Compare the prices: X", "How much does Ulm cost?"),
        ("Compare the year of joining: X", "When did Ulm join?"),
        ("Is X bigger in population", "What is the population of Ulm?"),
        ("Is X larger?", "How large is Ulm?"),
        ("Is X more populous", "How many inhabitants does Ulm have?"),
        ("Which has the larger harbour, X?", "What is the harbour of Ulm?"),
        ("Which is bigger, X, in terms of boats?", "How many boats does Ulm have?"),
        ("Which is bigger, X, by trade?", "What is the trade of Ulm?"),
        ("Where are there more boats, X?", "How many boats are there in Ulm?"),
        ("Where do more people fish, in X?", "How many people fish in Ulm?"),
        ("Where is the rent higher, X?", "How high is the rent in Ulm?"),
        ("Where do people wait for longer at sea, X?", "How long do people wait at sea in Ulm?"),
    ],
)
def test_a_choice_by_degree_asks_each_for_its_degree(question: str, asked: str) -> None:
    assert asked_of(question) == asked


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("When did X join?", "When did Ulm join?"),
        ("Who are the mayors of X?", "Who is the mayor of Ulm?"),
        ("What were the old countries of X?", "What was the old country of Ulm?"),
        ("What is the address of X?", "What is the address of Ulm?"),
        ("Do both X have a harbour?", "Does Ulm have a harbour?"),
        ("When did X each join?", "When did Ulm join?"),
        ("What is the size of X, respectively?", "What is the size of Ulm,?"),
        ("Is X a port?", "Is Ulm a port?"),
    ],
)
def test_any_other_question_is_asked_of_each_as_it_is(question: str, asked: str) -> None:
    assert asked_of(question) == asked


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("X: who joined when?", "When did Ulm join?"),
        ("X: which of them won the prize when?", "When did Ulm win the prize?"),
        ("X: who is the mayor of each?", "who is the mayor of Ulm?"),
        ("X - what are their mottos?", "what is Ulm's mottos?"),
        ("X, what do they trade?", "what does Ulm trade?"),
        ("For X: how many people live there?", "how many people live in Ulm?"),
        ("X: how many boats?", "how many boats in Ulm?"),
        ("X: which is older?", "How old is Ulm?"),
        ("Area in hectares: X", "What is the area in hectares of Ulm?"),
        ("GDP - X", "What is the GDP of Ulm?"),
    ],
)
def test_what_stands_beside_the_names_is_asked_of_each(question: str, asked: str) -> None:
    assert asked_of(question) == asked


@pytest.mark.parametrize(
    "question",
    [
        "Which city held the first fair, X?",
        "Which of X held the first fair?",
        "Which cities other than X have a harbour?",
        "What do X have in common?",
        "What is the distance between X?",
        "Who built the canal between X?",
        "What did X build together?",
    ],
)
def test_what_is_asked_of_all_together_is_not_asked_of_each(question: str) -> None:
    assert asked_of(question) is None


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("Compare X on their harbours", "harbours"),
        ("Compare the harbours of X", "harbour of "),
        ("Compare how many boats X have", ""),
        ("Which has more boats, X?", ""),
        ("Which has the larger harbour, X?", "harbour"),
        ("What is the motto of X?", ""),
    ],
)
def test_an_aspect_is_told_where_it_is_only_named(question: str, aspect: str) -> None:
    frame = frame_of(question.replace("X", SLOT))
    assert frame is not None
    assert frame.aspect == aspect


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Is X bigger?", "How many people live in Ulm?"),
        ("Which is the smallest, X?", "How many people live in Ulm?"),
        ("Whose harbour is bigger, X's?", "How big is Ulm's harbour?"),
        ("Which is older, X?", "How old is Ulm?"),
        ("Which is bigger in area, X?", "What is the area of Ulm?"),
    ],
)
def test_where_people_live_is_as_large_as_they_are_many(question: str, asked: str) -> None:
    frame = frame_of(question.replace("X", SLOT), inhabited=True)
    assert frame is not None
    assert frame.about("Ulm") == asked
