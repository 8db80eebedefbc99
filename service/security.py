"""What every response says about how it may be used: headers, strict by default."""

from __future__ import annotations

from flask import Flask, Response, request

# Nothing inline, nothing from elsewhere; the page may only speak to its own service.
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
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # A question stands in the address of its page: no site that is linked to may learn it.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def init_app(app: Flask) -> None:
    """Put the headers on every response of `app`, errors and files included."""
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    response.headers.update(HEADERS)
    if request.endpoint != "static":
        # Answers and errors come as JSON or as a page, and only for who asked.
        response.vary.add("Accept")
        response.headers["Cache-Control"] = "private, no-cache"
    return response
