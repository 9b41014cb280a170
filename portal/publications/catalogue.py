"""Questions about many publications: what may be seen, lists with facets, who cites whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, extract, false, func, select, true
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.accounts.models import Office
from portal.permissions import Action, Actor, Scope, allowed, scope_of
from portal.publications.models import Citation, Publication
from portal.publications.rules import Audience, Standing

PAGE_SIZE = 20


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a list is narrowed to; "" and None narrow nothing.

    Attributes:
        kind: slug of a kind.
        office: slug of the office that published.
        year: year of `Publication.dated_on`.

    """

    kind: str = ""
    office: str = ""
    year: int | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a list.

    Attributes:
        number: which page it is, from 1.
        pages: how many there are, at least 1.
        facets: "kind", "office", "year": value to number of publications, counted with the other
            filters but not their own.

    """

    items: list[Publication]
    total: int
    number: int
    pages: int
    facets: Mapping[str, Mapping[Any, int]] = field(default_factory=dict)


Condition = ColumnElement[bool]

FACETS: dict[str, tuple[Any, Callable[[Filters], Condition]]] = {
    "kind": (
        Publication.kind,
        lambda wish: Publication.kind == wish.kind if wish.kind else true(),
    ),
    "office": (
        Office.slug,
        lambda wish: Office.slug == wish.office if wish.office else true(),
    ),
    "year": (
        extract("year", Publication.dated_on),
        lambda wish: extract("year", Publication.dated_on) == wish.year if wish.year else true(),
    ),
}


def visible_to(actor: Actor) -> Condition:
    """Return the condition under which `actor` finds a publication in lists."""
    published = Publication.standing == Standing.PUBLISHED
    if allowed(actor, Action.DESK_READ):
        return published
    return and_(published, Publication.audience == Audience.PUBLIC)


def editable_by(actor: Actor) -> Condition:
    """Return the condition under which `actor` may edit a publication."""
    scope = scope_of(actor, Action.PUBLICATION_EDIT)
    if scope is Scope.OWN_OFFICE:
        return Publication.office_id.in_(actor.offices)
    return true() if scope is Scope.EVERYWHERE else false()


def published(
    session: Session,
    actor: Actor,
    filters: Filters,
    page: int = 1,
    *,
    oldest_first: bool = False,
) -> Page:
    """Return a page of what `actor` may read: open for comment first, then the newest."""
    day, key = Publication.dated_on, Publication.id
    open_first = case((Publication.comments_until >= clock.today(), 0), else_=1)
    order = (day, key) if oldest_first else (open_first, day.desc(), key.desc())
    return _page(session, visible_to(actor), filters, page, order)


def desk_list(
    session: Session, actor: Actor, filters: Filters, page: int = 1, *, standing: Standing
) -> Page:
    """Return a page of what `actor` may edit and stands so, the last touched first."""
    condition = and_(editable_by(actor), Publication.standing == standing)
    order = (Publication.changed_at.desc(), Publication.id.desc())
    return _page(session, condition, filters, page, order)


def counts_by_standing(session: Session, actor: Actor) -> dict[Standing, int]:
    """Return how many publications `actor` may edit stand where."""
    counted = select(Publication.standing, func.count()).where(editable_by(actor))
    rows = session.execute(counted.group_by(Publication.standing))
    found = {row[0]: row[1] for row in rows}
    return {standing: found.get(standing, 0) for standing in Standing}


def open_for_comment(session: Session, actor: Actor, limit: int = 5) -> list[Publication]:
    """Return the drafts people may comment on today, the soonest to close first."""
    wanted = _whole().where(visible_to(actor), Publication.comments_until >= clock.today())
    return list(session.scalars(wanted.order_by(Publication.comments_until).limit(limit)))


def latest(
    session: Session, actor: Actor, limit: int = 5, *, office_id: int | None = None
) -> list[Publication]:
    """Return what was published last, of one office or of all."""
    wanted = _whole().where(visible_to(actor))
    if office_id is not None:
        wanted = wanted.where(Publication.office_id == office_id)
    newest = wanted.order_by(Publication.published_at.desc(), Publication.id.desc())
    return list(session.scalars(newest.limit(limit)))


def cited(session: Session, actor: Actor, publication: Publication) -> dict[int, Publication]:
    """Return which of its citations stand on this portal, by the id of the citation."""
    wanted = (
        select(Citation.id, Publication)
        .join(Publication, _is_the_cited())
        .where(Citation.publication_id == publication.id, visible_to(actor))
        .where(Publication.id != publication.id)
        .order_by(Publication.id)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def citing(session: Session, actor: Actor, publication: Publication) -> list[Publication]:
    """Return what rests on this publication, the newest first."""
    if not publication.number_key or publication.issued_on is None:
        return []
    cites = Publication.citations.any(
        and_(
            Citation.number_key == publication.number_key,
            Citation.issued_on == publication.issued_on,
        )
    )
    wanted = _whole().where(visible_to(actor), cites, Publication.id != publication.id)
    return list(session.scalars(wanted.order_by(Publication.dated_on.desc(), Publication.id)))


def _is_the_cited() -> Condition:
    # A number alone names many documents: every agency begins at 01 each year.
    return and_(
        Citation.number_key != "",
        Publication.number_key == Citation.number_key,
        Publication.issued_on == Citation.issued_on,
    )


def _page(
    session: Session, condition: Condition, filters: Filters, page: int, order: tuple[Any, ...]
) -> Page:
    narrowed = and_(*(narrow(filters) for _, narrow in FACETS.values()))
    total = session.scalar(_counting(func.count()).where(condition, narrowed)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, page), pages)
    wanted = _whole().where(condition, narrowed).order_by(*order)
    items = session.scalars(wanted.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE))
    return Page(
        items=list(items),
        total=total,
        number=number,
        pages=pages,
        facets={name: _facet(session, condition, filters, name) for name in FACETS},
    )


def _facet(session: Session, condition: Condition, filters: Filters, name: str) -> dict[Any, int]:
    """Return the values of one facet with their counts, the most frequent first."""
    value = FACETS[name][0]
    others = [narrow(filters) for other, (_, narrow) in FACETS.items() if other != name]
    counted = _counting(value, func.count()).where(condition, *others).group_by(value)
    counts = {row[0]: row[1] for row in session.execute(counted)}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], str(item[0]))))


def _counting(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(Publication).join(Office)


def _whole() -> Select[Publication]:
    return select(Publication).join(Office).options(joinedload(Publication.office))


def by_year(years: Mapping[Any, int]) -> dict[int, int]:
    """Return the years of a facet, the latest first."""
    return {int(year): years[year] for year in sorted(years, reverse=True)}
