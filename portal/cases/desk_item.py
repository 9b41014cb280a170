"""One case as officials see it: everything its page shows, read once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import service as accounts
from portal.accounts.models import Official
from portal.cases import (
    answer_templates,
    answering,
    desk_forms,
    drafting,
    enclosures,
    explaining,
    second_look,
    service,
    wording,
)
from portal.cases.answer_quality import Doubts
from portal.cases.answering import Enclosed, enclosed
from portal.cases.desk_forms import AnswerForm, CorrectForm, MoveForm, OfficeMoveForm
from portal.cases.desk_joining import Together, together
from portal.cases.desk_splitting import Divided, divided
from portal.cases.models import Case, CaseClock, Contact, Letter, Purpose, Span
from portal.cases.rules import OPEN, Move, State
from portal.cases.service import Offer
from portal.cases.suggesting import Proposal, propose
from portal.cases.wording import Told
from portal.errors import PortalError
from portal.permissions import Action, Actor, allowed

# While the head looks at the draft there is nothing new to tell the sender.
TELLING = OPEN - {State.FOR_APPROVAL}
# Told in the history with a line each; their texts stand on the page by themselves.
APART = frozenset({Purpose.DRAFT, Purpose.ANSWER})
TALK = frozenset(
    {
        Purpose.QUESTION,
        Purpose.REPLY,
        Purpose.HAND_OVER,
        Purpose.REFUSAL,
        Purpose.ANSWER,
        Purpose.DISPUTE,
        Purpose.PARTLY,
        Purpose.DECLINE,
        Purpose.DECISION,
        Purpose.EXTENSION,
        Purpose.PROGRESS,
    }
)


@dataclass(frozen=True, kw_only=True)
class ItemPage:
    """What the page of one case shows to one official.

    Attributes:
        moves: what may be done now, by `Move` value.
        entries: the history as components/timeline.html takes it, oldest first.
        news: its entries since the official opened the page, when that was too long ago.
        kept: words that were sent for a move that is not open any more.
        talk: what office and sender wrote to each other, answers included, oldest first.
        drafts: every draft, newest first; none for those who may not read drafts.
        draft: the one being worked on or waiting for approval.
        remark: why the last draft came back, while that still matters.
        signer: whoever would sign an approval.
        enclosed: what goes out with the draft.
        sent_with: what went out with each answer, by the id of its letter.
        doubts: what speaks against the draft as it stands, None for those who cannot send it.
        entered_by: the clerk who typed it for somebody.
        shares: who had the case how many days.
        proposal: what the words suggest to whoever assigns; never decides.
        together: what else is about the same matter.
        divided: the parts it has, or the whole it belongs to.
        handler: the official named to look again, None while nobody is.
        reads_contact: whether the official may ask how to reach the sender.
        longer: how the time for the answer may be made longer, None when it may not.
        waits_until: the last day the clock stands still for the sender.

    """

    case: Case
    moves: frozenset[str]
    entries: list[Told]
    news: list[Told]
    kept: str
    talk: list[Letter]
    drafts: list[Letter]
    draft: Letter | None
    remark: Letter | None
    signer: Official | None
    reads_contact: bool
    longer: Offer | None
    waits_until: date | None
    enclosed: Enclosed
    sent_with: Mapping[int, Enclosed]
    doubts: Doubts[Letter] | None
    handler: Official | None
    proposal: Proposal | None
    together: Together
    divided: Divided
    shares: list[tuple[str, float]]
    entered_by: Official | None
    forms: dict[str, MoveForm]

    @property
    def clocks(self) -> list[tuple[CaseClock, list[str]]]:
        """Each clock with the account of its date: those for answers first, the latest on top."""
        latest = reversed(self.case.clocks)
        ordered = sorted(latest, key=lambda owed: owed.span is not Span.ANSWER)
        return [(owed, explaining.how_counted(owed)) for owed in ordered]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What one request adds to the page.

    Attributes:
        contact: how to reach the sender, once its reading was recorded.
        contact_opened: whether it was asked for; nothing may have been left.
        sent: the form that came with the request and was not accepted.
        refusal: why the move was not made.

    """

    contact: Contact | None = None
    contact_opened: bool = False
    sent: MoveForm | None = None
    refusal: PortalError | None = None


NOTHING_SENT = Shown()


