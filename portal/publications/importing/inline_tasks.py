"""Tasks written in lines: an item, and lines below it of who and when."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from portal.publications.importing.marks import Rank
from portal.publications.importing.named_lines import WHO, joined, said_in
from portal.publications.importing.outline import Node
from portal.publications.importing.passages import Passage
from portal.publications.importing.reading import Task
from portal.publications.importing.sentence_tasks import given
from portal.publications.importing.times import Year, read_time
from portal.publications.importing.words import folded

_LAST_BRACKET = re.compile(r"\((?P<said>[^()]{8,400})\)\s?[.;]?$")
_BRACKET = re.compile(r"(?P<words>[^()]{3,300}?)\s*\((?P<said>[^()]{8,400})\)\s?[.;]?")
# A heading over tasks, which is no task itself.
_GENERAL = re.compile(
    r"(?:(?:các|những|một số|và|,|nội dung|nhiệm vụ|công việc|giải pháp|phân công|trọng tâm|cụ thể"
    r"|chủ yếu|tổ chức|thực hiện|trách nhiệm) ?)+"
)


@dataclass(kw_only=True)
class _Item:
    """Something to do, with what is said of it."""

    words: str
    line: int
    number: str | None
    said: dict[str, str] = field(default_factory=dict)


def from_outline(roots: Iterable[Node], year: Year | None = None) -> list[Task]:
    """Return the items that name who does them."""
    return [
        _task(item, node, year)
        for root in roots
        for node in root.walk()
        for item in _items(node)
        if any(item.said.get(who) for who in WHO)
    ]


def unread(roots: Iterable[Node]) -> Iterator[Passage]:
    """Yield the lines in sections that name who does something, of which no task was made."""
    for root in roots:
        for node in root.walk():
            taken = any(any(item.said.get(who) for who in WHO) for item in _items(node))
            if node.label and not taken:
                yield from (one for one in joined(node.passages) if _names_who(one.text))


def _names_who(text: str) -> bool:
    said = said_in(text) or _said_in_bracket(text)
    return any(said.get(who) for who in WHO)


def _said_in_bracket(text: str) -> dict[str, str]:
    found = _LAST_BRACKET.search(text)
    return said_in(found["said"]) if found else {}


def _items(node: Node) -> Iterator[_Item]:
    """Yield the items of one section: itself, or its points when each has its own lines."""
    passages = joined(node.passages)
    said = [said_in(passage.text) for passage in passages]
    alone = node.label and len(node.passages) == 1
    words, beside = _bracket(node.title or (node.passages[0].text if alone else ""))
    if any(who in beside for who in WHO):
        yield _Item(words=words, line=node.line, number=node.label, said=beside)
        return
    yield from _bracketed(passages)
    if sum(any(who in values for who in WHO) for values in said) == 0:
        yield from _sentences(node)
        return
    if _is_one(said) and not _opens_with_point(passages, said):
        if node.title and not _GENERAL.fullmatch(folded(node.title)):
            values = {name: words for each in said for name, words in each.items()}
            yield _Item(words=node.title, line=node.line, number=node.label, said=values)
        return
    yield from _points(passages, said)


def _sentences(node: Node) -> Iterator[_Item]:
    """Yield what the sentences of a section give to somebody, its heading where that is meant."""
    heading = Passage(mark=None, text=node.title or "", line=node.line, starts=node.title_starts)
    for passage in (heading, *node.passages):
        for duty in given(passage):
            words = duty.task or (node.title if passage is not heading else None)
            if words:
                said = {"lead": duty.lead, "deadline": duty.deadline}
                said |= {"coordinating": duty.coordinating} if duty.coordinating else {}
                number = None if duty.task else node.label
                yield _Item(words=words, line=duty.line, number=number, said=said)


def _is_one(said: Sequence[dict[str, str]]) -> bool:
    """Whether nothing is said twice, so that all of it is about the section itself."""
    names = [name for values in said for name in values]
    return len(names) == len(set(names))


def _points(passages: Sequence[Passage], said: Sequence[dict[str, str]]) -> Iterator[_Item]:
    item: _Item | None = None
    opens = _openers(passages, said)
    for passage, values in zip(passages, said, strict=True):
        if values and item is not None:
            item.said = {**values, **item.said}
        elif passage in opens and passage.mark is not None:
            if item is not None:
                yield item
            words = passage.text.rstrip(" .;:")
            number = passage.mark.label if passage.mark.rank is Rank.POINT else None
            item = _Item(words=words, line=passage.line, number=number)
    if item is not None:
        yield item


def _openers(passages: Sequence[Passage], said: Sequence[dict[str, str]]) -> list[Passage]:
    """Return the points or bullets that stand over lines of who and when, points first."""
    below = {
        one.mark.label for one, values in zip(passages, said, strict=True) if values and one.mark
    }
    for rank in (Rank.POINT, Rank.BULLET):
        found = [
            one
            for one, values in zip(passages, said, strict=True)
            if not values and one.mark and one.mark.rank is rank and one.mark.label not in below
        ]
        if found:
            return found
    return []


def _opens_with_point(passages: Sequence[Passage], said: Sequence[dict[str, str]]) -> bool:
    """Whether all that is said is said of the one point or bullet in front of it."""
    opens = _openers(passages, said)
    first = next(at for at, values in enumerate(said) if values)
    return len(opens) == 1 and passages[first - 1 : first] == opens


def _bracketed(passages: Sequence[Passage]) -> Iterator[_Item]:
    """Yield the bullets and paragraphs that end in "(Chủ trì: …; thời gian: …)"."""
    for passage in passages:
        words, said = _bracket(passage.text)
        if any(who in said for who in WHO) and ". " not in words:
            point = passage.mark is not None and passage.mark.rank is Rank.POINT
            number = passage.mark.label if passage.mark and point else None
            yield _Item(words=words, line=passage.line, number=number, said=said)


def _bracket(title: str) -> tuple[str, dict[str, str]]:
    """Return a title without "(Chủ trì: …; thời gian: …)" at its end, and what that says."""
    found = _BRACKET.fullmatch(title)
    return (found["words"], said_in(found["said"])) if found else (title, {})


def _task(item: _Item, node: Node, year: Year | None) -> Task:
    said = item.said
    lead, executing = said.get("lead"), said.get("executing")
    time = read_time(said.get("deadline", ""), year)
    return Task(
        task=item.words,
        line=item.line,
        lead=lead or executing or None,
        coordinating=said.get("coordinating") or None,
        deadline=said.get("deadline") or None,
        product=said.get("product") or None,
        due_on=time.due_on,
        recurrence=time.recurrence,
        executing=executing if lead and folded(executing or "") != folded(lead) else None,
        section=node.anchor,
        number=item.number,
    )
