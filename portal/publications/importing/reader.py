"""A text read as an administrative document: the one place where all parts meet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from portal.publications.importing import doubts, inline_tasks, tasks
from portal.publications.importing.attachments import Attachment, find_attachments
from portal.publications.importing.citations import Mention, find_mentions, gather
from portal.publications.importing.head import Dated, Head, read_head
from portal.publications.importing.issuer import find_issuer
from portal.publications.importing.lines import Line, composed, read_lines
from portal.publications.importing.outline import Anchors, Node, as_block, grow, split_closing
from portal.publications.importing.parts import Appended, split_parts
from portal.publications.importing.passages import Passage
from portal.publications.importing.passages import gather as gather_passages
from portal.publications.importing.reading import Citation, Doubt, Reading, Task
from portal.publications.importing.reporting import find_deadlines
from portal.publications.importing.signature import read_recipients, read_signer
from portal.publications.importing.tables import read_sheet
from portal.publications.importing.trust import check_text
from portal.publications.importing.words import slug


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


def _text_of(root: Node) -> Iterator[Passage]:
    for node in root.walk():
        if node.title:
            yield Passage(mark=None, text=node.title, line=node.line, starts=node.title_starts)
        for passage in node.passages:
            yield passage
            for row in passage.rows:
                yield from (Passage(mark=None, text=cell, line=row.number) for cell in row.cells)


def read_text(text: str) -> Reading:
    """Return what `text` says of itself as a document.

    Raises:
        Unreadable: it is empty, too long or not text that can be trusted.

    """
    check_text(composed(text))
    lines = read_lines(text)
    head = read_head(lines)
    parts = split_parts(lines, head.body)
    body = _body(parts.main, parts.appended)
    attached = [found for node in body.appended for found in find_attachments(node.passages)]
    own = _own(head, attached)
    heading = Passage(mark=None, text=own.title or "", line=own.kind_line)
    mentions = find_mentions([heading, *body.passages()])
    assigned = list(_assigned(body))
    return Reading(
        doc_number=own.number,
        doc_type=own.kind,
        issuer=find_issuer(own, body.main.passages, body.closing, attached),
        place=own.place,
        date=own.dated.date if own.dated else None,
        title=own.title,
        signer=read_signer(parts.signature),
        cited_documents=gather(mentions, own=_citation(own)),
        opening=tuple(as_block(passage) for passage in body.main.passages),
        sections=tuple(node.section() for node in (*body.main.below, *body.appended)),
        closing=tuple(as_block(passage) for passage in body.closing),
        recipients=read_recipients(parts.signature),
        tasks=_tasks(body, assigned),
        reporting_deadlines=find_deadlines(body.passages()),
        warnings=_doubts(head, attached, mentions, body, assigned),
    )


def _body(main: Sequence[Line], appended: Sequence[Appended]) -> _Body:
    anchors = Anchors()
    passages, closing = split_closing(gather_passages(main))
    return _Body(
        main=grow(Node(label="", anchor="", line=0), passages, anchors),
        closing=closing,
        appended=tuple(_appended(part, anchors) for part in appended),
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


def _own(head: Head, attached: Sequence[Attachment]) -> Head:
    """Return the head with number and day an appendix states for the very document."""
    for one in attached:
        if one.kind != head.kind:
            continue
        if head.number is None and one.number is not None:
            head = replace(head, number=one.number)
        if one.dated is not None and _completes(one.dated, head.dated):
            head = replace(head, dated=one.dated, dated_line=one.line)
    return head


def _completes(said: Dated, dated: Dated | None) -> bool:
    """Whether a whole day fills what the head left blank without contradicting the rest."""
    if said.date is None:
        return False
    return dated is None or (dated.date is None and said.agrees(dated))


def _citation(own: Head) -> Citation:
    return Citation(number=own.number, date=own.dated.date if own.dated else None)


def _assigned(body: _Body) -> Iterator[tasks.Assigned]:
    for root in body.roots:
        for node in root.walk():
            for passage in node.passages:
                if passage.rows:
                    appendix = root.label or None
                    sheet = read_sheet(passage.rows)
                    yield tasks.from_sheet(sheet, section=node.anchor, appendix=appendix)


def _tasks(body: _Body, assigned: Sequence[tasks.Assigned]) -> tuple[Task, ...]:
    """Return the tasks of the tables; where there are none, those of the outline."""
    in_tables = tuple(task for found in assigned for task in found.tasks)
    return in_tables or tuple(inline_tasks.from_outline(body.roots))


def _doubts(
    head: Head,
    attached: Sequence[Attachment],
    mentions: Sequence[Mention],
    body: _Body,
    assigned: Sequence[tasks.Assigned],
) -> tuple[Doubt, ...]:
    found = [
        *doubts.of_head(head),
        *doubts.of_attachments(head, attached),
        *doubts.of_citations(mentions),
        *doubts.of_basis(head, mentions),
        *(doubt for root in body.roots for doubt in doubts.of_outline(root)),
        *(doubt for sheet in assigned for doubt in doubts.of_groups(sheet.groups)),
        *doubts.of_letters(body.passages()),
        *doubts.of_rows(line for sheet in assigned for line in sheet.unclear),
    ]
    return tuple(sorted(found, key=lambda doubt: doubt.line))
