"""A conversation that is kept in the browser, cleared, copied, saved and linked to."""

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.states import (
    FOLLOW_UP,
    QUESTION,
    UNANSWERABLE,
    answer,
    asked,
    changed_link,
    hostile_reply,
    replied,
)
from tests.browser.visit import Visit

KEPT = "cite-conversation"


def test_a_conversation_survives_a_reload_and_a_new_tab(visit: Visit) -> None:
    page = visit.page
    asked(visit, QUESTION, FOLLOW_UP)
    drawn = page.locator("#turns").inner_text()
    page.reload()
    assert page.locator("#turns").inner_text() == drawn
    visit.open("/documents")
    page.go_back()
    assert page.locator("#turns").inner_text() == drawn

    with visit.context.expect_page() as opened:
        page.evaluate("window.open('/', '_blank', 'noopener')")
    other = opened.value
    expect(other.locator(".turn")).to_have_count(2)
    expect(other.locator(".turn").last).to_be_in_viewport()
    # The two go on apart: what is asked in one is not lost to the other.
    other.locator("#q").fill(UNANSWERABLE)
    other.keyboard.press("Enter")
    expect(answer(other).locator(".verdict")).to_be_visible()
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)
    other.reload()
    expect(other.locator(".turn")).to_have_count(3)
    assert visit.asked() == 3


@pytest.mark.parametrize(
    "kept",
    [
        "no JSON",
        "null",
        json.dumps({"version": 0, "turns": [{"question": "Why?", "reply": None}]}),
        json.dumps({"version": 1, "turns": "none"}),
        json.dumps({"version": 1, "turns": [None, 7, {"question": 7}]}),
    ],
)
def test_what_was_kept_and_cannot_be_read_is_let_go(visit: Visit, kept: str) -> None:
    visit.open("/")
    visit.page.evaluate("([name, kept]) => localStorage.setItem(name, kept)", [KEPT, kept])
    visit.page.reload()
    expect(visit.page.locator(".turn")).to_have_count(0)
    visit.ask(QUESTION)
    expect(answer(visit.page).locator("blockquote").first).to_be_visible()


def test_replies_of_an_earlier_state_of_the_service_are_drawn(visit: Visit) -> None:
    with_all = hostile_reply()
    without = {
        key: value
        for key, value in with_all.items()
        if key not in {"notes", "more", "suggestions", "related"}
    }
    without["statements"] = [
        {"text": "Ulm has 30 boats.", "highlight": None, "citations": [1]},
    ]
    citation = with_all["citations"][0]
    document = {"id": "x", "title": "Ulm", "city": None, "country": None, "sha256": ""}
    without["citations"] = [
        {key: citation[key] for key in ("number", "quote", "start", "end", "link")}
        | {"document": document, "source": None, "section": None}
    ]
    turns = [
        {"question": "Boats?", "reply": without},
        {"question": "What is this?", "reply": {"answer": "No.", "statements": [], "index": None}},
    ]
    visit.open("/")
    visit.page.evaluate(
        "([name, kept]) => localStorage.setItem(name, kept)",
        [KEPT, json.dumps({"version": 1, "turns": turns})],
    )
    visit.page.reload()
    drawn = visit.page.locator(".turn")
    expect(drawn.first.locator("blockquote")).to_contain_text("Ulm has 30 boats.")
    drawn.first.locator("sup a").click()
    expect(visit.page.locator("#card mark")).to_be_visible()
    visit.page.keyboard.press("Escape")
    expect(drawn.last.get_by_role("link", name="Try again")).to_be_visible()


def test_no_more_is_kept_than_the_browser_has_room_for(visit: Visit) -> None:
    reply = {**hostile_reply(), "notes": ["n" * 1_000_000]}
    visit.open("/")
    visit.page.route("**/ask", lambda route: route.fulfill(json=reply))
    for number in range(7):
        visit.ask(f"{number}?")
        answer(visit.page)
    visit.page.reload()
    count = visit.page.locator(".turn").count()
    assert 0 < count < 7
    expect(visit.page.locator(".question").last).to_have_text("6?")


def test_a_browser_that_keeps_nothing_still_answers(visit: Visit) -> None:
    visit.context.add_init_script("""
      const refuse = () => { throw new DOMException("refused", "SecurityError"); };
      for (const name of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, name, {get: refuse});
      }
    """)
    turn = asked(visit, QUESTION)
    expect(turn.locator("blockquote").first).to_be_visible()


def test_clearing_can_be_undone(visit: Visit) -> None:
    page = visit.page
    asked(visit, QUESTION, FOLLOW_UP)
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(page.locator(".examples")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("The conversation is cleared.")
    expect(page.locator("#q")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".turn")).to_have_count(2)
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)

    page.get_by_role("button", name="Clear").click()
    with page.expect_request("**/ask") as sent:
        visit.ask(QUESTION)
    body: Any = sent.value.post_data_json
    assert body["history"] == []
    answer(page)
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()
    page.reload()
    expect(page.locator(".turn")).to_have_count(1)


