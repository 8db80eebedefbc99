"""A short form of `make soak`: faults of rebuilds, damage, and an index that changes under load."""

from __future__ import annotations

import json
import random
import shutil
import threading
import time
from pathlib import Path
from typing import Self

import pytest

from index.build import build_index
from scripts import soak, soak_index
from scripts.soak_client import Asked, request
from scripts.soak_index import Workshop, flips, kills
from scripts.soak_service import served_flips
from tests.test_serve import serving


@pytest.fixture
def workshop(
    corpus_dir: Path, small_model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Workshop:
    monkeypatch.setenv("CITE_EMBEDDING_MODEL", small_model)
    made = Workshop(tmp_path, corpus_dir)
    build_index(made.corpus, made.index, model=small_model)
    return made


def test_rebuilds_that_are_killed_leave_a_whole_index(workshop: Workshop) -> None:
    counts = kills(workshop, 3, random.Random(0))
    assert counts["killed"] == 3
    assert counts["wrong"] == 0


def test_a_flipped_byte_is_noticed_wherever_it_is(workshop: Workshop) -> None:
    assert flips(workshop, 60, random.Random(0)) == {"flipped": 60, "wrong": 0}


def test_a_byte_flipped_under_a_running_service_is_noticed(workshop: Workshop) -> None:
    counts = served_flips(workshop, 3, random.Random(0))
    assert counts["flipped"] == 3
    assert counts["answered"] > 0
    assert counts["told to come again"] > 0
    assert counts["wrong"] == 0


class Blind:
    """An index that is opened without a look at it."""

    @classmethod
    def open(cls, index_dir: Path) -> Self:
        return cls()

    def close(self) -> None:
        pass


def test_what_is_wrong_is_counted(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An index that opens whatever it holds would be found out."""
    monkeypatch.setattr(soak_index, "Store", Blind)
    counts = flips(workshop, 20, random.Random(0))
    assert counts["wrong"] >= 10
    monkeypatch.setattr(soak, "Workshop", lambda folder, corpus: workshop)
    monkeypatch.setattr(workshop, "build", lambda: None)
    for phase in ("kills", "faults", "served_flips", "rebuilds", "crowd", "stops"):
        monkeypatch.setattr(soak, phase, lambda *_: {"wrong": 0})
    assert soak.main(["--flips", "20"]) == 1
    said = capsys.readouterr().out
    assert "bytes flipped in an index: 20 flipped" in said
    assert "things went wrong." in said


def test_a_new_index_is_picked_up_without_a_failed_request(
    built_index: Path, corpus_dir: Path, tmp_path: Path
) -> None:
    corpus, index_dir = tmp_path / "corpus", tmp_path / "index"
    shutil.copytree(corpus_dir, corpus)
    shutil.copytree(built_index, index_dir)
    with serving(CITE_INDEX_DIR=str(index_dir)) as running:
        asked = Asked(running.port)
        over = threading.Event()

        def ask() -> None:
            while not over.is_set():
                asked.ask("When did Marlow Bay join the network of learning cities?")

        clients = [threading.Thread(target=ask) for _ in range(4)]
        for client in clients:
            client.start()
        (corpus / "new.txt").write_text("The lighthouse school opened its doors in 2024.")
        report = build_index(corpus, index_dir)
        deadline = time.monotonic() + 120
        found = ""
        while found != report.id and time.monotonic() < deadline:
            status, body = request(running.port, "GET", "/ready")
            assert status == 200
            found = json.loads(body)["index"]["id"]
            time.sleep(0.2)
        over.set()
        for client in clients:
            client.join()
        assert found == report.id
        status, body = request(
            running.port, "POST", "/ask", {"question": "When did the lighthouse school open?"}
        )
        assert "2024" in json.loads(body)["answer"]
        counts = asked.counts()
        assert counts["answered"] > 0
        assert counts["wrong"] == 0
