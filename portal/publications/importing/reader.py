"""A text read as an administrative document: the one place where all parts meet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from portal.publications.importing import doubts, inline_tasks, omissions, tasks
from portal.publications.importing.attachments import Attachment, find_attachments
from portal.publications.importing.box import read_box
from portal.publications.importing.citations import Mention, find_mentions, gather
from portal.publications.importing.effect import find_effect
from portal.publications.importing.head import Head, read_head
from portal.publications.importing.imprint import Dated, Imprint, day_at_signature
from portal.publications.importing.issuer import find_issuer
from portal.publications.importing.legacy import unicode_of
from portal.publications.importing.lines import Line, composed, read_lines
from portal.publications.importing.outline import Anchors, Node, as_block, grow, split_closing
from portal.publications.importing.parts import Appended, Parts, split_parts
from portal.publications.importing.passages import Passage
from portal.publications.importing.passages import gather as gather_passages
from portal.publications.importing.reading import Citation, Doubt, Reading, Signer, Task
from portal.publications.importing.reporting import find_deadlines
from portal.publications.importing.signature import has_several, read_recipients, read_signer
from portal.publications.importing.source import Source
from portal.publications.importing.tables import Sheet, goes_on, header_lines, read_sheet
from portal.publications.importing.times import Year
from portal.publications.importing.trust import LONGEST, check_text
from portal.publications.importing.word_findings import doubt
from portal.publications.importing.words import folded, slug
from portal.publications.importing.years import year_of


@dataclass(frozen=True, kw_only=True)
class _Body:
    """The text between head and signature, and what is appended, as outlines."""

    main: Node
    closing: Sequence[Passage]
    appended: tuple[Node, ...]

    @property
    def roots(self) -> tuple[Node, ...]:
        return (self.main, *self.appended)

    def passages(self) -> Iterator[Passage]:
        """Yield all running text and every cell, in order."""
        yield from _text_of(self.main)
        yield from self.closing
        for root in self.appended:
            yield from _text_of(root)

    def sentences(self) -> Iterator[Passage]:
        """Yield the running text without the cells of tables."""
        for root in self.roots:
            yield from _sentences_of(root)
        yield from self.closing


def _text_of(root: Node) -> Iterator[Passage]:
    for passage in _sentences_of(root):
        yield passage
        for row in passage.rows:
            yield from (Passage(mark=None, text=cell, line=row.number) for cell in row.cells)


def _sentences_of(root: Node) -> Iterator[Passage]:
    for node in root.walk():
        if node.title:
            yield Passage(mark=None, text=node.title, line=node.line, starts=node.title_starts)
        yield from node.passages


def read_text(text: str) -> Reading:
    """Return what `text` says of itself as a document.

    Raises:
        Unreadable: it is empty, too long or not text that can be trusted.

    """
    turned = unicode_of(text) if len(text) <= LONGEST else None
    if turned is not None:
        known = (doubt("converted-encoding"),)
        return read_source(Source(text=turned, doubts=known))
    check_text(composed(text))
    return _read(read_lines(text))


def _read(lines: Sequence[Line]) -> Reading:
    """Return what trusted lines say."""
    head = read_head(lines)
    parts = split_parts(lines, head.body)
    body = _body(parts)
    attached = [found for node in body.appended for found in find_attachments(node.passages)]
    own = _own(head, attached, day_at_signature(parts.signature))
    heading = Passage(mark=None, text=own.title or "", line=own.kind_line)
    mentions = find_mentions([heading, *body.passages()])
    year = year_of(own)
    assigned = list(_assigned(body, year))
    issued = own.dated.date if own.dated else None
    reading = Reading(
        doc_number=own.number,
        doc_type=own.kind,
        issuer=find_issuer(own, body.main.passages, body.closing, attached),
        place=own.place,
        date=issued,
        title=own.title,
        signer=_signer(parts.signature, own),
        cited_documents=gather(mentions, own=_citation(own)),
        opening=tuple(as_block(passage) for passage in body.main.passages),
        sections=tuple(node.section() for node in (*body.main.below, *body.appended)),
        closing=tuple(as_block(passage) for passage in body.closing),
        recipients=read_recipients(parts.signature),
        tasks=_tasks(body, assigned, year),
        reporting_deadlines=find_deadlines(body.passages()),
        effective=find_effect([*_text_of(body.main), *body.closing], issued),
    )
    end = next((some[-1].number for some in (parts.signature, parts.main) if some), 1)
    warnings = [
        *_doubts(head, attached, mentions, body, assigned),
        *doubts.of_box(read_box(lines).said, own, reading.signer),
        *doubts.of_missing(own, reading.signer, parts.signature, end=end),
        *_omissions(reading, body, in_tables=any(one.tasks for one in assigned)),
        *omissions.unread_tasks(_beside_tables(body, assigned, year)),
    ]
    return replace(reading, warnings=tuple(sorted(warnings, key=lambda one: one.line)))


def read_source(source: Source) -> Reading:
    """Return what the words of a file say, with what is to be known of the file itself."""
    reading = read_text(source.text)
    return replace(
        reading,
        warnings=(*source.doubts, *reading.warnings),
        machine_read=source.machine_read,
    )


def _body(parts: Parts) -> _Body:
    anchors = Anchors()
    passages, closing = split_closing(gather_passages(parts.main))
    return _Body(
        main=grow(Node(label="", anchor="", line=0), passages, anchors),
        closing=(*closing, *gather_passages(parts.notes)),
        appended=tuple(_appended(part, anchors) for part in parts.appended),
    )


def _appended(part: Appended, anchors: Anchors) -> Node:
    root = Node(
        label=part.label,
        anchor=anchors.give(slug(part.label)),
        line=part.line,
        title=part.title,
        title_starts=part.title_starts,
    )
    return grow(root, gather_passages(part.lines), anchors)


def _own(head: Head, attached: Sequence[Attachment], signed: Imprint) -> Head:
    """Return the head with number and day an appendix, or the signature, gives the document."""
    for one in attached:
        if one.kind != head.kind:
            continue
        if head.number is None and one.number is not None:
            head = replace(head, number=one.number)
        if one.dated is not None and _completes(one.dated, head.dated):
            head = replace(head, dated=one.dated, dated_line=one.line)
    if head.dated is None and signed.dated:
        place = head.place or signed.place
        head = replace(head, dated=signed.dated, dated_line=signed.dated_line, place=place)
    return head


def _completes(said: Dated, dated: Dated | None) -> bool:
    """Whether a whole day fills what the head left blank without contradicting the rest."""
    if said.date is None:
        return False
    return dated is None or (dated.date is None and said.agrees(dated))


def _signer(signature: Sequence[Line], own: Head) -> Signer | None:
    """Return who signed; a web site's box may give the name that the signature lacks."""
    found = None if has_several(signature) else read_signer(signature)
    if own.signer is None or (found and found.name):
        return found
    return replace(found or Signer(), name=own.signer)


