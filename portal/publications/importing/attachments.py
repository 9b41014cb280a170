"""The line "(Kèm theo Kế hoạch số … ngày … của …)" under the heading of an appendix."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.publications.importing.citations import PARTY, STATE
from portal.publications.importing.imprint import Dated
from portal.publications.importing.passages import Passage
from portal.publications.importing.words import KIND_BY_FOLDED, KIND_WORDS, folded

_LINE = re.compile(
    rf"\(?\s?(?:ban hành |phê duyệt )?kèm theo\s(?P<kind>{KIND_WORDS})\s(?:này\s)?"
    r"số\s?:?(?P<rest>.{1,300})",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"\s?(?P<number>{STATE}|{PARTY})(?![\w/])")
_DAY = re.compile(
    r"ngày\s?(?P<day>\d{1,2})?\s?(?:/|tháng)\s?(?P<month>\d{1,2})?\s?(?:/|năm)\s?(?P<year>\d{4})",
)
_ISSUER = re.compile(r"\sc[ủu]a\s(?P<who>[^();,.]{3,90})")


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """What the line says of the document the appendix belongs to."""

    line: int
    kind: str
    number: str | None = None
    dated: Dated | None = None
    issuer: str | None = None


def find_attachments(passages: Iterable[Passage]) -> Iterator[Attachment]:
    """Yield what each such line in `passages` says."""
    for passage in passages:
        if found := _LINE.match(passage.text):
            yield _read(passage.line, KIND_BY_FOLDED[folded(found["kind"])], found["rest"])


def _read(line: int, kind: str, rest: str) -> Attachment:
    number, day, issuer = _NUMBER.match(rest), _DAY.search(rest), _ISSUER.search(rest)
    return Attachment(
        line=line,
        kind=kind,
        number="".join(number["number"].split()) if number else None,
        dated=_dated(day) if day else None,
        issuer=issuer["who"].strip() if issuer else None,
    )


def _dated(day: re.Match[str]) -> Dated:
    return Dated(
        **{name: int(day[name]) if day[name] else None for name in ("day", "month", "year")}
    )
