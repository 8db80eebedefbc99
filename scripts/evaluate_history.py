"""How well follow-up questions are understood, on two public sets of conversations.

    python scripts/evaluate_history.py --canard dev.json.gz
    python scripts/evaluate_history.py --mtrag DIR [--index DIR] [--passages N]

--canard takes a file of CANARD (Elgohary, Peskov and Boyd-Graber, 2019). Of the words that a human
added to a question to make it stand alone, it prints the share that ours has too (recall), and of
the words that ours adds, the share that the human's has (precision); beside it the same for the
question put behind the one before it.

--mtrag takes a folder of one of the collections of MTRAG (Katsis et al., 2025): passages.jsonl.gz,
qrels.tsv and NAME_lastturn.jsonl, NAME_questions.jsonl (all turns) and NAME_rewrite.jsonl. Its
passages are indexed as documents, in --index, where they stay, or else in a temporary folder;
--passages limits them to the relevant ones and others spread evenly. Printed is the nDCG@10 of the
last turn, of our question, of ours with the conversation's memory, and of the human's rewrite.

Conversations are parted in two halves by the hash of their ids: what was tuned, was tuned on the
one. Exit status: 0 measured, 2 bad arguments or files.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from index.build import build_index
from index.search import Searcher
from service.conversation.discourse import Discourse
from service.conversation.follow_up import standalone
from service.conversation.terms import Terms
from service.question import Turn, interpret

HALVES = ("tuned on", "held out")
_RANKS = 10
_HITS = 60  # passages, of which several may be of one document
_WORD = re.compile(r"\w+")

Search = Callable[[str, Sequence[str]], list[str]]
"""A question and those before it, the latest first, to the ids of documents, the best first."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(description="How well follow-up questions are understood.")
    add = parser.add_argument
    add("--canard", type=Path, metavar="FILE", help="a file of CANARD, .json or .json.gz")
    add("--mtrag", type=Path, metavar="DIR", help="a collection of MTRAG")
    add("--index", type=Path, metavar="DIR", help="keep the collection's index there")
    add("--passages", type=int, metavar="N", help="index no more passages than these")
    chosen = parser.parse_args(arguments)
    if not (chosen.canard or chosen.mtrag):
        parser.error("give --canard FILE or --mtrag DIR")
    try:
        if chosen.canard:
            _print(canard_scores(_read_canard(chosen.canard)))
        if chosen.mtrag:
            with TemporaryDirectory() as folder:
                index_dir = chosen.index or Path(folder) / "index"
                _print(mtrag_scores(chosen.mtrag, index_dir, chosen.passages))
    except (OSError, ValueError, KeyError) as error:
        print(f"cannot be measured: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    return 0


def half_of(conversation: str) -> str:
    """Which half a conversation is in."""
    return HALVES[hashlib.sha256(conversation.encode()).digest()[-1] % 2]


def canard_scores(questions: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """Recall, precision and F1 of the words added, by half and by way of adding them."""
    answers = {answer for question in questions for answer in question["History"][3::2]}
    terms = Terms(texts=sorted(answers))
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for question in questions:
        asked, history = question["Question"], question["History"]
        half = half_of(question["QuAC_dialog_id"])
        # The history begins with the titles of the page and of the section.
        discourse = Discourse(terms)
        for earlier, answer in zip(history[::2], history[1::2], strict=True):
            discourse = discourse.then(standalone(earlier, discourse), answer, earlier)
        before = history[-2] if len(history) > 2 else ""
        wanted = _words(question["Rewrite"]) - _words(asked)
        for way, text in [
            ("ours", standalone(asked, discourse)),
            ("the question before it", f"{before} {asked}"),
        ]:
            added = _words(text) - _words(asked)
            counts[f"{way}, {half}"].update(
                hit=len(added & wanted), added=len(added), wanted=len(wanted)
            )
    return {way: _precision_and_recall(count) for way, count in sorted(counts.items())}


def _precision_and_recall(count: Mapping[str, int]) -> dict[str, float]:
    recall = count["hit"] / max(count["wanted"], 1)
    precision = count["hit"] / max(count["added"], 1)
    f1 = 2 * recall * precision / ((recall + precision) or 1.0)
    return {"recall": recall, "precision": precision, "f1": f1}


def mtrag_scores(
    folder: Path, index_dir: Path, passages: int | None
) -> dict[str, dict[str, float]]:
    """The nDCG@10 of each way to ask the last turn, by half."""
    relevant = _read_qrels(folder / "qrels.tsv")
    ids = _index(folder, index_dir, passages, {id_ for found in relevant.values() for id_ in found})
    asked = {way: _read_texts(folder, way) for way in ("lastturn", "questions", "rewrite")}
    searcher = Searcher.open(index_dir)
    terms = Terms.of(searcher)

    def search(query: str, context: Sequence[str]) -> list[str]:
        hits = searcher.search(query, k=_HITS, context=context)
        return [ids[id_] for id_ in dict.fromkeys(hit.document.id for hit in hits)]

    scores: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for task, wanted in relevant.items():
        turns = [turn.strip() for turn in asked["questions"][task].split("\n|user|: ")]
        ours = interpret(turns[-1], [Turn(turn, "") for turn in turns[:-1]], terms)
        half = half_of(task.partition("<")[0])
        for way, query, context in [
            ("last turn", asked["lastturn"][task], ()),
            ("ours", ours.standalone, ()),
            ("ours, remembering", ours.standalone, ours.context),
            ("human", asked["rewrite"][task], ()),
        ]:
            ndcg = ndcg_at(_RANKS, search(query, context), wanted)
            for part in (half, "all"):
                scores[way][part].append(ndcg)
    searcher.close()
    return {
        way: {part: sum(of_part) / len(of_part) for part, of_part in sorted(parts.items())}
        for way, parts in scores.items()
    }


def ndcg_at(ranks: int, found: Sequence[str], relevant: Iterable[str]) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen, 2002), all gains being 1."""
    wanted = set(relevant)
    gain = sum(1 / math.log2(rank + 2) for rank, id_ in enumerate(found[:ranks]) if id_ in wanted)
    ideal = sum(1 / math.log2(rank + 2) for rank in range(min(ranks, len(wanted))))
    return gain / ideal if ideal else 0.0


def _index(
    folder: Path, index_dir: Path, passages: int | None, relevant: set[str]
) -> dict[str, str]:
    """Index the passages of `folder` in `index_dir`; return theirs by our documents' ids."""
    with gzip.open(folder / "passages.jsonl.gz", "rt", encoding="utf-8") as file:
        pool = [json.loads(line) for line in file]
    if passages is not None and passages < len(pool):
        first = [passage for passage in pool if passage["_id"] in relevant]
        others = [passage for passage in pool if passage["_id"] not in relevant]
        wanted = max(passages - len(first), 0)
        pool = first + [others[i * len(others) // wanted] for i in range(wanted)]
    with TemporaryDirectory() as corpus:
        for number, passage in enumerate(pool):
            title = json.dumps(passage["title"] or "Untitled")
            text = f"---\ntitle: {title}\nlanguage: en\n---\n\n{passage['text']}\n"
            (Path(corpus) / f"{number:06}.md").write_text(text, encoding="utf-8")
        build_index(Path(corpus), index_dir)
    return {f"{number:06}": passage["_id"] for number, passage in enumerate(pool)}


def _read_canard(path: Path) -> list[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        questions: list[dict[str, Any]] = json.load(file)
    return questions


def _read_qrels(path: Path) -> dict[str, list[str]]:
    relevant: defaultdict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        task, passage, _ = line.split("\t")
        relevant[task].append(passage)
    return dict(relevant)


def _read_texts(folder: Path, way: str) -> dict[str, str]:
    (path,) = folder.glob(f"*_{way}.jsonl")
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {line["_id"]: line["text"].removeprefix("|user|:").strip() for line in lines}


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


def _print(scores: Mapping[str, Mapping[str, float]]) -> None:
    for way, figures in scores.items():
        shown = "  ".join(f"{name} {figure:.3f}" for name, figure in figures.items())
        print(f"{way:36} {shown}")


if __name__ == "__main__":
    sys.exit(main())
