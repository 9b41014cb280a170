"""The words everyone reads: what of an item is shown, every version kept with its author."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.accounts.models import Office
from portal.cases import commitments, enclosures
from portal.cases.answer_models import AnswerFile, Commitment, PublicWording, Source
from portal.cases.models import Case, Letter, Purpose
from portal.cases.rules import WITH_ANSWER
from portal.permissions import Actor


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What a moderator shows beside subject, text and answer; what is left out stays hidden.

    Attributes:
        promises: public words by the id of the promise.
        evidence: public words of what shows that it was kept, likewise.
        files: ids of the files everyone may have.

    """

    promises: Mapping[int, str] = field(default_factory=dict)
    evidence: Mapping[int, str] = field(default_factory=dict)
    files: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class PublicAlong:
    """What everyone sees below a published answer."""

    sources: list[Source]
    addresses: Mapping[int, str]
    promises: list[Commitment]
    files: list[AnswerFile]


NOTHING = Beside()


def keep(session: Session, actor: Actor, case: Case, beside: Beside, reason: str) -> None:
    """Show exactly `beside` with the case, and keep the whole wording as one more version."""
    made = commitments.made_by(session, case)
    for row in made:
        row.public_text = beside.promises.get(row.id, "").strip() or None
        row.public_evidence = beside.evidence.get(row.id, "").strip() or None
    sent = [row for row in enclosures.every_file(session, case) if _is_sent(row)]
    for file in sent:
        file.released = file.id in beside.files
    content = {
        "subject": case.public_subject,
        "text": case.public_text,
        "answer": case.public_answer,
        "promises": {str(row.id): [row.public_text, row.public_evidence] for row in made},
        "files": [file.id for file in sent if file.released],
    }
    session.add(
        PublicWording(
            case_id=case.id,
            at=clock.now(),
            official_id=actor.official_id,
            reason=reason.strip(),
            content=content,
        )
    )


def versions(session: Session, case: Case) -> list[PublicWording]:
    """Return every wording the case was shown in, the latest first."""
    wanted = select(PublicWording).where(PublicWording.case_id == case.id)
    latest = wanted.order_by(PublicWording.id.desc()).options(joinedload(PublicWording.official))
    return list(session.scalars(latest))


def to_release(session: Session, case: Case) -> list[AnswerFile]:
    """Return the files a moderator may show: those that went out, and evidence."""
    return [row for row in enclosures.every_file(session, case) if _is_sent(row)]


def along(session: Session, case: Case) -> PublicAlong:
    """Return what stands below the answer of a case that was found to be public."""
    answer = _answer(case)
    sources = enclosures.sources(session, case, answer) if answer else []
    return PublicAlong(
        sources=sources,
        addresses=enclosures.addresses(session, sources),
        promises=[row for row in commitments.made_by(session, case) if row.public_text is not None],
        files=[row for row in to_release(session, case) if row.released],
    )


def answered_by(case: Case) -> Office | None:
    """Return the office that gave the answer everyone reads, wherever the case lies since."""
    answer = None if case.state in WITH_ANSWER else _answer(case)  # it is where it was answered
    return (answer.office if answer else None) or case.office


def _answer(case: Case) -> Letter | None:
    answers = [letter for letter in case.letters if letter.purpose is Purpose.ANSWER]
    return answers[-1] if answers else None


def _is_sent(row: AnswerFile) -> bool:
    return row.letter_id is not None or row.commitment_id is not None
