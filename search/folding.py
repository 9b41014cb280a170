"""Vietnamese letters made comparable: clean, folded, and by a key for their marks."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

LONGEST_WORD = 64
TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
# A mark that stands alone keeps its place, as a letter that composes with nothing.
LONE_MARK = "\u02bc"
INVISIBLE = (
    *(0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2065),
)
SPACES = (0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
DASHES = (*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D)
# Icelandic and African letters that old fonts and keyboards put where đ belongs.
LOOKALIKES = {0x00D0: "Đ", 0x0189: "Đ", 0x00F0: "đ", 0x0256: "đ"}
CLEAN: dict[int, str | None] = {
    **dict.fromkeys(INVISIBLE),
    **dict.fromkeys(SPACES, " "),
    **dict.fromkeys(DASHES, "-"),
    **LOOKALIKES,
}
UNCLEAN = re.compile(f"[{''.join(map(re.escape, map(chr, CLEAN)))}]")
# kĩ = kỹ, lí = lý, quí = quý; but sĩ is the common form of sỹ.
I_AS_Y = re.compile(r"(?<![^\W\d_])((?:h|k|l|m|t|qu))i(?![^\W\d_])")
S_WITH_Y = re.compile(r"^sy$")


def normalise(text: str) -> str:
    """Return `text` in NFC with plain spaces and dashes, real đ, and nothing invisible."""
    clean = text.translate(CLEAN) if UNCLEAN.search(text) else text
    return unicodedata.normalize("NFC", clean)


class _Letters(dict[int, str]):
    """The folded form of each code point, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_letter(chr(code))
        return folded


def _fold_letter(letter: str) -> str:
    """Return the plain lower-case letter under `letter`, always one character."""
    if letter in "đĐðÐ\u0189\u0256":
        return "d"
    if unicodedata.category(letter) == "Mn":
        return LONE_MARK
    base = unicodedata.normalize("NFD", letter)[0].lower()
    base = unicodedata.normalize("NFD", base)[0]
    return base if len(base) == 1 else letter


_LETTERS = _Letters()


def fold(text: str) -> str:
    """Return `text` in lower case without marks: one character for each NFC character."""
    return unicodedata.normalize("NFC", text).translate(_LETTERS)


class Syllable(NamedTuple):
    """The keys a written word is compared by."""

    folded: str
    exact: str
    marked: bool


@lru_cache(maxsize=1 << 16)
def syllable(word: str) -> Syllable:
    """Return the keys of `word`; the exact one is the same wherever its tone is written."""
    word = word[:LONGEST_WORD]
    plain = fold(word)
    letters, tone = _without_tone(word)
    return Syllable(_one_i(plain), _one_i(letters) + tone, letters + tone != plain)


def _without_tone(word: str) -> tuple[str, str]:
    """Return the lower-case letters of `word` without its tone, and the tone's digit."""
    tone, letters = "", []
    for letter in unicodedata.normalize("NFD", word.lower()):
        if letter in TONES:
            tone = TONES[letter]
        else:
            letters.append(letter)
    return unicodedata.normalize("NFC", "".join(letters)), tone


def _one_i(letters: str) -> str:
    """Return `letters` with a final i or y written the one common way."""
    return S_WITH_Y.sub("si", I_AS_Y.sub(r"\1y", letters))
