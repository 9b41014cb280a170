"""Questions about many publications: what may be seen, lists with facets, who cites whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, extract, false, func, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import clock
from portal.accounts.models import Office, Topic
from portal.db import leading_number
from portal.permissions import Action, Actor, Scope, allowed, scope_of
from portal.publications.models import Citation, Publication
from portal.publications.rules import Audience, Standing, may_be_same_issuer

PAGE_SIZE = 20


class Order(StrEnum):
    """How a list is ordered; the words stand in addresses."""

    NEWEST = "moi-nhat"
    OLDEST = "cu-nhat"
    LATEST = "moi-dang"
    NUMBER = "so"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a list is narrowed to; "" and None narrow nothing.

    Attributes:
        kind: slug of a kind.
        issuer: the body that signed, as printed.
        office: slug of the office that published.
        topic: slug of a field.
        year: year of `Publication.dated_on`.
        audience: whom it is for; asking for what one may not see finds nothing.

    """

    kind: str = ""
    issuer: str = ""
    office: str = ""
    topic: str = ""
    year: int | None = None
    audience: Audience | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a list.

    Attributes:
        number: which page it is, from 1.
        pages: how many there are, at least 1.
        facets: each name of `FACETS`: value to number of publications, counted with the other
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
    "issuer": (
        Publication.issuer,
        lambda wish: Publication.issuer == wish.issuer if wish.issuer else true(),
    ),
    "office": (
        Office.slug,
        lambda wish: Office.slug == wish.office if wish.office else true(),
    ),
    "topic": (
        Topic.slug,
        lambda wish: Topic.slug == wish.topic if wish.topic else true(),
    ),
    "year": (
        extract("year", Publication.dated_on),
        lambda wish: extract("year", Publication.dated_on) == wish.year if wish.year else true(),
    ),
    "audience": (
        Publication.audience,
        lambda wish: Publication.audience == wish.audience if wish.audience else true(),
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
    order: Order = Order.NEWEST,
) -> Page:
    """Return a page of what `actor` may read, by default open for comment first, then newest."""
    return _page(session, visible_to(actor), filters, page, _columns(order))


def every(
    session: Session,
    actor: Actor,
    filters: Filters,
    *,
    order: Order = Order.NEWEST,
    limit: int | None = None,
) -> list[Publication]:
    """Return all that `actor` may read and `filters` let through, files included, for exports."""
    wanted = _whole().where(visible_to(actor), _narrowed(filters)).order_by(*_columns(order))
    files = wanted.options(selectinload(Publication.files), joinedload(Publication.topic))
    return list(session.scalars(files.limit(limit)))


def topic_names(session: Session) -> dict[str, str]:
    """Return how each field is called, those no longer offered included."""
    return {row[0]: row[1] for row in session.execute(select(Topic.slug, Topic.name))}


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
        select(Citation, Publication)
        .join(Publication, _is_the_cited())
        .where(Citation.publication_id == publication.id, visible_to(actor))
        .where(Publication.id != publication.id)
        .order_by(Publication.id.desc())
    )
    rows = session.execute(wanted)
    return {row[0].id: row[1] for row in rows if _may_mean(row[0], row[1])}


def citing(session: Session, actor: Actor, publication: Publication) -> list[Publication]:
    """Return what rests on this publication, the newest first."""
    if not publication.number_key or publication.issued_on is None:
        return []
    same = and_(
        Citation.number_key == publication.number_key,
        Citation.issued_on == publication.issued_on,
    )
    wanted = _whole().where(
        visible_to(actor), Publication.citations.any(same), Publication.id != publication.id
    )
    found = session.scalars(wanted.order_by(Publication.dated_on.desc(), Publication.id))
    return [row for row in found if any(names(cited, publication) for cited in row.citations)]


def names(citation: Citation, publication: Publication) -> bool:
    """Whether the publication may be what is cited: its number, its day, not another issuer."""
    known = (publication.number_key, publication.issued_on)
    return (citation.number_key, citation.issued_on) == known and _may_mean(citation, publication)


def _is_the_cited() -> Condition:
    # A number alone names many documents: every agency begins at 01 each year.
    return and_(
        Citation.number_key != "",
        Publication.number_key == Citation.number_key,
        Publication.issued_on == Citation.issued_on,
    )


def _may_mean(citation: Citation, publication: Publication) -> bool:
    # Two agencies may give one number on one day.
    return may_be_same_issuer(citation.issuer, publication.issuer)


def _columns(order: Order) -> tuple[Any, ...]:
    day, key = Publication.dated_on, Publication.id
    open_first = case((Publication.comments_until >= clock.today(), 0), else_=1)
    return {
        Order.NEWEST: (open_first, day.desc(), key.desc()),
        Order.OLDEST: (day, key),
        Order.LATEST: (Publication.published_at.desc(), key.desc()),
        Order.NUMBER: (
            Publication.number_key == "",
            leading_number(Publication.number_key),
            Publication.number_key,
            key,
        ),
    }[order]


def _narrowed(filters: Filters, *, but: str = "") -> Condition:
    return and_(*(narrow(filters) for name, (_, narrow) in FACETS.items() if name != but))


def _page(
    session: Session, condition: Condition, filters: Filters, page: int, order: tuple[Any, ...]
) -> Page:
    narrowed = _narrowed(filters)
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
    others = _narrowed(filters, but=name)
    counted = _counting(value, func.count()).where(condition, others).group_by(value)
    counts = {row[0]: row[1] for row in session.execute(counted) if row[0]}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], str(item[0]))))


def _counting(*columns: Any) -> Select[Any]:
    return _joined(select(*columns).select_from(Publication))


def _whole() -> Select[Publication]:
    return _joined(select(Publication)).options(joinedload(Publication.office))


def _joined(wanted: Select[Any]) -> Select[Any]:
    office = wanted.join(Office, Office.id == Publication.office_id)
    return office.outerjoin(Topic, Topic.id == Publication.topic_id)


def by_year(years: Mapping[Any, int]) -> dict[int, int]:
    """Return the years of a facet, the latest first."""
    return {int(year): years[year] for year in sorted(years, reverse=True)}
