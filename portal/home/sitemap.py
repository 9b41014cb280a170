"""The public pages that change, for search engines."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.service import offices
from portal.cases.models import Case
from portal.cases.moderation import PUBLIC
from portal.permissions import VISITOR
from portal.petitions.models import Petition
from portal.petitions.rules import State
from portal.publications.catalogue import visible_to
from portal.publications.models import Publication

MOST = 10_000  # of each; the protocol allows 50,000 in all
FIXED = (
    "/",
    "/van-ban",
    "/y-kien",
    "/kien-nghi",
    "/cam-ket",
    "/gop-y",
    "/co-quan",
    "/minh-bach",
    "/minh-bach/nhat-ky",
    "/huong-dan",
)


def paths(session: Session) -> Iterator[str]:
    """Yield the path of every page everybody may read, the latest first."""
    yield from FIXED
    for office in offices(session):
        yield f"/co-quan/{office.slug}"
    slugs = select(Publication.slug).where(visible_to(VISITOR))
    for slug in session.scalars(slugs.order_by(Publication.id.desc()).limit(MOST)):
        yield f"/van-ban/{slug}"
    petitions = select(Petition.id).where(Petition.state.in_([State.OPEN, State.CLOSED]))
    for key in session.scalars(petitions.order_by(Petition.id.desc()).limit(MOST)):
        yield f"/kien-nghi/{key}"
    numbers = select(Case.number).where(PUBLIC)
    for number in session.scalars(numbers.order_by(Case.id.desc()).limit(MOST)):
        yield f"/y-kien/{number}"
