"""Faults of rebuilds: killed, out of disk, out of rights, two at once; and damage to an index.

After each of them the index must be whole: that of before, or the next one.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.builds import current_build
from index.errors import StoreError
from index.files import files_under
from index.store import Store

_ROOT = Path(__file__).resolve().parent.parent
_DOCUMENTS = 12
_KEPT = 3
"""Builds at most: the one in use and those to go back to."""

_TOO_SMALL = (0, 10_000, 100_000, 1_000_000, 20_000_000)
"""Bytes that a file may have: room for nothing, for some of a build, for nearly all of it."""


class Workshop:
    """A corpus that changes and the index over it, in a folder of their own."""

    def __init__(self, folder: Path, corpus: Path) -> None:
        self.corpus = folder / "corpus"
        self.index = folder / "index"
        self._edits = 0
        for path in sorted(corpus.rglob("*.md"))[:_DOCUMENTS]:
            copy = self.corpus / path.relative_to(corpus)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)

    def edit(self) -> None:
        """Change the corpus, so that there is something to rebuild."""
        self._edits += 1
        note = f"# A note\n\nThe note on the door of the school was changed {self._edits} times.\n"
        (self.corpus / "note.md").write_text(note, encoding="utf-8")

    def start(self, most_bytes: int | None = None) -> subprocess.Popen[str]:
        """Begin to rebuild; no file may get larger than `most_bytes`."""

        def bound() -> None:
            if most_bytes is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

        folders = ["--corpus", str(self.corpus), "--index", str(self.index)]
        return subprocess.Popen(
            [sys.executable, "scripts/rebuild_index.py", *folders],
            cwd=_ROOT,
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
            preexec_fn=bound,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def build(self) -> None:
        """Rebuild, without any fault; raises RuntimeError when that fails."""
        process = self.start()
        said, _ = process.communicate()
        if process.returncode:
            raise RuntimeError(f"The rebuild ended with {process.returncode}: {said}")

    def is_whole(self) -> bool:
        """Whether the index in use is whole, every byte of it."""
        try:
            Store.open(self.index).close()
        except StoreError as error:
            print(error, file=sys.stderr)
            return False
        return True


def kills(workshop: Workshop, times: int, chance: random.Random) -> dict[str, int | float]:
    """Kill so many rebuilds at random moments of their time, and let each tenth one be."""
    whole_time = _seconds_of_a_rebuild(workshop)
    killed = finished = wrong = 0
    while killed < times:
        workshop.edit()
        process = workshop.start()
        try:
            process.wait(timeout=chance.uniform(0, whole_time))
            finished += 1
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.communicate()
        wrong += not workshop.is_whole()
        if (killed + finished) % 10 == 0:
            whole_time = _seconds_of_a_rebuild(workshop)
    workshop.build()
    kept = [path for path in (workshop.index / "builds").iterdir() if path.name[0] != "."]
    wrong += len(kept) > _KEPT
    return {"killed": killed, "finished before": finished, "wrong": wrong}


def faults(workshop: Workshop) -> dict[str, int | float]:
    """A disk that takes no more, one that may not be written, two rebuilds at once."""
    told = [_is_told(workshop, most) for most in _TOO_SMALL]
    with _full_disk(workshop) as mount:
        if mount:
            told.append(_is_told(workshop))
            mount("remount,ro")
            told.append(_is_told(workshop))
            mount("remount,rw,size=1g")
            workshop.build()  # what stood in the way is gone: the next one succeeds by itself
    workshop.edit()
    both = [workshop.start(), workshop.start()]
    ended = sorted(_ended(process) for process in both)
    told.append(ended in ([0, 0], [0, 1]) and workshop.is_whole())
    workshop.edit()
    workshop.build()
    return {"tried": len(told), "wrong": told.count(False)}


def flips(workshop: Workshop, times: int, chance: random.Random) -> dict[str, int | float]:
    """Flip a bit of a byte of the index anywhere, and open it: it must be refused."""
    build = current_build(workshop.index)
    files = [*files_under(build), workshop.index / "CURRENT"]
    unnoticed = 0
    for number in range(times):
        path = files[number % len(files)]
        with flipped(path, chance):
            try:
                Store.open(workshop.index).close()
                # White space around the name in CURRENT is nobody's loss.
                unnoticed += path.name != "CURRENT"
            except StoreError:
                pass
    return {"flipped": times, "wrong": unnoticed + (not workshop.is_whole())}


@contextmanager
def flipped(path: Path, chance: random.Random) -> Iterator[None]:
    """Flip a bit of a byte of a file anywhere, and put it right again at the end."""
    at, bit = chance.randrange(path.stat().st_size), 1 << chance.randrange(8)
    _flip(path, at, bit)
    try:
        yield
    finally:
        _flip(path, at, bit)


def _flip(path: Path, at: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ bit]))


def _seconds_of_a_rebuild(workshop: Workshop) -> float:
    workshop.edit()
    began = time.monotonic()
    workshop.build()
    return time.monotonic() - began


def _is_told(workshop: Workshop, most_bytes: int | None = None) -> bool:
    """Whether a rebuild that cannot write says so and leaves a whole index."""
    workshop.edit()
    process = workshop.start(most_bytes)
    said, _ = process.communicate()
    told = process.returncode in (0, 1) and "Traceback" not in said
    if not told:
        print(f"A rebuild ended with {process.returncode}: {said}", file=sys.stderr)
    return told and workshop.is_whole()


def _ended(process: subprocess.Popen[str]) -> int:
    process.communicate()
    return process.returncode


@contextmanager
def _full_disk(workshop: Workshop) -> Iterator[Callable[[str], None] | None]:
    """Move the index to a disk with hardly any room left; gives what changes how it is mounted.

    None where the system does not let us mount one: that is for root.
    """
    folder, before = workshop.index.with_name("disk"), workshop.index
    size = sum(path.stat().st_size for path in files_under(before))

    def mount(options: str) -> None:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        subprocess.run(command, check=True, capture_output=True)

    folder.mkdir()
    try:
        mount(f"size={2 * size}")
    except (OSError, subprocess.CalledProcessError):
        yield None
        return
    try:
        workshop.index = folder / "index"
        shutil.copytree(before, workshop.index)
        free = shutil.disk_usage(folder).free
        with (folder / "rest").open("wb") as file:
            file.write(bytes(free - 200_000))
        yield mount
    finally:
        workshop.index = before
        subprocess.run(["umount", str(folder)], check=True)
