"""Addresses nobody can guess: a signer's own, and the one a starter passes on to supporters."""

import hmac
import secrets

from sqlalchemy.orm import Session

from portal.config import Settings
from portal.petitions.models import Petition, Signature
from portal.web import tokens

LENGTH = 32
OWN = "/kien-nghi/chu-ky"


def new_nonce() -> str:
    """Return what a new signature's address follows from."""
    return secrets.token_hex(16)


def token_of(settings: Settings, signature: Signature) -> str:
    """Return the last part of a signer's own address; it names nobody."""
    drawn = tokens.keyed_hash(settings, "petition signature", f"{signature.id}:{signature.nonce}")
    return f"{signature.id}-{drawn[:LENGTH]}"


def address_of(settings: Settings, signature: Signature) -> str:
    """Return where a signer confirms, looks and withdraws."""
    return f"{settings.public_url}{OWN}/{token_of(settings, signature)}"


def signature_by(session: Session, settings: Settings, token: str) -> Signature | None:
    """Return the signature an address belongs to, None for any other words."""
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < LENGTH // 3):
        return None
    found = session.get(Signature, int(number))
    if found is None or not found.nonce:
        return None
    known = hmac.compare_digest(token_of(settings, found).encode(), token.encode())
    return found if known else None


def supporters_token(settings: Settings, petition: Petition) -> str:
    """Return what only those have whom the starter asked to support `petition`."""
    drawn = f"{petition.id}:{petition.form_mark}"
    return tokens.keyed_hash(settings, "petition supporters", drawn)[:LENGTH]


def is_for_supporters(settings: Settings, petition: Petition, token: str) -> bool:
    """Return whether `token` is the one of `petition`."""
    return hmac.compare_digest(supporters_token(settings, petition).encode(), token.encode())
