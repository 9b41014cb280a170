"""Writing letters of apology, and counting what became of the dates in them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.accounts.facts import Unfit
from portal.accounts.models import Office
from portal.apologies import rules
from portal.apologies.models import Apology
from portal.apologies.rules import Outcome
from portal.config import Settings
from portal.errors import IllegalMove, NotAllowed, NotFound
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import Action, Actor, Scope, allowed, scope_of
from portal.web import tokens

ONCE = N_("Hồ sơ này đã có thư xin lỗi. Ngày hẹn lại chỉ được đặt một lần.")


@dataclass(frozen=True, kw_only=True, repr=False)
class ApologyFacts:
    """What the letter says; see `models.Apology`."""

    office_id: int
    receipt: str
    name: str
    procedure: str
    standing: str
    reason: str
    at_fault: str
    due_on: date
    new_date: date
    signed_name: str
    signed_title: str


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What the register adds up to over a year.

    Attributes:
        in_time: letters written at least a day before the date first promised.
        by_outcome: what became of the new dates.

    """

    letters: int
    in_time: int
    by_outcome: dict[Outcome, int]


def write(session: Session, actor: Actor, facts: ApologyFacts, settings: Settings) -> Apology:
    """Give the letter its number and keep it; what it says never changes afterwards."""
    if session.get(Office, facts.office_id) is None:
        raise Unfit(N_("Xin chọn một cơ quan trong danh sách."), field="office_id")
    if not allowed(actor, Action.APOLOGY_WRITE, facts):
        raise NotAllowed
    _refuse_unfit(facts)
    mark = tokens.keyed_hash(settings, "late file", "".join(facts.receipt.split()).upper())
    if session.scalar(select(Apology.id).where(Apology.receipt_mark == mark)) is not None:
        raise Unfit(ONCE, field="receipt")
    letter = Apology(**vars(facts), receipt_mark=mark, issued_on=clock.today(),
                     author_id=actor.official_id)  # fmt: skip
    letter.year = letter.issued_on.year
    letter.number = _next_number(session, letter.year)
    try:
        with session.begin_nested():
            session.add(letter)
    except IntegrityError as clash:  # somebody wrote one at the same moment
        raise IllegalMove from clash
    record(session, actor, ("apology", letter.id), "written", office_id=letter.office_id,
           number=letter.shown_number, due_on=letter.due_on.isoformat(),
           new_date=letter.new_date.isoformat())  # fmt: skip
    return letter


def finish(session: Session, actor: Actor, letter_id: int, on: date) -> None:
    """Write down the day the result was ready, once."""
    letter = session.get(Apology, letter_id)
    if letter is None:
        raise NotFound
    if not allowed(actor, Action.APOLOGY_WRITE, letter):
        raise NotAllowed
    if letter.finished_on is not None:
        raise IllegalMove
    if not letter.issued_on <= on <= clock.today():
        raise Unfit(N_("Ngày xong không thể trước ngày ra thư hoặc ở tương lai."), field="on")
    letter.finished_on = on
    record(session, actor, ("apology", letter.id), "finished", office_id=letter.office_id,
           on=on.isoformat())  # fmt: skip


def letters(session: Session, actor: Actor, year: int) -> list[Apology]:
    """Return the register of a year as far as `actor` may read it, the latest first."""
    scope = scope_of(actor, Action.APOLOGY_READ)
    if scope is None:
        raise NotAllowed
    wanted = select(Apology).where(Apology.year == year).options(joinedload(Apology.office))
    if scope is Scope.OWN_OFFICE:
        wanted = wanted.where(Apology.office_id.in_(actor.offices))
    return list(session.scalars(wanted.order_by(Apology.number.desc())))


def letter_by(session: Session, actor: Actor, letter_id: int) -> Apology:
    """Return one letter; raise NotFound or NotAllowed."""
    found = session.get(Apology, letter_id)
    if found is None:
        raise NotFound
    if not allowed(actor, Action.APOLOGY_READ, found):
        raise NotAllowed
    return found


def figures(found: list[Apology], today: date) -> Figures:
    """Return what these letters add up to."""
    outcomes = Counter(rules.outcome(one.new_date, one.finished_on, today) for one in found)
    return Figures(
        letters=len(found),
        in_time=sum(rules.in_time(one.issued_on, one.due_on) for one in found),
        by_outcome={outcome: outcomes[outcome] for outcome in Outcome},
    )


def _next_number(session: Session, year: int) -> int:
    last = session.scalar(select(func.max(Apology.number)).where(Apology.year == year))
    return (last or 0) + 1


def _refuse_unfit(facts: ApologyFacts) -> None:
    if facts.new_date <= facts.due_on:
        raise Unfit(N_("Ngày hẹn lại phải sau ngày hẹn ban đầu."), field="new_date")
    if facts.new_date <= clock.today():
        raise Unfit(N_("Ngày hẹn lại phải ở tương lai."), field="new_date")
