"""Receiving what a citizen sends: durable, numbered, once."""

import hashlib
import json
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import service as accounts
from portal.accounts.models import Office, Topic
from portal.cases import clocks, codes, numbers, phrases, telling
from portal.cases.kinds import BY_SLUG
from portal.cases.models import Case, CaseFile, Channel, Contact
from portal.cases.noticing import suspicion
from portal.cases.rules import fold
from portal.cases.submission import About, Receipt, Submission
from portal.config import Settings
from portal.counters.models import Counter, CounterToken
from portal.errors import AlreadySent, Invalid, NotAllowed
from portal.files import Files, new_name
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import VISITOR, Action, Actor, allowed
from portal.publications.models import Publication
from portal.publications.rules import is_visible
from portal.triage.rules import suggest
from portal.web import tokens
from portal.web.media import NewFile


def open_case(
    session: Session, actor: Actor, submission: Submission, *, settings: Settings, files: Files
) -> Receipt:
    """Receive a submission; sent again it gives the same receipt and nothing new.

    The files are on disk before the row exists, the row before the receipt is shown.

    Raises:
        AlreadySent: the same form was sent before with other words.

    """
    if not allowed(actor, Action.CASE_OPEN):
        raise NotAllowed
    code = codes.make(settings, submission.form_token)
    known = _sent_before(session, settings, submission)
    if known is not None:
        return Receipt(known, code)
    kind = BY_SLUG.get(submission.kind)
    if kind is None or not (kind.offered or allowed(actor, Action.CASE_ENTER)):
        raise Invalid(N_("Xin chọn một loại ý kiến trong danh sách."))
    if submission.channel and not allowed(actor, Action.CASE_ENTER):
        raise NotAllowed
    topic = _topic(session, submission.topic)
    kept = _keep(files, submission.files)
    try:
        with session.begin_nested():
            case = _store(session, actor, submission, topic, settings)
            case.files = kept
            session.flush()
            _announce(session, actor, case)
            _note_nobody_there(session, case, submission)
    except IntegrityError:
        for file in kept:
            files.drop(file.stored_as)
        known = _sent_before(session, settings, submission)
        if known is None:
            raise
        return Receipt(known, code)
    return Receipt(case, code)


def about(
    session: Session, *, counter: str = "", publication: str = "", section: str = ""
) -> About:
    """Return what a link or form names; an unknown name is passed over.

    Args:
        session: the transaction.
        counter: the token a counter's QR code carries.
        publication: slug of a document.
        section: anchor of a section of it.

    """
    found = _publication(session, publication)
    parts = found.sections if found else []
    return About(
        counter=_counter(session, counter),
        publication=found,
        section=next((part for part in parts if part.anchor == section), None),
    )


def as_first_sent(
    session: Session, settings: Settings, sent: Submission, earlier: str | None
) -> Submission:
    """Return `sent` under the token of the form the same browser sent a moment ago with it.

    Somebody who goes back and sends the same words again meets the first receipt, even where the
    browser fetched the form anew and with it a new token.
    """
    if earlier is None:
        return sent
    again = replace(sent, form_token=earlier)
    try:
        known = _sent_before(session, settings, again)
    except AlreadySent:
        return sent
    return sent if known is None else again


def _sent_before(session: Session, settings: Settings, submission: Submission) -> Case | None:
    """Return the case this very form opened; raise AlreadySent when its words were others."""
    mark = tokens.keyed_hash(settings, "form mark", submission.form_token)
    found = session.scalar(select(Case).where(Case.form_mark == mark))
    if found is not None and found.body_mark != _body_mark(settings, submission):
        raise AlreadySent
    return found


def _body_mark(settings: Settings, sent: Submission) -> str:
    words = [
        *(sent.kind, sent.subject, sent.text, sent.topic, sent.counter_token, sent.publication),
        *(sent.section, sent.name, sent.phone, sent.email, sent.agreed),
        *([file.name, hashlib.sha256(file.content).hexdigest()] for file in sent.files),
    ]
    return tokens.keyed_hash(settings, "body mark", json.dumps(words, ensure_ascii=False))


def _topic(session: Session, slug: str) -> Topic | None:
    if not slug:
        return None
    found = session.scalar(select(Topic).where(Topic.slug == slug, Topic.active))
    if found is None:
        raise Invalid(N_("Xin chọn một lĩnh vực trong danh sách."))
    return found


