"""A conversation as people have it: the real service in a real browser."""

import re
from typing import Any

import pytest
from flask import render_template
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.states import (
    FOLLOW_UP,
    LONG_WORD,
    NEARLY,
    QUESTION,
    UNANSWERABLE,
    answer,
    compared_reply,
    failed,
    held,
    hostile_reply,
    replied,
)
from tests.browser.visit import Visit
from tests.web import make_app


def elements(turn: Locator) -> str:
    """A turn's elements with their attributes and texts, whatever the white space between tags.

    What one can do with an answer is the script's alone.
    """
    html: str = turn.evaluate("""node => {
      const copy = node.cloneNode(true);
      copy.querySelector(".turn-tools")?.remove();
      return copy.outerHTML;
    }""")
    return re.sub(r">\s+<", "><", html)


def expect_quote_in_view(page: Page, quote: str) -> None:
    """The document is open with `quote` marked, each of its blocks for itself, and in view."""
    expect(page.locator("#quote")).to_be_in_viewport(ratio=0.9)
    marked = page.locator("mark").all_inner_texts()
    assert "".join(marked).split() == quote.split()


def expect_no_sideways_scrolling(page: Page) -> None:
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_whole_conversation(visit: Visit) -> None:
    page = visit.page
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    assert page.locator(".examples a").count() > 0

    with page.expect_response("**/ask") as replied:
        visit.ask(QUESTION)
    reply = replied.value.json()
    first = answer(page)
    said = reply["statements"][0]
    expect(first.locator("blockquote span").first).to_have_text(said["text"])
    start, end = said["highlight"]["start"], said["highlight"]["end"]
    expect(first.locator("blockquote mark").first).to_have_text(said["text"][start:end])
    expect(first.locator(".number").first).to_have_text("1")
    expect(page.get_by_role("status")).to_have_text(reply["answer"])
    source = reply["citations"][0]
    outward = first.locator(".sources a.outward").first
    expect(outward).to_have_attribute("href", source["source"]["url"])
    expect(page.get_by_label("Your question")).to_be_focused()

    first.locator(".sources .where a").first.click()
    expect(page).to_have_url(re.compile(re.escape(source["link"])))
    expect_quote_in_view(page, source["quote"])

    page.go_back()
    expect(answer(page).locator("blockquote span").first).to_have_text(said["text"])

    with page.expect_request("**/ask") as sent:
        visit.ask(FOLLOW_UP)
    history = [{"question": QUESTION, "answer": reply["answer"]}]
    assert sent.value.post_data_json == {"question": FOLLOW_UP, "history": history}
    expect(answer(page).locator(".understood")).to_contain_text("Oberlinden")

    visit.ask(UNANSWERABLE)
    declined = answer(page)
    expect(declined.locator(".verdict")).to_contain_text("The documents do not say")
    expect(page.locator(".turn")).to_have_count(3)

    page.reload()
    expect(page.locator(".turn")).to_have_count(3)
    assert visit.asked() == 3


def test_nearest_passages_where_no_sentence_answers(visit: Visit) -> None:
    visit.page.goto("/")
    visit.ask(NEARLY)
    near = answer(visit.page).locator(".related li")
    quote = near.first.locator("blockquote").inner_text()
    near.first.locator(".where a").click()
    expect_quote_in_view(visit.page, quote)


def test_the_same_without_a_script(visit: Visit, plain_visit: Visit) -> None:
    page = plain_visit.page
    page.goto("/")
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask").click()
    drawn = answer(page)
    quote = drawn.locator("blockquote span").first.inner_text()

    visit.page.goto("/")
    visit.ask(QUESTION)
    assert elements(answer(visit.page)) == elements(drawn)

    drawn.locator(".sources a").first.click()
    expect_quote_in_view(page, quote)
    page.goto(page.url.removesuffix("#quote"))  # as the API gives the link
    expect_quote_in_view(page, quote)