def _citation(own: Head) -> Citation:
    issued = own.dated.date if own.dated else None
    return Citation(type=own.kind, number=own.number, date=issued)


def _assigned(body: _Body, year: Year | None) -> Iterator[tasks.Assigned]:
    for root in body.roots:
        for node, sheet in _sheets(root):
            appendix = root.label or None
            yield tasks.from_sheet(sheet, section=node.anchor, appendix=appendix, year=year)


def _sheets(root: Node) -> Iterator[tuple[Node, Sheet]]:
    """Yield the tables; rows that one line of text parted from their header are read with it."""
    for node in root.walk():
        header: Sequence[Line] = ()
        since = 0
        for passage in node.passages:
            if not passage.rows:
                since += 1
                continue
            parted = since <= 1 and goes_on(header, passage.rows)
            yield node, read_sheet((*header, *passage.rows) if parted else passage.rows)
            header, since = header if parted else header_lines(passage.rows), 0


def _tasks(body: _Body, assigned: Sequence[tasks.Assigned], year: Year | None) -> tuple[Task, ...]:
    """Return the tasks of the tables; where there is none, those written in lines."""
    in_tables = tuple(task for found in assigned for task in found.tasks)
    return in_tables or tuple(inline_tasks.from_outline(body.roots, year))


def _beside_tables(
    body: _Body, assigned: Sequence[tasks.Assigned], year: Year | None
) -> Iterator[Task]:
    """Yield what lines give out beside tables and no table repeats: a clerk decides about it."""
    told = [_compared(task) for found in assigned for task in found.tasks]
    for task in inline_tasks.from_outline(body.roots, year) if told else ():
        if not any(_compared(task) in one or one in _compared(task) for one in told):
            yield task


def _compared(task: Task) -> str:
    return folded(task.task).rstrip(" .;:")


def _doubts(
    head: Head,
    attached: Sequence[Attachment],
    mentions: Sequence[Mention],
    body: _Body,
    assigned: Sequence[tasks.Assigned],
) -> list[Doubt]:
    return [
        *doubts.of_head(head),
        *doubts.of_attachments(head, attached),
        *doubts.of_citations(mentions),
        *doubts.of_basis(head, mentions),
        *(one for root in body.roots for one in doubts.of_outline(root)),
        *(one for sheet in assigned for one in doubts.of_groups(sheet.groups)),
        *doubts.of_letters(body.passages()),
        *doubts.of_rows(line for sheet in assigned for line in sheet.unclear),
    ]


def _omissions(reading: Reading, body: _Body, *, in_tables: bool) -> Iterator[Doubt]:
    """Yield what the words say of time and duty that the reading could not take."""
    yield from doubts.of_times(reading.tasks)
    yield from omissions.unread_times(reading.tasks)
    yield from omissions.unread_tables(body.sentences())
    yield from omissions.impossible_days(body.passages())
    yield from omissions.unread_sentences(body.sentences(), reading, in_tables=in_tables)
    yield from omissions.unread_lines(inline_tasks.unread(body.roots))
