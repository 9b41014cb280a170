"""What is done with days of reception: entered, booked, called off; turns come or given back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, selectinload

from portal import clock
from portal.accounts.facts import Unfit
from portal.cases import codes
from portal.config import Settings
from portal.errors import IllegalMove, Invalid, NotAllowed, NotFound
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import Action, Actor, allowed
from portal.receptions.models import DAY, KIND, ReceptionDay, ReceptionTurn
from portal.receptions.rules import FEWEST_A_MONTH, KEEP_DAYS, MARKS, TAKES_A_SEAT, State
from portal.web import tokens

FULL = N_("Buổi này vừa hết chỗ. Xin chọn buổi khác; quý vị cũng có thể đến mà không cần đặt.")
NO_SUCH_DAY = N_("Xin chọn một buổi trong danh sách.")
PAST = N_("Ngày này đã qua. Xin chọn một ngày sắp tới.")
BACKWARDS = N_("Giờ kết thúc phải sau giờ bắt đầu.")
TAKEN = N_("Đã có buổi tiếp bắt đầu đúng lúc này.")
NO_REASON = N_("Xin ghi lý do để người đã đặt được biết.")


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A turn somebody asks for; see `ReceptionTurn`."""

    form_token: str
    day_id: int
    name: str = field(repr=False)
    phone: str = field(default="", repr=False)
    people: int = 1