def test_an_answer_of_the_server_goes_on_as_a_conversation(visit: Visit) -> None:
    page = visit.page
    page.goto("/?q=" + QUESTION.replace(" ", "+").rstrip("?"))
    answer(page)
    with page.expect_request("**/ask") as sent:
        visit.ask(FOLLOW_UP)
    body: Any = sent.value.post_data_json
    assert [turn["question"] for turn in body["history"]] == [QUESTION.rstrip("?")]
    answer(page)
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)


def test_a_suggested_question_is_asked_where_one_is(visit: Visit) -> None:
    visit.page.goto("/")
    example = visit.page.locator(".examples a").first
    question = example.inner_text()
    example.click()
    turn = answer(visit.page)
    expect(turn.locator(".question")).to_have_text(question)
    expect(turn.locator(".question")).to_be_focused()
    assert visit.asked() == 1


def test_one_question_at_a_time(visit: Visit) -> None:
    page = visit.page
    page.goto("/")
    held: list[Route] = []
    page.route("**/ask", lambda route: held.append(route))
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask").dblclick()
    expect(page.locator(".answer[aria-busy=true]")).to_be_visible()
    visit.ask(FOLLOW_UP)
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.get_by_label("Your question")).to_have_value(FOLLOW_UP)
    assert visit.asked() == 1

    held[0].continue_()
    page.unroute("**/ask")
    answer(page)
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(2)
    answer(page)
    assert visit.asked() == 2


def test_enter_sends_but_not_while_composing_and_shift_enter_breaks_the_line(visit: Visit) -> None:
    page = visit.page
    page.goto("/")
    field = page.get_by_label("Your question")
    field.fill("용산구")
    field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("?")
    expect(field).to_have_value("용산구\n?")
    page.keyboard.press("Enter")
    answer(page)
    assert visit.asked() == 1


@pytest.mark.parametrize(
    ("status", "headers", "sentence"),
    [
        (429, {"Retry-After": "7"}, "more questions than one person"),
        (503, {"Retry-After": "3"}, "cannot take the question right now"),
        (500, {}, "went wrong here, not with your question"),
        (200, {}, "went wrong here, not with your question"),  # and a body that is no answer
        (None, {}, "cannot be reached"),
    ],
)
def test_an_error_has_words_and_a_retry_and_loses_nothing(
    visit: Visit, status: int | None, headers: dict[str, str], sentence: str
) -> None:
    page = visit.page
    turn = failed(visit, status, **headers)
    expect(turn.locator(".problem")).to_contain_text(sentence)
    expect(turn.locator(".wait")).to_have_count(len(headers))
    expect(page.get_by_role("status")).to_contain_text(sentence)
    expect(turn.locator(".question")).to_have_text(QUESTION)

    page.reload()
    expect(page.locator(".turn .question")).to_have_text(QUESTION)
    page.unroute("**/ask")
    page.get_by_role("link", name="Try again").click()
    expect(answer(page).locator("blockquote").first).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)


def test_it_counts_down_to_when_one_may_ask_again(visit: Visit) -> None:
    visit.page.clock.install()
    wait = failed(visit, 429, **{"Retry-After": "7"}).locator(".wait")
    expect(wait).to_have_text("Please try again in 7 seconds.")
    for seconds in (6, 5, 4, 3, 2):
        visit.page.clock.run_for(1_000)
        expect(wait).to_have_text(f"Please try again in {seconds} seconds.")
    visit.page.clock.run_for(1_000)
    expect(wait).to_have_text("Please try again in 1 second.")
    visit.page.clock.run_for(1_000)
    expect(wait).to_have_text("You can try again now.")


def test_offline_is_told_from_a_service_that_is_away(visit: Visit) -> None:
    visit.open("/")
    visit.context.set_offline(True)
    visit.ask(QUESTION)
    expect(answer(visit.page).locator(".problem")).to_contain_text("You seem to be offline")
    visit.context.set_offline(False)
    visit.page.get_by_role("link", name="Try again").click()
    expect(answer(visit.page).locator("blockquote").first).to_be_visible()
    assert visit.complaints
    visit.complaints.clear()


