"""The states the pages can be in, each brought about as people would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.visit import Visit

QUESTION = "How many electricians has the science park of Oberlinden trained?"
FOLLOW_UP = "And when did it join the network?"
UNANSWERABLE = "What is the boiling point of tungsten?"
NEARLY = "What is the telephone number of the Marlow Bay council?"
LONG_WORD = "x" * 1_000


def answer(page: Page) -> Locator:
    """The newest turn, once its answer is there."""
    turn = page.locator(".turn").last
    expect(turn.locator(".answer:not([aria-busy])")).to_be_visible()
    return turn


def asked(visit: Visit, *questions: str) -> Locator:
    """The newest turn of a conversation of `questions`."""
    visit.open("/")
    for question in questions:
        visit.ask(question)
        answer(visit.page)
    return answer(visit.page)


def held(visit: Visit, question: str = QUESTION) -> list[Route]:
    """Ask on a page whose requests nobody answers; the requests."""
    routes: list[Route] = []
    visit.page.route("**/ask", lambda route: routes.append(route))
    visit.ask(question)
    expect(visit.page.locator(".answer[aria-busy=true]")).to_be_visible()
    return routes


def replied(visit: Visit, reply: dict[str, Any]) -> Locator:
    """The turn that is drawn of `reply`."""
    visit.open("/")
    visit.page.route("**/ask", lambda route: route.fulfill(json=reply))
    visit.ask(reply["question"])
    return answer(visit.page)


def failed(visit: Visit, status: int | None, **headers: str) -> Locator:
    """The turn of a question that the service answers with an error; None: with nothing."""
    visit.open("/")

    def fail(route: Route) -> None:
        if status is None:
            route.abort("internetdisconnected")
        else:
            route.fulfill(status=status, headers=headers, body="<html>")

    visit.page.route("**/ask", fail)
    visit.ask(QUESTION)
    turn = answer(visit.page)
    assert visit.complaints  # the browser names a request that failed
    visit.complaints.clear()
    return turn


def hostile_reply() -> dict[str, Any]:
    """What a hostile document could make of an answer."""
    script = '<script>alert("owned")</script><img src=x onerror=alert(1)>'
    document = {
        "id": "x",
        "title": script,
        "city": LONG_WORD,
        "country": None,
        "language": "en",
        "sha256": "",
    }
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
                "before": f"{script} \u202ebefore ",
                "quote": text,
                "after": LONG_WORD * 2,
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


def changed_link(reply: dict[str, Any]) -> str:
    """The link to `reply` made when the documents were others: one quote of each fate."""
    (citation,) = reply["citations"][:1]
    name, quote = citation["document"]["id"], citation["quote"]
    behind = [("index", "of yesterday")]
    for document, said in (
        (name, quote),
        ("no/such/document", quote),
        (name, quote.replace("trained", "hired")),
        (name, "Elephants sleep standing up by day and lying down at night."),
    ):
        behind += [("document", document), ("quote", said)]
    return f"/?{urlencode({'q': reply['question']})}#{urlencode(behind)}"


# -------------------------------------------------------------------- by name


def _slow(visit: Visit) -> None:
    visit.page.clock.install()
    visit.open("/")
    held(visit)
    visit.page.clock.fast_forward(6_000)
    expect(visit.page.locator(".slow")).to_be_visible()


def _stopped(visit: Visit) -> None:
    visit.open("/")
    held(visit)
    visit.page.keyboard.press("Escape")
    answer(visit.page)


def _card(visit: Visit) -> None:
    asked(visit, QUESTION).locator("sup a").first.click()
    expect(visit.page.locator("#card")).to_be_focused()


def _cleared(visit: Visit) -> None:
    asked(visit, QUESTION)
    visit.page.locator("#clear").click()
    expect(visit.page.locator("#undo")).to_be_visible()


def _linked(visit: Visit) -> None:
    visit.open("/")
    with visit.page.expect_response("**/ask") as response:
        visit.ask(QUESTION)
    answer(visit.page)
    visit.open(changed_link(response.value.json()))
    expect(visit.page.locator(".verified li")).to_have_count(4)


def _offline(visit: Visit) -> None:
    visit.open("/")
    visit.context.set_offline(True)
    visit.ask(QUESTION)
    answer(visit.page)
    visit.complaints.clear()


def _refused(visit: Visit) -> None:
    """An error that the server draws."""
    visit.open(f"/?q={LONG_WORD}x")
    expect(visit.page.locator(".problem")).to_be_visible()
    visit.complaints.clear()


def _missing(visit: Visit) -> None:
    visit.open("/documents/no/such/document")
    visit.complaints.clear()


STATES: dict[str, Callable[[Visit], object]] = {
    "opening": lambda visit: visit.open("/"),
    "answered": lambda visit: asked(visit, QUESTION),
    "understood": lambda visit: asked(visit, QUESTION, FOLLOW_UP),
    "compared": lambda visit: replied(visit, compared_reply()),
    "hostile": lambda visit: replied(visit, hostile_reply()),
    "declined": lambda visit: asked(visit, UNANSWERABLE),
    "nearly": lambda visit: asked(visit, NEARLY),
    "greeted": lambda visit: asked(visit, "Hello!"),
    "slow": _slow,
    "stopped": _stopped,
    "card": _card,
    "cleared": _cleared,
    "linked": _linked,
    "offline": _offline,
    "unreachable": lambda visit: failed(visit, None),
    "429": lambda visit: failed(visit, 429, **{"Retry-After": "7"}),
    "503": lambda visit: failed(visit, 503, **{"Retry-After": "2"}),
    "500": lambda visit: failed(visit, 500),
    "refused": _refused,
    "missing": _missing,
}
"""The states of the chat, and of the page that says that there is none."""

PAGES: dict[str, Callable[[Visit], object]] = {
    "documents": lambda visit: visit.open("/documents"),
    "document": lambda visit: visit.open("/documents/cities/oberlinden?start=20&end=70"),
}
