from dataclasses import replace

from corpus.documents import Document
from corpus.lists import Figure
from service.growth import Year, growth_of

TEXT = "The network was small. In 2016, it had 115 members. In 2019, it had 230 members."
DOCUMENT = Document("network/a", "A", TEXT, "", "en", None, None, (), (), (), ())
SMALL = Figure(2016, 115, "network/a", "In 2016, it had 115 members.")
LARGE = Figure(2019, 230, "network/a", "In 2019, it had 230 members.")


def shown(*figures: Figure, document: Document = DOCUMENT) -> tuple[Year, ...]:
    return growth_of(figures, {document.id: document}.get)


def test_each_figure_leads_to_its_sentence_and_years_between_stay_empty() -> None:
    first, *between, last = shown(SMALL, LARGE)
    assert between == [Year(2017), Year(2018)]
    assert (first.members, first.share) == (115, 50)
    assert (last.members, last.share) == (230, 100)
    for year in (first, last):
        assert year.link is not None
        address, _, rest = year.link.partition("?start=")
        start, end = rest.removesuffix("#quote").split("&end=")
        assert address == "/documents/network/a"
        assert TEXT[int(start) : int(end)] == year.quote


def test_a_figure_whose_quote_no_longer_stands_is_left_out() -> None:
    changed = replace(DOCUMENT, text=TEXT.replace("115", "116"))
    assert [year.year for year in shown(SMALL, LARGE, document=changed)] == [2019]


def test_another_corpus_has_no_chart() -> None:
    assert shown(SMALL, LARGE, document=replace(DOCUMENT, id="other")) == ()
    assert shown() == ()