def test_what_takes_long_says_so_and_can_be_stopped(visit: Visit) -> None:
    page = visit.page
    page.clock.install()
    visit.open("/")
    held(visit)
    expect(page.locator(".slow")).to_be_hidden()
    page.clock.fast_forward(6_000)
    expect(page.locator(".slow")).to_contain_text("longer than usual")
    expect(page.get_by_role("status")).to_contain_text("longer than usual")
    page.get_by_role("button", name="Stop").click()
    expect(answer(page).locator(".problem")).to_contain_text("You stopped this question.")
    expect(page.locator("#q")).to_be_focused()
    page.unroute("**/ask")
    visit.ask(FOLLOW_UP)
    answer(page)
    expect(page.locator(".turn")).to_have_count(2)


def test_escape_stops_and_the_arrow_brings_the_last_question_back(visit: Visit) -> None:
    page = visit.page
    visit.open("/")
    field = page.locator("#q")
    page.keyboard.press("ArrowUp")
    expect(field).to_have_value("")
    held(visit)
    page.keyboard.press("Escape")
    expect(answer(page).locator(".problem")).to_contain_text("You stopped this question.")
    field.fill("Half a thought")
    page.keyboard.press("ArrowUp")
    expect(field).to_have_value("Half a thought")
    field.fill("")
    page.keyboard.press("ArrowUp")
    expect(field).to_have_value(QUESTION)
    page.unroute("**/ask")
    page.keyboard.press("Enter")
    expect(answer(page).locator("blockquote").first).to_be_visible()


def test_a_question_that_is_too_long_comes_back_to_be_shortened(
    visit: Visit, plain_visit: Visit
) -> None:
    sentence = re.compile("at most 1000 characters")
    for one in (visit, plain_visit):
        one.page.goto("/")
        one.page.get_by_label("Your question").fill(LONG_WORD + "?")
        one.page.get_by_role("button", name="Ask").click()
        expect(answer(one.page).locator(".problem")).to_have_text(re.compile(sentence))
        expect(one.page.get_by_label("Your question")).to_have_value(LONG_WORD + "?")
        expect_no_sideways_scrolling(one.page)
        (complaint,) = one.complaints
        assert "422" in complaint
        one.complaints.clear()


def test_hostile_text_stays_text_and_in_its_box(visit: Visit) -> None:
    page = visit.page
    reply = hostile_reply()
    turn = replied(visit, reply)
    assert turn.locator("blockquote span").first.text_content() == reply["answer"]
    expect(turn.locator("mark")).to_have_text("<script>")  # by code points, past two emoji
    expect_no_sideways_scrolling(page)
    turn.locator("sup a").click()
    card = page.locator("#card")
    expect(card.locator("mark")).to_have_text(reply["answer"])
    for place in (turn, card):
        assert place.locator("script, img, b, [onerror]").count() == 0
        assert place.locator("a.outward, a[href^='javascript' i]").count() == 0
    assert card.evaluate("node => node.scrollWidth <= node.clientWidth")
    # What turns the writing round does so within the quote: the number after it is not moved.
    for quote in (turn.locator("blockquote span").first, card.locator("blockquote span")):
        expect(quote).to_have_css("unicode-bidi", "isolate")


def test_an_answer_of_many_long_quotes_is_shown_whole(visit: Visit) -> None:
    reply = compared_reply()
    said = {**reply["statements"][0], "text": "Ulm has boats, " * 40, "differs": False}
    citation = reply["citations"][0]
    numbers = range(1, 21)
    statements = [{**said, "citations": [number]} for number in numbers]
    citations = [{**citation, "number": number} for number in numbers]
    turn = replied(visit, {**reply, "statements": statements, "citations": citations})
    expect(turn.locator("blockquote")).to_have_count(20)
    expect(turn.locator(".sources li")).to_have_count(20)
    expect_no_sideways_scrolling(visit.page)


