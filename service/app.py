"""The web application: every part of the service put together."""

from __future__ import annotations

from contextlib import suppress

from flask import Flask

from service import errors, limits, logs, messages, metrics, routes, security
from service.ask import Service
from service.errors import Unavailable
from service.holder import Holder
from service.settings import Settings


def create_app(settings: Settings | None = None, service: Service | None = None) -> Flask:
    """Build the app; `service` is one that is already open, else it is opened by `settings`.

    Without an index the app starts too, answers 503 and looks for one again from time to time.
    Raises `SettingsError` where the settings come from the environment and cannot be used.
    """
    chosen = settings or Settings.from_environ()
    holder = Holder(lambda: service or Service.open(chosen.index_dir))
    app = Flask("service")
    # "//documents" is no address of ours, and not worth a redirect.
    app.url_map.merge_slashes = False
    logs.init_app(app, questions=chosen.log_questions)
    security.init_app(app)
    messages.init_app(app)
    errors.init_app(app)
    admission = limits.init_app(app, chosen)
    counted = metrics.init_app(app, admission)
    routes.init_app(app, routes.Parts(holder, admission, counted))
    with suppress(Unavailable):  # open the index now rather than at the first question
        holder.get()
    return app
