"""The calendar and the limits as they are now, and the acts that change them.

Both are read once for each session, so a running worker or web node sees a change with its next
transaction, and one request counts by one calendar.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from portal import clock, law
from portal.accounts.facts import Unfit
from portal.db import Base
from portal.errors import Invalid, NotAllowed, NotFound
from portal.history import looking
from portal.history.service import record
from portal.i18n import N_
from portal.law import Term, Unit
from portal.outbox.service import promise
from portal.permissions import Action, Actor, allowed
from portal.procedures import rules
from portal.procedures.models import CalendarDay, TermPromise
from portal.procedures.rules import Day, DayKind, Promise

KEPT = "procedures"
EFFECT = "clocks.recount"
BY_LAW = N_(
    "Đây là thời hạn luật định: cơ quan chỉ được hẹn có lợi hơn cho người dân, "
    "tính bằng cùng loại ngày như luật."
)
TOO_EARLY = N_("Ngày cuối không thể ở trước hôm nay hoặc trước ngày bắt đầu.")
LONGEST = 366  # days; a longer limit is a slip of the finger


@dataclass(frozen=True, kw_only=True)
class Book:
    """What one session counts by."""

    calendar: clock.Calendar
    promises: tuple[Promise, ...]

    def term(self, code: str, on: date) -> Term:
        """Return the limit `code` in force on `on`; raise LookupError if there is none."""
        return rules.promised(law.term(code, on), self.promises, on)


@dataclass(frozen=True, kw_only=True)
class PromiseFacts:
    """What is typed about a limit."""

    code: str
    days: int
    unit: Unit
    document: str
    valid_from: date
    valid_to: date | None = None


def book(session: Session) -> Book:
    """Return the calendar and the limits for this session."""
    if KEPT not in session.info:
        for table in (CalendarDay, TermPromise):
            looking.rely(session, table.belonging.subject)
        with session.no_autoflush:
            session.info[KEPT] = _read(session)
    found: Book = session.info[KEPT]
    return found


def calendar(session: Session) -> clock.Calendar:
    """Return the working calendar: holidays, `law.toml`, and the authority's own days over both."""
    return book(session).calendar


def calendars(session: Session) -> list[clock.Calendar]:
    """Return every calendar the authority ever counted by, the one in force first."""
    rows = list(session.scalars(select(CalendarDay).order_by(CalendarDay.id)))
    turns = {row.entered_at for row in rows} | {row.struck_at for row in rows if row.struck_at}
    return [
        calendar(session),
        law.calendar(),
        *(
            rules.with_days(law.calendar(), [_day(row) for row in rows if _stood(row, turn)])
            for turn in sorted(turns)
        ),
    ]


def calendar_of(thing: Base) -> clock.Calendar:
    """Return the calendar by which a row of any feature counts: that of the session it lives in."""
    session = object_session(thing)
    return calendar(session) if session else law.calendar()


def term_of(thing: Base, code: str, on: date) -> Term:
    """Return the limit `code` in force on `on` for a row of any feature."""
    session = object_session(thing)
    return term(session, code, on) if session else law.term(code, on)


def term(session: Session, code: str, on: date) -> Term:
    """Return the limit `code` in force on `on`, as the authority may have promised otherwise."""
    return book(session).term(code, on)


def due_on(session: Session, code: str, start: date) -> date:
    """Return the last day of the limit `code` that starts on `start`."""
    return term(session, code, start).due_on(start, calendar(session))


def days(session: Session, actor: Actor) -> list[CalendarDay]:
    """Return every entry of the calendar, struck ones too, in order of the days."""
    _permit(actor, Action.CALENDAR_MANAGE)
    return list(session.scalars(select(CalendarDay).order_by(CalendarDay.on, CalendarDay.id)))


def day_by(session: Session, actor: Actor, day_id: int) -> CalendarDay:
    """Return one entry that stands; raise NotFound when there is none."""
    _permit(actor, Action.CALENDAR_MANAGE)
    found = session.get(CalendarDay, day_id)
    if found is None or found.struck_at is not None:
        raise NotFound
    return found


def enter_day(session: Session, actor: Actor, day: Day) -> CalendarDay:
    """Enter a day off or a day worked by a notice; open clocks are counted again after commit."""
    _permit(actor, Action.CALENDAR_MANAGE)
    standing = select(CalendarDay).where(CalendarDay.on == day.on, CalendarDay.struck_at.is_(None))
    if session.scalar(standing) is not None:
        raise Unfit(N_("Ngày này đã có trong lịch. Xin gỡ mục cũ trước."), field="on")
    if not rules.is_new(calendar(session), day.on, day.kind):
        raise Unfit(N_("Ngày này vốn đã như vậy, không cần ghi thêm."), field="on")
    entered = CalendarDay(
        on=day.on,
        kind=day.kind,
        name=day.name,
        notice=day.notice,
        entered_at=clock.now(),
        entered_by_id=actor.official_id,
    )
    session.add(entered)
    session.flush()
    _changed(session, actor, ("calendar", entered.id), "enter", day.notice, on=day.on.isoformat(),
             kind=day.kind.value)  # fmt: skip
    promise(session, EFFECT, document=day.notice)
    return entered


