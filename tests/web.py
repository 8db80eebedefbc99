"""What the tests of the web share: an app over an open index, and a service that takes its time."""

from __future__ import annotations

import threading
from dataclasses import replace

from flask import Flask

from index.search import Searcher
from service.app import create_app
from service.ask import Ask, Reply, Service
from service.settings import Settings

MANY = 1_000_000
"""A rate that no test reaches."""


def make_app(service: Service | None, **settings: object) -> Flask:
    """An app that answers through `service`; without one, from the index of the settings."""
    return create_app(replace(Settings(rate=MANY), **settings), service)  # type: ignore[arg-type]


class HeldService(Service):
    """Holds every question until it is let go; counts those that have arrived."""

    def __init__(self, searcher: Searcher) -> None:
        super().__init__(searcher)
        self.arrived = threading.Semaphore(0)
        self.go = threading.Event()

    def ask(self, ask: Ask) -> Reply:
        """Answer once `go` is set."""
        self.arrived.release()
        assert self.go.wait(10)
        return super().ask(ask)


class BrokenService(Service):
    """Fails at every question, as a defect would."""

    def ask(self, ask: Ask) -> Reply:
        """Raise."""
        raise RuntimeError(f"cannot answer {ask.question}")
