"""What else a follow-up may have meant, for where nothing answers what it was taken to ask."""

from __future__ import annotations

from service.conversation.follow_up import leans, without_opening
from service.conversation.hearing import Heard
from service.conversation.mentions import mentions
from service.conversation.phrases import Sort


def of_the_city(turn: Heard, alone: str) -> str | None:
    """A turn asked of the city that was spoken of last: "What does it cost (Cork)?".

    None where the turn names itself what it is about, or `alone`, as it was understood, a place.
    """
    discourse, asked = turn.discourse, without_opening(turn.question.strip())
    if not discourse.current or not leans(asked, discourse):
        return None
    city = discourse.latest.place("city") or discourse.place("city")
    if city is None or any(m.sort is Sort.PLACE for m in mentions(alone, discourse.terms)):
        return None
    return f"{asked[:1].upper()}{asked[1:].rstrip(' ?.!')} ({city.text})?"
