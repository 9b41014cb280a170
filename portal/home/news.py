"""What the front page tells: what is open now, published lately, answered lately."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Office
from portal.cases.figures import Figures, figures
from portal.cases.models import Case
from portal.cases.service import latest_published
from portal.cases.wordings import answered_by
from portal.home import periods
from portal.permissions import VISITOR
from portal.publications import catalogue
from portal.publications.models import Publication

SHOWN = 4


@dataclass(frozen=True, kw_only=True)
class News:
    """Everything on the front page that changes; the same for every reader.

    Attributes:
        open: documents that can be commented on today, the soonest to close first.
        published: what was published last, without those.
        answered: published items, each with the office that answered it, the latest first.
        month: first day of the month `figures` are about, the one before this.

    """

    open: list[Publication]
    published: list[Publication]
    answered: list[tuple[Case, Office | None]]
    month: date
    figures: Figures


def news(session: Session) -> News:
    """Return what is new today."""
    since, until = periods.last_month(clock.today())
    open_now = catalogue.open_for_comment(session, VISITOR, SHOWN)
    latest = catalogue.latest(session, VISITOR, SHOWN + len(open_now))
    return News(
        open=open_now,
        published=[one for one in latest if one not in open_now][:SHOWN],
        answered=[(case, answered_by(case)) for case in latest_published(session, SHOWN)],
        month=since,
        figures=figures(session, since, until),
    )


def days_left(publication: Publication) -> int:
    """Return how many days people still have to comment, today not counted."""
    last = publication.comments_until
    return (last - clock.today()).days if last is not None else 0
