"""A publication as plain text, for whoever can open nothing else."""

from collections.abc import Iterable, Iterator

from portal.publications import paper
from portal.publications.blocks import text_of
from portal.publications.citations import Groups, Line
from portal.publications.models import Publication, Section
from portal.publications.rules import without_controls
from portal.publications.types import BY_SLUG, is_appended


def as_text(publication: Publication, citations: Iterable[Groups], address: str) -> str:
    """Return the document as it is published: head, text, foot, appendices, and where it stands.

    Args:
        publication: the document; its words stay Vietnamese whatever language is read.
        citations: what it cites and what cites it.
        address: of its page.

    """
    lines = [*_head(publication), ""]
    signed = False
    for section in publication.sections:
        if section.depth == 1 and is_appended(section.label) and not signed:
            lines += [*_foot(publication), ""]
            signed = True
        lines += [*_section(section), ""]
    if not signed:
        lines += [*_foot(publication), ""]
    for groups in citations:
        lines += _citations(groups)
    return without_controls("\n".join([*lines, address, ""]))


def _head(publication: Publication) -> Iterator[str]:
    day = publication.issued_on
    yield publication.issuer.upper()
    if publication.number:
        yield f"Số: {publication.number}"
    if day is not None:
        dated = f"ngày {day:%d} tháng {day:%m} năm {day.year}"
        yield f"{publication.place}, {dated}" if publication.place else dated
    yield ""
    yield BY_SLUG[publication.kind].title.upper()
    yield publication.title


def _section(section: Section) -> Iterator[str]:
    heading = paper.heading(section.label, section.title)
    if heading:
        yield heading
    if section.blocks:
        yield text_of(section.blocks)


def _citations(groups: Groups) -> Iterator[str]:
    for title, lines in groups.items():
        yield f"{title}:"
        yield from (f"- {_line(line)}" for line in lines)
        yield ""


def _line(line: Line) -> str:
    return ", ".join((line.words, *(f"{said} {other.words}" for said, other in line.notes)))


def _foot(publication: Publication) -> Iterator[str]:
    if publication.recipients:
        yield "Nơi nhận:"
        yield from publication.recipients
        yield ""
    signed = (publication.signer_authority, publication.signer_role, publication.signer_name)
    yield from (line for line in signed if line)
