"""Numbers in a text that look like those of one person: identity cards, mobile telephones. Pure."""

import re

_IDENTITY = r"0(?:[ .-]?\d){11}"
_TELEPHONE = r"\(?(?:\+?84|0)\)?[ .-]?\(?[35789](?:\)?[ .-]?\d){8}"
_NUMBER = re.compile(rf"(?<![\d/.,-])(?:{_IDENTITY}|{_TELEPHONE})(?![\d/])")


def personal_numbers(text: str) -> list[str]:
    """Return them as they are written, each once."""
    return list(dict.fromkeys(found.strip() for found in _NUMBER.findall(text)))
