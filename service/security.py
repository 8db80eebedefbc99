"""Who is answered, and what every response says of how it may be used: strict by default."""

from __future__ import annotations

import hmac
import re
from http import HTTPStatus

from flask import Flask, Response, request

from service.errors import Failure, shown
from service.settings import Settings

# Nothing inline, nothing from elsewhere; the page may only speak to its own service, and its own
# scripts may make no markup and no script of a string.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
_FEATURES = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "microphone",
    "payment",
    "publickey-credentials-get",
    "usb",
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # A question stands in the address of its page: no site that is linked to may learn it.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
# Who has no key may still see that the process lives, and the page that says so as it should look.
OPEN = {"health", "ready", "static"}
# A browser asks for a name and a password where it is told "Basic", and sends them with every
# request of the page: so the chat needs no page to log in, and no cookie.
_CHALLENGE = 'Bearer realm="Cite", Basic realm="Cite", charset="UTF-8"'


_HOST = re.compile(r"(\[[^\]]*\]|[^:]*)(?::\d*)?")


def init_app(app: Flask, settings: Settings) -> None:
    """Let in whom `settings` admit, and put the headers on every response, errors included."""

    def admit() -> None:
        _check_host(settings.trusted_hosts)
        if settings.api_key and request.endpoint not in OPEN:
            _check_key(settings.api_key)

    app.before_request(admit)
    app.after_request(_protect)


def _check_host(trusted: tuple[str, ...]) -> None:
    """Refuse a name that is not ours: a page elsewhere may have led a browser here by it.

    What names no host is no browser.

    :raise 421: the request is for another host
    """
    host = request.headers.get("Host")
    if not host or not trusted:
        return
    name = _HOST.fullmatch(host.lower())
    if name is None or name[1] not in trusted:
        raise Failure(
            HTTPStatus.MISDIRECTED_REQUEST,
            f"This service does not answer for the host {shown(host)}. Whoever runs it can name "
            "that in CITE_TRUSTED_HOSTS.",
        )


def _check_key(key: str) -> None:
    """Refuse who has not the key, as a bearer's token or as the password of any name.

    :raise 401: there is no key, or another
    """
    given = request.authorization
    said = (given.token or given.password or "") if given else ""
    # Compared in a time that tells nothing of how much of it was right.
    if not hmac.compare_digest(said.encode(errors="replace"), key.encode()):
        raise Failure(
            HTTPStatus.UNAUTHORIZED,
            "This service answers who has its key: send it as Authorization: Bearer KEY, or as "
            "the password to any name.",
            headers={"WWW-Authenticate": _CHALLENGE},
        )


def _protect(response: Response) -> Response:
    response.headers.update(HEADERS)
    if request.endpoint != "static":
        # Answers and errors come as JSON or as a page, and only for who asked.
        response.vary.add("Accept")
        response.headers["Cache-Control"] = "private, no-cache"
    return response