def item_page(session: Session, actor: Actor, case: Case, shown: Shown = NOTHING_SENT) -> ItemPage:
    """Return the page of `case` for `actor`, who was found to be allowed to read it."""
    entries = _history(session, actor, case)
    moves = frozenset(move.value for move in service.moves_for(actor, case))
    inner = allowed(actor, Action.NOTES_READ, case)
    draft = drafting.open_draft(case) if inner else None
    forms = _forms(session, case, moves | _besides(actor, case, moves), draft, len(entries))
    sent = shown.sent
    news = entries[sent.entries_seen() :] if sent and shown.refusal else []
    if sent is not None and sent.place in forms:
        forms[sent.place] = sent.opened_at(case, len(entries))
    return ItemPage(
        case=case,
        moves=moves,
        entries=entries,
        news=news,
        kept=sent.words() if sent and sent.place not in forms else "",
        talk=_letters(case, TALK),
        drafts=_letters(case, {Purpose.DRAFT})[::-1] if inner else [],
        draft=draft,
        remark=_remark(case, draft) if Move.SUBMIT in moves else None,
        signer=session.get(Official, actor.official_id) if actor.official_id else None,
        reads_contact=allowed(actor, Action.CONTACT_READ, case),
        longer=service.offer(case, clock.today()),
        waits_until=service.last_day(case),
        enclosed=enclosed(session, case),
        sent_with={
            row.id: enclosed(session, case, row) for row in _letters(case, {Purpose.ANSWER})
        },
        doubts=answering.doubts(session, case, draft.text)
        if draft and moves & {Move.SUBMIT, Move.APPROVE}
        else None,
        shares=service.time_shares(session, case),
        entered_by=session.get(Official, case.entered_by_id) if case.entered_by_id else None,
        handler=service.handler_of(session, case),
        proposal=_proposal(session, case) if Move.ASSIGN in moves else None,
        together=together(session, actor, case),
        divided=divided(session, actor, case),
        forms=forms,
    )


def form_sent(session: Session, case: Case, move: str) -> MoveForm:
    """Return the form that came with the request for `move`, ready to be checked."""
    form = desk_forms.MOVE_FORMS[move]()
    _offer(session, case, form)
    return form


def _proposal(session: Session, case: Case) -> Proposal:
    return propose(session, f"{case.subject} {case.text}", besides=case)


def _history(session: Session, actor: Actor, case: Case) -> list[Told]:
    inner = allowed(actor, Action.NOTES_READ, case)
    entries = service.timeline(session, case, desk=True, inner=inner)
    return wording.told(
        replace(entry, letter=None) if entry.letter and entry.letter.purpose in APART else entry
        for entry in entries
    )


def _letters(case: Case, purposes: Iterable[Purpose]) -> list[Letter]:
    wanted = set(purposes)
    return [letter for letter in case.letters if letter.purpose in wanted]


def _remark(case: Case, draft: Letter | None) -> Letter | None:
    """Return the approver's last remark, unless an answer or a new matter came after it."""
    remarks = _letters(case, {Purpose.RETURN})
    answers = _letters(case, {Purpose.ANSWER})
    if not remarks or draft is None or (answers and answers[-1].id > remarks[-1].id):
        return None
    return remarks[-1]


def _besides(actor: Actor, case: Case, moves: frozenset[str]) -> frozenset[str]:
    """Return what `actor` may do besides: reword a draft, talk to colleagues, tell the sender."""
    if not allowed(actor, Action.CASE_HANDLE, case):
        return frozenset()
    found = {"note", "progress"} if case.state in TELLING else {"note"}
    writes = Move.APPROVE in moves and second_look.may_write(actor, case)
    return frozenset(found | {"correct"} if writes else found)


def _offer(session: Session, case: Case, form: MoveForm) -> None:
    """Give the choices of `form`."""
    if isinstance(form, OfficeMoveForm):
        form.offer(_others(session, case))
    if isinstance(form, AnswerForm):
        points = enclosures.points(session, case)
        form.covered.choices = [(point.id, point.text) for point in points]
        templates = answer_templates.offered(session, case.office_id)
        named = [(str(row.id), row.title) for row in templates]
        form.template.choices = [("", gettext("Chọn mẫu")), *named] if named else []


def _others(session: Session, case: Case) -> list[Any]:
    return [row for row in accounts.staffed_offices(session) if row.id != case.office_id]


def _forms(
    session: Session, case: Case, moves: Iterable[str], draft: Letter | None, seen: int
) -> dict[str, MoveForm]:
    """Return an empty form for each move that is open; a draft goes on where it stood."""
    offered = set(moves) & desk_forms.MOVE_FORMS.keys()
    forms = {name: desk_forms.MOVE_FORMS[name](formdata=None) for name in offered}
    for form in forms.values():
        form.opened_at(case, seen)
        _offer(session, case, form)
        if isinstance(form, AnswerForm):
            form.answer.data = draft.text if draft else ""
            form.covered.data = [
                point.id for point in enclosures.points(session, case) if point.covered
            ]
        if isinstance(form, CorrectForm):
            form.corrected.data = draft.text if draft else ""
    return forms
