"""The block at the end: who signed, and who receives the document."""

import re
from collections.abc import Iterator, Sequence

from portal.publications.importing.lines import Line
from portal.publications.importing.reading import Signer
from portal.publications.importing.words import (
    BODIES,
    ROLE_BY_FOLDED,
    folded,
    is_capital,
    spelled,
)

_RECIPIENTS = "nơi nhận"
_AUTHORITY = re.compile(r"(?P<for>TM|KT|TL|TUQ)\s?\.\s?(?P<whom>\S.{0,100})")
_WITH_ROLE = re.compile(
    rf"(?P<front>(?:TM|KT|TL|TUQ)\s?\.\s?\S.{{0,100}}?)\s(?P<role>{'|'.join(ROLE_BY_FOLDED).upper()})",
)
_ACTING = re.compile(r"Q\s?\.\s?(?P<role>\S.{0,40})")
_SEVERAL = re.compile(r"\s(?=(?:KT|TL|TUQ)\s?\.)")
_CODE = re.compile(r"(?:TM|KT|TL|TUQ|Q)\s?\.")
_SIGNED = re.compile(r"[(\[]?\s?đã ký\s?[)\]]?\s?:?", re.IGNORECASE)
_DEGREE = re.compile(r"(?:(?:GS|PGS|TS|ThS|BS|CN|KS|CK\s?I{1,2}|Th\.S|T\.S)\s?\.?\s?)+(?=\S)")
_NO_NAMES = (*(body.casefold().split()[0] for body in BODIES), "như", "lưu", "các", "nơi", "đồng")
_FEWEST_WORDS, _MOST_WORDS = 2, 6
_LOOK_UP = 8


def signature_start(lines: Sequence[Line], body: int) -> int | None:
    """Return the index of the first line of the block, or None when there is none."""
    named = [i for i in range(body, len(lines)) if folded(lines[i].text).startswith(_RECIPIENTS)]
    signs = [i for i in range(body, len(lines)) if _is_sign(lines[i])]
    if not named:
        return signs[0] if signs and not _followed_by_text(lines, signs[0]) else None
    before = [i for i in signs if named[0] - _LOOK_UP <= i < named[0]]
    return min([named[0], *before])


def _is_sign(line: Line) -> bool:
    return any((_CODE.match(part) and is_capital(part)) or _role(part) for part in line.parts)


def _role(words: str) -> str | None:
    """Return the role a piece in capitals names and nothing else."""
    return ROLE_BY_FOLDED.get(folded(words)) if is_capital(words) else None


def _followed_by_text(lines: Sequence[Line], start: int) -> bool:
    """Whether legal bases follow, so that the role heads a decision instead of signing it."""
    return any(line.text.startswith("Căn cứ") for line in lines[start + 1 :])


def read_signer(lines: Sequence[Line]) -> Signer | None:
    """Return who signed, of what the lines of the block say."""
    authority: list[str] = []
    role = name = None
    for part in _pieces(lines):
        if found := _AUTHORITY.fullmatch(part):
            authority.append(f"{found['for']}. {spelled(found['whom'])}")
        elif acting := _ACTING.fullmatch(part):
            role = role or f"Q. {spelled(acting['role'])}"
        elif named := _role(part):
            role = role or named
        elif name is None and (role or authority):
            name = _name(part)
    if not (authority or role or name):
        return None
    return Signer(name=name, role=role, authority=", ".join(authority) or None)


def _pieces(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the parts of the block that are not recipients, one per line of the signature."""
    for line in lines:
        for part in line.parts:
            if folded(part).startswith(_RECIPIENTS):
                continue
            for piece in _SEVERAL.split(part):
                yield from _split_role(piece)


def _split_role(piece: str) -> tuple[str, ...]:
    """Return "KT. CHỦ TỊCH" and "PHÓ CHỦ TỊCH" apart where they stand on one line."""
    authority = _AUTHORITY.fullmatch(piece)
    found = _WITH_ROLE.fullmatch(piece)
    if authority is None or found is None or _role(authority["whom"]):
        return (piece,)
    return found["front"], found["role"]


def _name(words: str) -> str | None:
    """Return `words` when they have the shape of a person's name."""
    bare = _DEGREE.sub("", _SIGNED.sub("", words)).strip()
    parts = bare.split()
    if not _FEWEST_WORDS <= len(parts) <= _MOST_WORDS or parts[0].casefold() in _NO_NAMES:
        return None
    capitalised = all(part.isalpha() and part[0].isupper() for part in parts)
    small = all(part[1:].islower() or len(part) == 1 for part in parts)
    return bare if capitalised and small else None


def read_recipients(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the lines under "Nơi nhận", without their marks."""
    found: list[str] = []
    below = False
    for line in lines:
        below = below or folded(line.text).startswith(_RECIPIENTS)
        if below and line.parts[0].startswith("-"):
            found.append(line.parts[0].lstrip("- ").rstrip(" ;."))
    return tuple(found)
