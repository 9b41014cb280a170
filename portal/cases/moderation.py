"""What everyone may see of a case: decided by a moderator, asked in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import clock
from portal.accounts.models import Office
from portal.cases import wordings
from portal.cases.answer_models import Commitment, Source
from portal.cases.commitment_lists import LISTS, OWED_FIRST, List, counted
from portal.cases.commitments import is_past
from portal.cases.models import Case, Letter, Purpose
from portal.cases.reading import CasePage, with_names
from portal.cases.rules import WITH_ANSWER, Judgement, Visibility
from portal.cases.wordings import NOTHING, Beside
from portal.errors import IllegalMove, Invalid, NotAllowed, NotFound
from portal.history.service import record
from portal.i18n import N_
from portal.outbox.service import promise
from portal.permissions import Action, Actor, allowed
from portal.publications import revisions
from portal.publications.models import Publication

T = TypeVar("T", bound=Any)

PAGE_SIZE = 20
RELYING = 100  # answers named on the page of one document

# The same decision as `is_public`, for lists; the database itself insists on consent.
PUBLIC: ColumnElement[bool] = Case.visibility == Visibility.PUBLISHED


@dataclass(frozen=True, kw_only=True)
class PublicFilters:
    """What a reader narrows the list of answered items to; `office` is a slug."""

    kind: str | None = None
    office: str | None = None
    year: int | None = None
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class PublicCounts:
    """How many published items there are; each count leaves its own filter out."""

    kinds: dict[str, int] = field(default_factory=dict)
    offices: dict[str, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PromisePage:
    """One page of the promises everyone may read; `counts` counts all of them by state."""

    rows: list[Commitment]
    counts: Mapping[str, int]
    page: int
    pages: int


def is_public(case: Case) -> bool:
    """Return whether everyone may see the case: on pages, in search, counts and mail alike."""
    return case.visibility is Visibility.PUBLISHED


def is_disputed(case: Case) -> bool:
    """Return whether the sender disagrees with the answer everyone reads, and none came since."""
    return case.judgement is Judgement.NO and case.state not in WITH_ANSWER


def release(  # noqa: PLR0913 - three public texts stand for three private ones
    session: Session,
    actor: Actor,
    case: Case,
    *,
    subject: str,
    text: str,
    answer: str,
    beside: Beside = NOTHING,
    reason: str = "",
) -> None:
    """Show the case to everyone in these words; the original words stay restricted.

    Words that are public already change only with a reason; each version is kept.

    Raises:
        NotAllowed: the actor moderates nothing.
        IllegalMove: no consent, or no answer that stands.
        Invalid: a text or the reason is missing.

    """
    _permit(actor, case)
    if not may_release(case):
        raise IllegalMove
    if is_public(case) and not reason.strip():
        raise Invalid(N_("Xin ghi vì sao sửa bản công khai."))
    if not (subject.strip() and text.strip() and answer.strip()):
        raise Invalid(N_("Xin điền đủ tiêu đề, nội dung và câu trả lời sẽ công khai."))
    case.public_subject, case.public_text, case.public_answer = subject, text, answer
    case.visibility = Visibility.PUBLISHED
    wordings.keep(session, actor, case, beside, reason)
    _record(session, actor, case, "release")


def may_release(case: Case) -> bool:
    """Return whether the case may be shown: its answer stands, nobody took anything back.

    One that is public stays so while its sender disagrees, and its words can still be put right.
    """
    return case.agreed and (case.state in WITH_ANSWER or is_public(case))


def hide(session: Session, actor: Actor, case: Case, reason: str) -> None:
    """Decide that the case is not shown, or is shown no longer, and why."""
    _permit(actor, case)
    if not reason.strip():
        raise Invalid(N_("Xin ghi lý do."))
    letter = Letter(
        purpose=Purpose.HIDING, text=reason, at=clock.now(), official_id=actor.official_id
    )
    case.letters.append(letter)
    case.visibility = Visibility.HIDDEN
    session.flush()
    _record(session, actor, case, "hide", letter=letter.id)


def take_back_consent(session: Session, actor: Actor, case: Case) -> None:
    """Stop showing the case, and its parts, because its sender no longer agrees."""
    if not allowed(actor, Action.CASE_FOLLOW, case):
        raise NotAllowed
    if not case.agreed:
        raise IllegalMove
    for one in (case, *case.parts):
        one.visibility = Visibility.PRIVATE
        one.agreed = False
        _record(session, actor, one, "consent_taken_back")


def published(session: Session, filters: PublicFilters) -> CasePage:
    """Return the published items under `filters`, the latest answer first."""
    within = _conditions(session, filters)
    total = session.scalar(select(func.count()).select_from(Case).where(*within)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, filters.page), pages)
    ids = select(Case.id).where(*within).order_by(Case.answered_at.desc(), Case.id.desc())
    found = session.scalars(ids.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return CasePage(cases=with_names(session, list(found)), total=total, page=page, pages=pages)


def public_counts(session: Session, filters: PublicFilters) -> PublicCounts:
    """Return how many published items each kind, office (by slug) and year has."""
    slugs = {row[0]: row[1] for row in session.execute(select(Office.id, Office.slug))}
    offices = _counts(session, Case.office_id, filters, "office")
    return PublicCounts(
        kinds=_counts(session, Case.kind, filters, "kind"),
        offices={slugs[key]: n for key, n in offices.items() if key is not None},
        years={int(year): n for year, n in _counts(session, sent_in, filters, "year").items()},
    )


def published_item(session: Session, number: str) -> Case:
    """Return one published item; raise NotFound for everything else there may be."""
    found = session.scalar(select(Case).where(Case.number == number))
    if found is None or not is_public(found):
        raise NotFound
    return found


def latest_published(session: Session, limit: int = 3) -> list[Case]:
    """Return the items answered last, for the front page."""
    return published(session, PublicFilters()).cases[:limit]


def public_commitments(
    session: Session, state: str = "", office: str = "", page: int = 1
) -> PromisePage:
    """Return one page of the promises everyone may read, what is owed first on top.

    Args:
        session: the transaction.
        state: one of `PROMISE_STATES`; "" for all.
        office: slug of an office, "" for all.
        page: from 1.

    """
    today = clock.today()
    ids = (
        select(Commitment.id)
        .join(Case, Case.id == Commitment.case_id)
        .join(Office, Office.id == Commitment.office_id)
        .where(PUBLIC, Commitment.made_on.is_not(None), Commitment.public_text.is_not(None))
    )
    if office:
        ids = ids.where(Office.slug == office)
    counts = counted(session, PROMISE_STATES, today, ids)
    total = counts[state] if state in counts else sum(counts.values())
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    wanted = (
        select(Commitment)
        .where(Commitment.id.in_(ids))
        .where(*(PROMISE_STATES[state](today) if state in counts else ()))
        .options(joinedload(Commitment.case), joinedload(Commitment.office))
        .options(selectinload(Commitment.changes))
        .order_by(*OWED_FIRST)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    rows = list(session.scalars(wanted))
    return PromisePage(rows=rows, counts=counts, page=page, pages=pages)


PROMISE_STATES: Mapping[str, List] = MappingProxyType(
    {
        "overdue": LISTS["overdue"],
        "open": lambda today: (Commitment.kept_on.is_(None), ~is_past(today)),
        "kept": LISTS["kept"],
    }
)


def relying_on(session: Session, publication: Publication) -> list[Source]:
    """Return where published answers rely on any version of a document, by section."""
    versions = [row.id for row in revisions.family(session, publication)]
    wanted = (
        select(Source)
        .join(Case, Case.id == Source.case_id)
        .where(PUBLIC, Source.letter_id.is_not(None), Source.publication_id.in_(versions))
        .options(joinedload(Source.case))
        .order_by(Source.anchor, Source.id.desc())
    )
    return list(session.scalars(wanted.limit(RELYING)))


# The year somebody wrote, as the receipt number has it: local time on every database.
sent_in = func.substr(Case.number, 4, 4)


def _permit(actor: Actor, case: Case) -> None:
    if not allowed(actor, Action.CASE_MODERATE, case):
        raise NotAllowed
    if not case.agreed or case.answered_at is None:
        raise IllegalMove


def _record(session: Session, actor: Actor, case: Case, act: str, **facts: object) -> None:
    session.flush()
    record(
        session,
        actor,
        ("case", case.id),
        act,
        state=case.state.value,
        office_id=case.office_id,
        **facts,
    )
    promise(session, "search.put", ref=f"y-kien:{case.number}")


def _conditions(
    session: Session, filters: PublicFilters, without: str = ""
) -> list[ColumnElement[bool]]:
    chosen: dict[str, ColumnElement[bool] | None] = {
        "kind": Case.kind == filters.kind if filters.kind else None,
        "office": _at(session, filters.office) if filters.office else None,
        "year": sent_in == str(filters.year) if filters.year else None,
    }
    return [PUBLIC] + [
        test for name, test in chosen.items() if test is not None and name != without
    ]


def _at(session: Session, slug: str) -> ColumnElement[bool]:
    """Return the condition for the office called so, by its id, which the index holds."""
    return Case.office_id == session.scalar(select(Office.id).where(Office.slug == slug))


def _counts(
    session: Session, column: SQLColumnExpression[T], filters: PublicFilters, name: str
) -> dict[T, int]:
    rows = (
        select(column, func.count())
        .select_from(Case)
        .where(*_conditions(session, filters, without=name))
        .group_by(column)
    )
    return {row[0]: row[1] for row in session.execute(rows)}
