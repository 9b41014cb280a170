"""What answers promise: written with the draft, made with the answer, kept with evidence."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.cases import answer_quality, telling, thinness
from portal.cases.answer_models import AnswerFile, Commitment, CommitmentChange
from portal.cases.enclosures import permit_writing, touch
from portal.cases.models import Case, Letter
from portal.cases.reading import reach_of
from portal.cases.rules import State
from portal.cases.taken_out import is_taken_out
from portal.errors import IllegalMove, Invalid, NotAllowed, NotFound
from portal.history.models import Event
from portal.history.service import events_of, record
from portal.i18n import N_
from portal.permissions import VISITOR, Action, Actor, allowed

FIRST = 40  # rows on the page of the day
SOON = timedelta(days=7)
LONGEST_DELAY = timedelta(days=183)  # from the day promised first; after that it stays broken

NO_WORDS = N_("Xin ghi sẽ làm gì.")
PAST = N_("Ngày hẹn phải sau hôm nay.")
NO_REASON = N_("Xin ghi lý do dời ngày, để người đã hỏi được biết.")
NO_EVIDENCE = N_("Xin ghi đã làm xong điều gì, ở đâu, ngày nào.")
TOO_LATE = N_(
    "Chỉ dời được trong nửa năm kể từ ngày hẹn lúc đầu. Quá ngày đó, cam kết giữ là quá hạn"
    " cho đến khi làm xong."
)
SAME_DAY = N_("Ngày hẹn mới phải khác ngày đang hẹn và sau hôm nay.")

# Whose item was moved to the sealed lane stands in no list; its lateness goes on being counted.
SHOWN = Commitment.case_id.not_in(select(Case.id).where(Case.state == State.SEALED))


def add(session: Session, actor: Actor, case: Case, text: str, due_on: date) -> Commitment:
    """Put a promise into the draft; it is made when the answer is given."""
    permit_writing(actor, case)
    if not text.strip():
        raise Invalid(NO_WORDS)
    if due_on <= clock.today():
        raise Invalid(PAST)
    made = Commitment(
        case_id=case.id,
        office_id=case.office_id,
        text=text.strip(),
        first_due_on=due_on,
        due_on=due_on,
    )
    session.add(made)
    touch(session, case)
    return made


def drop(session: Session, actor: Actor, case: Case, commitment_id: int) -> None:
    """Take a promise out of the draft; one that was made is never taken back."""
    permit_writing(actor, case)
    found = next((row for row in drafted(session, case) if row.id == commitment_id), None)
    if found is None:
        raise NotFound
    session.delete(found)
    touch(session, case)


def drafted(session: Session, case: Case) -> list[Commitment]:
    """Return the promises in the draft."""
    return _of(session, Commitment.case_id == case.id, Commitment.made_on.is_(None))


def made_by(session: Session, case: Case) -> list[Commitment]:
    """Return every promise an answer to the case made, the first one first."""
    return _of(session, Commitment.case_id == case.id, Commitment.made_on.is_not(None))


def make(session: Session, actor: Actor, case: Case, answer: Letter) -> None:
    """Make the promises of the draft with `answer`: from now on the office owes them."""
    for row in drafted(session, case):
        if row.due_on <= clock.today():
            raise Invalid(PAST)
        row.letter_id, row.made_on = answer.id, clock.today()
        event = _record(session, actor, row, "commitment_made", due_on=row.due_on.isoformat())
        _tell(session, row, "commitment_made", event, but=case)


def commitment_by(session: Session, actor: Actor, commitment_id: int) -> Commitment:
    """Return a promise that was made and `actor` may read; raise NotFound or NotAllowed."""
    found = session.get(Commitment, commitment_id)
    if found is None or found.made_on is None or is_taken_out(found.case):
        raise NotFound
    if not allowed(actor, Action.CASE_READ, found):
        raise NotAllowed
    return found


def keep(
    session: Session, actor: Actor, row: Commitment, evidence: str, files: Iterable[AnswerFile] = ()
) -> None:
    """Mark a promise as kept, with what shows it; one kept late stays late."""
    _permit(actor, Action.CASE_HANDLE, row)
    if thinness.is_thin(evidence) or answer_quality.is_receipt(evidence):
        raise Invalid(NO_EVIDENCE)
    _note_broken(session, row, clock.today())
    row.evidence, row.kept_on = evidence.strip(), clock.today()
    row.files.extend(files)
    session.flush()
    event = _record(session, actor, row, "commitment_kept")
    _tell(session, row, "commitment_kept", event)


def put_off(session: Session, actor: Actor, row: Commitment, due_on: date, reason: str) -> None:
    """Promise a later day, with the reason; the day promised before stays to be read."""
    _permit(actor, Action.CASE_APPROVE, row)
    if not reason.strip():
        raise Invalid(NO_REASON)
    if due_on <= clock.today() or due_on == row.due_on:
        raise Invalid(SAME_DAY)
    if due_on > row.first_due_on + LONGEST_DELAY:
        raise Invalid(TOO_LATE)
    _note_broken(session, row, clock.today())
    change = CommitmentChange(
        due_before=row.due_on,
        due_on=due_on,
        reason=reason.strip(),
        at=clock.now(),
        official_id=actor.official_id,
    )
    row.changes.append(change)
    row.due_on = due_on
    session.flush()
    event = _record(
        session, actor, row, "commitment_moved",
        due_on=due_on.isoformat(), was_due_on=change.due_before.isoformat(),
    )  # fmt: skip
    _tell(session, row, "commitment_moved", event)


def is_late(row: Commitment, today: date) -> bool:
    """Return whether a day `row` was promised for is over and it is not kept; put off or not."""
    return row.kept_on is None and min(row.first_due_on, row.due_on) < today


def note_all_broken(session: Session, today: date | None = None) -> int:
    """Write down every promise that was not kept by its day (the nightly look); return how many."""
    today = today or clock.today()
    unseen = or_(Commitment.overdue_on.is_(None), Commitment.overdue_on <= Commitment.due_on)
    late = _of(session, *_running(), Commitment.due_on < today, unseen)
    return sum(_note_broken(session, row, today) for row in late)


def is_past(today: date) -> ColumnElement[bool]:
    """Return the condition for promises a day of which is over, put off or not."""
    return or_(Commitment.due_on < today, Commitment.first_due_on < today)


def due(session: Session, until: date) -> list[Commitment]:
    """Return every promise not kept whose day is over or comes by `until`."""
    return _of(session, *_running(), Commitment.due_on <= until, SHOWN)


def owed_now(session: Session, actor: Actor) -> list[Commitment]:
    """Return the promises of the actor's own office that are late or due within the week."""
    today = clock.today()
    owed = or_(Commitment.due_on <= today + SOON, is_past(today))
    return _of(session, _own(actor), *_running(), owed, most=FIRST)