@dataclass(frozen=True, kw_only=True)
class DayFacts:
    """A day about to be entered; see `ReceptionDay`."""

    held_on: date
    starts: time
    ends: time
    host: str
    place: str
    seats: int


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A day with the seats that are left."""

    day: ReceptionDay
    left: int


def offers(session: Session) -> list[Offer]:
    """Return the days one can still book or come to, the next first: those after today."""
    wanted = select(ReceptionDay).where(
        ReceptionDay.held_on > clock.today(), ReceptionDay.called_off_reason.is_(None)
    )
    days = list(session.scalars(wanted.order_by(ReceptionDay.held_on, ReceptionDay.starts)))
    taken = _taken(session, [day.id for day in days])
    return [Offer(day=day, left=max(0, day.seats - taken.get(day.id, 0))) for day in days]


def book(session: Session, actor: Actor, wish: Wish, settings: Settings) -> ReceptionTurn:
    """Book a turn; the same form sent twice books once.

    Raises:
        Unfit: the day is not offered, or its seats are taken.

    """
    if not allowed(actor, Action.RECEPTION_BOOK):
        raise NotAllowed
    known = by_form(session, settings, wish.form_token)
    if known is not None:
        return known
    day = session.get(ReceptionDay, wish.day_id, with_for_update=True)
    if day is None or day.called_off_reason is not None or day.held_on <= clock.today():
        raise Unfit(NO_SUCH_DAY, field="day")
    if _taken(session, [day.id]).get(day.id, 0) >= day.seats:
        raise Unfit(FULL, field="day")
    last = session.scalar(
        select(func.max(ReceptionTurn.place_no)).where(ReceptionTurn.day_id == day.id)
    )
    turn = ReceptionTurn(
        day=day,
        place_no=(last or 0) + 1,
        code_hash=codes.mark(settings, code_of(settings, wish.form_token)),
        form_mark=_mark(settings, wish.form_token),
        name=wish.name,
        phone=wish.phone,
        people=wish.people,
        state=State.BOOKED.value,
        booked_at=clock.now(),
    )
    session.add(turn)
    session.flush()
    record(session, actor, (KIND, turn.id), "booked", state=turn.state)
    return turn


def by_form(session: Session, settings: Settings, form_token: str) -> ReceptionTurn | None:
    """Return the turn a form became."""
    mark = _mark(settings, form_token)
    return session.scalar(select(ReceptionTurn).where(ReceptionTurn.form_mark == mark))


def by_code(session: Session, settings: Settings, typed: str) -> ReceptionTurn | None:
    """Return the turn a tracking code opens."""
    code = codes.read(typed)
    if code is None:
        return None
    mark = codes.mark(settings, code)
    return session.scalar(select(ReceptionTurn).where(ReceptionTurn.code_hash == mark))


def code_of(settings: Settings, form_token: str) -> str:
    """Return the tracking code of the turn a form became."""
    return codes.make(settings, f"reception {form_token}")


def give_back(session: Session, actor: Actor, turn: ReceptionTurn) -> None:
    """Free the seat of somebody who will not come."""
    if turn.state == State.CANCELLED.value:
        return
    if turn.state != State.BOOKED.value:
        raise IllegalMove
    _end(session, actor, turn, State.CANCELLED)


def days(session: Session, actor: Actor) -> list[Offer]:
    """Return every day for the desk, the latest first."""
    _permit(actor)
    wanted = select(ReceptionDay).order_by(ReceptionDay.held_on.desc(), ReceptionDay.starts)
    found = list(session.scalars(wanted.limit(200)))
    taken = _taken(session, [day.id for day in found])
    return [Offer(day=day, left=day.seats - taken.get(day.id, 0)) for day in found]


def short_months(session: Session) -> list[date]:
    """Return the first days of this month and the next that have fewer days than the law asks."""
    first = clock.today().replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    after = (following + timedelta(days=31)).replace(day=1)
    return [
        month
        for month, end in ((first, following), (following, after))
        if _held(session, month, end) < FEWEST_A_MONTH
    ]


def day_by(session: Session, actor: Actor, day_id: int) -> ReceptionDay:
    """Return one day with its turns; raise NotFound for any other."""
    _permit(actor)
    wanted = select(ReceptionDay).where(ReceptionDay.id == day_id)
    found = session.scalar(wanted.options(selectinload(ReceptionDay.turns)))
    if found is None:
        raise NotFound
    return found


def look(session: Session, actor: Actor, day: ReceptionDay) -> None:
    """Write down that names and telephones were looked at."""
    _permit(actor)
    record(session, actor, (DAY, day.id), "seen", turns=len(day.turns))


def enter(session: Session, actor: Actor, facts: DayFacts) -> ReceptionDay:
    """Enter a day to come."""
    _permit(actor)
    if facts.held_on < clock.today():
        raise Unfit(PAST, field="held_on")
    if facts.ends <= facts.starts:
        raise Unfit(BACKWARDS, field="ends")
    same = (ReceptionDay.held_on == facts.held_on, ReceptionDay.starts == facts.starts)
    if session.scalar(select(ReceptionDay.id).where(*same)) is not None:
        raise Unfit(TAKEN, field="starts")
    day = ReceptionDay(**vars(facts), entered_by_id=actor.official_id)
    session.add(day)
    session.flush()
    record(session, actor, (DAY, day.id), "entered", on=facts.held_on.isoformat())
    return day


def call_off(session: Session, actor: Actor, day: ReceptionDay, reason: str) -> None:
    """Say that a day does not take place, and why; its turns stay to be told of it."""
    _permit(actor)
    if not reason.strip():
        raise Invalid(NO_REASON)
    if day.called_off_reason is not None:
        raise IllegalMove
    day.called_off_reason = reason.strip()
    record(session, actor, (DAY, day.id), "called_off", turns=len(day.turns))


def mark(session: Session, actor: Actor, turn_id: int, state: State) -> ReceptionTurn:
    """Write down whether somebody came, once the day is there."""
    _permit(actor)
    turn = session.get(ReceptionTurn, turn_id)
    if turn is None:
        raise NotFound
    open_now = turn.day.held_on <= clock.today() and turn.day.called_off_reason is None
    if state not in MARKS or turn.state == State.CANCELLED.value or not open_now:
        raise IllegalMove
    _end(session, actor, turn, state)
    return turn


def forget(session: Session) -> int:
    """Erase names and telephones of days long past; return of how many turns."""
    last = clock.today() - timedelta(days=KEEP_DAYS)
    old = select(ReceptionDay.id).where(ReceptionDay.held_on < last)
    known = (ReceptionTurn.name != "") | (ReceptionTurn.phone != "")
    gone = session.execute(
        update(ReceptionTurn)
        .where(ReceptionTurn.day_id.in_(old), known)
        .values(name="", phone="")
        .execution_options(synchronize_session=False)
    )
    return int(getattr(gone, "rowcount", 0))


def _end(session: Session, actor: Actor, turn: ReceptionTurn, state: State) -> None:
    if turn.state == state.value:
        return
    turn.state, turn.ended_at = state.value, clock.now()
    record(session, actor, (KIND, turn.id), state.value, state=state.value)


def _permit(actor: Actor) -> None:
    if not allowed(actor, Action.RECEPTION_MANAGE):
        raise NotAllowed


def _mark(settings: Settings, form_token: str) -> str:
    return tokens.keyed_hash(settings, "reception form mark", form_token)


def _taken(session: Session, day_ids: Sequence[int]) -> dict[int, int]:
    counted = (
        select(ReceptionTurn.day_id, func.count())
        .where(ReceptionTurn.day_id.in_(day_ids), ReceptionTurn.state.in_(TAKES_A_SEAT))
        .group_by(ReceptionTurn.day_id)
    )
    return {row[0]: row[1] for row in session.execute(counted)}


def _held(session: Session, start: date, end: date) -> int:
    wanted = select(func.count(func.distinct(ReceptionDay.held_on))).where(
        ReceptionDay.held_on >= start,
        ReceptionDay.held_on < end,
        ReceptionDay.called_off_reason.is_(None),
    )
    return session.scalar(wanted) or 0
