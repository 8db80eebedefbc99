"""Break it: the index under faults, the service under rebuilds and under more than it can answer.

    python scripts/soak.py [--corpus DIR] [--seconds N] [--kills N] [--flips N] [--seed N]

Works in a folder of its own on the first documents of the corpus; the index and the service in use
are not touched. Each phase prints what it tried and what went wrong. --seconds is how long the
service is asked for more than it can answer; a tenth as many bytes as --flips are flipped while it
runs.

Exit status: 0 nothing went wrong, 1 something did, 2 bad arguments.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.soak_index import Workshop, faults, flips, kills
from scripts.soak_service import crowd, rebuilds, served_flips, stops
from service.settings import Settings

Phase = tuple[str, Callable[[], dict[str, int | float]]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every phase, print its counts; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="take the documents from here")
    parser.add_argument("--seconds", type=float, default=600, metavar="N", help="of too much load")
    parser.add_argument("--kills", type=int, default=200, metavar="N", help="of rebuilds")
    parser.add_argument("--flips", type=int, default=200, metavar="N", help="of single bytes")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of what is random")
    given = parser.parse_args(arguments)
    chance = random.Random(given.seed)
    wrong = 0
    with TemporaryDirectory(prefix="cite-soak-") as folder:
        workshop = Workshop(Path(folder), given.corpus or Settings.from_environ().corpus_dir)
        workshop.build()
        phases: Sequence[Phase] = (
            ("rebuilds killed at random moments", lambda: kills(workshop, given.kills, chance)),
            ("other faults of rebuilds", lambda: faults(workshop)),
            ("bytes flipped in an index", lambda: flips(workshop, given.flips, chance)),
            (
                "bytes flipped under a running service",
                lambda: served_flips(workshop, max(1, given.flips // 10), chance),
            ),
            ("rebuilds while clients ask", lambda: rebuilds(workshop, chance)),
            ("more than can be answered", lambda: crowd(workshop, given.seconds)),
            ("told to stop while clients ask", lambda: stops(workshop)),
        )
        for name, run in phases:
            began = time.monotonic()
            counts = run()
            wrong += int(counts["wrong"])
            told = ", ".join(f"{count:g} {what}" for what, count in counts.items())
            print(f"{name}: {told} ({time.monotonic() - began:.0f} s)", flush=True)
    print("Nothing went wrong." if not wrong else f"{wrong} things went wrong.")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
