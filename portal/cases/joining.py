"""Cases about the same matter: answered together, each with its own sender, code, clocks and say.

Joining is a link, not a state. A joined case goes to the office that takes the other one on, is
answered with it, and stays its sender's own: its dates are its own, nobody learns of the other
sender, and whoever disagrees with the common answer goes on alone. An offer moves it nowhere.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.cases import clocks, enclosures, rules
from portal.cases.models import Case, Letter, Purpose
from portal.cases.rules import OPEN, Fact, Judgement, Move, State, Visibility
from portal.cases.stepping import facts_of, offered_by, take, write
from portal.cases.telling import sent_as
from portal.errors import IllegalMove, Invalid, NotAllowed
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import VISITOR, Action, Actor, allowed
from portal.triage.likeness import likeness, places_in, shingles

UNKNOWN = N_("Không có ý kiến nào mang số này trong số những ý kiến quý vị đọc được.")
ITSELF = N_("Một ý kiến không gộp vào chính nó, hay một phần khác của nó được.")
OVER = N_("Ý kiến kia đã được trả lời hoặc đã khép. Xin trả lời riêng, dùng lại câu trả lời ấy.")
ANOTHER_PERSON = N_("Người gửi đã không đồng ý một lần; một người khác trả lời riêng ý kiến này.")
HAND_OVER_FIRST = N_(
    "Ý kiến này đã có cơ quan nhận hoặc được quyết định giao, ý kiến kia ở cơ quan khác."
    " Xin chuyển cơ quan trước, rồi mới gộp."
)
UNLIKE = N_(
    "Hai ý kiến gần như không có chữ nào giống nhau. Xin đọc cả hai; nếu đúng là cùng một việc,"
    " xin đánh dấu rồi gộp lại."
)
HAS_OTHERS = N_("Đã có ý kiến khác gộp vào ý kiến này. Xin gộp ý kiến kia vào đây.")

LEAST_ALIKE = 0.05  # of what the shorter text says; two matters have less in common


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A case that may be about the same matter.

    Attributes:
        share: how much of the shorter text stands in the other, 0 to 1.
        near: the words of a place both name, "" for none.

    """

    case: Case
    share: float
    near: str


def may_join(actor: Actor, case: Case) -> bool:
    """Return whether `actor` may join `case` to another, or take it out again."""
    return case.state in OPEN and case.judgement is not Judgement.NO and _may(actor, case)


def join(session: Session, actor: Actor, case: Case, number: str, *, sure: bool = False) -> Case:
    """Let `case` be answered with the case called `number`; return that one.

    Args:
        session: the transaction.
        actor: the official.
        case: the one that will wait for the other's answer.
        number: of the other, or of one joined to it.
        sure: whether the official read both, however little they have in common.

    Raises:
        Invalid: there is no such case for this official, it is not open or reads quite unlike,
            or `case` would change the office that took it on.

    """
    _permit(actor, case)
    lead = _lead(session, actor, number)
    home = _home(session, lead)
    for wrong, why in (
        (sent_as(lead) is sent_as(case), ITSELF),
        (lead.state not in OPEN, OVER),
        (not _may(actor, lead), UNKNOWN),
        (case.past_office_id not in {None, lead.past_office_id}, UNKNOWN),
        (bool(joined(session, case)), HAS_OTHERS),
        (case.judgement is Judgement.NO, ANOTHER_PERSON),
        (_is_taken(case) and case.office_id != home, HAND_OVER_FIRST),
        (not sure and not _about_the_same(case, lead), UNLIKE),
    ):
        if wrong:
            raise Invalid(why)
    case.joined_to_id = lead.id
    came_from, case.office_id = case.office_id, home or case.office_id
    offices = {"from_office": came_from, "to_office": case.office_id}
    _note(session, actor, case, "join", lead=lead.id, **offices)
    if lead.state is not State.RECEIVED:
        accept_along(session, actor, lead)
    return lead


def part(session: Session, actor: Actor, case: Case) -> None:
    """Let `case` go its own way again; what happened meanwhile stays in its history."""
    _permit(actor, case)
    if case.joined_to_id is None:
        raise IllegalMove
    _let_go(session, actor, case)


def leading(session: Session, case: Case) -> Case | None:
    """Return the case `case` waits for or was answered with, None for one that stands alone."""
    return session.get(Case, case.joined_to_id) if case.joined_to_id else None


def joined(session: Session, case: Case) -> list[Case]:
    """Return the cases that are still answered with `case`."""
    wanted = select(Case).where(Case.joined_to_id == case.id, Case.state.in_(OPEN))
    return list(session.scalars(wanted.order_by(Case.id)))