def strike_day(session: Session, actor: Actor, entered: CalendarDay, notice: str) -> None:
    """Take an entry back by a document; it stays readable, and so does why."""
    _permit(actor, Action.CALENDAR_MANAGE)
    if entered.struck_at is not None:
        raise Invalid(N_("Mục này đã được gỡ."))
    entered.struck_at, entered.struck_notice = clock.now(), notice
    session.flush()
    _changed(session, actor, ("calendar", entered.id), "strike", notice,
             on=entered.on.isoformat())  # fmt: skip
    promise(session, EFFECT, document=notice)


def promises(session: Session, actor: Actor) -> list[TermPromise]:
    """Return every limit the authority ever set itself, the latest first."""
    _permit(actor, Action.PROCEDURE_MANAGE)
    wanted = select(TermPromise).order_by(TermPromise.valid_from.desc(), TermPromise.id.desc())
    return list(session.scalars(wanted))


def promise_by(session: Session, actor: Actor, promise_id: int) -> TermPromise:
    """Return one limit the authority set that has not ended; raise NotFound otherwise."""
    _permit(actor, Action.PROCEDURE_MANAGE)
    found = session.get(TermPromise, promise_id)
    if found is None or (found.valid_to is not None and found.valid_to < clock.today()):
        raise NotFound
    return found


def set_term(session: Session, actor: Actor, facts: PromiseFacts) -> TermPromise:
    """Let the authority promise a limit of its own, from today or a later day on.

    Never from a day gone by: what was late under the old limit stays late.
    """
    _permit(actor, Action.PROCEDURE_MANAGE)
    _check(facts)
    made = TermPromise(**vars(facts), entered_at=clock.now(), entered_by_id=actor.official_id)
    session.add(made)
    session.flush()
    _changed(session, actor, ("term", made.id), "promise", facts.document, code=facts.code,
             days=facts.days, unit=facts.unit.value,
             since=facts.valid_from.isoformat())  # fmt: skip
    return made


def end_term(
    session: Session, actor: Actor, made: TermPromise, last_day: date, document: str
) -> None:
    """Let a limit of the authority's own end with `last_day`; open items keep what they have."""
    _permit(actor, Action.PROCEDURE_MANAGE)
    if last_day < max(clock.today(), made.valid_from):
        raise Unfit(TOO_EARLY, field="last_day")
    if made.valid_to is not None and last_day > made.valid_to:
        raise Unfit(N_("Thời hạn này đã hết trước ngày đó."), field="last_day")
    made.valid_to, made.ended_by = last_day, document
    session.flush()
    _changed(session, actor, ("term", made.id), "end", document, code=made.code,
             until=last_day.isoformat())  # fmt: skip


def _check(facts: PromiseFacts) -> None:
    """Raise Unfit, at the field in question, for a limit the authority cannot set."""
    if facts.valid_from < clock.today():
        raise Unfit(N_("Thời hạn mới chỉ áp dụng từ hôm nay trở đi."), field="valid_from")
    if facts.valid_to is not None and facts.valid_to < facts.valid_from:
        raise Unfit(N_("Ngày cuối ở trước ngày bắt đầu."), field="valid_to")
    try:
        base = law.term(facts.code, facts.valid_from)
    except LookupError:
        raise Unfit(N_("Xin chọn một thời hạn trong danh sách."), field="code") from None
    if not 1 <= facts.days <= LONGEST:
        raise Unfit(N_("Số ngày từ 1 đến 366."), field="days")
    if not rules.may_promise(base, facts.days, facts.unit):
        raise Unfit(BY_LAW, field="days")


def _changed(
    session: Session,
    actor: Actor,
    subject: tuple[str, int],
    act: str,
    document: str,
    **facts: Any,
) -> None:
    """Record the change and count by it from now on."""
    session.info.pop(KEPT, None)
    record(session, actor, subject, act, document=document, **facts)


def _permit(actor: Actor, action: Action) -> None:
    if not allowed(actor, action):
        raise NotAllowed


def _read(session: Session) -> Book:
    standing = select(CalendarDay).where(CalendarDay.struck_at.is_(None)).order_by(CalendarDay.id)
    entered = [_day(row) for row in session.scalars(standing)]
    made = session.scalars(select(TermPromise).order_by(TermPromise.id))
    return Book(
        calendar=rules.with_days(law.calendar(), entered),
        promises=tuple(
            Promise(
                code=row.code,
                days=row.days,
                unit=Unit(row.unit),
                document=row.document,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for row in made
        ),
    )


def _day(row: CalendarDay) -> Day:
    return Day(on=row.on, kind=DayKind(row.kind), name=row.name, notice=row.notice)


def _stood(row: CalendarDay, at: datetime) -> bool:
    return row.entered_at <= at and (row.struck_at is None or row.struck_at > at)
