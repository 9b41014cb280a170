"""Words between quotation marks, curly or straight: they are another document's."""

import re

_OPENING = re.compile(r"“|(?:^|(?<=[\s(“]))\"(?=[^\s\"])")
_CLOSING = re.compile(r"”|(?<=[^\s(“])\"")


def opens_quote(text: str) -> bool:
    """Whether `text` begins with an opening mark."""
    return _OPENING.match(text) is not None


def quote_depth(text: str) -> int:
    """Return how many quotations `text` opens and leaves open; fewer than none when it closes."""
    return len(_OPENING.findall(text)) - len(_CLOSING.findall(text))
