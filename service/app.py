"""The web application: every part of the service put together."""

from __future__ import annotations

from contextlib import suppress

from flask import Flask

from index.builds import current_build
from service import errors, limits, logs, messages, metrics, routes, security
from service.ask import Service
from service.errors import Unavailable
from service.holder import Holder
from service.settings import Settings


def create_app(settings: Settings | None = None, service: Service | None = None) -> Flask:
    """Build the app; `service` is one that is already open, else it is opened by `settings`.

    Without an index the app starts too, and answers 503. It looks from time to time whether there
    is one, or another one than that in use.
    Raises `SettingsError` where the settings come from the environment and cannot be used.
    """
    chosen = settings or Settings.from_environ()
    if service is None:
        index_dir = chosen.index_dir
        holder = Holder(lambda: Service.open(index_dir), lambda: current_build(index_dir))
    else:
        holder = Holder(lambda: service)
    app = Flask("service")
    # "//documents" is no address of ours, and not worth a redirect.
    app.url_map.merge_slashes = False
    logs.init_app(app, questions=chosen.log_questions)
    security.init_app(app, chosen)
    messages.init_app(app)
    errors.init_app(app)
    admission = limits.init_app(app, chosen)
    counted = metrics.init_app(app, admission)
    routes.init_app(app, routes.Parts(holder, admission, counted))
    with suppress(Unavailable):  # open the index now rather than at the first question
        holder.get()
    return app