def _counter(session: Session, token: str) -> Counter | None:
    """Return the counter; a poster replaced since still names the place where it hung."""
    wanted = select(Counter).join(CounterToken).where(CounterToken.token == token, Counter.active)
    return session.scalar(wanted) if token else None


def _publication(session: Session, slug: str) -> Publication | None:
    found = session.scalar(select(Publication).where(Publication.slug == slug)) if slug else None
    return found if found and is_visible(found.standing, found.audience) else None


def _keep(files: Files, new: tuple[NewFile, ...]) -> list[CaseFile]:
    kept = []
    for file in new:
        name = new_name("cases")
        files.put(name, file.content)
        kept.append(
            CaseFile(
                name=file.name,
                media_type=file.media_type,
                size=len(file.content),
                sha256=hashlib.sha256(file.content).hexdigest(),
                stored_as=name,
            )
        )
    return kept


def _store(
    session: Session, actor: Actor, sent: Submission, topic: Topic | None, settings: Settings
) -> Case:
    meant = about(
        session, counter=sent.counter_token, publication=sent.publication, section=sent.section
    )
    office = _office(session, meant.counter, topic, above=sent.past_counter)
    now = clock.now()
    today = clock.local_date(now)
    case = Case(
        number=numbers.take_number(session, today.year),
        code_hash=codes.mark(settings, codes.make(settings, sent.form_token)),
        form_mark=tokens.keyed_hash(settings, "form mark", sent.form_token),
        body_mark=_body_mark(settings, sent),
        kind=sent.kind,
        channel=_channel(sent, meant),
        entered_by_id=actor.official_id if sent.channel else None,
        subject=sent.subject,
        text=sent.text,
        language=sent.language,
        topic_id=topic and topic.id,
        counter_id=meant.counter and meant.counter.id,
        publication_id=meant.publication and meant.publication.id,
        section_anchor=meant.section and meant.section.anchor,
        office_id=office.id if office and _is_staffed(session, office) else None,
        past_office_id=meant.counter.office_id if meant.counter and sent.past_counter else None,
        received_at=now,
        agreed=sent.agreed,
        suspect=suspicion(sent.filled_seconds, honeypot=sent.honeypot, insists=sent.insists),
        urgent=suggest(f"{sent.subject}. {sent.text}", phrases.own(session)).urgent,
        contact=_contact(sent),
    )
    case.folded = fold(f"{case.number} {case.subject} {case.text}")
    _begin(session, case, today)
    return case


def _channel(sent: Submission, meant: About) -> Channel:
    if sent.channel:
        return Channel(sent.channel)
    return Channel.COUNTER if meant.counter else Channel.WEB


def _begin(session: Session, case: Case, today: date) -> None:
    """Start the clocks and write; the day owed is not known before."""
    with session.no_autoflush:
        session.add(case)
        for act in ("received", "acknowledged"):
            clocks.beat(case, act, today)
        if case.office_id is not None:
            clocks.beat(case, "assign", today)
    session.flush()


def _announce(session: Session, actor: Actor, case: Case) -> None:
    event = record(
        session,
        actor,
        ("case", case.id),
        "received",
        state=case.state,
        office_id=case.office_id,
        channel=case.channel.value,
        kind=case.kind,
        due_on=case.due_on.isoformat(),
        clocks=clocks.begun(case.clocks),
    )
    telling.tell(session, case, "received", event)


def _office(
    session: Session, counter: Counter | None, topic: Topic | None, *, above: bool
) -> Office | None:
    """Return the counter's office, else the topic's, else nobody's yet; or its successor.

    With `above` it is the one over it: nobody is the judge of their own counter.
    """
    answering = counter or topic
    office = session.get(Office, answering.office_id) if answering and answering.office_id else None
    while office and office.valid_to and office.valid_to < clock.today() and office.successor_id:
        office = session.get(Office, office.successor_id)
    return office.parent if above and office else office


def _is_staffed(session: Session, office: Office) -> bool:
    return office in accounts.staffed_offices(session)


def _note_nobody_there(session: Session, case: Case, sent: Submission) -> None:
    """Write down why the dispatcher has it, where nobody of the office it is for could act."""
    office = _office(session, case.counter, case.topic, above=sent.past_counter)
    if office is not None and case.office_id is None:
        record(
            session, VISITOR, ("case", case.id), "nobody_there",
            state=case.state, office_id=None, to_office=office.id,
        )  # fmt: skip


def _contact(sent: Submission) -> Contact | None:
    if not (sent.name or sent.phone or sent.email):
        return None
    return Contact(name=sent.name, phone=sent.phone, email=sent.email)
