"""One submission with several matters: parts with their own offices, clocks and answers.

A part is a case without code and contact of its own: its sender reads it with the code of the
whole. It owes what the whole owed, since the day the sender wrote. The whole has no end of its own;
it is done when its parts are, which is read from them.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, law
from portal.accounts.models import Office
from portal.cases import clocks, joining, quoting, recounting, rules
from portal.cases.answer_models import AnswerFile, Commitment, Point, Source
from portal.cases.enclosures import touch
from portal.cases.kinds import OFFERED
from portal.cases.models import Case, CaseClock, ClockChange, Span
from portal.cases.rules import OPEN, Move, State, fold
from portal.cases.stepping import begin, facts_of, refuse_same, take
from portal.db import values_of
from portal.errors import IllegalMove, Invalid, NotAllowed
from portal.history.models import Event
from portal.history.service import events_of, record
from portal.i18n import N_
from portal.permissions import Actor, allowed
from portal.procedures import service as procedures

FEWEST, MOST = 2, 5

TOO_FEW = N_("Xin ghi ít nhất hai phần, nhiều nhất năm phần.")
NO_WORDS = N_("Mỗi phần cần một tiêu đề và lời của người gửi về việc đó.")
OTHER_WORDS = N_("Mỗi phần chỉ gồm lời của người gửi. Xin chép đúng câu trong ý kiến.")
LEFT_OUT = N_("Có câu của người gửi chưa nằm trong phần nào.")
SAME_WORDS = N_("Có phần gần như chỉ nhắc lại lời của phần khác. Mỗi phần là một việc riêng.")
WRONG_KIND = N_("Xin chọn một loại ý kiến trong danh sách.")
ALL_OURS = N_("Mọi phần đều của cơ quan quý vị. Xin trả lời chung trong một câu trả lời.")
HAS_OTHERS = N_("Có ý kiến khác gộp vào ý kiến này. Xin tách chúng ra trước khi chia phần.")

# What a part takes over from its whole as it stands.
TAKEN_OVER = (
    "channel", "state", "language", "counter_id", "publication_id", "section_anchor", "office_id",
    "received_at", "due_on", "agreed", "suspect", "entered_by_id", "urgent", "place",
)  # fmt: skip
# What an office puts together for its answer.
WORK = (Point, Source, Commitment, AnswerFile)
# What may have happened to a part without an office having done something about it.
UNTOUCHED = frozenset(
    {"split_off", "assign", "hand_over", "overdue", "late", "recalculated", "contact_read"}
)


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One of the matters in a submission.

    Attributes:
        text: its words, all of them the sender's.
        kind: slug of a kind; where that gives less time, the answer is owed sooner.

    """

    subject: str
    text: str
    kind: str
    office: Office


def split(
    session: Session,
    actor: Actor,
    case: Case,
    matters: Sequence[Matter],
    *,
    nothing_else: bool = False,
) -> list[Case]:
    """Return the parts `case` now consists of, one for each matter.

    They begin where the case lies, late if it is late. A dispatcher assigns them to their offices;
    from the office that took the case on they are offered to others, which say yes or no.

    Args:
        session: the transaction.
        actor: who splits.
        case: the submission.
        matters: from two to five.
        nothing_else: whether somebody looked at the sentences that are in no part.

    Raises:
        Invalid: a matter is not in the sender's words, or a sentence would be lost unseen.

    """
    step = begin(session, actor, case, Move.SPLIT)
    _check(session, case, matters, nothing_else=nothing_else)
    touch(session, case)  # two dispatchers at once do not give out the same numbers
    stopped = [owed.id for owed in clocks.ticking(case)]
    parts = [_part(session, actor, case, matter) for matter in matters]
    take(
        session, actor, case, step,
        parts=[part.number for part in parts], stopped=stopped, came_from=step.before.value,
    )  # fmt: skip
    for part, matter in zip(parts, matters, strict=True):
        _give(session, actor, part, matter.office)
    return parts


def unite(session: Session, actor: Actor, case: Case) -> None:
    """Undo a split before any office did something; the clocks go on as those of the parts did."""
    made = _made(session, case)
    if made is None:
        raise IllegalMove
    step = rules.united(State(made.facts["came_from"]))
    if not allowed(actor, step.by, case):
        raise NotAllowed
    parts = parts_of(case)
    if not all(_is_untouched(session, part) for part in parts):
        raise IllegalMove
    for part in parts:
        clocks.note_lateness(session, part, clock.today())
        take(session, actor, part, rules.rejoined(part.state))
    for owed in case.clocks:
        if owed.id in made.facts["stopped"]:
            owed.stopped_on = None
            recounting.catch_up(session, owed, (one for part in parts for one in part.clocks))
    take(session, actor, case, step)
    missed = [part.id for part in parts if part.overdue_on == case.due_on + timedelta(days=1)]
    noted = {"counted_in": missed[0]} if missed else {}
    clocks.note_lateness(session, case, clock.today(), **noted)


def may_unite(session: Session, actor: Actor, case: Case) -> bool:
    """Return whether `actor` may undo the split of `case` now."""
    made = _made(session, case)
    if made is None or not all(_is_untouched(session, part) for part in parts_of(case)):
        return False
    return allowed(actor, rules.united(State(made.facts["came_from"])).by, case)


def parts_of(case: Case) -> list[Case]:
    """Return the parts that carry the matters of `case`, none for one that is whole."""
    return [part for part in case.parts if part.state is not State.JOINED]


