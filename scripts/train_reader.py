"""Train the extractive reader on a CPU and export it as ONNX: train_reader.py DATA_DIR --out OUT.

Reads the data sets in DATA_DIR (scripts/reader_training/data.py says which, and their licences),
trains, saves a checkpoint every few hundred steps, exports the averaged weights in fp32 and int8 to
OUT/final and scores both. Run it again with the same OUT and it goes on from the last checkpoint:
the data and their order depend on the recipe alone, so an interruption changes nothing.

The input is `[CLS] question [SEP] title . heading : passage [SEP]`. The heads give for each token
a start, an end and a sentence logit; [CLS] stands for "no answer here" in all three, as in
SQuAD 2.0. A fourth output is one logit for "no answer" from the hidden state of [CLS].

Training has three stages: short windows of a mixture of all sets, which are cheap, then long ones,
then our own everyday questions (scripts/reader_training/everyday.py) beside the others.
Questions of articles that have no unanswerable questions are read in groups: the question with its
own passage and hard negatives that our keyword search finds among all training paragraphs,
normalised together over the spans of all of them (Clark and Gardner 2018), so that the scores of
different passages can be compared. The other articles are kept balanced between questions with and
without an answer.

Large pages help: with glibc, GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=
1073741824:glibc.malloc.trim_threshold=4294967295 (in one word) trains 13% faster.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from index.export import find_model
from scripts.reader_training.everyday import TRAINING, WRITTEN
from scripts.reader_training.export import FP32, INT8, export, quantise
from scripts.reader_training.loop import Saving, train
from scripts.reader_training.mixture import Mixture, load_data
from scripts.reader_training.recipe import Recipe
from scripts.reader_training.scoring import evaluate, tuned_rule
from scripts.reader_training.state import State, average_with, begin_again, fresh_state, restore
from service.reader import TrainedReader
from service.reader_input import open_tokenizer

# Development questions on which weight and threshold are chosen; all of them are then scored.
_TUNED_ON = 2000


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, export, quantise and measure; returns the exit status."""
    given = _parser().parse_args(arguments)
    recipe = Recipe(
        short_sequences=given.short_sequences,
        long_sequences=given.long_sequences,
        everyday_sequences=given.everyday_sequences,
        seed=given.seed,
    )
    torch.set_num_threads(given.threads)
    torch.manual_seed(recipe.seed)
    base = find_model(None).folder
    tokenizer = open_tokenizer(base)
    state = fresh_state(base)
    checkpoint = given.out / "checkpoint.pt"
    given.out.mkdir(parents=True, exist_ok=True)
    if checkpoint.exists():
        restore(state, checkpoint)
        print(f"Resumed after {state.seen} sequences.", flush=True)
    elif given.again:
        begin_again(state, given.again, recipe.general)
    data = load_data(given.data, given.questions, given.written)
    batches = Mixture(data, tokenizer, recipe).batches(state.seen)

    def monitor() -> None:
        if given.monitor:
            _monitor(state, tokenizer, given)

    if not train(state, batches, recipe, Saving(checkpoint, given.save_every, monitor)):
        print("Stopped and saved; run the same command again to go on.", file=sys.stderr)
        return 130
    _finish(state, tokenizer, given)
    return 0


def _monitor(state: State, tokenizer: Tokenizer, given: argparse.Namespace) -> None:
    """Score the averaged weights in fp32 on a sample of the development half."""
    folder = given.out / "latest"
    export(state.average, tokenizer, folder)
    scores = evaluate(TrainedReader(folder, FP32), _dev(given.data), sample=given.monitor)
    shown = {name: round(score, 3) for name, score in scores.items()}
    print(json.dumps({"seen": state.seen, **shown}), flush=True)


def _finish(state: State, tokenizer: Tokenizer, given: argparse.Namespace) -> None:
    """Export, write down when int8 should answer, score both on the whole development half."""
    folder = given.out / "final"
    average_with(state.average, given.average)
    export(state.average, tokenizer, folder)
    quantise(folder)
    scores = {}
    for name, file in (("fp32", FP32), ("int8", INT8)):
        reader = TrainedReader(folder, file)
        rule = tuned_rule(reader, _dev(given.data), _TUNED_ON)
        scores[name] = evaluate(reader, _dev(given.data), rule=rule)
    rule.write(folder)
    text = json.dumps(scores, indent=2)
    (folder / "scores.json").write_text(text + "\n", "utf-8")
    print(text)


def _dev(data: Path) -> Path:
    return data / "squad" / "dev-v2.0-half.json.gz"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("data", metavar="DATA_DIR", type=Path, help="the folder of the data sets")
    add("--questions", type=Path, default=TRAINING, help="our own questions over public passages")
    add("--written", type=Path, default=WRITTEN, help="those over passages written for them")
    add("--out", type=Path, default=Path("build/reader"), help="for checkpoints and the export")
    add("--short-sequences", type=int, default=Recipe.short_sequences, help="in the first stage")
    add("--long-sequences", type=int, default=Recipe.long_sequences, help="in the second stage")
    everyday = Recipe.everyday_sequences
    add("--everyday-sequences", type=int, default=everyday, help="in the third stage")
    runs = "other runs of the third stage, to be averaged with this one's weights: see --again"
    add("--average", type=Path, nargs="+", default=[], metavar="RUN", help=runs)
    runs = "begin the third stage once more, with the mean of finished runs: their checkpoints, "
    runs += "or folders of exported readers such as service/model"
    add("--again", type=Path, nargs="+", default=[], metavar="RUN", help=runs)
    add("--seed", type=int, default=Recipe.seed, help="of the order of the data")
    add("--threads", type=int, default=os.cpu_count(), help="more than are idle make it slower")
    add("--save-every", type=int, default=400, help="steps between two checkpoints")
    add("--monitor", type=int, default=800, help="questions scored at a checkpoint (0: none)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