def test_a_comparison_is_drawn_alike_and_marks_what_differs(
    visit: Visit, plain_visit: Visit
) -> None:
    reply = compared_reply()
    page = visit.page
    turn = replied(visit, reply)
    assert turn.locator("h3.about").all_inner_texts() == ["Ulm", "Ulm · Lund"]
    expect(turn.locator(".differing")).to_have_text(re.compile("more than one figure"))
    assert turn.locator(".differs").count() == 2
    assert turn.locator(".dated").all_inner_texts() == ["source of 2021-03", "source of 2019"]
    expect(turn.locator(".silent")).to_have_text(reply["notes"][0])
    expect_no_sideways_scrolling(page)

    with make_app(None).test_request_context():
        html = render_template(
            "chat.html", reply=reply, question=reply["question"], problem=None, examples=()
        )
    plain_visit.page.route(
        "**/drawn", lambda route: route.fulfill(body=html, content_type="text/html")
    )
    plain_visit.page.goto("/drawn")
    assert elements(answer(plain_visit.page)) == elements(turn)


@pytest.mark.parametrize("kind", ["visit", "plain_visit"])
def test_a_hostile_question_stays_text(kind: str, request: pytest.FixtureRequest) -> None:
    question = '<script>alert("owned")</script>"\'><img src=x onerror=alert(1)>'
    one: Visit = request.getfixturevalue(kind)
    one.page.goto("/")
    one.page.get_by_label("Your question").fill(question)
    one.page.get_by_role("button", name="Ask").click()
    turn = answer(one.page)
    assert turn.locator(".question").text_content() == question
    assert turn.locator("script, img, [onerror]").count() == 0


@pytest.mark.parametrize("kind", ["visit", "plain_visit"])
def test_a_page_that_is_not_there_leads_on(kind: str, request: pytest.FixtureRequest) -> None:
    one: Visit = request.getfixturevalue(kind)
    one.open("/documents/no/such/document")
    expect(one.page.get_by_role("heading", level=1)).to_have_text("This page is not here")
    (complaint,) = one.complaints
    assert "404" in complaint
    one.complaints.clear()
    one.page.locator("main").get_by_role("link", name="Ask a question").click()
    expect(one.page.get_by_label("Your question")).to_be_visible()


# ------------------------------------------------------------------- its weight and its haste

DRAWN_AFTER = """() => new Promise((resolve) => {
  const turns = document.getElementById("turns");
  new MutationObserver((records, observer) => {
    if (!turns.querySelector(".turn:last-child blockquote")) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => {
      const asked = performance.getEntriesByType("resource").filter((e) => e.name.endsWith("/ask"));
      resolve(performance.now() - asked.at(-1).responseEnd);
    }));
  }).observe(turns, {childList: true, subtree: true});
})"""


def test_an_answer_is_on_screen_within_50_milliseconds_of_its_arrival(visit: Visit) -> None:
    visit.open("/")
    took = []
    for _ in range(5):  # whatever else the machine does, once it has the time
        visit.page.evaluate(f"window.drawn = ({DRAWN_AFTER})(); null")
        visit.ask(QUESTION)
        took.append(visit.page.evaluate("window.drawn"))
    assert min(took) < 50, took


def test_the_page_weighs_less_than_100_kb_all_told(visit: Visit) -> None:
    visit.open("/")
    visit.ask(QUESTION)
    answer(visit.page)
    files = {url for url in visit.requests if not url.endswith("/ask")}
    assert {"chat.js", "style.css"} <= {url.rpartition("/")[2] for url in files}
    weights = {url: len(visit.context.request.get(url).body()) for url in files}
    assert sum(weights.values()) < 100_000, weights