def broken_now(session: Session, actor: Actor) -> int:
    """Return how many promises of the actor's own office are late."""
    late = (_own(actor), *_running(), is_past(clock.today()))
    return session.scalar(select(func.count(Commitment.id)).where(*late)) or 0


def _own(actor: Actor) -> ColumnElement[bool]:
    return and_(reach_of(actor, Action.CASE_HANDLE, Commitment.office_id), SHOWN)


def askers(session: Session, case: Case) -> list[Case]:
    """Return the cases of everybody who asked: the sender's own, and those joined to it."""
    joined = session.scalars(select(Case).where(Case.joined_to_id == case.id).order_by(Case.id))
    return [case, *joined]


def _permit(actor: Actor, action: Action, row: Commitment) -> None:
    if not allowed(actor, action, row):
        raise NotAllowed
    if row.made_on is None or row.kept_on is not None:
        raise IllegalMove


def _note_broken(session: Session, row: Commitment, today: date) -> bool:
    """Write down, once and for ever, since when a promise is broken; return whether it was new."""
    if row.kept_on is not None or row.due_on >= today or _is_noted(session, row):
        return False
    since = row.due_on + timedelta(days=1)
    row.overdue_on = row.overdue_on or since
    session.flush()
    event = _record(
        session, VISITOR, row, "commitment_overdue",
        due_on=row.due_on.isoformat(), on=since.isoformat(),
    )  # fmt: skip
    _tell(session, row, "commitment_overdue", event)
    return True


def _is_noted(session: Session, row: Commitment) -> bool:
    """Return whether the history says already that this very promised day passed."""
    if row.overdue_on is None:
        return False
    told = (row.id, row.due_on.isoformat())
    return any(
        (event.facts.get("commitment"), event.facts.get("due_on")) == told
        for event in events_of(session, "case", row.case_id)
        if event.act == "commitment_overdue"
    )


def _record(session: Session, actor: Actor, row: Commitment, act: str, **facts: str) -> Event:
    event = record(
        session, actor, ("case", row.case_id), act,
        state=row.case.state, office_id=row.office_id, commitment=row.id, **facts,
    )  # fmt: skip
    session.flush()
    return event


def _tell(
    session: Session, row: Commitment, notice: str, event: Event, but: Case | None = None
) -> None:
    for case in askers(session, row.case):
        if case is not but:
            telling.tell(session, case, notice, event, commitment=row.id)


def _running() -> Iterator[ColumnElement[bool]]:
    yield Commitment.made_on.is_not(None)
    yield Commitment.kept_on.is_(None)


def _listed(*conditions: ColumnElement[bool]) -> Select[Commitment]:
    wanted = select(Commitment).where(and_(*conditions))
    return wanted.options(joinedload(Commitment.case), joinedload(Commitment.office))


def _of(
    session: Session, *conditions: ColumnElement[bool], most: int | None = None
) -> list[Commitment]:
    ordered = _listed(*conditions).order_by(Commitment.due_on, Commitment.id)
    return list(session.scalars(ordered.limit(most)))
