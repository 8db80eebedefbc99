"""Ask every question of a set and score the answers.

    python scripts/evaluate.py --questions FILE.jsonl [--corpus DIR] [--json FILE] [--wrong]

With --corpus the documents under DIR are indexed in a temporary folder; else the current index is
asked. Exit status: 0 scored, 2 bad arguments or no index.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.documents import CorpusError
from index.build import build_index
from index.store import StoreError
from service.ask import Service
from service.evaluation import Outcome, QuestionSetError, evaluate, read_cases, summarise
from service.settings import Settings, SettingsError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(
        description="Ask every question of a set and score the answers."
    )
    parser.add_argument("--questions", type=Path, required=True, metavar="FILE.jsonl")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="index these documents first")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--wrong", action="store_true", help="show the wrong answers")
    chosen = parser.parse_args(arguments)
    try:
        cases = read_cases(chosen.questions)
        with ExitStack() as stack:
            index_dir = Settings.from_environ().index_dir
            if chosen.corpus:
                index_dir = Path(stack.enter_context(TemporaryDirectory()))
                build_index(chosen.corpus, index_dir)
            service = Service.open(index_dir)
            stack.callback(service.close)
            outcomes = list(evaluate(service, cases))
    except (QuestionSetError, CorpusError, StoreError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    figures = summarise(outcomes)
    if chosen.wrong:
        _show_wrong(outcomes)
    text = json.dumps(figures, indent=2)
    print(text)
    if chosen.json:
        chosen.json.write_text(text + "\n", encoding="utf-8")
    return 0


def _show_wrong(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if not outcome.right:
            print(f"{outcome.case.id} [{outcome.case.kind}] {outcome.case.turns[-1]}")
            print(f"    ({outcome.confidence:.2f}) {outcome.answer}")


if __name__ == "__main__":
    sys.exit(main())
