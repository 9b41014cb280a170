"""What the tokens on posters look like, and how they are read however they are typed. Pure."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, timedelta

# Crockford's 32: no I, L, O (they are read as 1, 1, 0) and no U. 32**8 is 1.1e12: a stranger who
# tries a thousand tokens a second meets one of 100 counters after 127 days: a public page.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
HALF = LENGTH // 2
QUIET = timedelta(days=14)
LOOK_ALIKES = str.maketrans("OIL", "011")

Choose = Callable[[Sequence[str]], str]


def new_token(choose: Choose) -> str:
    """Return a fresh token.

    Args:
        choose: picks one of several letters; `secrets.choice` outside of tests.

    """
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def normalise(typed: str) -> str:
    """Return the token meant by `typed`, "" when it cannot be one.

    Small letters, dashes, dots and spaces do not matter; O is 0, I and L are 1.
    """
    wide = unicodedata.normalize("NFKC", typed).upper()
    token = "".join(char for char in wide if char.isalnum()).translate(LOOK_ALIKES)
    return token if len(token) == LENGTH and set(token) <= set(ALPHABET) else ""


def shown(token: str) -> str:
    """Return `token` as it is printed, ABCD-EFGH."""
    return f"{token[:HALF]}-{token[HALF:]}"


def is_dead(issued_on: date, scanned_on: date | None, today: date) -> bool:
    """Return whether a poster seems lost or covered: nobody scanned its code for two weeks."""
    return today - max(issued_on, scanned_on or issued_on) > QUIET
