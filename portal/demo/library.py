"""The demonstration's documents, imported and published as an editor would."""

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Office
from portal.demo.content import DOCUMENTS, read
from portal.files import Files
from portal.permissions import Actor
from portal.publications import service as publications
from portal.publications.models import Publication

OFFICE_HOUR = time(9)


def publish_all(
    session: Session, files: Files, editor: Actor, offices: dict[str, Office]
) -> dict[str, Publication]:
    """Publish every document the day after it was signed; return them by file name."""
    made = {}
    for row in read("authority")["document"]:
        content = (DOCUMENTS / row["file"]).read_bytes()
        draft = publications.import_file(
            session, files, editor, offices[row["office"]], row["file"], content
        )
        draft.comments_until = row.get("comments_until")
        draft.kind = row.get("kind", draft.kind)
        with clock.at(_day_after(draft)):
            publications.publish(session, editor, draft.id, confirmed=True)
        made[row["file"]] = draft
    return made


def _day_after(draft: Publication) -> datetime:
    now = datetime.now(clock.VIETNAM)
    if draft.issued_on is None:
        return now - timedelta(days=5)
    day = draft.issued_on + timedelta(days=1)
    return min(datetime.combine(day, OFFICE_HOUR, clock.VIETNAM), now)