# ------------------------------------------------------------------- taken elsewhere


def test_an_answer_is_copied_with_its_sources(visit: Visit) -> None:
    page = visit.page
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.open("/")
    with page.expect_response("**/ask") as response:
        visit.ask(QUESTION)
    reply = response.value.json()
    button = answer(page).locator(".turn-tools button").first
    expect(button).to_have_text("Copy")
    button.click()
    expect(button).to_have_text("Copied, with its sources")
    expect(page.get_by_role("status")).to_have_text("Copied, with its sources")
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    said, source = reply["statements"][0], reply["citations"][0]["source"]
    assert copied[0] == f"“{said['text']}” [1]"
    facts = ", ".join([source["title"], source["publisher"], source["published"]])
    assert f"[1] {facts}. {source['url']}" in copied
    expect(button).to_have_text("Copy")


def test_a_browser_that_does_not_let_copy_is_told_of(visit: Visit) -> None:
    visit.context.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('no'))"
    )
    button = asked(visit, QUESTION).locator(".turn-tools button").first
    button.click()
    expect(button).to_have_text("The browser did not let the page copy it.")


def saved(visit: Visit) -> str:
    """The conversation as it is saved."""
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Save as Markdown").click()
    assert download.value.suggested_filename.endswith(".md")
    return download.value.path().read_text(encoding="utf-8")


def test_a_conversation_is_saved_as_markdown(visit: Visit) -> None:
    asked(visit, QUESTION, FOLLOW_UP, UNANSWERABLE)
    text = saved(visit)
    assert text.startswith("# Conversation with Cité\n\n## How many electricians")
    assert "\n> The science park has trained 1,450 electricians" in text
    source = "[The science park in figures](<https://example.org/science-park>)"
    assert f"\n1. {source}, Science park of Oberlinden, 2022\\-05" in text
    assert "*Understood as: " in text
    assert "\nThe documents do not say: none of them is about this.\n" in text


def test_nothing_hostile_becomes_part_of_the_markdown(visit: Visit) -> None:
    reply = hostile_reply()
    reply["statements"][0]["text"] = "# <script>x</script>\n\n---\n[a](javascript:x) `b` ![c](d)"
    replied(visit, reply)
    text = saved(visit)
    assert "<script>" not in text
    assert r"> \# \<script\>x\</script\> \-\-\- \[a\]\(javascript:x\) \`b\` \!\[c\]\(d\)" in text


def test_a_link_to_an_answer_says_whether_its_quotes_still_stand(visit: Visit) -> None:
    page = visit.page
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.open("/")
    visit.ask("Where is Oberlinden?")
    answer(page)
    with page.expect_response("**/ask") as response:
        visit.ask(QUESTION)
    reply = response.value.json()
    answer(page).get_by_role("button", name="Link").click()
    expect(page.get_by_role("status")).to_have_text("The link is copied")
    link = page.evaluate("navigator.clipboard.readText()")

    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    visit.open(link)
    drawn = answer(page)
    expect(drawn.locator(".question")).to_have_text(QUESTION)
    expect(drawn.locator(".verified")).to_have_text(
        "The documents are as they were when this link was made: every quote of it stands."
    )

    visit.open("about:blank")
    visit.open(changed_link(reply))
    verified = answer(page).locator(".verified")
    expect(verified.locator("li")).to_have_count(4)
    expect(verified).to_contain_text("have changed since this link was made")
    expect(verified.locator(".fate")).to_have_text(
        [
            "It still stands, word for word.",
            "It now stands in another document.",
            "It was changed. The document now says:",
            "It is no longer in the documents.",
        ]
    )
    now = verified.locator(".altered blockquote").last
    expect(now).to_contain_text("has trained 1,450 electricians")
    expect(page.locator(".turn")).to_have_count(1)
    verified.locator(".moved .where a").click()
    expect(page.locator("#quote")).to_be_in_viewport()


def test_a_link_whose_quotes_cannot_be_checked_says_so(visit: Visit) -> None:
    visit.open("/")
    with visit.page.expect_response("**/ask") as response:
        visit.ask(QUESTION)
    answer(visit.page)
    visit.page.route("**/verify", lambda route: route.fulfill(status=503, body=""))
    visit.open(changed_link(response.value.json()))
    expect(visit.page.locator(".verified")).to_contain_text("could not be checked")
    visit.complaints.clear()


def test_a_linked_answer_joins_the_conversation_that_is_kept(visit: Visit) -> None:
    page = visit.page
    asked(visit, UNANSWERABLE)
    visit.open(f"/?q={QUESTION}")
    expect(page.locator(".question")).to_have_text([UNANSWERABLE, QUESTION])
    visit.ask(FOLLOW_UP)
    answer(page)
    page.reload()
    expect(page.locator(".question")).to_have_text([UNANSWERABLE, QUESTION, FOLLOW_UP])
    visit.open("/")
    expect(page.locator(".question")).to_have_text([UNANSWERABLE, QUESTION, FOLLOW_UP])
