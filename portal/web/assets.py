"""The one stylesheet and the one script, joined at start, named by content, kept for a year."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from portal.errors import NotFound
from portal.web.access import public

STATIC = Path(__file__).parents[1] / "static"
LAYERS = ("tokens.css", "base.css", "layout.css")
KINDS = {".css": "text/css", ".js": "text/javascript"}
FOREVER = "public, max-age=31536000, immutable"

bp = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Asset:
    """A file as it is served.

    Attributes:
        address: its path below /tai-san/, with the hash of its content.
        content: the bytes.
        packed: the same, gzipped.
        kind: its media type.

    """

    address: str
    content: bytes
    packed: bytes
    kind: str


def joined_css(folder: Path) -> bytes:
    """Return tokens, base, layout and every component in layer order, without their comments."""
    parts = [folder / name for name in LAYERS] + sorted((folder / "components").glob("*.css"))
    joined = b"\n".join(path.read_bytes() for path in parts if path.exists())
    return re.sub(rb"\s+", b" ", re.sub(rb"/\*.*?\*/", b"", joined, flags=re.DOTALL)).strip()


def make(name: str, content: bytes) -> Asset:
    """Return `content` as the asset `name`, e.g. portal.css as portal.1a2b3c4d.css."""
    stem, _, ending = name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:12]
    return Asset(
        address=f"{stem}.{digest}.{ending}",
        content=content,
        packed=gzip.compress(content, 9, mtime=0),
        kind=KINDS[f".{ending}"],
    )


def asset_url(name: str) -> str:
    """Return the address of the asset `name` (portal.css, portal.js)."""
    asset: Asset = current_app.extensions["assets"][name]
    return url_for("assets.asset", address=asset.address)


@bp.get("/tai-san/<address>")
@public
def asset(address: str) -> ResponseReturnValue:
    """Serve one asset; its address changes with its content, so it may be kept for ever."""
    for found in current_app.extensions["assets"].values():
        if found.address == address:
            return _answer(found)
    raise NotFound


def _answer(found: Asset) -> Response:
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(found.packed if packed else found.content, mimetype=found.kind)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = FOREVER
    return response


def init_app(app: Flask) -> None:
    """Join the files and serve them."""
    scripts = sorted((STATIC / "js").glob("*.js"))
    script = b"\n".join(path.read_bytes() for path in scripts)
    made = {
        "portal.css": make("portal.css", joined_css(STATIC / "css")),
        "portal.js": make("portal.js", script),
        "kiosk.js": make("kiosk.js", (STATIC / "js" / "kiosk" / "kiosk.js").read_bytes()),
    }
    app.extensions["assets"] = made
    app.jinja_env.globals["asset_url"] = asset_url
    app.register_blueprint(bp)
