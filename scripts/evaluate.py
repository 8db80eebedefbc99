"""Ask every question of one or more sets and score the answers; or score the reader alone.

    python scripts/evaluate.py --questions FILE.jsonl [--questions FILE.jsonl ...]
        [--corpus DIR] [--json FILE] [--charts DIR] [--wrong]
    python scripts/evaluate.py --squad FILE

With --corpus the documents under DIR are indexed in a temporary folder; else the current index is
asked. One set's figures are printed as they are, those of several by the names of their files.
With --charts, DIR gets risk-coverage.svg and reliability.svg, every set in both. --squad reads each
question of a SQuAD 2.0 file (.json or .json.gz) with its own passage and gives the official exact
match and F1, in percent. Exit status: 0 scored, 2 bad arguments or no index.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.documents import CorpusError
from index.build import build_index
from index.errors import StoreError
from scripts.charts import reliability_chart, risk_coverage_chart
from scripts.reader_training.scoring import Rule
from scripts.reader_training.scoring import evaluate as squad_scores
from scripts.reader_training.squad import SquadError
from service.ask import Service
from service.evaluation import (
    Outcome,
    evaluate,
    reliability_bins,
    risk_coverage_curve,
    summarise,
)
from service.question_set import Case, QuestionSetError, read_cases
from service.reader import MODEL, ReaderError, TrainedReader
from service.settings import Settings, SettingsError

# What is wrong with the input or the set-up, said in one line.
_REFUSED = (SquadError, QuestionSetError, CorpusError, StoreError, ReaderError, SettingsError)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if not (chosen.questions or chosen.squad):
        parser.error("give --questions FILE.jsonl or --squad FILE")
    figures: dict[str, Mapping[str, object]] = {}
    try:
        if chosen.squad:
            figures["squad"] = squad_scores(TrainedReader(), chosen.squad, rule=Rule.read(MODEL))
        outcomes = _outcomes(_read_sets(chosen.questions), chosen.corpus)
    except _REFUSED as error:
        print(error, file=sys.stderr)
        return 2
    figures |= {name: summarise(of_set) for name, of_set in outcomes.items()}
    if chosen.wrong:
        for of_set in outcomes.values():
            _show_wrong(of_set)
    text = json.dumps(figures if len(figures) > 1 else figures.popitem()[1], indent=2)
    print(text)
    if chosen.json:
        chosen.json.write_text(text + "\n", encoding="utf-8")
    if chosen.charts and outcomes:
        _draw(outcomes, chosen.charts)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Ask every question of one or more sets and score the answers; or score the"
        " reader alone."
    )
    add = parser.add_argument
    more = "give it again for another set"
    add("--questions", type=Path, action="append", default=[], metavar="FILE.jsonl", help=more)
    add("--corpus", type=Path, metavar="DIR", help="index these documents first")
    add("--squad", type=Path, metavar="FILE", help="score the reader alone on a SQuAD 2.0 file")
    add("--json", type=Path, metavar="FILE", help="write the figures there too")
    add("--charts", type=Path, metavar="DIR", help="draw the sets there")
    add("--wrong", action="store_true", help="show the wrong answers")
    return parser


def _outcomes(sets: Mapping[str, Sequence[Case]], corpus: Path | None) -> dict[str, list[Outcome]]:
    """Ask every question of every set."""
    if not sets:
        return {}
    with ExitStack() as stack:
        index_dir = Settings.from_environ().index_dir
        if corpus:
            index_dir = Path(stack.enter_context(TemporaryDirectory()))
            build_index(corpus, index_dir)
        service = Service.open(index_dir)
        stack.callback(service.close)
        return {name: list(evaluate(service, cases)) for name, cases in sets.items()}


def _read_sets(paths: Sequence[Path]) -> dict[str, list[Case]]:
    """The question sets by the stems of their files' names."""
    sets: dict[str, list[Case]] = {}
    for path in paths:
        if path.stem in sets:
            raise QuestionSetError(f"{path}: another set is named {path.stem} too; rename one.")
        sets[path.stem] = read_cases(path)
    return sets


def _draw(outcomes: Mapping[str, Sequence[Outcome]], folder: Path) -> None:
    curves = {name: risk_coverage_curve(of_set) for name, of_set in outcomes.items()}
    diagrams = {name: reliability_bins(of_set) for name, of_set in outcomes.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for name, chart in [
        ("risk-coverage.svg", risk_coverage_chart(curves)),
        ("reliability.svg", reliability_chart(diagrams)),
    ]:
        (folder / name).write_text(chart, encoding="utf-8")


def _show_wrong(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if not outcome.right:
            print(f"{outcome.case.id} [{outcome.case.kind}] {outcome.case.turns[-1]}")
            print(f"    ({outcome.confidence:.2f}) {outcome.answer}")


if __name__ == "__main__":
    sys.exit(main())
