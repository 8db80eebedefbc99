"""What a sentence claims, and how alike two claims are."""

from __future__ import annotations

import pytest

from service.several.claims import claimed, likeness, share_verb
from tests.hits import make_hit, make_reading


@pytest.mark.parametrize(
    "sentence",
    [
        "Ulm built boats.",
        "According to the Post, Ulm built boats.",
        "The Post wrote in 2014 that Ulm built boats.",
        "Ulm built boats, according to a leaflet of May 2015.",
        "Ulm built boats, as the Post reported in May.",
        "Ulm built boats, the Post wrote in 2014.",
        "In May 2015, Ulm built 20 boats.",
    ],
)
def test_neither_source_nor_figure_nor_the_documents_name_is_claimed(sentence: str) -> None:
    reading = make_reading(make_hit([sentence], title="Ulm"), 0)
    assert claimed(reading) == {"built", "boat"}


def test_claims_may_be_alike() -> None:
    told = ["Ulm built 20 boats.", "Ulm built 30 boats, the Post wrote.", "Ulm has 9 boats.", "20."]
    hit = make_hit(told, title="Ulm")
    one, copy, other, bare = (make_reading(hit, number) for number in range(4))
    assert likeness(one, copy) == 1.0
    assert likeness(one, other) == 0.5
    assert likeness(bare, bare) == 0.0
    assert share_verb(one, copy)
    assert not share_verb(one, other)
