"""The builds in the folder of an index: one in use, some to go back to, one being made.

INDEX/CURRENT               the name of the build in use, replaced in one rename
INDEX/.lock                 held by who changes any of this
INDEX/builds/NAME/          a finished build, never changed again; see `index.store`
INDEX/builds/.building/     a build under way, or one that was interrupted
INDEX/builds/.unfinished/   the vectors that it has, for the next build
"""

from __future__ import annotations

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexBusy, IndexDamaged, IndexMissing, StoreError, remedy
from index.files import flush_to_disk
from index.manifest import Manifest, write_manifest

_BUILD_NAME = re.compile(r"\d{14}-[0-9a-f]{16}")
_KEPT = 2
"""Builds beside the one in use, so that readers of the last one may go on and one may go back."""


def current_build(index_dir: Path) -> Path:
    """The folder of the build in use; raises IndexMissing or IndexDamaged."""
    try:
        name = (index_dir / "CURRENT").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise IndexMissing(
            f"There is no index in {index_dir}. "
            f"Build one: python scripts/rebuild_index.py --index {index_dir}"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(f"{index_dir / 'CURRENT'}: {error}. {remedy(index_dir)}") from error
    folder = index_dir / "builds" / name
    if not _BUILD_NAME.fullmatch(name) or not folder.is_dir():
        raise IndexDamaged(
            f"The index is damaged: {index_dir / 'CURRENT'} names the build {name!r}, which is not "
            f"in {index_dir / 'builds'}. {remedy(index_dir)}"
        )
    return folder


def publish(index_dir: Path, building: Path, manifest: Manifest) -> None:
    """Write the manifest of a finished build and make it the one in use.

    The build in use until now and the one before it are kept. What was gone back from is not: one
    would come upon it again when going back from the new build.
    """
    name = write_manifest(building, manifest)
    flush_to_disk(*building.rglob("*"), building)
    try:
        kept = builds_until(index_dir, current_build(index_dir))
    except StoreError:
        kept = _builds(index_dir)
    folder = building.with_name(name)
    building.rename(folder)
    use(index_dir, folder)
    for other in folder.parent.iterdir():
        if other not in (folder, *kept[-_KEPT:]):
            shutil.rmtree(other, ignore_errors=True)  # what stays is tried again after the next


@contextmanager
def building_folder(index_dir: Path) -> Iterator[Path]:
    """An empty folder to build in, for one process at a time, gone again unless it is published.

    Raises IndexBusy when another process is building this index.
    """
    index_dir.mkdir(parents=True, exist_ok=True)
    with locked(index_dir):
        folder = index_dir / "builds" / ".building"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(index_dir: Path) -> Iterator[None]:
    """Let one process at a time change the index; raises IndexBusy when another one is at it."""
    with (index_dir / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexBusy(
                f"The index in {index_dir} is being built by another process: wait until that has "
                "ended, or give another folder with --index."
            ) from None
        yield


def use(index_dir: Path, folder: Path) -> None:
    """Make a build that is on the disk the one in use, in one rename."""
    new = index_dir / "CURRENT.new"
    new.write_text(folder.name + "\n", encoding="utf-8")
    flush_to_disk(folder.parent, new)
    new.replace(index_dir / "CURRENT")
    flush_to_disk(index_dir)


def _builds(index_dir: Path) -> list[Path]:
    """Every finished build, in the order in which they were built."""
    folders = (index_dir / "builds").iterdir()
    named = [folder for folder in folders if _BUILD_NAME.fullmatch(folder.name)]
    # The name says in which second; the manifest was written last.
    return sorted(named, key=lambda folder: (folder.name[:14], folder.stat().st_mtime_ns))


def builds_until(index_dir: Path, last: Path) -> list[Path]:
    """The builds up to and with `last`, in the order in which they were built."""
    builds = _builds(index_dir)
    return builds[: builds.index(last) + 1]
