"""The page of the log: what it is, its heads and keys, and proofs anybody can ask for."""

import hashlib
import re
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.errors import Invalid, NotFound
from portal.history import heads, log, merkle
from portal.history.models import Head
from portal.i18n import N_
from portal.web.access import public
from portal.web.headers import attach
from portal.web.session import db, settings

VERIFIER = Path(__file__).parents[2] / "docs" / "verify_receipt.py"

bp = Blueprint("history", __name__)

HASH = re.compile(r"[0-9a-f]{64}")
NO_HASH = N_("Dấu vết của một dòng gồm 64 ký tự 0-9 và a-f. Xin xem lại trên biên nhận.")
NO_SIZES = N_("Xin cho hai số dòng, số trước không lớn hơn số sau và không vượt quá nhật ký.")


@bp.get("/minh-bach/nhat-ky")
@public
def show() -> ResponseReturnValue:
    """Explain the log, show its latest heads and keys, and look one line up."""
    asked = _asked()
    known = HASH.fullmatch(asked) is not None
    return render_template(
        "history/log.html",
        asked=asked,
        wrong=_(NO_HASH) if asked and not known else "",
        place=log.place_of(db(), asked) if known else None,
        heads=log.recent(db()),
        line=lambda head: heads.as_line(log.signed(head)),
        keys=[_key(name, key) for name, key in heads.public_keys(settings().keys).items()],
    )


@bp.get("/minh-bach/nhat-ky.json")
@public
def as_json() -> ResponseReturnValue:
    """Give heads and keys; for `leaf` one line's proof, for `first` and `second` that of growth."""
    if "leaf" in request.args:
        return jsonify(_inclusion(_asked()))
    if "first" in request.args or "second" in request.args:
        return jsonify(_consistency())
    return jsonify(
        heads=[head_as_json(head) for head in log.recent(db(), 100)],
        keys=[_key(name, key) for name, key in heads.public_keys(settings().keys).items()],
    )


@bp.get("/minh-bach/nhat-ky/verify_receipt.py")
@public
def verifier() -> ResponseReturnValue:
    """Hand out the program that checks a certificate on anybody's own machine."""
    return attach(Response(VERIFIER.read_bytes(), mimetype="text/x-python"), VERIFIER.name)


def head_as_json(head: Head) -> dict[str, Any]:
    """Return a head for programs, its line for people beside it."""
    made = log.signed(head)
    return {
        "number": head.number,
        "size": head.size,
        "root": head.root,
        "at": made.stated.at,
        "key": head.key_id,
        "signature": head.signature,
        "line": heads.as_line(made),
    }


def _asked() -> str:
    return "".join(request.args.get("leaf", "").split()).lower()


def _key(name: str, key: bytes) -> dict[str, str]:
    return {"id": name, "ed25519": key.hex(), "sha256": hashlib.sha256(key).hexdigest()}


def _inclusion(asked: str) -> dict[str, Any]:
    if not HASH.fullmatch(asked):
        raise Invalid(NO_HASH)
    place = log.place_of(db(), asked)
    if place is None:
        raise NotFound
    path = [step.hex() for step in place.path]
    return {"leaf": asked, "index": place.position, "path": path, "head": head_as_json(place.head)}


def _consistency() -> dict[str, Any]:
    first, second = (request.args.get(name, 0, type=int) for name in ("first", "second"))
    second = second or log.size_of(db())
    if not 0 < first <= second <= log.size_of(db()):
        raise Invalid(NO_SIZES)
    node = log.nodes(db())
    return {
        "first": {"size": first, "root": merkle.root(node, first).hex()},
        "second": {"size": second, "root": merkle.root(node, second).hex()},
        "proof": [step.hex() for step in merkle.consistency(node, first, second)],
    }
