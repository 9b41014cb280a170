"""What is put together with a draft: points to be covered, sources, files."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from portal.cases import answer_quality, rules
from portal.cases.answer_models import AnswerFile, Point, Source
from portal.cases.models import Case, Letter
from portal.cases.rules import Move, State
from portal.db import values_of
from portal.errors import IllegalMove, Invalid, NotAllowed, NotFound
from portal.files import Files, new_name
from portal.i18n import N_
from portal.permissions import VISITOR, Action, Actor, allowed
from portal.publications import documents, revisions
from portal.web.media import NewFile

MOST_POINTS = 20
MOST_SOURCES = 10
MOST_FILES = 5
LONGEST_POINT = 500

LED = N_(
    "Ý kiến này được trả lời cùng một ý kiến khác, nên không soạn câu trả lời riêng. Xin soạn ở ý"
    " kiến kia, hoặc tách ý kiến này ra trước."
)
TOO_MANY_POINTS = N_("Mỗi ý kiến ghi được nhiều nhất 20 điều.")
TOO_MANY_SOURCES = N_("Mỗi câu trả lời dẫn nhiều nhất 10 căn cứ.")
TOO_MANY_FILES = N_("Mỗi câu trả lời kèm nhiều nhất 5 tệp. Xin bỏ bớt tệp rồi thêm lại.")


def permit_writing(actor: Actor, case: Case) -> None:
    """Raise unless `actor` may now change what goes out with the answer to `case`."""
    if case.state is not State.FOR_APPROVAL or not allowed(actor, Action.CASE_APPROVE, case):
        step = rules.find_step(case.state, Move.SUBMIT)
        if not allowed(actor, step.by, case):
            raise NotAllowed
    refuse_led(case)


def refuse_led(case: Case) -> None:
    """Raise Invalid for a case that waits for the answer to another one."""
    if case.joined_to_id is not None:
        raise Invalid(LED)


def touch(session: Session, case: Case) -> None:
    """Write, and count it as a change of the case: who has an older page must hear of it."""
    flag_modified(case, "state")
    try:
        session.flush()
    except StaleDataError:
        raise IllegalMove from None


def points(session: Session, case: Case) -> list[Point]:
    """Return what the sender asks, as the office listed it."""
    listed = select(Point).where(Point.case_id == case.id).order_by(Point.id)
    return list(session.scalars(listed))


def proposals(session: Session, case: Case) -> list[str]:
    """Return sentences of the sender that ask something and are not listed yet."""
    known = {rules.fold(point.text) for point in points(session, case)}
    found = answer_quality.proposed_points(case.text)
    return [text for text in found if rules.fold(text) not in known]


def list_points(session: Session, actor: Actor, case: Case, texts: Iterable[str]) -> None:
    """Add to what the sender asks."""
    permit_writing(actor, case)
    known = {rules.fold(point.text) for point in points(session, case)}
    new = [text.strip()[:LONGEST_POINT] for text in texts if text.strip()]
    fresh = [text for text in dict.fromkeys(new) if rules.fold(text) not in known]
    if len(known) + len(fresh) > MOST_POINTS:
        raise Invalid(TOO_MANY_POINTS)
    session.add_all(Point(case_id=case.id, text=text) for text in fresh)
    touch(session, case)


def drop_point(session: Session, actor: Actor, case: Case, point_id: int) -> None:
    """Take one point off the list: it was no matter of its own."""
    permit_writing(actor, case)
    session.delete(_one(points(session, case), point_id))
    touch(session, case)


def tick(session: Session, case: Case, covered: Iterable[int]) -> None:
    """Note which points the draft covers; whoever calls has permitted the draft."""
    ticked = set(covered)
    for point in points(session, case):
        point.covered = point.id in ticked


def uncovered(session: Session, case: Case) -> list[str]:
    """Return the points nobody has ticked off."""
    return [point.text for point in points(session, case) if not point.covered]


def untick_all(session: Session, case: Case) -> None:
    """Begin anew: the sender found the last answer wanting."""
    tick(session, case, ())


def add_source(
    session: Session, actor: Actor, case: Case, publication_id: int, anchor: str
) -> None:
    """Rely on a section of a public document; on the whole when there is no such section."""
    permit_writing(actor, case)
    ref = f"{documents.PREFIX}:{publication_id}"
    place = documents.places(session, [ref]).get(ref)
    if place is None:
        raise NotFound
    anchor = anchor if anchor in place.parts else ""
    kept = sources(session, case)
    if (publication_id, anchor) in {(row.publication_id, row.anchor) for row in kept}:
        return
    if len(kept) >= MOST_SOURCES:
        raise Invalid(TOO_MANY_SOURCES)
    head = " ".join(filter(None, (place.kind, place.number))) or place.title
    name = ", ".join(filter(None, (head, place.section_of(anchor))))
    session.add(Source(case_id=case.id, publication_id=publication_id, anchor=anchor, name=name))
    touch(session, case)


def drop_source(session: Session, actor: Actor, case: Case, source_id: int) -> None:
    """Take a source out of the draft."""
    permit_writing(actor, case)
    session.delete(_one(sources(session, case), source_id))
    touch(session, case)


def sources(session: Session, case: Case, letter: Letter | None = None) -> list[Source]:
    """Return what the draft relies on, or what `letter` does."""
    whose = Source.letter_id.is_(None) if letter is None else Source.letter_id == letter.id
    wanted = select(Source).where(Source.case_id == case.id, whose).order_by(Source.id)
    return list(session.scalars(wanted.options(joinedload(Source.publication))))


def addresses(session: Session, rows: Iterable[Source]) -> Mapping[int, str]:
    """Return where everyone reads each source; one withdrawn since has no address."""
    shown = (row for row in rows if revisions.may_see(session, VISITOR, row.publication))
    return {
        row.id: f"/van-ban/{row.publication.slug}" + (f"#{row.anchor}" if row.anchor else "")
        for row in shown
    }


def attach(
    session: Session, files: Files, actor: Actor, case: Case, new: Iterable[NewFile]
) -> None:
    """Put files beside the draft; they go out with the answer."""
    permit_writing(actor, case)
    kept = answer_files(session, case)
    known = {row.sha256 for row in kept}
    fresh = [file for file in new if _digest(file) not in known]
    if len(kept) + len(fresh) > MOST_FILES:
        raise Invalid(TOO_MANY_FILES)
    session.add_all(keep_file(files, actor, case, file) for file in fresh)
    touch(session, case)


def detach(session: Session, actor: Actor, case: Case, file_id: int) -> None:
    """Take a file away from the draft."""
    permit_writing(actor, case)
    session.delete(_one(answer_files(session, case), file_id))
    touch(session, case)


def answer_files(session: Session, case: Case, letter: Letter | None = None) -> list[AnswerFile]:
    """Return the files beside the draft, or those that went out with `letter`."""
    whose = AnswerFile.letter_id.is_(None) if letter is None else AnswerFile.letter_id == letter.id
    wanted = select(AnswerFile).where(
        AnswerFile.case_id == case.id, AnswerFile.commitment_id.is_(None), whose
    )
    return list(session.scalars(wanted.order_by(AnswerFile.id)))


def every_file(session: Session, case: Case) -> list[AnswerFile]:
    """Return all files officials added: sent, still beside the draft, and evidence."""
    wanted = select(AnswerFile).where(AnswerFile.case_id == case.id)
    return list(session.scalars(wanted.order_by(AnswerFile.id)))


def keep_file(files: Files, actor: Actor, case: Case, new: NewFile) -> AnswerFile:
    """Put the bytes on disk and return their row; the row is written after the bytes."""
    name = new_name("answers")
    files.put(name, new.content)
    return AnswerFile(
        case_id=case.id,
        official_id=actor.official_id,
        name=new.name,
        media_type=new.media_type,
        size=len(new.content),
        sha256=_digest(new),
        stored_as=name,
    )


def send_along(session: Session, case: Case, answer: Letter) -> None:
    """Let sources and files of the draft belong to `answer` from now on."""
    for source in sources(session, case):
        source.letter_id = answer.id
    for file in answer_files(session, case):
        file.letter_id = answer.id


def give_along(session: Session, case: Case, answer: Letter, given: Letter) -> None:
    """Let what went out with `answer` go with `given` too, the same answer to another sender."""
    for row in (*sources(session, case, answer), *answer_files(session, case, answer)):
        kept = values_of(row, but=("case_id", "letter_id", "released"))
        session.add(type(row)(case_id=given.case_id, letter_id=given.id, **kept))


def _one(rows: Iterable[Any], row_id: int) -> Any:
    found = next((row for row in rows if row.id == row_id), None)
    if found is None:
        raise NotFound
    return found


def _digest(file: NewFile) -> str:
    return hashlib.sha256(file.content).hexdigest()
