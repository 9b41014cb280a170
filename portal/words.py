"""Text as somebody in a hurry types it, for comparing what people write. Pure."""

import unicodedata


def fold(text: str) -> str:
    """Return `text` without marks and capitals, with single spaces."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = (char for char in plain if not unicodedata.combining(char))
    return " ".join("".join(letters).split())
