"""One score from two: how near a passage is in meaning, and how many of the words it holds."""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul

# nDCG@10 on SQuAD 2.0 (646 paragraphs), and on mtRAG's clapnq and cloud (3,500 passages each; last
# turn, rewritten): words alone .902, .413, .443, .370, .381; meaning alone .798, .529, .577, .410,
# .416; this .916, .558, .595, .461, .478; reciprocal rank fusion .878, .533, .565, .430, .443.
MEANING = 0.55
"""What meaning weighs; words weigh the rest."""


def fuse(cosines: Sequence[float], bm25s: Sequence[float], ceiling: float) -> list[float]:
    """Fuse the two scores of each passage into one, 0 to 1, higher is better.

    A convex combination of normalised scores (Bruch, Gai and Ingber, 2023: An Analysis of Fusion
    Functions for Hybrid Retrieval, ACM TOIS 42(1)). The cosine is taken from 0 up, BM25 as a share
    of `ceiling`, the query's highest possible; so a score does not depend on the other passages.
    """
    return [
        round(MEANING * min(max(cosine, 0.0), 1.0) + (1 - MEANING) * bm25 / (ceiling or 1.0), 6)
        for cosine, bm25 in zip(cosines, bm25s, strict=True)
    ]


CONTEXT = (1.0, 0.5, 0.4, 0.3)
"""What a question weighs as it was asked, and those before it, beside what was made of it."""


def remembering(scores: Sequence[float], context: Sequence[Sequence[float]]) -> list[float]:
    """Each passage's score with its scores for the `context` of the question, 0 to 1.

    What a conversation is about is said in its earlier questions, as in historical query expansion
    (Lin et al., 2020: Query Reformulation using Query History for Passage Retrieval in
    Conversational Search); scores take the place of words here, so that meaning is remembered, too.
    """
    if not context:
        return list(scores)
    whole = 1.0 + sum(CONTEXT[: len(context)])
    return [
        round((own + sum(map(mul, CONTEXT, others))) / whole, 6)
        for own, *others in zip(scores, *context, strict=True)
    ]
