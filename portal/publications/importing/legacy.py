"""Vietnamese text of the time before Unicode: TCVN3 (ABC) and VNI, turned into Unicode."""

import re
import unicodedata
from collections.abc import Callable
from itertools import product

from portal.publications.importing.syllables import share_of_syllables

# TCVN 5712:1993, third table: one byte a letter, from A1 to FE, as a Western code page shows it.
_TCVN3_SIGNS = "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3 = str.maketrans(dict(zip(_TCVN3_SIGNS, _TCVN3_LETTERS, strict=True)))

# VNI for Windows: the letter, then a sign for its tone, or for its shape and tone together.
_TONE_SIGNS = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_CIRCUMFLEX = {
    "â": "",
    "á": "\u0301",
    "à": "\u0300",
    "å": "\u0309",
    "ã": "\u0303",
    "ä": "\u0323",
}
_BREVE = {
    "ê": "",
    "é": "\u0301",
    "è": "\u0300",
    "ú": "\u0309",
    "ü": "\u0303",
    "ë": "\u0323",
}
_VNI_ALONE = {
    "ô": "ơ",
    "ö": "ư",
    "ñ": "đ",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "î": "ỵ",
    "í": "í",
    "ì": "ì",
}


def _vni_table() -> dict[str, str]:
    shaped = [
        *(("a", sign, f"a\u0306{tone}") for sign, tone in _BREVE.items()),
        *((v, sign, f"{v}\u0302{tone}") for v, (sign, tone) in product("aeo", _CIRCUMFLEX.items())),
        *((v, sign, v + tone) for v, (sign, tone) in product("aeouy", _TONE_SIGNS.items())),
        *(("ô", sign, f"ơ{tone}") for sign, tone in _TONE_SIGNS.items()),
        *(("ö", sign, f"ư{tone}") for sign, tone in _TONE_SIGNS.items()),
    ]
    table = {
        letter + sign: unicodedata.normalize("NFC", meant) for letter, sign, meant in shaped
    } | _VNI_ALONE
    capitals = {key.upper(): meant.upper() for key, meant in table.items()}
    # A capital letter may carry a small sign ("Uû ban").
    mixed = {key[0].upper() + key[1]: meant.upper() for key, meant in table.items() if len(key) > 1}
    return {**mixed, **capitals, **table}


_VNI = _vni_table()
_VNI_SHAPE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_TRUSTED, _DOUBTFUL, _BETTER = 0.9, 0.7, 0.2
_LAST_WESTERN, _FEW = "\u00ff", 0.02


def unicode_of(text: str) -> str | None:
    """Return `text` in Unicode when it is surely one of the old encodings, else None."""
    before = share_of_syllables(text)
    if before > _DOUBTFUL or _has_unicode(text):
        return None
    score, found = max((share_of_syllables(turned), turned) for turned in _turned(text))
    return found if score >= _TRUSTED and score > before + _BETTER else None


def _has_unicode(text: str) -> bool:
    """Whether letters stand in the text that no old encoding shows: then it mixes both."""
    marked = [letter for letter in text if not letter.isascii() and letter.isalpha()]
    return sum(letter > _LAST_WESTERN for letter in marked) > _FEW * len(marked)


def _turned(text: str) -> tuple[str, str]:
    return from_tcvn3(text), from_vni(text)


def from_tcvn3(text: str) -> str:
    """Return TCVN3 text in Unicode; lines typed in the font of capitals become capitals."""
    return _by_line(text, lambda line: line.translate(_TCVN3))


def from_vni(text: str) -> str:
    """Return VNI text in Unicode."""
    return _by_line(text, lambda line: _VNI_SHAPE.sub(lambda found: _VNI[found[0]], line))


def _by_line(text: str, turn: Callable[[str], str]) -> str:
    return "\n".join(_with_capitals(line, turn(line)) for line in text.split("\n"))


def _with_capitals(before: str, after: str) -> str:
    """Return the line in capitals when every plain letter of it was one."""
    plain = [letter for letter in before if letter.isascii() and letter.isalpha()]
    return after.upper() if len(plain) > 1 and all(map(str.isupper, plain)) else after
