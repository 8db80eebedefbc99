"""What can be set from outside, in one frozen record read from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_REPOSITORY = Path(__file__).resolve().parent.parent
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_SHORTEST_KEY = 16
_YES = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}


class SettingsError(ValueError):
    """A setting cannot be used; the message names the variable, its value and the remedy."""


@dataclass(frozen=True)
class Settings:
    """Where things are and how much is allowed; the defaults suit one small machine.

    `threads` questions are answered at once and `waiting` more may queue; `rate` is how many
    questions one client address may ask a minute, told by the last of `proxies` proxies. Port 0
    takes any free port. `trusted_hosts` are the names it answers to, empty for any; who has no
    `api_key`, where there is one, gets nothing.
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
    trusted_hosts: tuple[str, ...] = _LOOPBACK
    proxies: int = 0
    api_key: str | None = field(default=None, repr=False)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read `CITE_HOST`, `CITE_PORT` and so on; what is unset or empty keeps its default.

        Raises `SettingsError` on a value that cannot be used.
        """
        env = os.environ if environ is None else environ
        default = cls()
        host = env.get("CITE_HOST", "").strip() or default.host
        return cls(
            host=host,
            port=_integer(env, "CITE_PORT", default.port, 0, 65_535),
            corpus_dir=_folder(env, "CITE_CORPUS_DIR", default.corpus_dir),
            index_dir=_folder(env, "CITE_INDEX_DIR", default.index_dir),
            embedding_model=env.get("CITE_EMBEDDING_MODEL", "").strip() or None,
            threads=_integer(env, "CITE_THREADS", default.threads, 1, 256),
            waiting=_integer(env, "CITE_WAITING", default.waiting, 0, 10_000),
            rate=_integer(env, "CITE_RATE", default.rate, 1, 1_000_000),
            log_questions=_flag(env, "CITE_LOG_QUESTIONS"),
            trusted_hosts=_hosts(env, "CITE_TRUSTED_HOSTS", host),
            proxies=_integer(env, "CITE_PROXIES", default.proxies, 0, 10),
            api_key=_key(env, "CITE_API_KEY"),
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


def _hosts(env: Mapping[str, str], name: str, host: str) -> tuple[str, ...]:
    """The names that are set, else this machine's own where it alone is listened to."""
    value = env.get(name, "").lower()
    names = tuple(filter(None, (each.strip() for each in value.split(","))))
    for each in names:
        if not re.fullmatch(r"[\w.-]+|\[[0-9a-f:.]+\]", each):
            raise SettingsError(
                f"{name} is {env[name]!r}, in which {each!r} is no host: set it to names without "
                "ports, for example cite.example.org,localhost"
            )
    if names:
        return names
    return _LOOPBACK if host in {*_LOOPBACK, "::1"} else ()


def _key(env: Mapping[str, str], name: str) -> str | None:
    value = env.get(name, "").strip()
    # The value itself stays out of the message: it is a secret.
    if value and not re.fullmatch(rf"[!-~]{{{_SHORTEST_KEY},200}}", value):
        raise SettingsError(
            f"{name} cannot be used: set it to {_SHORTEST_KEY} to 200 letters, digits and signs "
            "without spaces, for example by: openssl rand -hex 32"
        )
    return value or None
