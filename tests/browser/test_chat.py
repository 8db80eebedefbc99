"""A conversation as people have it: the real service in a real browser."""

import re
from typing import Any

import pytest
from flask import render_template
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.visit import Visit
from tests.web import make_app

QUESTION = "How many electricians has the science park of Oberlinden trained?"
FOLLOW_UP = "And when did it join the network?"
UNANSWERABLE = "What is the boiling point of tungsten?"
LONG_WORD = "x" * 1_000


def answer(page: Page) -> Locator:
    """The newest turn, once its answer is there."""
    turn = page.locator(".turn").last
    expect(turn.locator(".answer:not([aria-busy])")).to_be_visible()
    return turn


def elements(turn: Locator) -> str:
    """A turn's elements with their attributes and texts, whatever the white space between tags."""
    html: str = turn.evaluate("node => node.outerHTML")
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

    first.locator("sup a").first.click()
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
    visit.ask("What is the telephone number of the Marlow Bay council?")
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
        (429, {"Retry-After": "7"}, "more questions than one person .* in 7 seconds"),
        (503, {"Retry-After": "3"}, "cannot take the question right now.* in 3 seconds"),
        (500, {}, "went wrong here, not with your question"),
        (200, {}, "went wrong here, not with your question"),  # and a body that is no answer
        (None, {}, "cannot be reached"),
    ],
)
def test_an_error_has_words_and_a_retry_and_loses_nothing(
    visit: Visit, status: int | None, headers: dict[str, str], sentence: str
) -> None:
    page = visit.page
    page.goto("/")

    def fail(route: Route) -> None:
        if status is None:
            route.abort("internetdisconnected")
        else:
            route.fulfill(status=status, headers=headers, body="<html>")

    page.route("**/ask", fail)
    visit.ask(QUESTION)
    failed = answer(page)
    expect(failed.locator(".problem")).to_contain_text(re.compile(sentence))
    expect(page.get_by_role("status")).to_have_text(re.compile(sentence))
    expect(failed.locator(".question")).to_have_text(QUESTION)
    assert visit.complaints  # the browser names a request that failed, and we what is no answer
    visit.complaints.clear()

    page.reload()
    expect(page.locator(".turn .question")).to_have_text(QUESTION)
    page.unroute("**/ask")
    page.get_by_role("link", name="Try again").click()
    expect(answer(page).locator("blockquote").first).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)


def test_a_question_that_is_too_long_comes_back_to_be_shortened(
    visit: Visit, plain_visit: Visit
) -> None:
    sentence = re.compile("The question should have at most 1000 characters")
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


def hostile_reply() -> dict[str, Any]:
    """What a hostile document could make of an answer."""
    script = '<script>alert("owned")</script><img src=x onerror=alert(1)>'
    document = {"id": "x", "title": script, "city": LONG_WORD, "country": None, "sha256": ""}
    source = {"title": script, "publisher": "<b>", "url": "javascript:alert(1)", "published": None}
    text = f"🎓🎓 {script} 서울 {LONG_WORD} \u202ereversed"
    return {
        "question": script,
        "standalone_question": script + "?",
        "answered": True,
        "answer": text,
        "confidence": 0.5,
        "reason": None,
        "statements": [
            {
                "text": text,
                "highlight": {"start": 3, "end": 11},
                "citations": [1],
                "about": [script],
                "differs": True,
                "dated": script,
            }
        ],
        "notes": [script],
        "citations": [
            {
                "number": 1,
                "document": document,
                "source": source,
                "section": script,
                "quote": text,
                "start": 0,
                "end": len(text),
                "link": "/documents/x?start=0&end=1",
            }
        ],
        "related": [],
        "more": 2,
        "suggestions": [script],
        "index": {"id": "", "built_at": "", "documents": 1, "passages": 1},
    }


def test_hostile_text_stays_text_and_in_its_box(visit: Visit) -> None:
    page = visit.page
    reply = hostile_reply()
    page.goto("/")
    page.route("**/ask", lambda route: route.fulfill(json=reply))
    visit.ask(reply["question"])
    turn = answer(page)
    assert turn.locator("blockquote span").first.text_content() == reply["answer"]
    expect(turn.locator("mark")).to_have_text("<script>")  # by code points, past two emoji
    assert turn.locator("script, img, b, [onerror]").count() == 0
    assert turn.locator("a.outward, a[href^='javascript' i]").count() == 0
    expect_no_sideways_scrolling(page)


def compared_reply() -> dict[str, Any]:
    """A comparison of three, of which one has two figures and one has none."""
    reply = hostile_reply()
    said = {"text": "Ulm has 30 boats.", "highlight": None, "citations": [1]}
    statements = [
        {**said, "about": ["Ulm"], "differs": True, "dated": "2021-03"},
        {**said, "about": ["Ulm"], "differs": True, "dated": None},
        {**said, "about": ["Ulm", "Lund"], "differs": False, "dated": "2019"},
    ]
    notes = ["The documents do not say this of Atlantis."]
    return {**reply, "question": "Who has more boats?", "statements": statements, "notes": notes}


def test_a_comparison_is_drawn_alike_and_marks_what_differs(
    visit: Visit, plain_visit: Visit
) -> None:
    reply = compared_reply()
    page = visit.page
    page.goto("/")
    page.route("**/ask", lambda route: route.fulfill(json=reply))
    visit.ask(reply["question"])
    turn = answer(page)
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
    plain_visit.page.goto("/")
    plain_visit.page.set_content(html)
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


def test_the_documents_can_be_looked_through(plain_visit: Visit) -> None:
    page = plain_visit.page
    page.goto("/documents")
    expect_no_sideways_scrolling(page)
    page.get_by_role("link", name="Marlow Bay").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Marlow Bay"))
    expect(page.locator("mark")).to_have_count(0)
    expect_no_sideways_scrolling(page)

    page.goto("/documents/no/such/document")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not Found")
    (complaint,) = plain_visit.complaints
    assert "404" in complaint
    plain_visit.complaints.clear()
