import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient

from index.search import Searcher
from service.ask import Service
from service.errors import Unavailable
from service.limits import BUSY_RETRY_SECONDS, Admission
from tests.web import HeldService, make_app


class Held:
    """Threads that hold or wait for a turn of an admission until they are let go."""

    def __init__(self, admission: Admission) -> None:
        self.admission = admission
        self.in_turn = threading.Semaphore(0)
        self.leave = threading.Event()
        self.pool = ThreadPoolExecutor(8)

    def enter(self) -> None:
        self.pool.submit(self._hold)

    def _hold(self) -> None:
        with self.admission.turn():
            self.in_turn.release()
            self.leave.wait(10)

    def until_waiting(self, number: int) -> None:
        with self.admission._changed:
            while self.admission.waiting < number:
                self.admission._changed.wait(0.01)


@pytest.fixture
def held() -> Iterator[Held]:
    holding = Held(Admission(at_once=2, may_wait=1, patience=10))
    yield holding
    holding.leave.set()
    holding.pool.shutdown()


def test_as_many_are_let_in_as_may_and_one_more_waits(held: Held) -> None:
    for _ in range(3):
        held.enter()
    for _ in range(2):
        assert held.in_turn.acquire(timeout=5)
    held.until_waiting(1)
    assert (held.admission.answering, held.admission.waiting) == (2, 1)
    assert not held.in_turn.acquire(blocking=False)
    held.leave.set()
    assert held.in_turn.acquire(timeout=5)
    held.pool.shutdown()
    assert (held.admission.answering, held.admission.waiting) == (0, 0)


def test_beyond_those_who_wait_one_is_sent_away_at_once(held: Held) -> None:
    for _ in range(3):
        held.enter()
    held.until_waiting(1)
    with pytest.raises(Unavailable, match="1 questions already wait"), held.admission.turn():
        pytest.fail("was let in")
    assert (held.admission.answering, held.admission.waiting) == (2, 1)


def test_nobody_waits_longer_than_the_patience_allows() -> None:
    admission = Admission(at_once=1, may_wait=1, patience=0.01)
    with (
        admission.turn(),
        pytest.raises(Unavailable, match=r"did not come within 0\.01 s"),
        admission.turn(),
    ):
        pytest.fail("was let in")
    assert (admission.answering, admission.waiting) == (0, 0)


def test_a_failure_gives_the_turn_back() -> None:
    admission = Admission(at_once=1, may_wait=0)
    for _ in range(3):
        with pytest.raises(ValueError, match="in turn"), admission.turn():
            raise ValueError("in turn")
    assert admission.answering == 0


def test_a_full_service_says_later_and_recovers(searcher: Searcher) -> None:
    service = HeldService(searcher)
    client = make_app(service, threads=1, waiting=0).test_client()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(client.post, "/ask", json={"question": "What is a learning city?"})
        assert service.arrived.acquire(timeout=5)
        for busy in (
            client.post("/ask", json={"question": "And another?"}),
            client.get("/search?q=another"),
            client.post("/verify", json={"quote": "another"}),
        ):
            assert busy.status_code == 503
            assert busy.headers["Retry-After"] == str(BUSY_RETRY_SECONDS)
            assert busy.content_type == "application/problem+json"
        page = client.get("/?q=another")
        assert page.status_code == 503
        assert "Retry-After" in page.headers
        assert page.mimetype == "text/html"
        assert client.get("/health").status_code == 200
        text = client.get("/metrics").get_data(as_text=True)
        assert "cite_questions_answering 1.0" in text
        assert "cite_questions_waiting 0.0" in text
        service.go.set()
        assert first.result().status_code == 200
    assert client.post("/ask", json={"question": "And now?"}).status_code == 200


@pytest.fixture(scope="module")
def service(searcher: Searcher) -> Service:
    return Service(searcher)


@pytest.fixture
def limited(service: Service) -> FlaskClient:
    return make_app(service, rate=3).test_client()


def test_questions_of_every_kind_count_against_one_rate(limited: FlaskClient) -> None:
    assert limited.get("/search?q=city").status_code == 200
    assert limited.post("/verify", json={"quote": "no such words"}).status_code == 200
    assert limited.get("/?q=city").status_code == 200
    refused = limited.post("/ask", json={"question": "Why?"})
    assert refused.status_code == 429
    assert refused.content_type == "application/problem+json"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.json is not None
    assert "More than 3 questions a minute" in refused.json["detail"]


def test_the_page_says_it_too(limited: FlaskClient) -> None:
    for _ in range(3):
        limited.get("/search?q=city")
    page = limited.get("/?q=Where+is+it")
    assert page.status_code == 429
    assert page.mimetype == "text/html"
    assert "Retry-After" in page.headers
    assert "Where is it" in page.get_data(as_text=True)


def test_pages_and_probes_are_not_counted(limited: FlaskClient) -> None:
    for path in ("/", "/health", "/ready", "/metrics", "/documents", "/openapi.json"):
        for _ in range(4):
            assert limited.get(path).status_code == 200, path


def test_clients_are_told_apart_by_their_address_alone(limited: FlaskClient) -> None:
    def ask(address: str, **headers: str) -> int:
        return limited.get(
            "/search?q=city", environ_overrides={"REMOTE_ADDR": address}, headers=headers
        ).status_code

    assert [ask("192.0.2.1") for _ in range(4)] == [200, 200, 200, 429]
    assert ask("192.0.2.2") == 200
    # Anybody can send this header: it makes nobody another client.
    assert ask("192.0.2.1", **{"X-Forwarded-For": "192.0.2.3"}) == 429


def test_apps_do_not_share_their_counts(limited: FlaskClient, service: Service) -> None:
    for _ in range(4):
        limited.get("/search?q=city")
    other = make_app(service, rate=3).test_client()
    assert other.get("/search?q=city").status_code == 200
