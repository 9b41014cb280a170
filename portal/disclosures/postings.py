"""What is done with the postings of a disclosure: recorded, proved, taken down, struck out."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.facts import Unfit
from portal.disclosures import rules
from portal.disclosures.models import Disclosure, Posting, Proof
from portal.disclosures.rules import BY_HAND, LASTING, Form
from portal.disclosures.service import FUTURE, NO_REASON, keep_book, permit_change
from portal.errors import IllegalMove, Invalid, NotFound
from portal.files import Files, new_name
from portal.i18n import N_
from portal.permissions import Action, Actor, allowed
from portal.procedures import service as procedures
from portal.web.media import NewFile

FOLDER = "disclosures"
TOO_EARLY = N_("Chưa có văn bản thì chưa đăng được: ngày này trước ngày ký.")
BACKWARDS = N_("Ngày kết thúc phải sau ngày bắt đầu.")


@dataclass(frozen=True, kw_only=True)
class PostingFacts:
    """A posting about to be recorded; see `models.Posting`."""

    form: Form
    place: str
    started_on: date
    ended_on: date | None = None
    done_by: str = ""
    note: str = ""


def record_posting(  # noqa: PLR0913, PLR0917 - where, who, of what, and the posting with its proof
    session: Session,
    files: Files,
    actor: Actor,
    disclosure: Disclosure,
    facts: PostingFacts,
    proofs: Iterable[NewFile] = (),
) -> Posting:  # fmt: skip
    """Write down that it was public in one form at one place; the same again is one posting."""
    permit_change(actor, disclosure)
    _refuse_unfit_posting(facts, disclosure)
    posting = _same(disclosure, facts) or Posting(form=facts.form, recorded_at=clock.now())
    is_new = posting.id is None
    posting.place, posting.done_by, posting.note = facts.place, facts.done_by, facts.note
    posting.started_on, posting.ended_on = facts.started_on, facts.ended_on
    posting.stay_until = rules.stay_until(
        facts.form,
        facts.started_on,
        _days(disclosure, facts.form),
        procedures.calendar(session),
    )
    if is_new:
        posting.official_id = actor.official_id
        disclosure.postings.append(posting)
    _keep(files, posting, proofs)
    session.flush()
    keep_book(session, actor, disclosure, "posted" if is_new else "posting_edited",
            posting=posting.id, form=facts.form.value)  # fmt: skip
    return posting


def end_posting(session: Session, actor: Actor, posting: Posting, ended_on: date) -> None:
    """Write down the last day a posting was up."""
    permit_change(actor, posting.disclosure)
    if posting.struck_at is not None or posting.form not in LASTING:
        raise IllegalMove
    if ended_on > clock.today():
        raise Unfit(FUTURE, field="ended_on")
    if ended_on < posting.started_on:
        raise Unfit(BACKWARDS, field="ended_on")
    posting.ended_on = ended_on
    keep_book(session, actor, posting.disclosure, "posting_ended", posting=posting.id,
            on=ended_on.isoformat())  # fmt: skip


def add_proofs(
    session: Session, files: Files, actor: Actor, posting: Posting, proofs: Iterable[NewFile]
) -> None:
    """Put photos or files to a posting."""
    permit_change(actor, posting.disclosure)
    _keep(files, posting, proofs)
    session.flush()
    keep_book(session, actor, posting.disclosure, "proof_added", posting=posting.id)


def strike(session: Session, actor: Actor, posting: Posting, reason: str) -> None:
    """Take a posting out of the count that was written down by mistake."""
    permit_change(actor, posting.disclosure)
    if posting.struck_at is not None:
        raise IllegalMove
    if not reason.strip():
        raise Invalid(NO_REASON)
    posting.struck_at, posting.struck_reason = clock.now(), reason.strip()
    keep_book(session, actor, posting.disclosure, "posting_struck", posting=posting.id)


def posting_of(session: Session, actor: Actor, posting_id: int) -> Posting:
    """Return a posting `actor` may see; raise NotFound for any other."""
    found = session.get(Posting, posting_id)
    if found is None or not allowed(actor, Action.DISCLOSURE_READ, found.disclosure):
        raise NotFound
    return found


def proof_of(session: Session, actor: Actor, proof_id: int) -> Proof:
    """Return a proof `actor` may see; raise NotFound for any other."""
    found = session.get(Proof, proof_id)
    if found is None or not allowed(actor, Action.DISCLOSURE_READ, found.posting.disclosure):
        raise NotFound
    return found


def _refuse_unfit_posting(facts: PostingFacts, disclosure: Disclosure) -> None:
    if facts.form not in BY_HAND:
        raise Unfit(N_("Việc đăng trên cổng được ghi tự động theo văn bản."), field="form")
    if facts.started_on < disclosure.decided_on:
        raise Unfit(TOO_EARLY, field="started_on")
    if facts.started_on > clock.today():
        raise Unfit(FUTURE, field="started_on")
    if facts.ended_on is not None and facts.ended_on > clock.today():
        raise Unfit(FUTURE, field="ended_on")
    if facts.ended_on is not None and facts.ended_on < facts.started_on:
        raise Unfit(BACKWARDS, field="ended_on")


def _same(disclosure: Disclosure, facts: PostingFacts) -> Posting | None:
    """Return the posting a form sent twice was already kept as."""
    wanted = (facts.form, facts.place, facts.started_on)
    alive = (one for one in disclosure.postings if one.struck_at is None)
    return next((one for one in alive if (one.form, one.place, one.started_on) == wanted), None)


def _days(disclosure: Disclosure, form: Form) -> int | None:
    return next((row["days"] for row in disclosure.wanted if row["form"] == form.value), None)


def _keep(files: Files, posting: Posting, proofs: Iterable[NewFile]) -> None:
    known = {proof.sha256 for proof in posting.proofs}
    for file in proofs:
        digest = hashlib.sha256(file.content).hexdigest()
        if digest in known:
            continue
        stored = new_name(FOLDER)
        files.put(stored, file.content)
        posting.proofs.append(
            Proof(
                name=file.name,
                media_type=file.media_type,
                size=len(file.content),
                sha256=digest,
                stored_as=stored,
            )
        )
