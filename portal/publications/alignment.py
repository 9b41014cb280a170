"""Which section of a new version is which of the former: an address follows its content."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from portal.publications.blocks import plain
from portal.publications.models import Publication, Section
from portal.publications.rules import first_free, plain_letters

Key = Callable[[Section], Hashable | None]


def keep_addresses(former: Publication, draft: Publication) -> None:
    """Give every section of `draft` that `former` has already the address it had there."""
    found = align(former.sections, draft.sections)
    for task in draft.tasks:
        task.section = found.get(task.section, task.section)
    for section in draft.sections:
        section.anchor = found[section.anchor]


def align(former: Iterable[Section], new: Sequence[Section]) -> Mapping[str, str]:
    """Return the address each section of `new` gets, by the one it was read with.

    A section is the same when number, title and words are; failing that when title or words are,
    for a section put in before it moves its number; failing that when the number is.
    """
    left = list(former)
    found: dict[str, str] = {}
    taken = {section.anchor for section in left}
    for key in KEYS:
        _match(left, [row for row in new if row.anchor not in found], key, found)
    for section in new:
        if section.anchor not in found:
            found[section.anchor] = first_free(section.anchor, taken)
            taken.add(found[section.anchor])
    return found


def _match(left: list[Section], new: Iterable[Section], key: Key, found: dict[str, str]) -> None:
    for section in new:
        wanted = key(section)
        same = next((row for row in left if wanted is not None and key(row) == wanted), None)
        if same is not None:
            found[section.anchor] = same.anchor
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


KEYS: tuple[Key, ...] = (
    _with_anchor(_title_and_words),
    _title_and_words,
    _with_anchor(_title),
    _with_anchor(_words),
    _words,
    lambda section: (section.depth, _title(section)) if _title(section) else None,
    lambda section: section.anchor,
)
