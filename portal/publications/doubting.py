"""Which doubts of the reading nobody has settled yet."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from portal.publications.models import Publication

# What was missing and has been filled in is no doubt any more.
_SETTLED_BY: Mapping[str, str] = MappingProxyType(
    {
        "number-blank": "number",
        "number-missing": "number",
        "date-blank": "issued_on",
        "date-missing": "issued_on",
        "signer-missing": "signer_name",
    }
)


def doubts(publication: Publication) -> list[dict[str, Any]]:
    """Return the doubts that no fact filled in has settled: rows of `Publication.warnings`."""
    return [
        row
        for row in publication.warnings
        if not getattr(publication, _SETTLED_BY.get(row["code"], ""), None)
    ]


def open_doubts(publication: Publication) -> list[dict[str, Any]]:
    """Return those of the doubts that nobody has marked as looked at."""
    return [row for row in doubts(publication) if not row.get("looked")]


def name_of(row: Mapping[str, Any]) -> str:
    """Return what a form calls this doubt."""
    return f"{row['code']}:{row['line']}"


def mark(publication: Publication, looked: Collection[str] | None) -> bool:
    """Remember which doubts were looked at, by their names; return whether that is news.

    None leaves them as they are.
    """
    if looked is None:
        return False
    shown = [name_of(row) for row in doubts(publication)]
    before = publication.warnings
    publication.warnings = [
        row | {"looked": name_of(row) in looked} if name_of(row) in shown else row for row in before
    ]
    return [*map(_is_looked_at, before)] != [*map(_is_looked_at, publication.warnings)]


def _is_looked_at(row: Mapping[str, Any]) -> bool:
    return bool(row.get("looked"))
