"""A reading turned into the rows of a publication."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import count
from typing import Any

from portal.publications import rules
from portal.publications.importing import Unreadable, open_file, read_source
from portal.publications.importing.lines import composed
from portal.publications.importing.reading import Block, Reading
from portal.publications.importing.reading import Citation as Cited
from portal.publications.importing.reading import Section as ReadSection
from portal.publications.importing.unreadable import UNKNOWN_TYPE
from portal.publications.models import Citation, CitedChange, Publication, Section, Task
from portal.publications.rules import CLOSING, OPENING, number_key
from portal.publications.types import is_appended, kind_of


def publication_from(name: str, content: bytes) -> Publication:
    """Return a file as a draft that belongs to no office yet.

    Raises:
        Unreadable: name, first bytes and inside do not agree on what it is, or it cannot be read.

    """
    if not rules.fits(name, content):
        raise Unreadable(UNKNOWN_TYPE)
    source = open_file(name, content)
    publication = publication_of(read_source(source))
    publication.source_text = composed(source.text)
    return publication


def publication_of(reading: Reading) -> Publication:
    """Return what was read as a draft that belongs to no office yet."""
    signer = reading.signer
    return Publication(
        revision=1,
        kind=kind_of(reading.doc_type),
        number=reading.doc_number or "",
        number_key=number_key(reading.doc_number or ""),
        title=reading.title or "",
        issuer=reading.issuer or "",
        place=reading.place or "",
        issued_on=reading.date,
        effective_on=reading.effective,
        signer_name=(signer and signer.name) or "",
        signer_role=(signer and signer.role) or "",
        signer_authority=(signer and signer.authority) or "",
        recipients=list(reading.recipients),
        reporting_deadlines=[asdict(due) for due in reading.reporting_deadlines],
        warnings=[_doubt(row) for row in reading.warnings],
        sections=sections_of(reading),
        tasks=tasks_of(reading),
        citations=citations_of(reading),
    )


def sections_of(reading: Reading) -> list[Section]:
    """Return the outline in the order of a paper: opening, text, closing, what is appended."""
    main = [part for part in reading.sections if not is_appended(part.label)]
    appended = [part for part in reading.sections if is_appended(part.label)]
    position = count()
    rows = [
        *_plain_section(OPENING, reading.opening, position),
        *_flat(main, 1, position),
        *_plain_section(CLOSING, reading.closing, position),
        *_flat(appended, 1, position),
    ]
    return list(rows)


def tasks_of(reading: Reading) -> list[Task]:
    """Return the tasks, numbered through the whole document."""
    return [
        Task(
            position=position,
            anchor=rules.task_anchor(position),
            appendix=task.appendix or "",
            section=task.section or "",
            group=task.group or "",
            number=task.number or "",
            task=task.task,
            lead=task.lead or "",
            coordinating=task.coordinating or "",
            executing=task.executing or "",
            deadline=task.deadline or "",
            product=task.product or "",
            due_on=task.due_on,
            recurrence=task.recurrence or "",
        )
        for position, task in enumerate(reading.tasks, start=1)
    ]


def citations_of(reading: Reading) -> list[Citation]:
    """Return what the document rests on, in the order of the text, and what those did."""
    read = reading.cited_documents
    rows = [_citation(position, cited) for position, cited in enumerate(read)]
    by_name = {
        (cited.number or cited.name, cited.date): row for cited, row in zip(read, rows, strict=True)
    }
    for cited, row in zip(read, rows, strict=True):
        for change in cited.changed_by:
            by = by_name.get((change.number or change.name, change.date))
            if by is not None and by is not row:
                row.changed_by.append(CitedChange(by=by, relation=change.relation))
    return rows


def _citation(position: int, cited: Cited) -> Citation:
    return Citation(
        position=position,
        kind=cited.type or "",
        number=cited.number or "",
        number_key=number_key(cited.number or ""),
        issued_on=cited.date,
        issuer=cited.issuer or "",
        name=cited.name or "",
        relation=cited.relation or "",
        now=cited.now or "",
    )


def _flat(parts: Iterable[ReadSection], depth: int, position: Iterator[int]) -> Iterator[Section]:
    for part in parts:
        yield Section(
            position=next(position),
            anchor=part.anchor,
            depth=depth,
            label=part.label,
            title=part.title or "",
            blocks=[_row(block) for block in part.blocks],
        )
        yield from _flat(part.sections, depth + 1, position)


def _plain_section(
    anchor: str, blocks: tuple[Block, ...], position: Iterator[int]
) -> Iterator[Section]:
    if blocks:
        rows = [_row(block) for block in blocks]
        yield Section(
            position=next(position), anchor=anchor, depth=1, label="", title="", blocks=rows
        )


def _row(block: Block) -> dict[str, Any]:
    rows = [list(cells) for cells in block.rows]
    return {"kind": block.kind.value, "label": block.label, "text": block.text, "rows": rows}


def _doubt(row: Any) -> dict[str, Any]:
    return {
        "code": row.code,
        "message": row.message,
        "values": dict(row.values),
        "text": row.text,
        "line": row.line,
    }
