"""What a document cites and what cites it, in words, put together by how the two stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.i18n import N_
from portal.publications.catalogue import names
from portal.publications.importing.reading import Relation
from portal.publications.models import Citation, Publication
from portal.publications.types import BY_SLUG

MENTION = ""
CITED = {
    Relation.BASIS: N_("Căn cứ"),
    Relation.AMENDS: N_("Sửa đổi, bổ sung"),
    Relation.REPLACES: N_("Thay thế"),
    Relation.REPEALS: N_("Bãi bỏ"),
    MENTION: N_("Văn bản được dẫn"),
}
CITING = {
    Relation.BASIS: N_("Là căn cứ của"),
    Relation.AMENDS: N_("Được sửa đổi, bổ sung bởi"),
    Relation.REPLACES: N_("Bị thay thế bởi"),
    Relation.REPEALS: N_("Bị bãi bỏ bởi"),
    MENTION: N_("Được dẫn trong"),
}


DONE = {
    Relation.AMENDS: N_("được sửa đổi, bổ sung bởi"),
    Relation.REPLACES: N_("được thay thế bởi"),
    Relation.REPEALS: N_("bị bãi bỏ bởi"),
}
NOW = N_("nay là")


@dataclass(frozen=True)
class Line:
    """A document in words, and the document itself where this portal has it.

    Attributes:
        notes: what others did to it, or what it is called today, and those documents.

    """

    words: str
    publication: Publication | None
    notes: "tuple[tuple[str, Line], ...]" = ()


Groups = dict[str, list[Line]]


def cited_groups(publication: Publication, cited: Mapping[int, Publication]) -> Groups:
    """Return what it cites under the titles of `CITED`; `cited` is what `catalogue.cited` found."""
    rows = publication.citations
    return _grouped(CITED, ((row.relation, _line(row, rows, cited)) for row in rows))


def citing_groups(publication: Publication, citing: Iterable[Publication]) -> Groups:
    """Return what cites it, `citing`, under the titles of `CITING`."""
    return _grouped(
        CITING, ((_relation(other, publication), Line(_title(other), other)) for other in citing)
    )


def _grouped(titles: Mapping[str, str], lines: Iterable[tuple[str, Line]]) -> Groups:
    found: Groups = {title: [] for title in titles.values()}
    for relation, line in lines:
        found[titles[relation]].append(line)
    return {title: group for title, group in found.items() if group}


def _relation(other: Publication, publication: Publication) -> str:
    """Return how `other` stands to what it cites; a draft put out for comment changes nothing."""
    said = (row.relation for row in other.citations if names(row, publication))
    relation = next(filter(None, said), MENTION)
    is_proposal = other.comments_until is not None or BY_SLUG[other.kind].consults
    return MENTION if is_proposal and relation != Relation.BASIS else relation


def _line(row: Citation, rows: Iterable[Citation], cited: Mapping[int, Publication]) -> Line:
    """Return one citation with what others did to it; `rows` are all the document has."""
    notes = [
        (DONE[Relation(one.relation)], Line(_short(one.by), cited.get(one.by.id)))
        for one in row.changed_by
    ]
    words = row.now.split()
    today = next((other for other in rows if other.number in words), None)
    if today is not None:
        notes.append((NOW, Line(_short(today), cited.get(today.id))))
    elif row.now:
        notes.append((NOW, Line(row.now, None)))
    return Line(_words(row), cited.get(row.id), tuple(notes))


def _short(row: Citation) -> str:
    """Return the document in words without what it is about and who issued it."""
    day = f"ngày {row.issued_on:%d/%m/%Y}" if row.issued_on else ""
    return " ".join(filter(None, (_named(row), day)))


def _named(row: Citation) -> str:
    """Return kind and number; the name of what has no number."""
    if not row.number:
        return row.name or row.kind
    return f"{row.kind} số {row.number}" if row.kind else row.number


def _words(row: Citation) -> str:
    """Return "Kế hoạch số 12/KH-UBND ngày 15/01/2026 của …"; a law's name says its kind itself."""
    kind = "" if not row.number and row.name.startswith(row.kind) else row.kind
    parts = (
        kind,
        f"số {row.number}" if kind and row.number else row.number,
        row.name,
        f"ngày {row.issued_on:%d/%m/%Y}" if row.issued_on else "",
        f"của {row.issuer}" if row.issuer else "",
    )
    return " ".join(filter(None, parts))


def _title(other: Publication) -> str:
    head = " ".join(filter(None, (BY_SLUG[other.kind].title, other.number)))
    return f"{head}: {other.title}"
