"""The card behind a number: the source, by mouse, by keyboard and by touch."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import watched
from tests.browser.states import QUESTION, answer, asked, held
from tests.browser.visit import Visit


def test_pointed_at_a_number_shows_its_source(visit: Visit) -> None:
    page = visit.page
    visit.open("/")
    with page.expect_response("**/ask") as response:
        visit.ask(QUESTION)
    cited = response.value.json()["citations"][0]
    card = page.locator("#card")
    number = answer(page).locator("sup a").first
    expect(card).to_be_hidden()
    number.hover()
    expect(card).to_be_in_viewport(ratio=1)
    expect(card).to_contain_text(cited["document"]["title"])
    for fact in ("title", "publisher", "published"):
        expect(card.locator(".origin")).to_contain_text(cited["source"][fact])
    expect(card.locator("mark")).to_have_text(cited["quote"])
    around = card.locator("blockquote")
    expect(around).to_contain_text("and its budget is 3.2 million euros a year.")
    expect(around).to_contain_text("Former miners teach pupils how heat pumps work.")

    card.hover()  # on the way there the card stays
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.mouse.move(1, 1)
    expect(card).to_be_hidden()
    assert visit.asked() == 1


def test_a_number_that_is_clicked_gives_the_card_the_focus(visit: Visit) -> None:
    page = visit.page
    number = asked(visit, QUESTION).locator("sup a").first
    card = page.get_by_role("dialog", name="Source 1")
    number.click()
    expect(card).to_be_focused()
    page.mouse.move(1, 1)
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    card.get_by_role("button", name="Close").click()
    expect(card).to_be_hidden()
    number.click()
    page.mouse.click(5, 300)
    expect(card).to_be_hidden()
    number.click()
    card.get_by_role("link", name="Read it in the document").click()
    expect(page).to_have_url(re.compile(r"/documents/cities/oberlinden\?start=\d+&end=\d+#quote"))
    expect(page.locator("#quote")).to_be_in_viewport()


def test_by_keyboard(visit: Visit) -> None:
    page = visit.page
    turn = asked(visit, QUESTION)
    number = turn.locator("sup a").first
    card = page.locator("#card")
    turn.locator(".question").focus()
    page.keyboard.press("Tab")
    expect(number).to_be_focused()
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(number).to_be_focused()
    page.keyboard.press("Enter")
    expect(card).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(number).to_be_focused()
    page.keyboard.press("Tab")
    expect(number).not_to_be_focused()
    expect(card).to_be_hidden()


def test_escape_closes_the_card_and_leaves_the_question_that_is_asked_alone(visit: Visit) -> None:
    page = visit.page
    turn = asked(visit, QUESTION)
    held(visit)
    turn = page.locator(".turn").first
    turn.locator("sup a").first.click()
    expect(page.locator("#card")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()
    expect(page.locator(".answer[aria-busy=true]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".problem")).to_be_visible()


@pytest.fixture
def phone(browser: Browser, server: str) -> Iterator[Visit]:
    """A visit with a finger on a narrow screen."""
    yield from watched(Visit(browser, server, phone=True), server)


def test_by_touch(phone: Visit) -> None:
    number = asked(phone, QUESTION).locator("sup a").first
    card = phone.page.locator("#card")
    number.tap()
    expect(card).to_be_in_viewport(ratio=1)
    expect(card).to_be_focused()
    assert card.evaluate("node => node.offsetWidth") == 360
    phone.page.touchscreen.tap(4, 200)
    expect(card).to_be_hidden()
    number.tap()
    card.get_by_role("link", name="Read it in the document").tap()
    expect(phone.page.locator("#quote")).to_be_in_viewport()
