"""Asking the index, and showing only what the database still lets everyone see."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.moderation import PUBLIC
from portal.home import found_cases
from portal.home.indexing import waiting_refs
from portal.permissions import VISITOR, Action, Actor, allowed
from portal.publications import documents as publication_documents
from portal.publications.catalogue import visible_to
from portal.publications.documents import Place
from portal.publications.models import Publication
from search import Hit, Index, Order, Page

SIZE = 10
EVERYONE, OFFICIAL = frozenset({"public"}), frozenset({"public", "internal"})
NOWHERE = "van-ban:0"  # no document is called so
LONGEST = 300  # a question; the rest of a pasted page only slows the answer down
AT_ONCE = 500  # values of one IN (…)
WIDEST = 1000  # hits looked at when one of a page turned out to be gone


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody searches for.

    Attributes:
        filters: "kind", "office", "year" and, for officials, "audience" to a value.
        exactly: take the words as typed.
        within: address of the one document to look in; "" for all.
        actor: who asks; officials find internal documents as well.

    """

    query: str = ""
    filters: Mapping[str, str]
    order: Order = "relevance"
    page: int = 1
    size: int = SIZE
    exactly: bool = False
    within: str = ""
    actor: Actor = VISITOR

    @property
    def audiences(self) -> frozenset[str]:
        """Whose documents may be found."""
        return OFFICIAL if allowed(self.actor, Action.DESK_READ) else EVERYONE


@dataclass(frozen=True, kw_only=True)
class Found:
    """One hit with the place it leads to."""

    hit: Hit
    place: Place


@dataclass(frozen=True, kw_only=True)
class Results:
    """One page of what was found.

    Attributes:
        page: the index's own answer: total, facets, how the question was understood.
        number: which page it is, from 1; the last one when a later one was asked for.
        rebuilding: whether the index may lack things for the moment.
        looked_into: title of the one document looked into; "" for all, or when it is gone.

    """

    page: Page
    found: tuple[Found, ...]
    number: int
    pages: int
    rebuilding: bool
    looked_into: str = ""


def clean(query: str) -> str:
    """Return what was typed on one line, without NUL, cut to a length that can be answered."""
    return " ".join(query.replace("\0", " ").split())[:LONGEST].strip()


def search(session: Session, index: Index, wish: Wish) -> Results:
    """Return what answers `wish`; nothing hidden is in hits, total or facets."""
    try:
        return _results(session, index, wish)
    except OSError:  # the index is being replaced on a disk in trouble; it will be built again
        empty = Page(hits=(), total=0)
        return Results(page=empty, found=(), number=1, pages=1, rebuilding=True)


def _results(session: Session, index: Index, wish: Wish) -> Results:
    actor = wish.actor
    ref, title = _looked_into(session, wish)
    wish = replace(wish, within=ref)
    hidden = gone(session, waiting_refs(session), actor)
    page, wish = _ask(index, wish, hidden)
    places = _places(session, page, actor)
    if len(places) < len(page.hits):
        wide = replace(wish, page=1, size=WIDEST, filters={})
        hidden |= gone(session, [hit.ref for hit in _ask(index, wide, hidden)[0].hits], actor)
        page, wish = _ask(index, wish, hidden)
        places = _places(session, page, actor)
    return Results(
        page=page,
        found=tuple(
            Found(hit=hit, place=places[hit.ref]) for hit in page.hits if hit.ref in places
        ),
        number=wish.page,
        pages=_pages(page, wish),
        rebuilding=index.rebuild_needed,
        looked_into=title,
    )


def _looked_into(session: Session, wish: Wish) -> tuple[str, str]:
    """Return what search calls the document that `wish` looks into, and its title."""
    if not wish.within:
        return "", ""
    wanted = select(Publication.id, Publication.title)
    found = session.execute(
        wanted.where(Publication.slug == wish.within, visible_to(wish.actor))
    ).first()
    return (f"{publication_documents.PREFIX}:{found.id}", found.title) if found else (NOWHERE, "")


def gone(session: Session, refs: Iterable[str], actor: Actor = VISITOR) -> set[str]:
    """Return those of `refs` that `actor` may not find now."""
    refs = set(refs)
    seen: set[str] = set()
    for prefix, (column, condition) in _visible(actor).items():
        keys = [ref.partition(":")[2] for ref in refs if ref.startswith(f"{prefix}:")]
        typed = [column.type.python_type(key) for key in keys]
        for start in range(0, len(typed), AT_ONCE):
            some = typed[start : start + AT_ONCE]
            shown = session.scalars(select(column).where(condition, column.in_(some)))
            seen |= {f"{prefix}:{key}" for key in shown}
    return refs - seen


def _visible(actor: Actor) -> dict[str, tuple[Any, ColumnElement[bool]]]:
    """Return for each sort of thing its key, and the condition under which `actor` finds it."""
    return {"van-ban": (Publication.id, visible_to(actor)), "y-kien": (Case.number, PUBLIC)}


def _ask(index: Index, wish: Wish, hidden: Collection[str]) -> tuple[Page, Wish]:
    """Return the index's answer, with the wish as it could be met: no page after the last."""
    page = index.find(
        wish.query,
        filters=wish.filters,
        without=hidden,
        audiences=wish.audiences,
        within=wish.within,
        order=wish.order,
        page=wish.page,
        size=wish.size,
        exactly=wish.exactly,
    )
    if wish.page > _pages(page, wish):
        return _ask(index, replace(wish, page=_pages(page, wish)), hidden)
    return page, wish


def _pages(page: Page, wish: Wish) -> int:
    return max(1, -(-page.total // wish.size))


def _places(session: Session, page: Page, actor: Actor) -> dict[str, Place]:
    refs = [hit.ref for hit in page.hits]
    found = publication_documents.places(session, refs, visible_to(actor))
    return found | found_cases.places(session, refs)
