"""The pages of the documents in a real browser, over real cities and over hostile texts."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from corpus.lists import listed_figures
from index.build import build_index
from tests.browser.conftest import serving, watched
from tests.browser.test_everyone import SCHEMES, scrolls_sideways, violations
from tests.browser.visit import Visit
from tests.conftest import write_corpus

CITIES = [
    ("Cork", "Ireland"),
    ("Limerick", "Ireland"),
    ("Suzhou", "China"),
    ("Seoul", "Republic of Korea"),
    ("Yongsan-gu", "Republic of Korea"),
    ("Busan", "Republic of Korea"),
    ("Melton", "Australia"),
    ("Bogotá", "Colombia"),
]
OPEN_SENTENCE = "The lantern school teaches sailors - and their children - to read, free of charge."
FIGURES = listed_figures()
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> &amp; \u202egnirts"
LONG_WORD = "x" * 1_000
SECTIONS = 1_300
SOURCES = "\n".join(
    f"  - title: Report {n}\n    url: https://example.org/{n}" for n in range(1, 34)
)


def corpus() -> dict[str, str]:
    """Cities that are on the map, the figures of the chart, a copied page and hostile texts."""
    files = {
        f"cities/city-{number}.md": f"---\ntitle: '{city}, {country}'\ncity: {city}\n"
        f"country: {country}\n---\n\n{city} has a school for all of its people.\n"
        for number, (city, country) in enumerate(CITIES)
    }
    years = "\n\n".join(f"## {figure.year}\n\n{figure.quote}[^33]" for figure in FIGURES)
    files[f"{FIGURES[0].document}.md"] = (
        f"---\ntitle: Members\nsources:\n{SOURCES}\n---\n\n# Members\n\n{years}\n"
    )
    files["copy.md"] = (
        "---\ntitle: The lantern school\nsources:\n  - title: The lantern school\n"
        f"    url: https://example.org/lantern\n---\n\n{OPEN_SENTENCE}\n"
    )
    files["hostile.md"] = (
        f"---\ntitle: '{HOSTILE}'\ncountry: '{HOSTILE}'\nsources:\n  - title: '{HOSTILE}'\n"
        "---\n\n"
        + "\n\n".join(
            f"## {LONG_WORD} {n}\n\n{escaped(HOSTILE)} {LONG_WORD} {n}." for n in range(4)
        )
    )
    files["long.md"] = "# Long\n\n" + "\n\n".join(
        f"## Heading {n}\n\nIt is as it is." for n in range(SECTIONS)
    )
    return files


def escaped(text: str) -> str:
    """Markdown that reads as `text`."""
    return re.sub(r"([<>&_])", r"\\\1", text)


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory, small_model: str) -> Iterator[str]:
    """The address of a service over `corpus()`."""
    folder = tmp_path_factory.mktemp("cities")
    build_index(write_corpus(folder / "corpus", corpus()), folder / "index", model=small_model)
    with serving(folder / "index") as address:
        yield address


@pytest.fixture
def tour(browser: Browser, cities: str) -> Iterator[Visit]:
    """A visit of these documents."""
    yield from watched(Visit(browser, cities), cities)


@pytest.fixture
def plain_tour(browser: Browser, cities: str) -> Iterator[Visit]:
    """The same without JavaScript."""
    yield from watched(Visit(browser, cities, javascript=False), cities)


def listed(page: Page) -> list[str]:
    """The titles in the list."""
    return page.locator("#list li a").all_inner_texts()


def test_filtering_without_javascript(plain_tour: Visit) -> None:
    page = plain_tour.page
    plain_tour.open("/documents")
    assert len(listed(page)) == len(corpus())
    page.get_by_label("Country", exact=True).select_option("Ireland")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("status")).to_contain_text("2 documents found.")
    assert listed(page) == ["Cork, Ireland", "Limerick, Ireland"]
    page.get_by_label("City, country or name").fill("limer")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("status")).to_contain_text("1 document found.")
    page.get_by_role("link", name=f"Show all {len(corpus())}").click()
    assert len(listed(page)) == len(corpus())


def test_filtering_as_one_types_in_any_spelling(tour: Visit) -> None:
    page = tour.page
    tour.open("/documents")
    for typed, title in (("soochow", "Suzhou, China"), ("부산", "Busan, Republic of Korea")):
        page.get_by_label("City, country or name").fill(typed)
        expect(page.locator("#list li a")).to_have_text([title])
        expect(page.get_by_role("status")).to_contain_text("1 document found.")
    expect(page.get_by_label("City, country or name")).to_be_focused()
    page.reload()
    expect(page.locator("#list li a")).to_have_text(["Busan, Republic of Korea"])


def test_nothing_found_says_what_to_do(tour: Visit) -> None:
    page = tour.page
    tour.open("/documents")
    page.get_by_label("City, country or name").fill("Atlantis & <b>")
    expect(page.get_by_role("status")).to_contain_text("No document fits.")
    assert listed(page) == []
    expect(page.locator(".world")).to_have_count(0)
    page.get_by_role("link", name="Ask what the documents say about “Atlantis & <b>”").click()
    expect(page.locator(".question")).to_have_text("Tell me about Atlantis & <b>")


def test_a_city_on_the_map_leads_to_its_document(tour: Visit) -> None:
    page = tour.page
    tour.open("/documents")
    melton = page.get_by_role("figure", name="Where the cities are").get_by_role(
        "link", name="Melton"
    )
    melton.scroll_into_view_if_needed()
    dot = melton.locator(".dot").bounding_box()
    assert dot
    page.mouse.click(dot["x"] + dot["width"] / 2 + 9, dot["y"] + dot["height"] / 2)  # beside it
    expect(page).to_have_url(re.compile("/documents/cities/city-6$"))


def test_cities_that_lie_close_lead_to_a_nearer_map(plain_tour: Visit) -> None:
    page = plain_tour.page
    plain_tour.open("/documents")
    page.locator(".world a[aria-label*=Busan]").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("area="))
    expect(page.get_by_role("status")).to_contain_text("In this part of the map.")
    assert listed(page) == [
        "Suzhou, China",
        "Busan, Republic of Korea",
        "Seoul, Republic of Korea",
        "Yongsan-gu, Republic of Korea",
    ]
    names = page.locator(".world svg a").evaluate_all("all => all.map(a => a.ariaLabel)")
    assert sorted(names) == ["Busan", "Seoul, Yongsan-gu", "Suzhou"]


def test_the_map_can_be_skipped_with_the_keyboard(tour: Visit) -> None:
    page = tour.page
    tour.open("/documents")
    page.get_by_role("button", name="Filter").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip the map")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_be_focused()


def test_each_figure_of_the_chart_leads_to_its_sentence(tour: Visit) -> None:
    page = tour.page
    for figure in FIGURES:
        tour.open("/documents")
        row = page.get_by_role("row", name=re.compile(f"^{figure.year}"))
        bar = row.locator("rect")
        most = max(other.members for other in FIGURES)
        assert float(bar.get_attribute("width") or 0) == pytest.approx(
            100 * figure.members / most, abs=0.05
        )
        row.get_by_role("link").click()
        expect(page.locator("mark")).to_have_text(figure.quote)
        expect(page.locator("mark")).to_be_in_viewport()
    tour.open("/documents?q=cork")
    expect(page.get_by_role("table")).to_have_count(0)


def test_another_corpus_has_no_chart_and_only_cities_that_are_listed_on_the_map(
    visit: Visit,
) -> None:
    visit.open("/documents")
    page = visit.page
    expect(page.locator("#list li")).to_have_count(8)
    expect(page.get_by_role("table")).to_have_count(0)
    expect(page.locator(".world svg a")).to_have_count(1)
    expect(page.get_by_role("link", name="Sejong", exact=True)).to_have_count(2)


def test_the_contents_and_the_sources_of_a_document(plain_tour: Visit) -> None:
    page = plain_tour.page
    plain_tour.open(f"/documents/{FIGURES[0].document}")
    contents = page.get_by_role("navigation", name="On this page")
    assert contents.get_by_role("link").all_inner_texts() == [str(f.year) for f in FIGURES]
    contents.get_by_role("link", name=str(FIGURES[-1].year)).click()
    expect(page.get_by_role("heading", name=str(FIGURES[-1].year))).to_be_in_viewport()
    expect(page.locator(".origins li").first).to_be_hidden()
    page.get_by_text("33 sources").click()
    expect(page.locator(".origins li")).to_have_count(33)
    expect(page.get_by_role("link", name="Report 33")).to_be_visible()


def test_the_marked_passage_names_the_source_of_its_paragraph(tour: Visit) -> None:
    page = tour.page
    tour.open("/documents")
    page.get_by_role("row", name=re.compile(f"^{FIGURES[0].year}")).get_by_role("link").click()
    source = page.locator(".from a")
    expect(source).to_have_text("Report 33")
    # The document says it in other words than the page: nothing more is promised.
    expect(source).to_have_attribute("href", "https://example.org/33")


def test_a_copied_page_is_opened_at_the_sentence(tour: Visit) -> None:
    page = tour.page
    tour.open(f"/documents/copy?start=0&end={len(OPEN_SENTENCE)}#quote")
    expect(page.locator("mark")).to_have_text(OPEN_SENTENCE)
    expect(page.get_by_role("link", name="Find the passage in the original")).to_have_attribute(
        "href",
        "https://example.org/lantern#:~:text=The%20lantern%20school%20teaches%20sailors%20%2D%20and"
        "%20their%20children%20%2D%20to%20read%2C%20free%20of%20charge.",
    )


def test_the_browser_takes_us_to_the_sentence_of_the_original(tour: Visit, cities: str) -> None:
    """The address that we make of a quote, tried on a page of ours that has the quote."""
    page = tour.page
    tour.open(f"/documents/copy?start=0&end={len(OPEN_SENTENCE)}#quote")
    address = page.get_by_role("link", name="Find the passage").get_attribute("href") or ""
    directive = address.partition("#")[2]
    tall = f"<!doctype html><title>x</title><div style='height:5000px'></div><p>{OPEN_SENTENCE}</p>"
    page.route("**/original", lambda r: r.fulfill(body=tall, content_type="text/html"))
    page.goto(f"{cities}/original#{directive}")
    expect(page.get_by_text(OPEN_SENTENCE)).to_be_in_viewport()


def test_a_hostile_document_stays_text_and_in_its_box(tour: Visit) -> None:
    page = tour.page
    for address in ("/documents", "/documents/hostile", "/documents?q=script"):
        tour.open(address)
        expect(page.locator("main script, main img")).to_have_count(0)
        expect(page.locator("main")).to_contain_text("<script>alert(1)</script>")
        assert list(scrolls_sideways(page)) == []


def test_a_text_of_many_headings_comes_in_parts(tour: Visit) -> None:
    page = tour.page
    tour.open("/documents/long")
    assert page.locator(".text > *").count() <= 1_000
    parts = page.get_by_role("navigation", name="Parts of this text")
    expect(parts).to_contain_text("Part 1 of 3")
    parts.get_by_role("link", name="Next part").click()
    expect(parts).to_contain_text("Part 2 of 3")
    expect(page.get_by_role("heading", name="Heading 500", exact=True)).to_be_visible()
    contents = page.locator(".contents ul").bounding_box()
    assert contents
    assert contents["height"] < 1_000


@pytest.mark.parametrize(
    "address",
    [
        "/documents",
        "/documents?country=Republic+of+Korea",
        "/documents?q=atlantis",
        f"/documents/{FIGURES[0].document}?start=20&end=60#quote",
        "/documents/hostile",
        "/documents/long?part=2",
    ],
)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_axe_reports_nothing_and_nothing_scrolls_sideways(
    tour: Visit, address: str, language: str
) -> None:
    path, hashed, fragment = address.partition("#")
    tour.open(f"{path}{'&' if '?' in path else '?'}lang={language}{hashed}{fragment}")
    for scheme in SCHEMES:
        tour.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert violations(tour.page) == []
    assert list(scrolls_sideways(tour.page)) == []


def test_the_page_is_light(tour: Visit) -> None:
    """Under 100 kB all told, whatever the list itself takes."""
    sizes: list[int] = []
    tour.page.on("response", lambda response: sizes.append(len(response.body())))
    tour.open("/documents")
    own = len(tour.page.locator("#list").inner_html().encode())
    assert sum(sizes) - own < 100_000
