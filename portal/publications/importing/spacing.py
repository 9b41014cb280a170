"""Words and numbers that a converter tore apart, put together again."""

import re

from portal.publications.importing.syllables import is_syllable

_NUMBER = re.compile(
    r"(?<!\w)(số\s?:?\s?)(\d{1,4}(?: \d{1,4}){1,4})(?=\s?/|\s?-\s?[A-ZĐ])", re.IGNORECASE
)
_DAY = re.compile(r"(?<!\w)(ngày |tháng )(\d) (\d)(?=\s?[/.]|\s+tháng|\s+năm)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\w)(năm |/)((?:19|20)(?= )|[12])((?: \d{1,3}){1,3})(?!\d)", re.IGNORECASE)
_LETTER = r"[^\W\d_]"
# "điểm b ở trên" names a point.
_NAMED = "".join(f"(?<!{word} )" for word in ("điểm", "mục", "khoản", "nhóm", "loại", "lớp", "khu"))
_TORN = re.compile(rf"(?<![\w/.-]){_NAMED}({_LETTER}{{1,3}}) (?=({_LETTER}{{1,6}})(?![\w/]))")
_NO_VOWEL = re.compile(r"(?:ngh?|nh|gh|kh|ph|th|tr|ch|[bcdđghklmnpqrstvx])", re.IGNORECASE)
# Single capitals that count parts or name groups are no torn letters.
_COUNTING = frozenset("ABCDEFIVXLM")
_DIGITS_OF_A_YEAR = 4


def mended(text: str) -> str:
    """Return `text` with numbers, days and syllables in one piece where blanks tore them."""
    text = _TORN.sub(_torn, text)
    text = _NUMBER.sub(lambda found: found[1] + found[2].replace(" ", ""), text)
    text = _DAY.sub(lambda found: found[1] + found[2] + found[3], text)
    return _YEAR.sub(_year, text)


def _year(found: re.Match[str]) -> str:
    digits = (found[2] + found[3]).replace(" ", "")
    return found[1] + digits if len(digits) == _DIGITS_OF_A_YEAR else found[0]


def _torn(found: re.Match[str]) -> str:
    """Return "n gày" as "ngày": a piece without vowel in front of what makes it a syllable."""
    front, rest = found[1], found[2]
    if not _NO_VOWEL.fullmatch(front) or front in _COUNTING:
        return found[0]
    same_case = rest.isupper() if front.isupper() else rest.islower()
    return front if same_case and not rest.isascii() and is_syllable(front + rest) else found[0]
