"""Marking text for translation without needing a request.

The Vietnamese text is the message id: what citizens read is written once, where it is used.
"""

from typing import Self

LANGUAGES = ("vi", "en")


class Words(str):
    """Vietnamese words somebody typed, with the English ones they typed beside them."""

    __slots__ = ("english",)
    english: str

    def __new__(cls, vietnamese: str, english: str) -> Self:
        """Return `vietnamese`, which knows its `english`."""
        made = super().__new__(cls, vietnamese)
        made.english = english
        return made


def N_(text: str) -> str:  # noqa: N802 - the gettext convention for "mark, translate later"
    """Return `text` unchanged; pybabel extracts it, templates translate it with `_()`."""
    return text
