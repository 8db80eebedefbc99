"""HTML: what a browser would show as the text of the page, and what its head says."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.documents import Source, UnreadableDocument
from corpus.extract_html import extract_html
from corpus.folder import read_document

PAGES = Path(__file__).parent / "fixtures" / "pages"


def body(html: str) -> list[str]:
    return [line.text for line in extract_html(html).lines]


def test_a_whole_page() -> None:
    document = read_document(PAGES / "city.html", PAGES)
    assert document.title == "Brackwater"
    assert document.language == "en"
    assert document.sources == (
        Source(
            "Brackwater",
            "Network of Tidal Cities",
            "https://tidal.example/cities/brackwater",
            "2023-06-14",
        ),
    )
    assert [document.text[start:end] for start, end in document.blocks] == [
        "Population: 84,300",
        "Mayor: Ms Ingrid Solberg-Ray",
        "GDP per capita: USD 31,400",
        "Brackwater lies at the mouth of the river Ems. It covers 48.2 km² and has been a port "
        "since 1320.",
        "The Night School gives 35 courses a year to shift workers.",
        "Refugees receive 120 hours of language teaching.",
        "Nobody pays more than 25 euros a course.",
        "We ask what people would like to know next.",
        "Ingrid Solberg-Ray, Mayor",
        "Courses by year",
        "Year: 2021; Courses: 28; Learners: 1,940",
        "Year: 2022; Courses: 35",
        "Everybody over 16 who lives or works in Brackwater.",
        "The next school year begins on 4 September 2023.",
    ]
    assert [(s.heading, s.level) for s in document.sections] == [
        ("Brackwater", 1),
        ("Policies", 2),
        ("Equity", 3),
        ("Courses", 2),
        ("Who may take part?", 5),
        ("Key dates", 3),
    ]


def test_a_board_of_tables_inside_a_form() -> None:
    document = read_document(PAGES / "board-ko.html", PAGES)
    assert document.title == "푸른시, 마을배움터 30곳으로 늘린다"
    assert document.language == "ko"
    assert document.sources[0].published == "2024-05-02"
    said = [document.text[start:end] for start, end in document.blocks]
    assert said[1:] == [
        "푸른시는 올해 말까지 마을배움터를 30곳으로 늘린다고 밝혔다. 마을배움터는 걸어서 10분 안에 "
        "갈 수 있다.",
        "수강료는 무료이며 재료비는 따로 낸다.",
        "문의: 평생학습과 ☎ 02-555-0100",
    ]


def test_a_profile_of_fields() -> None:
    document = read_document(PAGES / "profile.html", PAGES)
    assert document.title == "Lakeford, Northland"
    assert [document.text[start:end] for start, end in document.blocks] == [
        "Member since: 2019",
        "Mayor: Ms Maria Bell",
        "Official city website: lakeford.example",
        "Lakeford is a lake city. Its plan is simple.",
        "“We want every café to be a classroom.”",
        "Maria Bell, Mayor of Lakeford",
        "All 14 health centres run cooking classes.",
        "Boat builders train 45 apprentices a year.",
        "Retired nurses teach first aid: 1,200 people since 2020.",
        "The Institute is not responsible for the content of this city profile.",
    ]


def test_a_news_page_with_its_site_s_name_as_heading() -> None:
    document = read_document(PAGES / "news-ko-live.html", PAGES)
    assert document.title == "서로학교 1기 운영…배우고 가르친다"
    (source,) = document.sources
    assert (source.publisher, source.published) == ("푸른경제", "2026-01-02")
    assert [document.text[start:end] for start, end in document.blocks] == [
        "10년간 3천 명 참여",
        "1월 15일까지 접수",
        "푸른구(구청장 박하늘)는 서로학교 1기를 운영한다고 2일 밝혔다.",
        "서로학교는 주민이 강사이자 학생이 되는 프로그램이다. 2015년부터 275개 강좌를 열었다.",
        '박 구청장은 "주민의 경험이 배움이 된다"고 말했다.',
    ]


def test_an_encyclopedia_s_page() -> None:
    document = read_document(PAGES / "wiki.html", PAGES)
    assert document.title == "Brackwater"
    assert [document.text[start:end] for start, end in document.blocks] == [
        "For the river, see Brack Water.",
        "Country: Northland",
        "Population (2021): 84,300",
        "Brackwater (Brakwasser) is a city in Northland. It lies on the Ems.",
        "The port was founded in 1320.",
        '"Census 2021". Northland Statistics. Retrieved 3 May 2022.',
    ]


def test_a_page_without_headings() -> None:
    document = read_document(PAGES / "plain.html", PAGES)
    assert document.title == "The Tide Mill Museum"
    assert document.sources[0].published == "2022-07-03"
    assert [section.heading for section in document.sections] == [
        "The Tide Mill Museum",
        "Opening hours",
        "Getting there",
    ]
    assert document.text.endswith("6 euros, free under 16")


def test_pages_in_other_encodings() -> None:
    german = read_document(PAGES / "news-de.html", PAGES)
    assert german.title == "Fährschule feiert Jubiläum"
    assert german.sources[0].published == "2021-05-05"
    assert len(german.blocks) == 2
    chinese = read_document(PAGES / "news-zh.html", PAGES)
    assert chinese.title == "白溪市举办全民终身学习活动周"
    assert chinese.sources[0].published == "2023-10-12"
    assert len(chinese.blocks) == 2


PROSE = "The night school gives thirty-five courses a year to shift workers."


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav>Somewhere else entirely</nav>",
        "<header>Name of the site</header>",
        "<footer>The society of friends of the harbour has its seat here.</footer>",
        "<aside>Something beside the text</aside>",
        '<div role="navigation">Somewhere else entirely</div>',
        '<div class="social-share">Somewhere else entirely</div>',
        '<div id="cookieConsent">Somewhere else entirely</div>',
        '<ul class="main-menu"><li><a href="/a">Somewhere</a><li><a href="/b">Else</a></ul>',
        "<p hidden>Somewhere else entirely</p>",
        '<p style="display: none">Somewhere else entirely</p>',
        '<span class="sr-only">opens elsewhere</span>',
        '<div aria-hidden="true">Somewhere else entirely</div>',
        "<form><label>Your name</label><button>Order now</button></form>",
        "<figure><img><figcaption>A ferry in the evening light</figcaption></figure>",
        "<script>document.write('Somewhere else')</script><noscript>Somewhere else</noscript>",
        "<!-- Somewhere else -->",
        "<svg><title>Somewhere else</title></svg>",
        "<pre><code>print('somewhere else')</code></pre>",
    ],
)
def test_furniture_by_element_role_and_name(furniture: str) -> None:
    page = f"<title>Night school</title>{furniture}<p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p>"
    assert body(page) == [PROSE] * 3


@pytest.mark.parametrize(
    ("html", "line"),
    [
        (f'<body class="has-cookie-banner no-sidebar"><p>{PROSE}</p>', PROSE),
        (f'<div class="sidebar">{PROSE}</div><p>{PROSE}</p><p>{PROSE}</p>', PROSE),
        (f'<form id="aspnetForm"><p>{PROSE}</p></form>', PROSE),
        (f"<article><header><p>{PROSE}</p></header><p>{PROSE}</p></article>", PROSE),
        (f'<div role="tabpanel" hidden>{PROSE}</div><p>{PROSE}</p><p>{PROSE}</p>', PROSE),
        (f'<div class="facts widget"><p>Pupils: 210</p></div><p>{PROSE}</p>', "Pupils: 210"),
        (f"<main><aside><p>Pupils: 210</p></aside><p>{PROSE}</p></main>", "Pupils: 210"),
        (
            "<figure><blockquote>We ask.</blockquote><figcaption>Ada Lind</figcaption></figure>",
            "Ada Lind",
        ),
        (f"<h2><button>Fees</button></h2><p>{PROSE}</p>", "Fees"),
        ("<p>H<sub>2</sub>O, 10<sup>6</sup> and the 22<sup>nd</sup></p>", "H2O, 10⁶ and the 22nd"),
        ("<p>She said <q>learn</q>.</p>", "She said “learn”."),
        ("<p>one<br>two</p>", "two"),
        ("<p>learning&nbsp;&amp;&shy; living</p>", "learning & living"),
        ("<p>学习型\n城市</p>", "学习型城市"),
    ],
)
def test_text_is_kept_in_spite_of_its_surroundings(html: str, line: str) -> None:
    assert line in body(f"<title>Night school</title>{html}")


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        (
            "<tr><th>City<th>Pupils<tr><td>Millbrook<td>210<tr><td>Lakeford<td>",
            ["City: Millbrook; Pupils: 210", "City: Lakeford"],
        ),
        ("<tr><td>Pupils<td>210<tr><th>Teachers:<td>12", ["Pupils: 210", "Teachers: 12"]),
        (
            "<tr><th>Pupils<td>210<th>Teachers<td>12",
            ["Pupils: 210; Teachers: 12"],
        ),
        (
            "<tr><th rowspan=2>City<th colspan=2>2019<tr><th>girls<th>boys"
            "<tr><td rowspan=2>Millbrook<td>5<td>5<tr><td colspan=2>none",
            [
                "City: Millbrook; 2019 girls: 5; 2019 boys: 5",
                "City: Millbrook; 2019 girls: none",
            ],
        ),
        ("<tr><td>a<td>b<td>c", ["a; b; c"]),
        (
            "<tr><th colspan=2>From May on<tr><td>Pupils<td><tr><td>Fee<td>5",
            ["From May on", "Fee: 5"],
        ),
        ("<tr><td>Courses<td><ul><li>Welding<li>Cooking</ul>", ["Courses: Welding; Cooking"]),
        (f"<tr><td>Vision<td>{PROSE}", ["Vision", PROSE]),
        (f"<tr><td>{PROSE}</td></tr>", [PROSE]),
        (f"<tr><td><h2>Left</h2><p>{PROSE}</p><td>Right side", ["Left", PROSE, "Right side"]),
    ],
)
def test_tables(table: str, lines: list[str]) -> None:
    assert body(f"<title>Night school</title><table>{table}</table>") == lines


def test_a_cell_that_claims_to_span_without_end() -> None:
    rows = "<tr><td rowspan=65534 colspan=1000000>a<td>b" * 50
    assert len(body(f"<title>Night school</title><table>{rows}</table>")) == 50


def test_terms() -> None:
    html = (
        f"<dl><div><dt>Pupils<dd>210</div><dt>Fee<dd><dt>Rooms<dd>A<dd>B<dt>Vision<dd>{PROSE}</dl>"
    )
    assert body(f"<title>Night school</title>{html}") == [
        "Pupils: 210",
        "Rooms: A",
        "Rooms: B",
        "Vision",
        PROSE,
    ]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Fees | Night school</title><h1>Fees</h1>", "Fees"),
        ("<title>Night school</title><h1>Fees for 2025</h1>", "Fees for 2025"),
        (
            "<title>Fees - Night school</title><meta property=og:site_name content='Night school'>",
            "Fees",
        ),
        (
            "<title>x</title><meta property=og:title content='Fees in May'><h1>Night school</h1>",
            "Fees in May",
        ),
        ("<title>School</title><h2>Fees for the year 2025</h2>", "Fees for the year 2025"),
    ],
)
def test_title(head: str, title: str) -> None:
    assert extract_html(f"{head}<p>{PROSE}</p>").title == title


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ('<link rel=canonical href="https://a.example/b">', ("https://a.example/b", None)),
        ('<meta property=og:url content="https://a.example/c">', ("https://a.example/c", None)),
        (
            '<link rel=canonical href="javascript:alert(1)"><meta name=date content="2020-05">',
            (None, "2020-05"),
        ),
        (
            '<script type="application/ld+json">{"datePublished": "2021-02-03T10:00"}</script>',
            (None, "2021-02-03"),
        ),
        ('<meta name="DCTERMS.date" content="3 February 2021">', (None, "2021-02-03")),
    ],
)
def test_sources(head: str, source: tuple[str | None, str | None]) -> None:
    (found,) = extract_html(f"<head>{head}</head><p>{PROSE}</p>").sources
    assert (found.url, found.published) == source


def test_a_page_that_says_nothing_of_itself_has_no_source() -> None:
    assert extract_html(f"<meta name=date content=soon><p>{PROSE}</p>").sources == ()


def test_elements_nested_too_deep_are_refused() -> None:
    with pytest.raises(UnreadableDocument, match="5,000"):
        extract_html("<div>" * 6000)


def test_a_menu_may_be_larger_than_the_text() -> None:
    menu = "".join(f'<li><a href="/{i}">Department of public matters {i}</a>' for i in range(100))
    assert body(f"<title>Night school</title><nav><ul>{menu}</ul></nav><p>{PROSE}</p>") == [PROSE]
    page = f'<title>Night school</title><div class="menu"><ul>{menu}</ul></div><p>{PROSE}</p>'
    assert body(page) == [PROSE]


def test_the_main_element_is_the_page() -> None:
    page = f"<div>Somewhere else</div><main><p>{PROSE}</p><p>{PROSE}</p></main><div>Elsewhere</div>"
    assert body(page) == [PROSE, PROSE]
