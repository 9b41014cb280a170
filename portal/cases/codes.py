"""Tracking codes: secrets that only the sender has, typed by hand, kept nowhere.

A code is derived from the one-time token of the form with a key outside the database, so sending
the same form twice gives the same code, and nobody without that key can make one.
"""

import hashlib
import hmac
import unicodedata

from portal.config import Settings
from portal.web import tokens

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
LETTERS = 26  # 130 bits, above the 128 asked for
CHECKS = 2
LENGTH = LETTERS + CHECKS
PRIME = 1021  # the largest below 32², so every single slip and every swap of neighbours shows
LOOK_ALIKES = str.maketrans("OIL", "011")
SEPARATORS = str.maketrans("", "", " -–—.\u00a0\t\r\n")


def make(settings: Settings, form_token: str) -> str:
    """Return the code that belongs to `form_token`, 28 characters without separators."""
    digest = hmac.new(settings.derive("tracking code"), form_token.encode(), hashlib.sha256)
    secret = int.from_bytes(digest.digest()) >> (256 - 5 * LETTERS)
    return _spell(secret, LETTERS) + _spell(secret % PRIME, CHECKS)


def read(typed: str) -> str | None:
    """Return the code somebody typed, however they spelled it; None when it cannot be one.

    A wrong character is found by the last two alone, so a slip never asks the database.
    """
    code = unicodedata.normalize("NFKC", typed).upper().translate(SEPARATORS)
    code = code.translate(LOOK_ALIKES)
    if len(code) != LENGTH or any(char not in ALPHABET for char in code):
        return None
    return code if _spell(_value(code[:LETTERS]) % PRIME, CHECKS) == code[LETTERS:] else None


def shown(code: str) -> str:
    """Return `code` in groups of four, as printed on the receipt."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def mark(settings: Settings, code: str) -> str:
    """Return `code` as the database holds it."""
    return tokens.keyed_hash(settings, "tracking code mark", code)


def _spell(value: int, length: int) -> str:
    return "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(length)))


def _value(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * len(ALPHABET) + ALPHABET.index(letter)
    return value