def is_done(case: Case) -> bool:
    """Return whether every part of `case` has ended; one only answered waits for its sender."""
    going_on = OPEN | {State.ANSWERED}
    return case.state is State.SPLIT and all(part.state not in going_on for part in parts_of(case))


def kinds_for(case: Case) -> list[str]:
    """Return the kinds a part of `case` may be of, its own one first.

    What an office took on keeps its kind, on which approval hangs; what a clerk enters does too.
    """
    offered = [kind.slug for kind in OFFERED]
    if case.state is not State.RECEIVED or case.kind not in offered:
        return [case.kind]
    return list(dict.fromkeys([case.kind, *offered]))


def _check(session: Session, case: Case, matters: Sequence[Matter], *, nothing_else: bool) -> None:
    """Raise Invalid unless these are matters `case` may be split into."""
    texts = [one.text for one in matters]
    faults = {
        TOO_FEW: not FEWEST <= len(matters) <= MOST,
        NO_WORDS: not all(one.subject.strip() and one.text.strip() for one in matters),
        OTHER_WORDS: any(quoting.foreign(case, text) for text in texts),
        WRONG_KIND: any(one.kind not in kinds_for(case) for one in matters),
        LEFT_OUT: not nothing_else and bool(quoting.left_out(case, texts)),
        SAME_WORDS: any(quoting.repeats(one, texts) for one in texts),
        HAS_OTHERS: bool(joining.joined(session, case)),
        ALL_OURS: case.state is not State.RECEIVED
        and all(one.office.id == case.office_id for one in matters),
    }
    for advice, so in faults.items():
        if so:
            raise Invalid(advice)


def _part(session: Session, actor: Actor, case: Case, matter: Matter) -> Case:
    """Return a new part of `case`, where the case lies, with all that is owed."""
    place = 1 + len(case.parts)
    of_the_office = case.topic is not None and case.topic.office_id == matter.office.id
    part = Case(
        number=f"{case.number}-{place}",
        part=place,
        code_hash=secrets.token_hex(32),  # no code opens a part, and no form made it
        form_mark=secrets.token_hex(32),
        body_mark="",
        kind=matter.kind,
        subject=matter.subject.strip(),
        text=matter.text.strip(),
        topic_id=case.topic_id if of_the_office else None,
        bound=case.bound or rules.Fact.CONTESTED in facts_of(case),
        **{name: getattr(case, name) for name in TAKEN_OVER},
    )
    part.folded = fold(f"{part.number} {part.subject} {part.text}")
    with session.no_autoflush:
        case.parts.append(part)
        _owe(case, part)
    session.flush()
    record(
        session, actor, ("case", part.id), "split_off",
        state=part.state.value, office_id=part.office_id,
        whole=case.id, due_on=part.due_on.isoformat(),
    )  # fmt: skip
    noted = {"counted_in": case.id} if case.overdue_on else {}
    clocks.note_lateness(session, part, clock.today(), **noted)
    return part


def _owe(case: Case, part: Case) -> None:
    """Let `part` owe what `case` owes, its answer sooner where its own kind has less time."""
    sent_on = clock.local_date(case.received_at)
    sooner = None if part.kind == case.kind else _sooner(case, part)
    for owed in clocks.ticking(case):
        if sooner is None or owed.span is not Span.ANSWER:
            part.clocks.append(_copied(owed))
    if sooner is not None:
        clocks.start(part, sooner, sent_on)
    clocks.note_due(part)


def _sooner(case: Case, part: Case) -> str | None:
    """Return the limit of the part's kind that ends before the day promised, None for none."""
    sent_on = clock.local_date(case.received_at)
    promised, calendar = clocks.running(case), procedures.calendar_of(case)
    for row in law.procedure(part.kind, sent_on).started_by("received"):
        if row.span == Span.ANSWER:
            due = procedures.term_of(case, row.term, sent_on).due_on(sent_on, calendar)
            if promised is None or due < promised.due_on:
                return row.term
    return None


def _copied(owed: CaseClock) -> CaseClock:
    """Return the same clock for a part; that it is late is written down there anew."""
    copied = CaseClock(**values_of(owed, but=("case_id", "overdue_on")))
    copied.changes = [ClockChange(**values_of(one, but=("clock_id",))) for one in owed.changes]
    return copied


def _give(session: Session, actor: Actor, part: Case, office: Office) -> None:
    """Let `part` go to its office, if it is not there; the letter about the split names it."""
    if office.id == part.office_id:
        return
    move = Move.ASSIGN if part.state is State.RECEIVED else Move.HAND_OVER
    step = replace(begin(session, actor, part, move), notice=None)
    refuse_same(part, office)
    came_from, part.office_id = part.office_id, office.id
    take(
        session, actor, part, step,
        from_office=came_from, to_office=office.id, whole=part.part_of_id,
    )  # fmt: skip


def _made(session: Session, case: Case) -> Event | None:
    """Return the event by which `case` was split, None where it is not."""
    if case.state is not State.SPLIT:
        return None
    found = (event for event in events_of(session, "case", case.id) if event.act == Move.SPLIT)
    return max(found, key=lambda event: event.id)


def _is_untouched(session: Session, part: Case) -> bool:
    """Return whether no office did something about `part`, or let another item wait for it."""
    acts = {event.act for event in events_of(session, "case", part.id)}
    if part.letters or part.state not in OPEN or not acts <= UNTOUCHED:
        return False
    begun = (select(work.id).where(work.case_id == part.id).limit(1) for work in WORK)
    return not joining.joined(session, part) and not any(map(session.scalar, begun))
