"""Rows of two cells that only set head or signature side by side, as converters draw them."""

import re
from itertools import zip_longest

_ROW = re.compile(r"\s*\|([^|\n]{0,2000})\|([^|\n]{0,2000})\|\s*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LAYOUT = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN|Độc lập\W{1,3}Tự do|Nơi nhận|(?:^|<br>)\W*Số\s?:"
    r"|(?:^|<br>)\W*(?:TM|KT|TL|TUQ)\.",
    re.IGNORECASE,
)
_GAP = " " * 6


def apart(raw: str) -> list[str]:
    """Return the printed lines of such a row, its two columns far apart; any other line alone."""
    row = _ROW.fullmatch(raw)
    if row is None or not any(_LAYOUT.search(cell.strip()) for cell in row.groups()):
        return [raw]
    left, right = (_BREAK.split(cell) for cell in row.groups())
    return [_GAP.join(pair) for pair in zip_longest(left, right, fillvalue="")]
