import unicodedata

import pytest

from corpus.documents import Document
from index.search import Searcher
from service.verify import MAX_MATCHES, verify

BAY = "cities/marlow-bay"
NETWORK = "Marlow Bay joined the network of learning cities in 2016."
FESTIVAL = (
    "Deirdre Quinlan, the festival's director, opened it for the first time in 2004. "
    "About 12,500 people took part in 2019."
)
EVENTS = (
    "The lifelong learning festival takes place every April and offers more than 600 free events."
)


def document(searcher: Searcher, document_id: str) -> Document:
    found = searcher.document(document_id)
    assert found
    return found


def test_every_block_of_every_document_is_exact_where_it_stands(searcher: Searcher) -> None:
    for summary in searcher.documents():
        whole = document(searcher, summary.id)
        for block in whole.blocks:
            quote = whole.text[block.start : block.end]
            verdict = verify(searcher, quote, summary.id)
            assert verdict.status == "exact"
            assert {match.document.id for match in verdict.matches} == {summary.id}
            assert {match.quote for match in verdict.matches} == {quote}


def test_without_a_document_a_quote_is_exact_wherever_it_stands(searcher: Searcher) -> None:
    verdict = verify(searcher, "joined the network")
    assert verdict.status == "exact"
    assert [match.document.id for match in verdict.matches] == [BAY, "cities/oberlinden"]


def test_offsets_count_code_points_and_the_form_of_the_quote_does_not_matter(
    searcher: Searcher,
) -> None:
    text = document(searcher, "notes").text
    (match,) = verify(searcher, "  a stove 🔥 for\u00a0cold\u200b mornings.\r\n", "notes").matches
    assert text[match.start : match.end] == "a stove 🔥 for cold mornings."
    decomposed = unicodedata.normalize("NFD", "부안군은 바닷가")
    assert verify(searcher, decomposed, "korean/buan").status == "exact"


def test_a_quote_that_another_document_has_was_moved(searcher: Searcher) -> None:
    verdict = verify(searcher, NETWORK, "cities/oberlinden")
    assert verdict.status == "moved"
    assert [match.document.id for match in verdict.matches] == [BAY]
    assert verdict.matches[0].quote == NETWORK


def test_a_document_that_is_gone_lacks_the_quote_like_any_other(searcher: Searcher) -> None:
    assert verify(searcher, NETWORK, "cities/gone").status == "moved"
    assert verify(searcher, "Nothing of the kind was ever said.", "cities/gone").status == "absent"


@pytest.mark.parametrize(
    "quote",
    [
        NETWORK.replace("2016", "2018"),
        NETWORK.upper(),
        NETWORK.replace(" ", "  "),
        NETWORK.replace(" ", "\n"),
        NETWORK.replace("joined the", "left the"),
        NETWORK.replace(" of learning cities", ""),
        NETWORK.replace("joined", "gladly joined"),
        f"“{NETWORK}”",
        "Marlow Bay joined the netwrok",
    ],
)
def test_a_changed_quote_is_altered_and_what_the_document_says_is_given(
    searcher: Searcher, quote: str
) -> None:
    verdict = verify(searcher, quote, BAY)
    assert verdict.status == "altered"
    (match,) = verdict.matches
    assert match.document.id == BAY
    assert match.quote == NETWORK
    assert verify(searcher, quote) == verdict


def test_quote_marks_and_dashes_may_differ(searcher: Searcher) -> None:
    verdict = verify(searcher, FESTIVAL.replace("'", "’"), BAY)
    assert verdict.status == "altered"


def test_a_quote_of_several_sentences_is_given_as_all_of_them(searcher: Searcher) -> None:
    said = " ".join(document(searcher, BAY).text.split())
    assert f"{EVENTS} {FESTIVAL}" in said
    verdict = verify(searcher, f"{EVENTS} {FESTIVAL}".replace("600", "900"), BAY)
    assert verdict.status == "altered"
    assert " ".join(verdict.matches[0].quote.split()) == f"{EVENTS} {FESTIVAL}"


@pytest.mark.parametrize(
    "quote",
    [
        "The moon is made of green cheese and mice live on it.",
        "Marlowe's Faust",
        "Marlow Bay " + "invented a way of learning that nobody had thought of. " * 4,
        "🦄" * 50,
        "¿",
        "ø",
        "\u200b",
        "남극에는 펭귄이 많이 삽니다.",
    ],
)
def test_what_nobody_said_is_absent(searcher: Searcher, quote: str) -> None:
    verdict = verify(searcher, quote)
    assert verdict.status == "absent"
    assert verdict.matches == ()


def test_a_true_sentence_in_much_that_is_invented_is_no_near_match(searcher: Searcher) -> None:
    invented = "Nobody has ever written any of this down anywhere, and nobody will. " * 5
    assert verify(searcher, invented + NETWORK.replace("2016", "2018")).status == "absent"


def test_only_so_many_matches_are_given_by_document_and_place(searcher: Searcher) -> None:
    matches = verify(searcher, "e").matches
    assert len(matches) == MAX_MATCHES
    places = [(match.document.id, match.start) for match in matches]
    assert places == sorted(places)


@pytest.mark.timeout(10)
def test_the_longest_quote_takes_little_time(searcher: Searcher) -> None:
    text = document(searcher, BAY).text
    assert verify(searcher, (text * 40)[1:10_000] + "!").status == "absent"
    assert verify(searcher, "ab " * 3_333).status == "absent"


def test_the_same_question_has_the_same_answer(searcher: Searcher) -> None:
    quote = NETWORK.replace("2016", "2018")
    assert verify(searcher, quote) == verify(searcher, quote)
