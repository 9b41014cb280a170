"""Demands beyond the rules: kept apart, past the counter's office, for inspector and leader."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.counters import editions
from portal.errors import Invalid, NotAllowed, NotFound
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import Action, Actor, allowed
from portal.ratings.models import ExtraReport, Rating


def divert(session: Session, rating: Rating) -> None:
    """Open a report for a rating that says so, and move its words there."""
    if not _says_so(session, rating):
        return
    session.flush()
    report = of(session, rating) or _open(session, rating)
    report.words = report.words or rating.words or ""
    rating.words = None


def of(session: Session, rating: Rating) -> ExtraReport | None:
    """Return the report a rating opened, None for most."""
    return session.scalar(select(ExtraReport).where(ExtraReport.rating_id == rating.id))


def reports(session: Session, actor: Actor) -> list[ExtraReport]:
    """Return the reports `actor` may read, those nobody settled first, the latest on top."""
    if not allowed(actor, Action.EXTRA_READ):
        raise NotAllowed
    wanted = select(ExtraReport).options(
        joinedload(ExtraReport.counter), joinedload(ExtraReport.office)
    )
    rows = session.scalars(
        wanted.order_by(ExtraReport.settled_on.is_not(None), ExtraReport.id.desc())
    )
    return [row for row in rows if allowed(actor, Action.EXTRA_READ, row)]


def settle(session: Session, actor: Actor, report_id: int, outcome: str) -> None:
    """Write down what came of a report; it stays in the list."""
    report = session.get(ExtraReport, report_id)
    if report is None:
        raise NotFound
    if not allowed(actor, Action.EXTRA_SETTLE, report):
        raise NotAllowed
    if not outcome.strip():
        raise Invalid(N_("Xin ghi đã xem xét thế nào."))
    report.outcome, report.settled_on = outcome, clock.today()
    report.settled_by_id = actor.official_id
    record(session, actor, ("extra_report", report.id), "settled")


def _says_so(session: Session, rating: Rating) -> bool:
    edition = editions.by_number(session, rating.questions)
    for answer in rating.answers:
        question = edition.question(answer.question)
        if question and question.restricted:
            choice = question.choice(answer.value)
            return choice is not None and choice.points == 0
    return False


def _open(session: Session, rating: Rating) -> ExtraReport:
    report = ExtraReport(
        rating_id=rating.id,
        counter_id=rating.counter_id,
        office_id=rating.office_id,
        on_day=clock.local_date(rating.given_at),
        words="",
    )
    session.add(report)
    return report
