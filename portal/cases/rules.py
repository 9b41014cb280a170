"""The life of a case, as one table. Pure: no Flask, no database, no clock."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from portal.errors import IllegalMove
from portal.permissions import Action
from portal.words import fold

__all__ = ["fold"]  # how the desk's search box reads what is typed


class State(StrEnum):
    """Where a case stands, as the citizen reads it."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"  # for the citizen
    FOR_APPROVAL = "for_approval"
    ANSWERED = "answered"
    CLOSED = "closed"  # the sender is satisfied
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SPLIT = "split"  # into parts, which carry its matters, its clocks and its answers
    JOINED = "joined"  # a part taken back: the whole carries its matter again
    SEALED = "sealed"  # moved to the sealed lane, erased here


class Move(StrEnum):
    """What somebody does to a case."""

    ASSIGN = "assign"
    ACCEPT = "accept"
    ASK = "ask"
    REPLY = "reply"
    HAND_OVER = "hand_over"
    DECLINE = "decline"  # the office it was handed to says it is not theirs either
    DECIDE = "decide"  # the dispatcher says whose it is, for good
    REFUSE = "refuse"
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    SEND = "send"  # the answer, without approval, where the authority decided so
    SATISFIED = "satisfied"
    PARTLY = "partly"
    LAPSE = "lapse"  # the sender was given time to judge and said nothing
    DISPUTE = "dispute"
    WITHDRAW = "withdraw"
    EXTEND = "extend"
    RESUME = "resume"  # go on without the sender's reply
    SPLIT = "split"  # several matters: each a part of its own
    UNITE = "unite"  # back into one, before any office did something
    REJOIN = "rejoin"  # what that is for each part


class Visibility(StrEnum):
    """Who may see a case besides its sender and the officials answering for it."""

    PRIVATE = "private"
    PENDING = "pending"  # the sender agreed, a moderator has not looked yet
    PUBLISHED = "published"
    HIDDEN = "hidden"  # a moderator decided against, or took it back


class Fact(StrEnum):
    """What else is so about a case, beside its state, that a step may ask for."""

    OFFERED = "offered"  # handed to the office it lies with, which has not said yes yet
    CONTESTED = "contested"  # two offices said it is not theirs
    BOUND = "bound"  # the dispatcher decided whose it is
    UNHEARD = "unheard"  # the days to judge the answer are over
    UNJUDGED = "unjudged"  # ended because nothing was heard
    PART = "part"  # a part of another case
    JOINED = "joined"  # answered together with another case
    DISPUTED = "disputed"  # opened again: the answer is owed by somebody else


