"""Every state for everyone: axe finds nothing, nothing scrolls sideways, all is translated."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.states import PAGES, QUESTION, STATES, answer, asked, held
from tests.browser.visit import Visit

# Every rule of WCAG 2.2 at A and AA, and what axe holds to be good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCHEMES = ("light", "dark")

# Texts of the page's own language that have a word of Latin letters. What people asked and names
# are in elements of their own.
UNTRANSLATED = """() => {
  const own = (node) => node.closest("[lang]").lang === "ko"
    && !node.closest("bdi, .question, textarea, script, style, [hidden]");
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (own(texts.currentNode.parentElement)) found.push(texts.currentNode.data);
  }
  for (const node of document.querySelectorAll("[placeholder]")) found.push(node.placeholder);
  const spoken = [...document.querySelectorAll("[aria-label]")].filter(own);
  const labels = spoken.map((node) => node.getAttribute("aria-label"));
  return [
    ...found.filter((text) => /[A-Za-z]{2}/.test(text.replace(/Cité|Markdown/g, ""))),
    ...labels.filter((label) => !/[가-힣]/.test(label)),
  ];
}"""


def violations(page: Page) -> list[str]:
    """What axe finds, with the elements it finds it in."""
    page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", TAGS
    )
    assert found["passes"] or found["incomplete"], "axe has looked at nothing"
    return [
        f"{rule['id']}: {node['html']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def scrolls_sideways(page: Page) -> Iterator[int]:
    """The widths, in pixels, at which the page is wider than its window."""
    for width in (320, 640, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            yield width


@pytest.mark.parametrize("state", [*STATES, *PAGES])
def test_axe_reports_nothing_and_nothing_scrolls_sideways(visit: Visit, state: str) -> None:
    {**STATES, **PAGES}[state](visit)
    for scheme in SCHEMES:
        visit.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert violations(visit.page) == []
    if state != "card":  # which closes where the window is resized
        assert list(scrolls_sideways(visit.page)) == []


def test_axe_would_report_something(visit: Visit) -> None:
    visit.open("/")
    visit.page.locator("#q").evaluate("node => node.labels[0].remove()")
    visit.page.locator("#q").evaluate("node => node.placeholder = ''")
    assert [found.partition(":")[0] for found in violations(visit.page)] == ["label"]


# What a hostile document gives for a date is said for a date.
@pytest.mark.parametrize("state", [state for state in STATES if state != "hostile"])
def test_in_korean_every_word_of_the_page_is(korean_visit: Visit, state: str) -> None:
    STATES[state](korean_visit)
    page = korean_visit.page
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    assert page.evaluate(UNTRANSLATED) == []


def test_a_language_that_is_chosen_is_kept_and_travels(visit: Visit, plain_visit: Visit) -> None:
    for one in (visit, plain_visit):
        one.open("/")
        one.page.get_by_role("link", name="한국어").click()
        expect(one.page.locator("html")).to_have_attribute("lang", "ko")
        one.page.get_by_role("link", name="문서", exact=True).click()
        expect(one.page.locator("html")).to_have_attribute("lang", "ko")
        one.page.go_back()
        one.page.locator("#q").fill(QUESTION)
        one.page.get_by_role("button", name="질문하기").click()
        answer(one.page).locator(".sources .where a").first.click()
        expect(one.page.locator("html")).to_have_attribute("lang", "ko")
    visit.open("/")
    expect(visit.page.locator("html")).to_have_attribute("lang", "ko")
    visit.page.get_by_role("link", name="English").click()
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")
    visit.open("/documents")
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")


def test_the_answer_is_announced_once_it_is_there_and_not_before(visit: Visit) -> None:
    page = visit.page
    visit.open("/")
    page.evaluate("""() => {
      window.heard = [];
      const status = document.getElementById("announcement");
      const hear = () => status.textContent && window.heard.push(status.textContent);
      new MutationObserver(hear).observe(status, {childList: true});
    }""")
    (route,) = held(visit)
    assert page.evaluate("window.heard") == []
    with page.expect_response("**/ask") as response:
        route.continue_()
    answer(page)
    assert page.evaluate("window.heard") == [response.value.json()["answer"]]
    live = page.locator("[role=status], [role=alert], [role=log], [aria-live]")
    expect(live).to_have_count(1)


def test_what_moves_is_still_for_those_who_want_it_so(visit: Visit) -> None:
    visit.open("/")
    held(visit)
    moving = "() => document.getAnimations().length"
    assert visit.page.evaluate(moving) == 0
    visit.page.emulate_media(reduced_motion="no-preference")
    assert visit.page.evaluate(moving) == 1


def test_what_has_the_focus_is_not_under_the_question_field(visit: Visit) -> None:
    turn = asked(visit, QUESTION)
    page = visit.page
    page.set_viewport_size({"width": 1280, "height": 500})
    links = turn.locator("a, button")
    for number in range(links.count()):
        links.nth(number).focus()
        box, field = links.nth(number).bounding_box(), page.locator(".composer").bounding_box()
        assert box
        assert field
        assert box["y"] + box["height"] <= field["y"] + 1, links.nth(number).inner_text()


def test_an_enlarged_window_is_left_to_what_is_read(visit: Visit) -> None:
    asked(visit, QUESTION)
    visit.page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024 at 400%
    expect(visit.page.locator(".composer")).to_have_css("position", "static")
