"""Headings as one reads them: words printed in capitals put back into small letters. Pure."""

import re
from collections.abc import Iterable

ABBREVIATIONS = frozenset(
    (
        *("UBND", "HĐND", "MTTQ", "TTHC", "QCDC", "CCHC", "KTXH", "CNTT", "TTND", "GSĐTCĐ"),
        *("HTX", "TDP", "CBCC", "CBCCVC", "QR", "BHYT", "BHXH"),
    )
)
_MARK = re.compile(r"(?:[IVXLC]+|\d+(?:\.\d+)*)[.)]\s")


def sentence_case(words: str, names: Iterable[str] = ()) -> str:
    """Return a heading printed in capitals as a sentence: "Kinh phí thực hiện".

    Args:
        words: the heading; one not in capitals stays as it is.
        names: proper names that keep their capitals: "Vân Khê".

    """
    if not words.isupper():
        return words
    mark = _MARK.match(words)
    start = mark.end() if mark else 0
    text = re.sub(r"\w+", lambda found: _small(found[0]), words[start:])
    for name in names:
        text = re.sub(rf"\b{re.escape(name)}\b", name, text, flags=re.IGNORECASE)
    return words[:start] + text[:1].upper() + text[1:]


def proper_names(text: str) -> list[str]:
    """Return the names in `text`: two or more capitalised words together, "Vân Khê"."""
    names, run = [], []
    for word in [*re.findall(r"\w+|[^\w\s]", text), ""]:
        if word[:1].isupper() and not word.isupper():
            run.append(word)
            continue
        if len(run) > 1:
            names.append(" ".join(run))
        run = []
    return names


def _small(word: str) -> str:
    return word if word in ABBREVIATIONS else word.lower()
