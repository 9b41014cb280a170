"""Whether the head of an office approves each answer: decided by the authority, kind by kind."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from portal.cases.answer_models import AnswerSetting
from portal.cases.kinds import ALL, BY_SLUG
from portal.cases.models import Case, Purpose
from portal.errors import NotAllowed, NotFound
from portal.history.service import record
from portal.permissions import Action, Actor, allowed


def needed_by_kind(session: Session) -> Mapping[str, bool]:
    """Return for each kind whether its answers are approved; they are unless decided otherwise."""
    decided = {row.kind: row.needs_approval for row in session.scalars(select(AnswerSetting))}
    return {kind.slug: decided.get(kind.slug, True) for kind in ALL}


def may_skip(case: Case) -> bool:
    """Return whether an officer may send the answer to `case` alone.

    An answer after the sender disagreed is always seen by a second person.
    """
    session = object_session(case)
    if session is None or any(letter.purpose is Purpose.DISPUTE for letter in case.letters):
        return False
    setting = session.get(AnswerSetting, case.kind)
    return setting is not None and not setting.needs_approval


def decide(session: Session, actor: Actor, kind: str, *, needed: bool) -> None:
    """Decide whether answers to `kind` are approved from now on."""
    if not allowed(actor, Action.OFFICE_MANAGE):
        raise NotAllowed
    if kind not in BY_SLUG:
        raise NotFound
    if needed_by_kind(session)[kind] == needed:
        return
    session.merge(AnswerSetting(kind=kind, needs_approval=needed))
    session.flush()
    record(session, actor, ("authority", 1), "approval_decided", kind=kind, needed=needed)
