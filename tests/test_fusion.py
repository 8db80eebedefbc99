"""The fused score: its bounds, what it grows with, what it does not depend on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.fusion import MEANING, fuse, remembering

cosines = st.floats(-1, 1)
shares = st.floats(0, 1)


@given(st.lists(st.tuples(cosines, shares)), st.floats(0.1, 100))
def test_scores_lie_between_0_and_1(pairs: list[tuple[float, float]], ceiling: float) -> None:
    scores = fuse([c for c, _ in pairs], [share * ceiling for _, share in pairs], ceiling)
    assert len(scores) == len(pairs)
    assert all(0 <= score <= 1 for score in scores)


@given(cosines, cosines, shares, shares)
def test_better_on_both_sides_is_never_worse(a: float, b: float, x: float, y: float) -> None:
    low, high = fuse([min(a, b), max(a, b)], [min(x, y), max(x, y)], 1.0)
    assert low <= high


def test_each_side_counts_by_its_weight() -> None:
    assert fuse([1.0, 0.0, 1.0, 0.5], [0.0, 8.0, 8.0, 2.0], 8.0) == [
        MEANING,
        round(1 - MEANING, 6),
        1.0,
        round(MEANING / 2 + (1 - MEANING) / 4, 6),
    ]


def test_a_query_without_words_is_scored_by_meaning_alone() -> None:
    assert fuse([0.5, -0.5], [0.0, 0.0], 0.0) == [MEANING / 2, 0.0]


def test_earlier_questions_weigh_less_the_longer_ago_they_were_asked() -> None:
    own, latest, oldest = [0.5, 0.5, 0.5], [0.0, 0.6, 0.0], [0.0, 0.0, 0.6]
    none, of_latest, of_oldest = remembering(own, [[0.5] * 3, latest, oldest])
    assert of_latest > of_oldest > none > 0


def test_without_earlier_questions_scores_stay_as_they_are() -> None:
    assert remembering([0.25, 1.0], []) == [0.25, 1.0]


def test_scores_stay_between_0_and_1_whatever_came_before() -> None:
    assert remembering([0.0, 1.0], [[0.0, 1.0], [0.0, 1.0]]) == [0.0, 1.0]