class Judgement(StrEnum):
    """What the sender made of the answer."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NO_WORD = "no_word"  # nothing was heard within the days set; never counted as satisfied


@dataclass(frozen=True)
class Step:
    """One row of the table: from `before`, `move` leads to `after`.

    Attributes:
        by: the permission the mover needs on this very case.
        notice: the e-mail the citizen gets, a folder under `templates/mail/`; None for none.
        only: what must be so besides, None for nothing.
        unless: what must not be so, none of it.

    """

    before: State
    move: Move
    after: State
    by: Action
    notice: str | None = None
    only: Fact | None = None
    unless: frozenset[Fact] = frozenset()


S, M, A, F = State, Move, Action, Fact
WHOLE = frozenset({F.PART, F.JOINED, F.DISPUTED})  # none of it: one submission, standing alone
# What waits for the answer to another is taken out first; its dates and its sender stay its own.
LED = frozenset({F.JOINED})

STEPS = (
    Step(S.RECEIVED, M.ASSIGN, S.RECEIVED, A.CASE_DISPATCH, unless=LED | {F.CONTESTED}),
    Step(
        S.RECEIVED, M.DECIDE, S.RECEIVED, A.CASE_DISPATCH, "decided", only=F.CONTESTED, unless=LED
    ),
    Step(S.RECEIVED, M.ACCEPT, S.IN_PROGRESS, A.CASE_HANDLE, "accepted", unless=LED),
    # What was offered is taken or declined; passed on, it would never reach the second no.
    Step(
        S.RECEIVED,
        M.HAND_OVER,
        S.RECEIVED,
        A.CASE_HANDLE,
        "handed_over",
        unless=LED | {F.BOUND, F.OFFERED},
    ),
    Step(S.RECEIVED, M.DECLINE, S.RECEIVED, A.CASE_HANDLE, only=F.OFFERED, unless=LED),
    Step(S.RECEIVED, M.REFUSE, S.REFUSED, A.CASE_HANDLE, "refused", unless=LED),
    Step(S.RECEIVED, M.WITHDRAW, S.WITHDRAWN, A.CASE_FOLLOW),
    Step(S.RECEIVED, M.SPLIT, S.SPLIT, A.CASE_DISPATCH, "split", unless=WHOLE),
    Step(S.IN_PROGRESS, M.ASK, S.WAITING, A.CASE_HANDLE, "asked", unless=LED),
    Step(
        S.IN_PROGRESS,
        M.HAND_OVER,
        S.RECEIVED,
        A.CASE_HANDLE,
        "handed_over",
        unless=LED | {F.BOUND},
    ),
    Step(S.IN_PROGRESS, M.REFUSE, S.REFUSED, A.CASE_HANDLE, "refused", unless=LED),
    Step(S.IN_PROGRESS, M.SUBMIT, S.FOR_APPROVAL, A.CASE_HANDLE, unless=LED),
    Step(S.IN_PROGRESS, M.SEND, S.ANSWERED, A.CASE_HANDLE, "answered", unless=LED),
    Step(S.IN_PROGRESS, M.WITHDRAW, S.WITHDRAWN, A.CASE_FOLLOW),
    Step(S.IN_PROGRESS, M.EXTEND, S.IN_PROGRESS, A.CASE_EXTEND, "extended"),
    # What the office took on it may split; the parts of other offices are offered to them.
    Step(S.IN_PROGRESS, M.SPLIT, S.SPLIT, A.CASE_HANDLE, "split", unless=WHOLE | {F.BOUND}),
    Step(S.WAITING, M.REPLY, S.IN_PROGRESS, A.CASE_FOLLOW),
    Step(S.WAITING, M.SUBMIT, S.FOR_APPROVAL, A.CASE_HANDLE, unless=LED),
    Step(S.WAITING, M.SEND, S.ANSWERED, A.CASE_HANDLE, "answered", unless=LED),
    Step(S.WAITING, M.WITHDRAW, S.WITHDRAWN, A.CASE_FOLLOW),
    Step(S.WAITING, M.RESUME, S.IN_PROGRESS, A.CASE_HANDLE),
    Step(S.FOR_APPROVAL, M.APPROVE, S.ANSWERED, A.CASE_APPROVE, "answered", unless=LED),
    Step(S.FOR_APPROVAL, M.RETURN, S.IN_PROGRESS, A.CASE_APPROVE, unless=LED),
    Step(S.FOR_APPROVAL, M.WITHDRAW, S.WITHDRAWN, A.CASE_FOLLOW),
    Step(S.FOR_APPROVAL, M.EXTEND, S.FOR_APPROVAL, A.CASE_EXTEND, "extended"),
    Step(S.ANSWERED, M.SATISFIED, S.CLOSED, A.CASE_FOLLOW),
    Step(S.ANSWERED, M.PARTLY, S.CLOSED, A.CASE_FOLLOW),
    Step(S.ANSWERED, M.LAPSE, S.CLOSED, A.CASE_DISPATCH, only=F.UNHEARD),
    Step(S.ANSWERED, M.DISPUTE, S.IN_PROGRESS, A.CASE_FOLLOW, "reopened"),
    Step(S.CLOSED, M.DISPUTE, S.IN_PROGRESS, A.CASE_FOLLOW, "reopened", only=F.UNJUDGED),
    Step(S.REFUSED, M.DISPUTE, S.RECEIVED, A.CASE_FOLLOW, "reopened"),
)

# Acts that leave a case where it is: their events may speak of another office, or of none, and two
# of them may pass each other on their way into the database.
LOOKS = frozenset(
    {"contact_read", "mailed", "overdue", "late", "covered", "erased"}
    | {f"commitment_{act}" for act in ("made", "kept", "moved", "overdue")}
)
OPEN = frozenset({S.RECEIVED, S.IN_PROGRESS, S.WAITING, S.FOR_APPROVAL})
ENDED = frozenset(State) - OPEN
CARRIED = frozenset({S.SPLIT, S.JOINED})  # others carry the matter: lists and figures count those
WITH_ANSWER = frozenset({S.ANSWERED, S.CLOSED})

_BY_MOVE = {(step.before, step.move): step for step in STEPS}


def find_step(state: State, move: Move) -> Step:
    """Return the step `move` takes from `state`; raise IllegalMove if there is none."""
    try:
        return _BY_MOVE[state, move]
    except KeyError:
        raise IllegalMove from None


def answered_along(state: State) -> Step:
    """Return the step of a case that is answered together with another about the same matter."""
    if state not in OPEN:
        raise IllegalMove
    return Step(state, Move.APPROVE, State.ANSWERED, Action.CASE_APPROVE, "answered")


def united(before: State) -> Step:
    """Return the step that undoes a split; whoever may split may undo it."""
    return Step(S.SPLIT, Move.UNITE, before, find_step(before, Move.SPLIT).by, "united")


def rejoined(state: State) -> Step:
    """Return the step by which a part goes back into its whole."""
    return Step(state, Move.REJOIN, State.JOINED, Action.CASE_READ)


def fits(step: Step, facts: Collection[Fact]) -> bool:
    """Return whether what `step` asks for besides the state is so."""
    return (step.only is None or step.only in facts) and step.unless.isdisjoint(facts)


def open_moves(state: State) -> list[Move]:
    """Return the moves possible from `state`, in table order: the buttons a page shows."""
    return [step.move for step in STEPS if step.before is state]
