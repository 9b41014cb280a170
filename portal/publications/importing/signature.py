"""The block at the end: who signed, and who receives the document."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from portal.publications.importing.imprint import is_day
from portal.publications.importing.lines import Line
from portal.publications.importing.marks import Rank, mark_of
from portal.publications.importing.names import person_named
from portal.publications.importing.reading import Signer
from portal.publications.importing.spelling import spelled
from portal.publications.importing.words import BODY_WORDS, ROLE_BY_FOLDED, folded, is_capital

_RECIPIENTS = "nơi nhận"
_AUTHORITY = re.compile(r"(?P<for>TM|KT|TL|TUQ)\s?\.\s?(?P<whom>\S.{0,100})")
_WITH_ROLE = re.compile(
    rf"(?P<front>(?:TM|KT|TL|TUQ)\s?\.\s?\S.{{0,100}}?)\s(?P<role>{'|'.join(ROLE_BY_FOLDED).upper()})",
)
_ROLES = "|".join(sorted(ROLE_BY_FOLDED, key=len, reverse=True)).upper()
_BODY_FIRST = re.compile(rf"(?P<body>{BODY_WORDS.upper()})\s(?P<rest>.+)")
_ROLE_OF_UNIT = re.compile(rf"(?P<role>{_ROLES})\s(?P<unit>\S.{{2,80}})")
# "Phó Chủ tịch HĐND xã" in small letters, between the role in capitals and the name.
_SMALL_ROLE = re.compile(
    rf"(?:{'|'.join(sorted(ROLE_BY_FOLDED.values(), key=len, reverse=True))})"
    rf"(?:\s(?:{BODY_WORDS})(?!\w)[^,;.:]{{0,60}})?"
)
_TWO_ROLES = re.compile(r"\s(?:[-\u2013]|KIÊM)\s(?=[A-ZĐÂĂÊÔƠƯỦ]{2})")
_ACTING = re.compile(r"Q\s?\.\s?(?P<role>\S.{0,40})")
_SEVERAL = re.compile(r"\s(?=(?:KT|TL|TUQ)\s?\.)")
_CODE = re.compile(r"(?:TM|KT|TL|TUQ|Q)\s?\.")
# The Party writes "T/M".
_WITH_STROKE = re.compile(r"^(T|K)\s?/\s?(M|T|L|UQ)\s?\.?\s?(?=[A-ZĐÂĂÊÔƠƯỦ])")
_HEADS_OF_UNITS = ("Trưởng phòng", "Phó Trưởng phòng", "Trưởng ban", "Phó Trưởng ban")
_BASES = ("Căn cứ", "Xét ", "Theo đề nghị")
_LOOK_UP, _FARTHEST = 8, 40


def signature_start(lines: Sequence[Line], body: int) -> int | None:
    """Return the index of the first line of the block, or None when there is none."""
    named = [i for i in range(body, len(lines)) if folded(lines[i].text).startswith(_RECIPIENTS)]
    end = named[0] if named else len(lines)
    signs = _last_signs(lines, body, end)
    start = next(iter(signs), named[0] if named else None)
    if start is not None and start > body and is_day(lines[start - 1].text):
        return start - 1
    return start


def _last_signs(lines: Sequence[Line], body: int, end: int) -> list[int]:
    """Return the lines of roles that stand near each other at the end, above the recipients."""
    reach = _LOOK_UP if end < len(lines) else _FARTHEST
    first = max(body, end - reach)
    # Above the legal bases the role heads a decision instead of signing it.
    text = (i + 1 for i in range(end - 1, first - 1, -1) if _opens_text(lines[i]))
    found: list[int] = []
    for index in range(end - 1, next(text, first) - 1, -1):
        if _is_sign(lines[index]) and (not found or found[0] - index <= _LOOK_UP):
            found.insert(0, index)
    return found


def _opens_text(line: Line) -> bool:
    """Whether text below the head begins here: a legal basis, an article, a chief heading."""
    mark = mark_of(line.text)
    chief = mark is not None and mark.rank <= Rank.ROMAN and mark.value is None
    return chief or line.text.startswith(_BASES)


def _is_sign(line: Line) -> bool:
    parts = () if line.cells else map(_dotted, line.parts)
    return any((_CODE.match(part) and is_capital(part)) or _any_role(part) for part in parts)


def _dotted(part: str) -> str:
    """Return "T/M BAN THƯỜNG VỤ" as "TM. BAN THƯỜNG VỤ"."""
    return _WITH_STROKE.sub(r"\1\2. ", part)


def _role(words: str) -> str | None:
    """Return the role a piece in capitals names and nothing else."""
    return ROLE_BY_FOLDED.get(folded(words)) if is_capital(words) else None


def _role_of_unit(words: str) -> str | None:
    """Return "GIÁM ĐỐC TRUNG TÂM …" as a role; longer ones are tried first."""
    found = _ROLE_OF_UNIT.fullmatch(words) if is_capital(words) else None
    return f"{_role(found['role'])} {_unit(found['unit'])}" if found else None


def _unit(words: str) -> str:
    """Return "TRUNG TÂM PHỤC VỤ …" as "Trung tâm Phục vụ …": the body, then what it is for."""
    known = spelled(words)
    if known != words:
        return known
    found = _BODY_FIRST.fullmatch(words)
    if found is None:
        return words.capitalize()
    return f"{spelled(found['body'])} {found['rest'].capitalize()}"


def has_several(lines: Sequence[Line]) -> bool:
    """Whether two sign side by side, so that no name is surely the one of the document."""
    return any(sum(map(_may_sign, line.parts)) > 1 and _is_sign(line) for line in lines)


def _may_sign(part: str) -> bool:
    return (
        is_capital(part)
        and part[0].isalpha()
        and part[-1] not in ";:,"
        and not _heads_recipients(part)
    )


def _heads_recipients(part: str) -> bool:
    return folded(part).startswith(_RECIPIENTS)


def read_signer(lines: Sequence[Line]) -> Signer | None:
    """Return who signed, of what the lines of the block say."""
    block = _Block()
    for part in _pieces(lines):
        block.take(part)
    if not (block.authority or block.role or block.name):
        return None
    return Signer(name=block.name, role=block.role, authority=", ".join(block.authority) or None)


@dataclass(kw_only=True)
class _Block:
    """What the pieces of a signature said so far."""

    authority: list[str] = field(default_factory=list)
    role: str | None = None
    name: str | None = None

    def take(self, part: str) -> None:
        """Take the next piece for what it is: for whom, as what, or who."""
        if self.name and self.role:
            return  # What follows belongs to another: who copied the paper, who signs too.
        if found := _AUTHORITY.fullmatch(part):
            self.authority.append(f"{found['for']}. {spelled(found['whom'])}")
        elif role := _any_role(part) or self._small_role(part):
            self._add(role)
        elif self.name is None and (self.role or self.authority):
            self.name = person_named(part)
            if self.name is None and self.role in _HEADS_OF_UNITS and is_capital(part):
                self.role = f"{self.role} {_unit(part)}"

    def _small_role(self, part: str) -> str | None:
        begun = self.role or self.authority
        return part if begun and _SMALL_ROLE.fullmatch(part) else None

    def _add(self, role: str) -> None:
        """Add a role; one who heads a body by another office has both above the name."""
        if self.role is None:
            self.role = role
        elif self.name is None and role not in self.role:
            self.role = f"{self.role}, {role}"


def _any_role(part: str) -> str | None:
    if acting := _ACTING.fullmatch(part):
        return f"Q. {spelled(acting['role'])}"
    return _role(part) or _role_of_unit(part)


def _pieces(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the parts of the block that are not recipients, one per line of the signature."""
    for line in lines:
        for part in line.parts:
            if _heads_recipients(part):
                continue
            for piece in _SEVERAL.split(_dotted(part)):
                for one in _split_role(piece):
                    yield from _one_by_one(one)


def _one_by_one(piece: str) -> Sequence[str]:
    """Return "CHỦ TỊCH UBND XÃ - TRƯỞNG BAN" as two roles where both are."""
    both = _TWO_ROLES.split(piece, maxsplit=1)
    return both if all(_any_role(one) for one in both) else (piece,)


def _split_role(piece: str) -> tuple[str, ...]:
    """Return "KT. CHỦ TỊCH" and "PHÓ CHỦ TỊCH" apart where they stand on one line."""
    authority = _AUTHORITY.fullmatch(piece)
    found = _WITH_ROLE.fullmatch(piece)
    if authority is None or found is None or _role(authority["whom"]):
        return (piece,)
    return found["front"], found["role"]


def read_recipients(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the lines under "Nơi nhận", without their marks."""
    found: list[str] = []
    below = False
    for line in lines:
        below = below or folded(line.text).startswith(_RECIPIENTS)
        if below and line.parts[0].startswith("-"):
            found.append(line.parts[0].lstrip("- ").rstrip(" ;."))
    return tuple(found)
