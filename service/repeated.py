"""Answers, kept for who asks the same again: an example, a shared link, a page reloaded."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from service.ask import Ask, Service
from service.schemas import AskResponse

KEPT = 128
"""Answers kept; each takes about 20 kB, a list 70, and its request 64 KiB at most."""

Answering = Callable[[Ask], AskResponse]


def answering(service: Service) -> Answering:
    """What answers as `service` does, and at once what it was asked lately.

    An answer depends on nothing but the request and the index, and a service has one index for
    life. As it is sent, it holds no document, however large those are that it quotes.
    """

    @lru_cache(maxsize=KEPT)
    def answer(ask: Ask) -> AskResponse:
        return AskResponse.from_reply(service.ask(ask))

    return answer


def of_one_index() -> Callable[[Service], Answering]:
    """`answering`, that keeps the answers of one service at a time: those of the last one asked."""
    return lru_cache(maxsize=1)(answering)
