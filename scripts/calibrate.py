"""Fit the probability that an answer is right: calibrate.py DATA_DIR [--model FOLDER].

Asks held-out questions over held-out documents (scripts/reader_training/held_out.py) as the service
does, and fits the two logistic regressions of `service/confidence.py` to what was right. Prints
what five-fold cross-validation says of them, with the questions about one document always in one
fold, and writes `calibration.json` beside the reader in FOLDER.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from index.build import build_index
from index.search import Searcher
from scripts.reader_training.calibration import ask_all, fit, look_all_up
from scripts.reader_training.everyday import CALIBRATION
from scripts.reader_training.held_out import write_held_out
from service.reader import MODEL, TrainedReader


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, fit, report and write; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", metavar="DATA_DIR", type=Path, help="the folder of the data sets")
    parser.add_argument("--questions", metavar="FILE", type=Path, default=CALIBRATION)
    parser.add_argument("--model", metavar="FOLDER", type=Path, default=MODEL)
    given = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        corpus, index = Path(folder) / "corpus", Path(folder) / "index"
        corpus.mkdir()
        held_out = write_held_out(given.data, given.questions, corpus)
        build_index(corpus, index)
        searcher = Searcher.open(index)
        sentences = ask_all(searcher, TrainedReader(given.model), held_out.questions)
        subjects = look_all_up(searcher, held_out)
        searcher.close()
    calibration, figures = fit(sentences, subjects)
    calibration.write(given.model)
    print(json.dumps(figures, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
