"""Page furniture: whole pages of our own invention, and each rule on lines it must not touch."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.documents import Document
from corpus.folder import read_document
from corpus.furniture import is_furniture, without_furniture
from corpus.layout import Line

PAGES = Path(__file__).parent / "fixtures" / "pages"


def read(name: str) -> Document:
    return read_document(PAGES / name, PAGES)


def quotable(name: str) -> list[str]:
    document = read(name)
    return [document.text[start:end] for start, end in document.blocks]


def test_an_english_news_page() -> None:
    assert quotable("news-en.txt") == [
        "Borrowing up 40% in two years",
        "Volunteers wanted until 30 April",
        "HARBOUR TOWN — The town council has opened its third Library of Things in the old customs "
        "house. Residents can borrow drills, sewing machines and telescopes for up to two weeks.",
        "The project cost 85,000 euros. It is run by 12 volunteers and is open on Tuesdays and "
        "Saturdays.",
        '"People come for a drill and stay for a course," said Ada Lind, who coordinates the '
        "volunteers.",
        "The council plans a fourth branch in Millbrook by 2026.",
    ]
    document = read("news-en.txt")
    assert document.title == "Harbour Town Opens Its Third Library of Things"
    assert document.sources[0].published == "2024-03-12"


def test_a_city_s_profile() -> None:
    assert quotable("profile-en.txt") == [
        "Area: 48.2 km²",
        "Member since: 2017",
        "Mayor: Ms Ingrid Solberg-Ray",
        "Focal point: Mr Tomas Vey",
        "Website: www.brackwater.example",
        "GDP – city: Approximately USD 31,400",
        "Brackwater lies at the mouth of the river Ems and has been a port since 1320. Its "
        "learning strategy follows the tides of work on the docks: courses start early in the "
        "morning and late in the evening, and every fourth dock worker has taken part in one.",
        "“We do not ask what people know. We ask what they would like to know next.”",
        "Ms Ingrid Solberg-Ray",
        "Mayor of Brackwater",
        "The Night School gives 35 courses a year to shift workers.",
        "Refugees receive 120 hours of language teaching free of charge.",
        "Member organisations:",
        "Harbour Trust",
        "Brackwater College",
        "A former ferry is a classroom for 60 pupils.",
        "The network is not responsible for the content of this page.",
    ]


def test_a_page_of_a_network_with_menus_and_related_items() -> None:
    document = read("network-en.txt")
    assert document.title == "Lakeford: a city that learns by the water"
    assert document.sources[0].published == "2021-03-22"
    said = quotable("network-en.txt")
    assert said[-7:] == [
        "Maria Bell, Deputy Mayor of Lakeford",
        "Population: 412,000",
        "Adult learners: 24,500",
        "Learning festivals:",
        '2020: "Waterways"',
        '2022: "Bridges"',
        "Download the report (PDF, 2.3 MB)",
    ]
    for furniture in ("Governance", "Article", "Goal 4", "award", "Last update", "©", "Français"):
        assert furniture not in document.text


def test_a_council_s_page_keeps_its_address() -> None:
    document = read("council-en.txt")
    assert document.title == "Evening classes 2025"
    said = quotable("council-en.txt")
    for fact in (
        "Pottery 20 £45",
        "2. Bring proof of address to the Town Hall, Room 12.",
        "Town Hall, High Street, Lakeford LK1 2AB",
        "Phone: 01632 960001",
        "Opening times: Monday to Friday, 9am to 5pm",
    ):
        assert fact in said
    for furniture in (
        "Accessibility",
        "Visitors",
        "You are in",
        "helpful",
        "feedback",
        "Facebook",
        "©",
    ):
        assert furniture not in document.text
    assert document.text.count("How to apply") == 1


def test_a_blog() -> None:
    assert quotable("blog-en.txt") == [
        "Lakeford has 17 amateur choirs. Together they have about 600 singers, the oldest of whom "
        "is 93."
    ]


def test_a_list_of_names_is_no_menu() -> None:
    names = ["Aalborg", "Buan", "Caen", "Damietta", "Espoo", "Fermo", "Galway", "Hanam"]
    assert quotable("list-en.txt") == [*names, "The list was published by the secretariat."]


def test_a_korean_news_page() -> None:
    document = read("news-ko.txt")
    assert document.language == "ko"
    assert document.sources[0].published == "2024-05-02"
    assert quotable("news-ko.txt") == [
        "푸른시, 마을배움터 30곳으로 늘린다",
        "담당부서 평생학습과",
        "푸른시(시장 이한결)는 올해 말까지 마을배움터를 30곳으로 늘린다고 2일 밝혔다. 마을배움터는 "
        "집에서 걸어서 10분 안에 갈 수 있는 작은 학습 공간이다.",
        "시는 지난해 4억 원을 들여 배움터 12곳을 새로 열었다. 수강료는 무료이며 재료비는 따로 "
        "낸다.",
        '이한결 시장은 "누구나 언제든 배울 수 있어야 한다. 배움이 이웃을 만든다"고 말했다.',
    ]


def test_chinese_spanish_and_french_pages() -> None:
    assert quotable("profile-zh.txt") == [
        "白溪市社区学院成立于2013年，十年来共开设课程二百六十门。学院现有教师四十五人，学员八千余人。",
        "学院院长周宁说：“学习没有终点。我们要让每个街道都有课堂。”学院计划在2025年前再建6个学习点。",
    ]
    assert quotable("council-es.txt") == [
        "El Ayuntamiento de Valdeluz abrirá de noche sus 9 escuelas de barrio a partir del 1 de "
        "marzo. Habrá clases de lectura, informática y cocina para personas adultas.",
        "Lunes a jueves: 19:00 a 22:00",
        "Matrícula: 15 euros",
    ]
    assert quotable("university-fr.txt") == [
        "L'Université du lac propose 42 cours du soir. L'inscription coûte 30 € par an (gratuite "
        "pour les moins de 26 ans).",
        "Maison des savoirs, 3 rue du Port, 74000 Beaulac",
        "Tél. : 04 99 00 00 00",
    ]
    languages = [
        read(f"{name}.txt").language for name in ("profile-zh", "council-es", "university-fr")
    ]
    assert languages == ["zh", "es", "fr"]


NOTES = [
    "We use cookies to give you the best experience. By continuing you accept them.",
    "Diese Website verwendet Cookies. Mit der Nutzung stimmen Sie dem zu.",
    "이 사이트는 쿠키를 사용합니다. 계속하면 동의하는 것으로 봅니다.",
]
BAKING = "Children bake cookies on Saturdays and then browse the library."


def test_a_note_on_cookies_is_furniture() -> None:
    lines = [Line(note) for note in NOTES] + [Line(BAKING)]
    assert without_furniture(lines) == [Line(BAKING)]


def test_a_text_about_cookies_is_a_text() -> None:
    policy = [Line(note) for note in NOTES] + [Line("You can set your browser to refuse cookies.")]
    assert without_furniture(policy) == policy


@pytest.mark.parametrize(
    "text",
    [
        "Skip to main content",
        "본문 바로가기",
        "Text Size + -",
        "Close ×",
        "Top",
        "Share on Facebook | Tweet | Email",
        "Facebook Twitter LinkedIn",
        "Home | News | Events | Contact",
        "Home › Learning › Evening classes",
        "You are here: Home > Learning",
        "Views: 1,234  Comments (3)",
        "조회수 1,234",
        "浏览次数：312",
        "5 min read",
        "© 2024 The Harbour Gazette",
        "Copyright (c) Brackwater Council. All rights reserved.",
        "<저작권자 ⓒ 푸른일보, 무단 전재 및 재배포 금지>",
        "A ferry © Lena Fisk/Brackwater Press",
        "Photo: Lena Fisk",
        "사진=푸른시",
        "The mayor hands over the key. Photo provided by Brackwater.",
        "개소식 모습. 푸른시 제공",
        "IMG_1234.jpg",
        "Read more: Swimming pool reopens",
        "Tags: harbour, learning",
        "#평생학습 #푸른시",
        "Sign up for our newsletter",
        "Get the latest stories in your inbox",
        "Published on 12 March 2024 at 10:15",
        "Last updated: March 3, 2024 by Anna Stone",
        "등록일 2024-05-02 조회수 15",
        "Please enable JavaScript to view this page.",
        "김가온 기자 gaon@example.kr",
        "English | Français | 한국어",
        "Saltar al contenido",
        "Nach oben",
    ],
)
def test_furniture(text: str) -> None:
    assert is_furniture(text)


@pytest.mark.parametrize(
    "text",
    [
        "Focal point: Mr Tomas Vey",
        "Over 3,000 Participants in 10 Years",
        "Registration Open Until January 15",
        "The network is not responsible for the content of this page.",
        "Mayor of Brackwater",
        "Language: English",
        "Opening hours: 9 a.m. to 5 p.m.",
        "Sports, culture and health",
        "Copyright law is taught in the evening school.",
        "The photo by Lena Fisk won the prize of the city in 2019, and hangs in the town hall.",
        "John_von_Neumann",
        "Residents can sign up for the newsletter of the centre.",
        "Register for the course by 15 January.",
        "Read more books: that is the plan of the city.",
        "Breakfast is served at seven. Lunch is provided by the college.",
        "수강료는 무료이며 점심을 제공한다.",
        "The centre was established on 12 March 2024.",
        "12 March 2024",
        "Share of adults in courses: 40%",
        "Top marks for the night school",
        "Contact",
        "News",
        "Credits: 5",
        "#1 in the country for adult learning since 2015.",
        "Home to 84,000 people",
        "Beijing → Shanghai: 4 hours by train",
    ],
)
def test_no_furniture(text: str) -> None:
    assert not is_furniture(text)
