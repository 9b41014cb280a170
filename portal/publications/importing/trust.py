"""Whether a text can be believed to be what was written."""

import re

from portal.publications.importing.unreadable import (
    BINARY,
    EMPTY,
    LEGACY_FONT,
    NO_VIETNAMESE,
    TOO_LONG,
    UNKNOWN_FONT,
    Unreadable,
)

LONGEST = 5_000_000
_MARKED = frozenset(
    "ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ",
)
# Signs that stand for Vietnamese letters in TCVN3 and VNI fonts and are rare in Unicode text.
_LEGACY = re.compile(
    r"[\u00a1-\u00a6\u00a8\u00a9\u00ac\u00ae-\u00b9\u00bb-\u00bf]|[äåæçëïîñöøûüÿÄÅÆÇËÏÎÑÖØÛÜ]"
)
_NAMELESS = re.compile(r"\(cid:\d{1,6}\)|[\ue000-\uf8ff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b]")
_FEW = 3
_SHARE_OF_MARKED = 0.04
_SHARE_OF_STRANGE = 0.02
_ENOUGH_LETTERS = 20


def check_text(text: str) -> None:
    """Refuse a text that is empty, too long, or whose letters cannot be trusted."""
    if len(text) > LONGEST:
        raise Unreadable(TOO_LONG)
    if not any(letter.isalnum() for letter in text[:LONGEST]):
        raise Unreadable(EMPTY)
    length = len(text)
    if _is_frequent(_CONTROLS, text, length):
        raise Unreadable(BINARY)
    if _is_frequent(_NAMELESS, text, length // 10):
        raise Unreadable(UNKNOWN_FONT)
    letters = text.casefold()
    count = sum(letter.isalpha() for letter in letters)
    if _is_frequent(_LEGACY, text, count):
        raise Unreadable(LEGACY_FONT)
    marked = sum(letter in _MARKED for letter in letters)
    if count < _ENOUGH_LETTERS and marked:
        return
    if marked < _SHARE_OF_MARKED * count:
        raise Unreadable(NO_VIETNAMESE)


def _is_frequent(shape: re.Pattern[str], text: str, among: int) -> bool:
    found = sum(1 for _ in shape.finditer(text))
    return found > _FEW and found > _SHARE_OF_STRANGE * among
