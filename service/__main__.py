"""`python -m service`: serve the chat and the API until the process is told to stop."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import NoReturn

from service import logs, server
from service.app import create_app
from service.errors import Unavailable
from service.memory import share_one_pool
from service.routes import Parts, parts_of
from service.settings import Settings, SettingsError


def main() -> int:
    """Serve; return the exit status: 0 stopped as told, 2 cannot start as set."""
    share_one_pool()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return _serve()
    except KeyboardInterrupt:  # told to stop before it ran
        return 0


def _serve() -> int:
    try:
        settings = Settings.from_environ()
        listening = server.listen(settings.host, settings.port)
    except (SettingsError, server.ServerError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    # The log has standard output for itself; what is for people goes beside it.
    logs.configure(sys.stdout)
    app = create_app(settings)
    running = server.create(app, settings, listening)
    sys.stderr.write(f"Cité is at {server.address(listening)}. {_state(parts_of(app))}\n")
    server.serve(running)
    return 0


def _state(parts: Parts) -> str:
    try:
        return f"It answers from {parts.holder.get().searcher.info.documents} documents."
    except Unavailable as missing:
        return f"It cannot answer yet: {missing}"


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
