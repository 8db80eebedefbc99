"""Measure the service and its index: one command, one table.

    python scripts/benchmark.py [--only PART,PART] [--json FILE] [--quick]

Parts: build (passages a second), change (one of 10,000 documents), search (1,000 to a million
passages), start, memory, ask (latency, step by step) and clients (questions a second). All of them
take about half an hour on two processors that do nothing else, and 8 GB of memory and of disk;
--quick only shows that everything runs. CITE_CORPUS_DIR, CITE_INDEX_DIR and CITE_EMBEDDING_MODEL
are those of the service. Exit status: 0 measured, 2 bad arguments or no index, 130 stopped.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from index.errors import StoreError
from index.export import ModelError
from index.search import IndexInfo, Searcher
from scripts.benchmarking import asking, building, running, searching
from scripts.benchmarking.figures import Figure, as_table
from scripts.benchmarking.plan import QUICK, Bench, Sizes
from scripts.server_process import ServingError
from service.reader import ReaderError
from service.settings import Settings, SettingsError

PARTS: dict[str, Callable[[Bench], Iterable[Figure]]] = {
    "build": building.build,
    "change": building.change,
    "search": searching.measure,
    "start": running.start,
    "memory": running.memory,
    "ask": asking.measure,
    "clients": running.clients,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for and print it; return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", metavar="PART,PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    parser.add_argument("--quick", action="store_true", help="see that everything runs")
    given = parser.parse_args(arguments)
    chosen = given.only.split(",") if given.only else list(PARTS)
    if unknown := set(chosen) - set(PARTS):
        parser.error(f"--only: no part is called {sorted(unknown)}; there are {', '.join(PARTS)}")
    try:
        settings = Settings.from_environ()
        info = _info(settings.index_dir)
        figures = _measured(settings, chosen, QUICK if given.quick else Sizes())
    except (SettingsError, StoreError, ReaderError, ModelError, ServingError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    about = _about(info)
    print(f"{', '.join(f'{key}: {value}' for key, value in about.items())}\n\n{as_table(figures)}")
    if given.json:
        data = {**about, "figures": [figure.as_json() for figure in figures]}
        given.json.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    return 0


def _info(index_dir: Path) -> IndexInfo:
    searcher = Searcher.open(index_dir)
    searcher.close()
    return searcher.info


def _measured(settings: Settings, parts: Iterable[str], sizes: Sizes) -> list[Figure]:
    figures: list[Figure] = []
    for part in parts:
        print(f"{part} ...", file=sys.stderr, flush=True)
        with TemporaryDirectory() as folder:
            bench = Bench(
                settings.corpus_dir,
                settings.index_dir,
                settings.embedding_model,
                Path(folder),
                sizes,
            )
            figures += PARTS[part](bench)
    return figures


def _about(info: IndexInfo) -> dict[str, str]:
    """When, on what machine and over which index the figures were taken."""
    return {
        "measured": datetime.now(UTC).strftime("%Y-%m-%d"),
        "processors": str(os.cpu_count()),
        "machine": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "index": info.id,
        "documents": str(info.documents),
        "passages": str(info.passages),
    }


if __name__ == "__main__":
    # However it is stopped, its server is, too.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    sys.exit(main())
