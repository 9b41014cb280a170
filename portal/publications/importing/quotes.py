"""Words between quotation marks, curly or straight: they are another document's."""

import re
from collections.abc import Sequence

_OPENING = re.compile(r"“|(?:^|(?<=[\s(“]))\"(?=[^\s\"])")
_CLOSING = re.compile(r"”|(?<=[^\s(“])\"")
_BEHIND_COLON = re.compile(r":\s?(?=[“\"])")


def opens_quote(text: str) -> bool:
    """Whether `text` begins with an opening mark."""
    return _OPENING.match(text) is not None


def quote_depth(text: str) -> int:
    """Return how many quotations `text` opens and leaves open; fewer than none when it closes."""
    return len(_OPENING.findall(text)) - len(_CLOSING.findall(text))


def quoted_lines(texts: Sequence[str]) -> set[int]:
    """Return the lines behind one that opens a quotation, up to the one that closes it.

    It opens at the beginning of a line or behind a colon; one that is never closed is none.
    """
    found: set[int] = set()
    start, depth = 0, 0
    for at, text in enumerate(texts):
        if depth > 0:
            depth += quote_depth(text)
        elif (words := _opened(text)) is not None:
            start, depth = at, quote_depth(words)
        else:
            continue
        if depth <= 0:
            found.update(range(start + 1, at + 1))
    return found


def _opened(text: str) -> str | None:
    if opens_quote(text):
        return text
    colon = _BEHIND_COLON.search(text)
    return text[colon.end() :] if colon else None
