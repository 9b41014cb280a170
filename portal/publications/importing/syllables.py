"""Which groups of letters are syllables of Vietnamese, and how much of a text consists of them."""

import re
import unicodedata
from functools import lru_cache

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_ONSET = r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
_RHYMES = (
    r"(?:[aăâ]|oa|oă|uâ|ua|uă)(?:c|ch|m|n|ng|nh|p|t)"
    r"|(?:e|ê|o|ô|ơ|u|ư|i|y|iê|yê|uô|ươ|uê|oe|uy|uyê|ue|oo|uơ)(?:c|ch|m|n|ng|nh|p|t)?"
    r"|[aâ][iouy]|a|ia|ya|ua|ưa|oa|uya|oai|oay|oao|uai|uay|uây|oeo|eo|êu|iu|iêu|yêu"
    r"|oi|ôi|ơi|ui|ưi|uôi|ươi|ưu|ươu|uyu|uao|ueo|uêu"
)
_SYLLABLE = re.compile(rf"{_ONSET}(?:{_RHYMES})")
_WORD = re.compile(r"[^\s\d.,;:!?()\[\]{}/\"'“”‘’…<>|*#_=+&%-]+")
_SAMPLE = 20_000


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether `word` has the shape of one syllable, whatever its tone and case."""
    letters = unicodedata.normalize("NFD", word.casefold())
    bare = unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES))
    return _SYLLABLE.fullmatch(bare) is not None


def share_of_syllables(text: str) -> float:
    """Return the share of syllables among the words with a letter beyond a-z; 1.0 without any."""
    marked = [word for word in _WORD.findall(text[:_SAMPLE]) if not word.isascii()]
    if not marked:
        return 1.0
    return sum(map(is_syllable, marked)) / len(marked)
