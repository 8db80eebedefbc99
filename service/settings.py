"""What can be set from outside, in one frozen record read from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_REPOSITORY = Path(__file__).resolve().parent.parent
_YES = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}


class SettingsError(ValueError):
    """A setting cannot be used; the message names the variable, its value and the remedy."""


@dataclass(frozen=True)
class Settings:
    """Where things are and how much is allowed; the defaults suit one small machine.

    `threads` questions are answered at once and `waiting` more may queue; `rate` is how many
    questions one client address may ask a minute. Port 0 takes any free port.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    corpus_dir: Path = _REPOSITORY / "corpus"
    index_dir: Path = _REPOSITORY / ".index"
    embedding_model: str | None = None
    threads: int = 2
    waiting: int = 16
    rate: int = 120
    log_questions: bool = False

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read `CITE_HOST`, `CITE_PORT` and so on; what is unset or empty keeps its default.

        Raises `SettingsError` on a value that cannot be used.
        """
        env = os.environ if environ is None else environ
        default = cls()
        return cls(
            host=env.get("CITE_HOST", "").strip() or default.host,
            port=_integer(env, "CITE_PORT", default.port, 0, 65_535),
            corpus_dir=_folder(env, "CITE_CORPUS_DIR", default.corpus_dir),
            index_dir=_folder(env, "CITE_INDEX_DIR", default.index_dir),
            embedding_model=env.get("CITE_EMBEDDING_MODEL", "").strip() or None,
            threads=_integer(env, "CITE_THREADS", default.threads, 1, 256),
            waiting=_integer(env, "CITE_WAITING", default.waiting, 0, 10_000),
            rate=_integer(env, "CITE_RATE", default.rate, 1, 1_000_000),
            log_questions=_flag(env, "CITE_LOG_QUESTIONS"),
        )


def _integer(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    value = env.get(name, "").strip()
    if not value:
        return default
    if value.isascii() and value.isdigit() and len(value) <= 9 and least <= int(value) <= most:
        return int(value)
    raise SettingsError(
        f"{name} is {value!r}, which is not a whole number from {least} to {most}: "
        f"set it to one, for example {name}={default}, or unset it."
    )


def _folder(env: Mapping[str, str], name: str, default: Path) -> Path:
    value = env.get(name, "").strip()
    if not value:
        return default
    try:
        return Path(value).expanduser().absolute()
    except RuntimeError as error:  # "~somebody" whom the system does not know
        raise SettingsError(
            f"{name} is {value!r}, whose home folder is not known: set it to a whole path."
        ) from error


def _flag(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "").strip()
    try:
        return _YES[value.lower()]
    except KeyError:
        raise SettingsError(f"{name} is {value!r}: set it to 1 or 0, or unset it.") from None
