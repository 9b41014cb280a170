"""Passages as an outline of sections with stable addresses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from portal.publications.importing.marks import Rank
from portal.publications.importing.passages import Passage
from portal.publications.importing.reading import Block, BlockKind, Section
from portal.publications.importing.tables import table_rows
from portal.publications.importing.words import is_capital, slug

_LONGEST_TITLE = 1000
_LONGEST_CLAUSE_TITLE = 150
_MOST_WORDS_BEFORE_A_STOP = 12
# Words a sentence stops at when its points follow.
_LEADS_ON = re.compile(
    r"(?:gồm|có|sau|có trách nhiệm|có nhiệm vụ|là|được|phải|các|của|và|hoặc|khi|nếu|tại|theo|cho"
    r"|với)$"
)
_CLOSING = "Trên đây là "


@dataclass(kw_only=True)
class Node:
    """A section while it grows.

    Attributes:
        rank: how deep it stands; None for the document or an appended part.
        clause: whether it is a clause of an article (khoản), which seldom has a title.

    """

    label: str
    anchor: str
    line: int
    rank: Rank | None = None
    clause: bool = False
    title: str | None = None
    title_starts: tuple[tuple[int, int], ...] = ()
    passages: list[Passage] = field(default_factory=list)
    below: list["Node"] = field(default_factory=list)

    @property
    def has_more(self) -> bool:
        """Whether anything stands in it behind its first passage."""
        return len(self.passages) > 1 or bool(self.below)

    def section(self) -> Section:
        """Return the section it has become."""
        return Section(
            label=self.label,
            anchor=self.anchor,
            line=self.line,
            title=self.title,
            blocks=tuple(as_block(passage) for passage in self.passages),
            sections=tuple(node.section() for node in self.below),
        )

    def walk(self) -> Iterator["Node"]:
        """Yield this node and all below it, in the order of the text."""
        yield self
        for node in self.below:
            yield from node.walk()


@dataclass(kw_only=True)
class Anchors:
    """The addresses given out in one document; a repeated one gets "--2", "--3"."""

    given: dict[str, int] = field(default_factory=dict)

    def give(self, wish: str) -> str:
        """Return `wish`, or the first free address made from it."""
        self.given[wish] = self.given.get(wish, 0) + 1
        return wish if self.given[wish] == 1 else f"{wish}--{self.given[wish]}"


def as_block(passage: Passage) -> Block:
    """Return the passage as the reading shows it."""
    if passage.rows:
        rows = table_rows(passage.rows)
        return Block(kind=BlockKind.TABLE, text="", line=passage.line, rows=rows)
    if passage.mark is None or passage.mark.rank.is_heading:
        return Block(kind=BlockKind.PARAGRAPH, text=passage.text, line=passage.line)
    kind = BlockKind.POINT if passage.mark.rank is Rank.POINT else BlockKind.BULLET
    return Block(kind=kind, text=passage.text, line=passage.line, label=passage.mark.label)


def split_closing(passages: Sequence[Passage]) -> tuple[Sequence[Passage], Sequence[Passage]]:
    """Return `passages` up to "Trên đây là …", and the rest of the document behind it."""
    for index, passage in enumerate(passages):
        if passage.mark is None and passage.text.startswith(_CLOSING):
            return passages[:index], passages[index:]
    return passages, ()


def grow(root: Node, passages: Sequence[Passage], anchors: Anchors) -> Node:
    """Return `root` with the outline of `passages` below it."""
    stack = [root]
    for passage in passages:
        if passage.mark is None or not passage.mark.rank.is_heading:
            stack[-1].passages.append(passage)
            continue
        while stack[-1].rank is not None and stack[-1].rank >= passage.mark.rank:
            stack.pop()
        node = _node(passage, passage.mark.rank, stack, anchors)
        stack[-1].below.append(node)
        stack.append(node)
    for node in root.walk():
        _settle_title(node)
    return root


def _node(passage: Passage, rank: Rank, stack: list[Node], anchors: Anchors) -> Node:
    label = passage.mark.label if passage.mark else ""
    # Articles run through all chapters, so their address does not name the chapter.
    above = stack[0] if rank is Rank.ARTICLE else stack[-1]
    wish = "-".join(piece for piece in (above.anchor, slug(label)) if piece)
    return Node(
        label=label,
        anchor=anchors.give(wish),
        line=passage.line,
        rank=rank,
        clause=stack[-1].rank is Rank.ARTICLE,
        passages=[passage] if passage.text else [],
    )


def _settle_title(node: Node) -> None:
    """Give the node its title when its first passage is one, not the text itself."""
    if node.rank is None or not node.passages or not node.passages[0].is_heading:
        return
    first = node.passages[0]
    node.title_starts = first.starts
    bold, rest = first.bold.rstrip(" :"), first.text[len(first.bold) :]
    if bold and rest.strip(" .:") and first.text.startswith(first.bold):
        node.title = bold
        node.passages[0] = _paragraph(first, rest)
        return
    names = _names_clause if node.clause else _is_title
    if names(first.text, node):
        node.title = first.text.rstrip(" .;:")
        del node.passages[0]


def _paragraph(first: Passage, rest: str) -> Passage:
    """Return what stands behind the bold title as a paragraph of its own."""
    cut = len(first.text) - len(rest.lstrip())
    starts = tuple((max(0, offset - cut), line) for offset, line in first.starts)
    return Passage(mark=None, text=rest.strip(), line=first.line, starts=starts)


def _is_title(text: str, node: Node) -> bool:
    """Whether the words behind the number name the section.

    A whole sentence with nothing below it is the text of the section; so are several sentences,
    a long one of an article, and a named value ("Địa điểm: …").
    """
    if is_capital(text):
        return True
    if len(text) > _LONGEST_TITLE or ". " in text or text.endswith("như sau:"):
        return False
    stops = text.endswith((".", ";"))
    sentence = node.rank is Rank.ARTICLE and len(text.split()) > _MOST_WORDS_BEFORE_A_STOP
    if stops and (": " in text or sentence):
        return False
    return node.has_more or not (stops or text.endswith(":"))


def _names_clause(text: str, node: Node) -> bool:
    """Whether the words open a clause as its heading: short, no sentence, with text below."""
    if len(text) > _LONGEST_CLAUSE_TITLE or text[-1] in ".;:,!?" or _LEADS_ON.search(text):
        return False
    return node.has_more and ". " not in text and "; " not in text