def candidates(session: Session, actor: Actor, case: Case, numbers: list[str]) -> list[Candidate]:
    """Return the open cases among `numbers` with what speaks for each, to be judged by a person."""
    found = session.scalars(
        select(Case).where(Case.number.in_(numbers), Case.state.in_(OPEN), Case.id != case.id)
    )
    rows = [
        Candidate(
            case=other,
            share=_share(case, other),
            near=_common_place(case, other),
        )
        for other in found
        if allowed(actor, Action.CASE_READ, other)
        and other.joined_to_id != case.id
        and sent_as(other) is not sent_as(case)
    ]
    return sorted(rows, key=lambda row: (-row.share, row.case.id))


def follow(session: Session, actor: Actor, case: Case) -> None:
    """Take the joined cases to the office `case` now lies with, for good or until it says no."""
    for other in joined(session, case):
        if other.office_id != case.office_id and (
            case.office_id is not None or other.state is State.RECEIVED
        ):
            came_from, other.office_id = other.office_id, case.office_id
            _note(session, actor, other, "follow", from_office=came_from, to_office=case.office_id)


def accept_along(session: Session, actor: Actor, case: Case) -> None:
    """Take the joined cases on together with `case`."""
    for other in joined(session, case):
        if other.state is State.RECEIVED and other.office_id is not None:
            take(session, actor, other, rules.find_step(State.RECEIVED, Move.ACCEPT))


def answer_along(session: Session, actor: Actor, case: Case, answer: Letter) -> None:
    """Give the answer of `case`, with sources and files, to the senders of the joined cases."""
    for other in joined(session, case):
        clocks.note_lateness(session, other, clock.today())
        given = write(session, actor, other, Purpose.ANSWER, answer.text)
        given.signed_name, given.signed_title = answer.signed_name, answer.signed_title
        given.office_id = answer.office_id
        other.answered_at, other.office_id = given.at, case.office_id
        if other.agreed:
            other.visibility = Visibility.PENDING
        take(session, actor, other, rules.answered_along(other.state), given, lead=case.id)
        enclosures.give_along(session, case, answer, given)


def let_all_go(session: Session, case: Case) -> None:
    """Let the joined cases go on alone, because `case` will not be answered."""
    for other in joined(session, case):
        _let_go(session, VISITOR, other)


def _lead(session: Session, actor: Actor, number: str) -> Case:
    """Return the case called `number`, or the one it waits for; raise Invalid for none to read."""
    found = session.scalar(select(Case).where(Case.number == number.strip().upper()))
    if found is None or not allowed(actor, Action.CASE_READ, found):
        raise Invalid(UNKNOWN)
    return leading(session, found) or found


def _home(session: Session, lead: Case) -> int | None:
    """Return the office `lead` is with: of one that was only offered, the office that offers."""
    return offered_by(session, lead) if Fact.OFFERED in facts_of(lead) else lead.office_id


def _is_taken(case: Case) -> bool:
    """Return whether an office said yes to `case`, or was decided to answer it."""
    return case.bound or case.state is not State.RECEIVED


def _let_go(session: Session, actor: Actor, case: Case) -> None:
    lead, case.joined_to_id = case.joined_to_id, None
    _note(session, actor, case, "part", lead=lead)


def _note(session: Session, actor: Actor, case: Case, act: str, **facts: int | None) -> None:
    session.flush()
    record(
        session, actor, ("case", case.id), act,
        state=case.state.value, office_id=case.office_id, **facts,
    )  # fmt: skip


def _about_the_same(case: Case, other: Case) -> bool:
    return _share(case, other) >= LEAST_ALIKE or bool(_common_place(case, other))


def _share(case: Case, other: Case) -> float:
    here, there = (shingles(f"{one.subject} {one.text}") for one in (case, other))
    return likeness(here, there)


def _common_place(case: Case, other: Case) -> str:
    """Return a village or street both name, "" for none."""
    here, there = (places_in(f"{one.place} {one.subject} {one.text}") for one in (case, other))
    return next(iter(sorted(here & there)), "")


def _may(actor: Actor, case: Case) -> bool:
    return allowed(actor, Action.CASE_DISPATCH, case) or allowed(actor, Action.CASE_HANDLE, case)


def _permit(actor: Actor, case: Case) -> None:
    if not _may(actor, case):
        raise NotAllowed
    if case.state not in OPEN:
        raise IllegalMove
