"""The headers of every answer: what browsers may load, keep and tell others."""

import gzip
from urllib.parse import quote

from flask import Flask, Response, request

from portal.web.session import settings

CONTENT_POLICY = (
    "default-src 'none'; "
    "style-src 'self'; "
    "script-src 'self'; "
    "img-src 'self' data:; "
    "connect-src 'self'; "
    "worker-src 'self'; "
    "manifest-src 'self'; "
    "form-action 'self'; "
    "frame-ancestors 'none'; "
    "base-uri 'none'; "
    "object-src 'none'"
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
}
ONE_YEAR = 31_536_000
WORTH_PACKING = 1_000
PACKED = ("text/", "application/json", "image/svg+xml", "application/javascript")


def private(response: Response) -> Response:
    """Return `response` marked as one person's own: never stored, never named to other sites."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def attach(response: Response, name: str) -> Response:
    """Return `response` as a download called `name`, whatever letters that has (RFC 6266)."""
    plain = name.encode("ascii", "ignore").decode().replace('"', "").replace("\\", "").strip()
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain or 'tep'}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    return response


def dress(response: Response) -> Response:
    """Return `response` with every header it needs; what the view set stays."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if settings().https:
        response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}; includeSubDomains"
    if request.path.startswith("/quan-tri") or request.method == "POST":
        response.headers.setdefault("Cache-Control", "no-store")
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.vary.update(("Accept-Language", "Cookie"))
    return _pack(response)


def init_app(app: Flask) -> None:
    """Dress every answer."""
    app.after_request(dress)


def _pack(response: Response) -> Response:
    """Return `response` gzipped where that helps; personal pages never are (BREACH)."""
    if (
        response.direct_passthrough
        or response.status_code != 200  # noqa: PLR2004 - OK
        or "Content-Encoding" in response.headers
        or "no-store" in response.headers.get("Cache-Control", "")
        or not (response.mimetype or "").startswith(PACKED)
        or "gzip" not in request.headers.get("Accept-Encoding", "")
        or len(response.data) < WORTH_PACKING
    ):
        return response
    response.data = gzip.compress(response.data, compresslevel=6, mtime=0)
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response
