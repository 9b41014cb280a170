"""Which section or task of a new version is which of the former: an address follows its content."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from portal.publications.blocks import plain
from portal.publications.models import Publication, Section, Task
from portal.publications.rules import first_free, plain_letters

Key = Callable[[Any], Hashable | None]
"""What two rows must share to be the same; None when a row says nothing of the kind."""


def keep_addresses(earlier: Sequence[Publication], draft: Publication) -> None:
    """Give every section and task of `draft` the address it had before.

    Args:
        earlier: every version there is, the latest first; nothing new is given an address that
            ever led to something else, and what comes back finds its own again.
        draft: the version being made.

    """
    found = align(_known(row for former in earlier for row in former.sections), draft.sections)
    for task in draft.tasks:
        task.section = found.get(task.section, task.section)
    for section in draft.sections:
        section.anchor = found[section.anchor]
    tasks = _known(row for former in earlier for row in former.tasks)
    found = align(tasks, draft.tasks, TASK_KEYS)
    for task in draft.tasks:
        task.anchor = found[task.anchor]


def _known(rows: Iterable[Any]) -> list[Any]:
    """Return the first row with each address."""
    found: dict[str, Any] = {}
    for row in rows:
        found.setdefault(row.anchor, row)
    return list(found.values())


def align(
    former: Iterable[Any], new: Sequence[Any], keys: Sequence[Key] | None = None
) -> Mapping[str, str]:
    """Return the address each row of `new` gets, by the one it was read with.

    A section is the same when number, title and words are; failing that when title or words are,
    for a section put in before it moves its number; failing that when the number is. Of tasks the
    words count first, then the number within its group.
    """
    left = list(former)
    found: dict[str, str] = {}
    used = {row.anchor for row in left}
    for key in keys or SECTION_KEYS:
        _match(left, [row for row in new if row.anchor not in found], key, found)
    for row in new:
        if row.anchor not in found:
            found[row.anchor] = first_free(row.anchor, used)
            used.add(found[row.anchor])
    return found


def _match(left: list[Any], new: Iterable[Any], key: Key, found: dict[str, str]) -> None:
    for row in new:
        wanted = key(row)
        same = next((old for old in left if wanted is not None and key(old) == wanted), None)
        if same is not None:
            found[row.anchor] = same.anchor
            left.remove(same)


def _title(section: Section) -> str | None:
    return plain_letters(section.title) or None


def _words(section: Section) -> str | None:
    return plain_letters(plain(section.blocks)) or None


def _with_anchor(part: Key) -> Key:
    def key(section: Section) -> Hashable | None:
        own = part(section)
        return None if own is None else (section.anchor, own)

    return key


def _title_and_words(section: Section) -> Hashable | None:
    title, words = _title(section), _words(section)
    return (title, words) if title and words else None


SECTION_KEYS: tuple[Key, ...] = (
    _with_anchor(_title_and_words),
    _title_and_words,
    _with_anchor(_title),
    _with_anchor(_words),
    _words,
    lambda section: (section.depth, _title(section)) if _title(section) else None,
    lambda section: section.anchor,
)


def _task(task: Task) -> Hashable:
    return plain_letters(task.task)


def _task_and_place(task: Task) -> Hashable:
    return _task(task), plain_letters(task.group), plain_letters(task.lead)


def _number(task: Task) -> Hashable | None:
    number = plain_letters(task.number)
    return (task.appendix, plain_letters(task.group), number) if number else None


TASK_KEYS: tuple[Key, ...] = (_task_and_place, _task, _number)
