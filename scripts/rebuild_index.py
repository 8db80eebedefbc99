"""(Re)build the index from every document in a folder; only what changed is embedded again.

    python scripts/rebuild_index.py [--corpus DIR] [--index DIR] [--full]
    python scripts/rebuild_index.py --back [--index DIR]

The defaults are CITE_CORPUS_DIR and CITE_INDEX_DIR, else the repository's own corpus and
.index; CITE_EMBEDDING_MODEL may name another embedding model (a folder or a hub name).
Ctrl-C stops it; the next time it goes on from there. --back builds nothing: the build before the
one in use becomes the one in use, where it is whole.
Exit status: 0 built, already current or gone back, 2 bad arguments or an unusable corpus, 1
anything else; unless it is 0 the index is as it was before.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tqdm import tqdm

from corpus.documents import CorpusError
from index.build import BuildReport, build_index
from index.errors import StoreError
from index.export import ModelError
from index.manifest import Manifest
from index.store import go_back
from service.settings import Settings, SettingsError


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, and say what was done; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="the folder of documents")
    parser.add_argument("--index", type=Path, metavar="DIR", help="the folder of the index")
    parser.add_argument("--full", action="store_true", help="embed everything again")
    parser.add_argument("--back", action="store_true", help="use the build before again")
    given = parser.parse_args(arguments)
    if given.back and (given.full or given.corpus):
        parser.error("--back builds nothing: give it no --full and no --corpus.")
    try:
        settings = Settings.from_environ()
        corpus_dir = given.corpus or settings.corpus_dir
        index_dir = given.index or settings.index_dir
        if given.back:
            print(_shown(as_going_back(go_back(index_dir))))
            return 0
        print(f"Indexing {_shown(corpus_dir)} into {_shown(index_dir)} ...", flush=True)
        report = build_index(
            corpus_dir,
            index_dir,
            model=settings.embedding_model,
            full=given.full,
            progress=_bar() if sys.stderr.isatty() else _lines(),
        )
    except (SettingsError, CorpusError, ModelError) as error:
        print(_shown(error), file=sys.stderr)
        return 2
    except StoreError as error:
        print(_shown(error), file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The index cannot be written: {_shown(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            "Stopped; the index is as it was. What was embedded is kept for the next time.",
            file=sys.stderr,
        )
        return 130
    print(as_text(report))
    return 0


def as_text(report: BuildReport) -> str:
    """What was done, then every file that could not be read, with the reason and the remedy."""
    holds = f"{report.documents} documents, {report.passages} passages"
    if report.status == "current":
        lines = [f"The index {report.id} is current: {holds}."]
    else:
        work = f"{report.embedded} embedded, {report.reused} reused, {report.seconds:.1f} s"
        lines = [f"Built the index {report.id}: {holds} ({work})."]
    if report.unreadable:
        lines.append(f"Not in the index, as they could not be read ({len(report.unreadable)}):")
    lines += [f"- {file.path}: {file.reason} {file.remedy}" for file in report.unreadable]
    return _shown("\n".join(lines))


def as_going_back(manifest: Manifest) -> str:
    """Which index is in use again, and for how long."""
    counts = manifest.counts
    return (
        f"The index {manifest.id}, built at {manifest.built_at}, is in use again: "
        f"{counts.documents} documents, {counts.passages} passages.\n"
        "The next rebuild makes the index of the documents as they are then."
    )


def _bar() -> Callable[[int, int], None]:
    """Show progress as a bar that is redrawn."""
    bar = tqdm(unit=" passages", leave=False)

    def show(done: int, total: int) -> None:
        bar.total = total
        bar.update(done - bar.n)
        if done == total:
            bar.close()

    return show


def _lines() -> Callable[[int, int], None]:
    """Show progress as a line for every tenth of the way."""
    shown = -1

    def show(done: int, total: int) -> None:
        nonlocal shown
        if (tenth := 10 * done // total) > shown:
            shown = tenth
            print(f"{done} of {total} passages", flush=True)

    return show


def _shown(value: object) -> str:
    """Write `value` so that any terminal takes it: a file's name need not be valid text."""
    encoding = sys.stdout.encoding or "utf-8"
    return str(value).encode(encoding, "backslashreplace").decode(encoding)


if __name__ == "__main__":
    sys.exit(main())
