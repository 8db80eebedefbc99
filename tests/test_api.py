"""What programs rely on: the API's answers, field by field, against the documents themselves."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from index.search import Filters, Searcher
from service.ask import Ask, Reply, Service
from service.question import Turn
from service.security import HEADERS
from tests.web import make_app

JOINED = "When did Marlow Bay join the network of learning cities?"


@pytest.fixture(scope="module")
def service(searcher: Searcher) -> Service:
    return Service(searcher)


@pytest.fixture(scope="module")
def client(service: Service) -> FlaskClient:
    return make_app(service).test_client()


def ask(client: FlaskClient, question: str, **more: object) -> dict[str, Any]:
    response = client.post("/ask", json={"question": question, **more})
    assert response.status_code == 200, response.get_data(as_text=True)
    assert response.content_type == "application/json"
    body: dict[str, Any] = json.loads(response.data)
    return body


def test_an_answer_has_the_fields_of_the_contract_in_their_order(client: FlaskClient) -> None:
    answer = ask(client, JOINED)
    assert list(answer) == [
        "question",
        "standalone_question",
        "answered",
        "answer",
        "confidence",
        "reason",
        "statements",
        "notes",
        "citations",
        "related",
        "more",
        "suggestions",
        "index",
    ]
    assert answer["question"] == JOINED
    assert answer["answered"] is True
    assert answer["reason"] is None
    assert 0 < answer["confidence"] <= 1
    statement = answer["statements"][0]
    assert statement["text"] == "Marlow Bay joined the network of learning cities in 2016."
    assert statement["citations"] == [1]
    assert (statement["about"], statement["differs"], statement["dated"]) == ([], False, None)
    highlight = statement["highlight"]
    assert statement["text"][highlight["start"] : highlight["end"]] == "2016"
    assert answer["answer"].startswith(f"{statement['text']} [1]")
    citation = answer["citations"][0]
    assert citation["number"] == 1
    assert citation["document"]["id"] == "cities/marlow-bay"
    assert citation["document"]["city"] == "Marlow Bay"
    assert citation["document"]["country"] == "Ireland"
    assert citation["source"] == {
        "title": "Learning report of Marlow Bay",
        "publisher": "City council of Marlow Bay",
        "url": "https://example.org/marlow-bay",
        "published": "2021-03",
    }
    assert citation["section"] == "Marlow Bay, a harbour that learns"


@pytest.mark.parametrize(
    "question",
    [JOINED, "What is in the science park?", "How many books are on the reading bus?", "배움터"],
)
def test_every_quote_stands_in_its_document_and_behind_its_link(
    client: FlaskClient, question: str
) -> None:
    answer = ask(client, question)
    assert [c["number"] for c in answer["citations"]] == [
        number for statement in answer["statements"] for number in statement["citations"]
    ]
    for quoted in (*answer["citations"], *answer["related"]):
        document = client.get(f"/documents/{quoted['document']['id']}").json
        assert document is not None
        start, end = quoted["start"], quoted["end"]
        assert document["text"][start:end] == quoted["quote"]
        assert document["sha256"] == quoted["document"]["sha256"]
        assert document["language"] == quoted["document"]["language"]
        page = client.get(quoted["link"], headers={"Accept": "text/html"})
        assert page.status_code == 200
        marked = re.search(r"<mark[^>]*>(.*?)</mark>", page.get_data(as_text=True), re.DOTALL)
        assert marked


def test_a_citation_gives_what_its_passage_says_around_the_quote(client: FlaskClient) -> None:
    (citation,) = ask(client, "When did Deirdre Quinlan open the festival?")["citations"]
    hits = client.get("/search", query_string={"q": citation["quote"]}).json
    assert hits is not None
    around = citation["before"] + citation["quote"] + citation["after"]
    assert around in [hit["text"] for hit in hits["hits"]]
    assert "more than 600 free events" in citation["before"]
    assert "took part in 2019" in citation["after"]


def test_a_document_without_sources_is_cited_without_one(client: FlaskClient) -> None:
    answer = ask(client, "When was the university of free time founded?")
    assert answer["citations"][0]["document"]["id"] == "cities/evreux-les-pins"
    assert answer["citations"][0]["source"] is None


def test_a_citation_names_the_source_of_its_paragraph(client: FlaskClient) -> None:
    question = "What is the yearly budget of the science park?"
    (citation,) = ask(client, question)["citations"]
    assert "3.2 million" in citation["quote"]
    assert citation["source"] == {
        "title": "The science park in figures",
        "publisher": "Science park of Oberlinden",
        "url": "https://example.org/science-park",
        "published": "2022-05",
    }
    page = client.get("/", query_string={"q": question}).get_data(as_text=True)
    assert 'href="https://example.org/science-park"' in page
    assert 'href="https://example.org/oberlinden"' not in page


def test_declining_is_an_answer_with_the_nearest_passages(client: FlaskClient) -> None:
    answer = ask(client, "Who won the chess championship in Reykjavik in 1972?")
    assert answer["answered"] is False
    assert answer["reason"] in {"nothing_relevant", "no_sentence_answers"}
    assert answer["statements"] == []
    assert answer["citations"] == []
    assert len(answer["related"]) <= 3
    assert answer["answer"]


COMPARISON = "When did Marlow Bay and Atlantis join the network of learning cities?"


def test_a_comparison_is_answered_subject_by_subject(client: FlaskClient) -> None:
    answer = ask(client, COMPARISON)
    (statement,) = answer["statements"]
    assert statement["text"] == "Marlow Bay joined the network of learning cities in 2016."
    assert statement["about"] == ["Marlow Bay"]
    assert answer["notes"] == ["The documents do not say this of Atlantis."]
    assert answer["answer"] == f"{statement['text']} [1] {answer['notes'][0]}"


def test_the_page_shows_for_whom_the_documents_speak_and_for_whom_not(client: FlaskClient) -> None:
    page = client.get("/", query_string={"q": COMPARISON}).get_data(as_text=True)
    assert '<h3 class="about" dir="auto" lang="en">Marlow Bay</h3>' in page
    silent = '<p class="silent" dir="auto" lang="en">'
    assert f"{silent}The documents do not say this of Atlantis.</p>" in page


def test_filters_and_history_reach_the_question(client: FlaskClient) -> None:
    for filters in (
        {"city": ["OBERLINDEN"]},
        {"country": ["germany"]},
        {"document": ["cities/oberlinden"]},
    ):
        answer = ask(client, "When did the city join the network?", filters=filters)
        assert {c["document"]["id"] for c in answer["citations"]} <= {"cities/oberlinden"}
    turns = [{"question": JOINED, "answer": "Marlow Bay joined the network in 2016. [1]"}]
    answer = ask(client, "And Oberlinden?", history=turns)
    assert answer["standalone_question"] != "And Oberlinden?"
    assert answer["question"] == "And Oberlinden?"


class ListeningService(Service):
    """Remembers what it was asked."""

    asked: Ask | None = None

    def ask(self, ask: Ask) -> Reply:
        self.asked = ask
        return super().ask(ask)


def test_all_that_is_sent_reaches_the_question(searcher: Searcher) -> None:
    service = ListeningService(searcher)
    client = make_app(service).test_client()
    ask(
        client,
        "And there?",
        history=[{"question": "Where?", "answer": ""}, {"question": " Who? ", "answer": "She. "}],
        filters={"city": ["Cork"], "country": ["Ireland", "France"], "document": ["notes"]},
        limit=3,
    )
    assert service.asked == Ask(
        "And there?",
        (Turn("Where?", ""), Turn("Who?", "She. ")),
        Filters(cities=("Cork",), countries=("Ireland", "France"), documents=("notes",)),
        3,
    )
    client.get("/?q=+And+here%3F+&utm_source=elsewhere")
    assert service.asked == Ask("And here?")


def test_a_question_is_trimmed_and_long_ones_are_taken(client: FlaskClient) -> None:
    assert ask(client, f" \n{JOINED}\t")["question"] == JOINED
    assert ask(client, "왜" * 1_000 + " ")["question"] == "왜" * 1_000


@pytest.mark.parametrize(
    "question", ["?", "\u200b", "😀", "¿\u202eexe.", "a" * 1_000, "<b>", "' OR 1=1 --", "AND OR ("]
)
def test_no_question_is_too_strange(client: FlaskClient, question: str) -> None:
    assert ask(client, question)["question"] == question
    assert client.get("/search", query_string={"q": question}).status_code == 200
    assert client.get("/", query_string={"q": question}).status_code == 200


def test_the_same_request_gets_the_same_bytes(service: Service) -> None:
    first, second = (make_app(service).test_client() for _ in range(2))
    body = {"question": JOINED, "limit": 5}
    for path in ("/documents", "/documents/notes", "/search?q=learning", "/openapi.json", "/none"):
        assert first.get(path).data == second.get(path).data
    assert first.post("/ask", json=body).data == second.post("/ask", json=body).data
    assert first.get("/ask").data == second.get("/ask").data
    assert first.post("/ask", json={}).data == second.post("/ask", json={}).data


def test_documents_are_listed_by_id(client: FlaskClient) -> None:
    response = client.get("/documents")
    assert response.json is not None
    entries = response.json["documents"]
    ids = [entry["id"] for entry in entries]
    assert ids == sorted(ids)
    assert len(ids) == 8
    assert list(entries[0]) == [
        "id",
        "title",
        "city",
        "country",
        "sources",
        "sha256",
        "characters",
    ]


def test_a_document_is_given_whole(client: FlaskClient, searcher: Searcher) -> None:
    response = client.get("/documents/korean/buan")
    assert response.json is not None
    assert list(response.json) == [
        "id",
        "title",
        "city",
        "country",
        "language",
        "sources",
        "sha256",
        "text",
        "sections",
    ]
    document = searcher.document("korean/buan")
    assert document
    assert response.json["text"] == document.text
    assert response.json["language"] == "ko"
    assert "부안군은".encode() in response.data
    assert response.json["sections"][0] == {
        "heading": "부안 이야기",
        "start": 0,
        "end": len(document.text),
    }


def test_a_page_marks_the_quote_by_code_points(client: FlaskClient, searcher: Searcher) -> None:
    document = searcher.document("notes")
    assert document
    quote = "a stove 🔥 for cold mornings."
    start = document.text.index(quote)
    page = client.get(
        f"/documents/notes?start={start}&end={start + len(quote)}", headers={"Accept": "text/html"}
    )
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", page.get_data(as_text=True)) == [quote]


def test_search_gives_the_ranked_passages(client: FlaskClient, searcher: Searcher) -> None:
    hits = client.get("/search", query_string={"q": "climate heat pumps", "k": "3"}).get_json()[
        "hits"
    ]
    expected = searcher.search("climate heat pumps", k=3)
    assert [hit["text"] for hit in hits] == [hit.text for hit in expected]
    assert [hit["score"] for hit in hits] == sorted((h["score"] for h in hits), reverse=True)
    assert list(hits[0]) == ["document", "section", "text", "start", "end", "score"]
    assert hits[0]["document"]["id"] == "cities/oberlinden"
    assert hits[0]["section"] == "Learning for the climate"
    assert len(client.get("/search?q=the").get_json()["hits"]) <= 10


def test_verify_tells_what_the_document_says(client: FlaskClient) -> None:
    quote = "Marlow Bay joined the network of learning cities in 2018."
    verdict = client.post("/verify", json={"quote": quote}).get_json()
    assert list(verdict) == ["status", "matches"]
    assert verdict["status"] == "altered"
    (match,) = verdict["matches"]
    assert list(match) == ["document", "start", "end", "quote"]
    assert match["quote"] == quote.replace("2018", "2016")


def test_probes(client: FlaskClient, searcher: Searcher) -> None:
    assert client.get("/health").get_json() == {"status": "ok"}
    ready = client.get("/ready").get_json()
    assert ready["status"] == "ready"
    assert ready["index"] == ask(client, JOINED)["index"]
    assert ready["index"]["id"] == searcher.info.id
    assert ready["index"]["documents"] == 8


def test_what_happens_is_counted(service: Service) -> None:
    client = make_app(service).test_client()
    ask(client, JOINED)
    client.get(f"/?q={JOINED}")
    ask(client, "Who won the chess championship?", filters={"city": ["Atlantis"]})
    client.get("/documents/notes")
    client.get("/documents/garden")
    client.get("/no/such/page")
    client.open("/health", method="BREW")
    text = client.get("/metrics").get_data(as_text=True)
    counts = dict(re.findall(r"^(cite_\w+(?:\{.*?\})?) (\S+)$", text, re.MULTILINE))
    assert counts['cite_answers_total{outcome="answered"}'] == "2.0"
    assert counts['cite_answers_total{outcome="nothing_relevant"}'] == "1.0"
    assert counts['cite_answers_total{outcome="no_sentence_answers"}'] == "0.0"
    assert counts["cite_ask_seconds_count"] == "3.0"
    requests = "cite_requests_total"
    by_route = '{method="GET",route="/documents/<path:document_id>",status="200"}'
    assert counts[requests + by_route] == "2.0"
    assert counts[requests + '{method="GET",route="none",status="404"}'] == "1.0"
    assert any("BREW" in name for name in counts) is False
    assert counts[f'cite_index_info{{id="{service.searcher.info.id}"}}'] == "1.0"
    assert counts["cite_index_documents"] == "8.0"
    assert counts["cite_questions_answering"] == "0.0"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/?q=why"),
        ("GET", "/documents"),
        ("GET", "/health"),
        ("GET", "/metrics"),
        ("GET", "/none"),
        ("GET", "/ask"),
        ("POST", "/ask"),
        ("OPTIONS", "/ask"),
        ("HEAD", "/"),
        ("GET", "/static/style.css"),
        ("GET", "/static/none.css"),
    ],
)
def test_every_response_protects_itself(client: FlaskClient, method: str, path: str) -> None:
    with client.open(path, method=method) as response:
        for name, value in HEADERS.items():
            assert response.headers.getlist(name) == [value]
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "Set-Cookie" not in response.headers


def test_answers_are_kept_by_nobody_and_files_are_asked_for_again(client: FlaskClient) -> None:
    answer = client.post("/ask", json={"question": JOINED})
    assert answer.headers["Cache-Control"] == "private, no-cache"
    with client.get("/static/style.css") as file:
        assert file.status_code == 200
        assert file.headers["Cache-Control"] == "no-cache"
        etag = file.headers["ETag"]
    with client.get("/static/style.css", headers={"If-None-Match": etag}) as again:
        assert again.status_code == 304


def test_head_and_options_behave(client: FlaskClient) -> None:
    for path in ("/", "/documents", "/documents/notes", "/health", "/search?q=a", "/none"):
        got, head = client.get(path), client.head(path)
        assert (head.status_code, head.data) == (got.status_code, b"")
        assert head.content_type == got.content_type
        assert head.content_length == got.content_length
    options = client.options("/ask")
    assert options.status_code == 200
    assert set(options.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}
