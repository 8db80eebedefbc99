from index.search import Searcher
from service.conversation.terms import Terms


def test_places_of_the_documents_and_of_the_list_are_found(searcher: Searcher) -> None:
    terms = Terms.of(searcher)
    text = "From Marlow Bay, then Ireland, to 세종 and évreux-les-pins"
    names = [text[start:end] for start, end in terms.places(text)]
    assert names == ["Marlow Bay", "Ireland", "세종", "évreux-les-pins"]
    assert terms.cities("Where is 세종시?") == ("Sejong",)


def test_a_place_that_is_a_word_as_well_needs_its_capital() -> None:
    terms = Terms(texts=["They cork the bottle."])
    assert terms.places("Can I cork it in Limerick?") == Terms().places(
        "Can I xxxx it in Limerick?"
    )
    assert len(terms.places("Is Cork near Limerick?")) == 2


def test_names_are_words_that_are_never_written_small(searcher: Searcher) -> None:
    terms = Terms.of(searcher)
    assert terms.is_name("Quinlan")
    assert not terms.is_name("Teachers")
    assert terms.is_ordinary("miners")
    assert not terms.is_ordinary("Quinlan")
    assert not terms.is_name("Nobody")


def test_words_are_known_as_they_are_written(searcher: Searcher) -> None:
    terms = Terms.of(searcher)
    assert terms.words["amelie"] == "Amélie"
    assert terms.words["festival"] == "festival"
    assert terms.knows("telescope")  # as the index has its stem
    assert not terms.knows("zeppelin")


def test_countries_are_told_from_cities() -> None:
    terms = Terms()
    assert terms.is_country("Ireland")
    assert not terms.is_country("Cork")
    assert not terms.is_country("Nowhere")


def test_places_are_told_apart_by_their_country_and_their_documents() -> None:
    terms = Terms(told={"Cork": "A harbour in the south."})
    assert terms.are_told("Irish", "Cork") == 2
    assert terms.are_told("harbour", "Cork") == 1
    assert terms.are_told("harbour", "Limerick") == 0


def test_the_words_of_places_are_known_by_their_folded_form() -> None:
    assert Terms().place_words["medellin"] == "Medellín"
