"""Documents that carry scripts, in a real browser: what they say is shown, and none of it runs."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from index.build import build_index
from tests.browser.visit import Visit
from tests.conftest import write_corpus
from tests.test_serve import serving

SCRIPT = "<script>window.owned = 1</script>"
IMAGE = "<img src=x onerror=window.owned=1>"
BREAKOUT = "\"'></mark></p></textarea></title><svg onload=window.owned=1>"
HOSTILE = {
    "hostile.md": f"""\
---
title: 'The harbour school {SCRIPT}'
city: 'Marlow {IMAGE}'
country: '{BREAKOUT.replace("'", "''")}'
aliases: ['{SCRIPT}']
sources:
  - title: 'Report {IMAGE}'
    publisher: '{SCRIPT}'
    url: 'https://example.org/"onmouseover="window.owned=1'
    published: '{SCRIPT}'
---

# The harbour school

## Festival &lt;script&gt;window.owned = 1&lt;/script&gt; of learning

The harbour school &lt;img src=x onerror=window.owned=1&gt; opened its doors to 84 pupils in 1998.

[A link](javascript:window.owned=1) of the school leads to its timetable of forty courses.
""",
    "text.txt": f"""\
The lighthouse {SCRIPT} museum

The lighthouse museum {SCRIPT}{IMAGE}{BREAKOUT} has lent 310 telescopes to schools since 2004.
{{{{ 7 * 7 }}}} {{% raw %}} ${{window.owned = 1}} is what is written above its door every morning.
""",
    "page.html": f"""\
<title>The mill {SCRIPT}</title><h1>The mill &lt;script&gt;window.owned = 1&lt;/script&gt;</h1>
<p onclick="window.owned=1">The mill {IMAGE} grinds flour for nine bakeries &lt;svg onload=x&gt;
every year since 1911.{SCRIPT}</p><iframe src="javascript:parent.owned=1"></iframe>
""",
}
QUESTIONS = (
    "When did the harbour school open its doors?",
    "How many telescopes has the lighthouse museum lent?",
    "For how many bakeries does the mill grind flour?",
    f"What is {SCRIPT} {IMAGE}?",
)


@pytest.fixture(scope="module")
def hostile(small_model: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service over the hostile documents."""
    corpus = write_corpus(tmp_path_factory.mktemp("hostile"), HOSTILE)
    index_dir = tmp_path_factory.mktemp("hostile-index")
    assert build_index(corpus, index_dir, model=small_model).unreadable == ()
    with serving(CITE_INDEX_DIR=str(index_dir)) as running:
        yield f"http://127.0.0.1:{running.port}"


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def visiting(request: pytest.FixtureRequest, browser: Browser, hostile: str) -> Iterator[Visit]:
    visit = Visit(browser, hostile, javascript=request.param)
    yield visit
    visit.context.close()


def expect_nothing_ran(visit: Visit, address: str) -> None:
    """No element of theirs, no script of theirs, no request to anywhere else, no complaint."""
    theirs = "script:not([src^='/static/']), img, svg[onload], iframe, [onerror], [onclick]"
    assert visit.page.locator(theirs).count() == 0
    assert visit.page.locator("[onmouseover], a[href^='javascript' i]").count() == 0
    assert visit.page.evaluate("window.owned") is None
    assert [url for url in visit.requests if not url.startswith(address)] == []
    assert visit.complaints == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_shows_what_they_say_and_runs_nothing(
    visiting: Visit, hostile: str, question: str
) -> None:
    page = visiting.page
    page.goto("/")
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask").click()
    expect(page.locator(".turn .answer:not([aria-busy])").last).to_be_visible()
    expect(page.locator(".turn blockquote, .turn .declined").first).to_be_visible()
    expect_nothing_ran(visiting, hostile)


def said(page: Page) -> str:
    return " ".join((page.locator("main").text_content() or "").split())


@pytest.mark.parametrize("document", ["hostile", "text", "page"])
def test_a_document_shows_what_it_says_and_runs_nothing(
    visiting: Visit, hostile: str, document: str
) -> None:
    visiting.page.goto("/documents")
    expect_nothing_ran(visiting, hostile)
    visiting.page.goto(f"/documents/{document}?start=3&end=60")
    expect(visiting.page.locator("mark").first).to_be_visible()
    assert "<" in said(visiting.page)
    expect_nothing_ran(visiting, hostile)


@pytest.mark.parametrize("path", ["/", "/documents", "/documents/hostile"])
def test_no_markup_of_a_template_runs(visiting: Visit, path: str) -> None:
    """Were there a mistake in our own templates, the browser would not carry out what it let in."""
    written = f"{SCRIPT}{IMAGE}<svg onload='window.owned=1'></svg><p onclick='window.owned=1'>x</p>"

    def let_in(route: Route) -> None:
        response = route.fetch()
        body = response.text().replace("</body>", f"{written}</body>")
        assert written in body
        route.fulfill(response=response, body=body)

    page = visiting.page
    page.route(lambda address: urlsplit(address).path == path, let_in)
    page.goto(path)
    page.locator("p[onclick]").dispatch_event("click")
    assert page.evaluate("window.owned") is None


STRINGS = {
    "innerHTML": "document.body.innerHTML = markup",
    "outerHTML": "document.body.outerHTML = markup",
    "insertAdjacentHTML": "document.body.insertAdjacentHTML('beforeend', markup)",
    "DOMParser": "new DOMParser().parseFromString(markup, 'text/html')",
    "document.write": "document.write(markup)",
    "script text": "document.createElement('script').textContent = markup",
    "script address": "document.createElement('script').src = markup",
    "policy": "trustedTypes.createPolicy('ours', {createHTML: (text) => text})",
}


@pytest.mark.parametrize("way", STRINGS)
@pytest.mark.parametrize("path", ["/", "/documents"])
def test_no_script_makes_markup_of_a_string(
    browser: Browser, hostile: str, path: str, way: str
) -> None:
    """Were there a mistake in our own scripts, the browser would refuse what they do."""
    visit = Visit(browser, hostile)
    visit.page.goto(path)
    with pytest.raises(Error, match="TypeError"):
        visit.page.evaluate(f"(markup) => {{ {STRINGS[way]} }}", IMAGE)
    assert visit.page.locator("[onerror]").count() == 0
    visit.context.close()
