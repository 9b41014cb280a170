"""Further files of a document: put beside the original, taken away again while it is a draft."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal import clock
from portal.errors import Invalid, NotFound
from portal.files import Files
from portal.i18n import N_
from portal.permissions import Actor
from portal.publications import keeping
from portal.publications.models import Publication
from portal.publications.rules import Move, Standing
from portal.web.media import NewFile

MOST = 20
TOO_MANY = N_("Mỗi văn bản kèm được nhiều nhất 20 tệp. Xin bỏ bớt tệp rồi thêm lại.")
KEPT = N_("Tệp gốc luôn đi cùng văn bản, không bỏ được.")
SHOWN = N_("Văn bản đã công bố không thêm bớt tệp được. Xin tạo bản mới.")


def attach(
    session: Session, files: Files, actor: Actor, publication_id: int, new: Iterable[NewFile]
) -> Publication:
    """Put files beside the original; one that is there already is not put twice."""
    draft = _permit(session, actor, publication_id)
    known = {file.sha256 for file in draft.files}
    added = {keeping.digest(file.content): file for file in new}
    fresh = [file for mark, file in added.items() if mark not in known]
    if len(draft.files) + len(fresh) > MOST:
        raise Invalid(TOO_MANY)
    for file in fresh:
        keeping.keep_file(draft, files, file.name, file.media_type, file.content)
    if fresh:
        _note(session, actor, draft, "attach", [file.name for file in fresh])
    return draft


def detach(session: Session, actor: Actor, publication_id: int, file_id: int) -> Publication:
    """Take one attached file away; the original stays."""
    draft = _permit(session, actor, publication_id)
    file = next((row for row in draft.files if row.id == file_id), None)
    if file is None:
        raise NotFound
    if file.original:
        raise Invalid(KEPT)
    keeping.let_go(session, [file])
    draft.files.remove(file)
    _note(session, actor, draft, "detach", [file.name])
    return draft


def _permit(session: Session, actor: Actor, publication_id: int) -> Publication:
    publication = keeping.permit(session, actor, publication_id, Move.EDIT)
    if publication.standing is not Standing.DRAFT:
        raise Invalid(SHOWN)
    return publication


def _note(session: Session, actor: Actor, draft: Publication, act: str, names: list[str]) -> None:
    # What is published with the text is prepared like the text: a second person looks at it too.
    draft.prepared_by_id = actor.official_id
    draft.changed_at = clock.now()
    session.flush()
    keeping.log(session, actor, draft, act, files=names)
