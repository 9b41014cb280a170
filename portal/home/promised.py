"""How promises are kept, for the pages of figures and of each office."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.commitment_figures import HIDDEN, NONE, Promised, promised, promised_by_office
from portal.cases.small_groups import guarded
from portal.home.figures_page import Item, told_part
from portal.home.periods import Period
from portal.web.filters import percent


@dataclass(frozen=True, kw_only=True)
class Promises:
    """The promises due within a period, of all and by the id of the office."""

    total: Promised
    by_office: Mapping[int, Promised]


def promises(session: Session, period: Period) -> Promises:
    """Return how promises of `period` were kept; what gives a small group away is hidden too."""
    total = promised(session, period.since, period.until)
    found = promised_by_office(session, period.since, period.until)
    safe = guarded(total.due, [row.due for row in found.values()])
    shown = zip(found.items(), safe, strict=True)
    return Promises(
        total=total,
        by_office={key: HIDDEN if due is None else row for (key, row), due in shown},
    )


def of_office(session: Session, period: Period, office_id: int) -> Promised:
    """Return the same of one office, just as it would stand beside the others."""
    return promises(session, period).by_office.get(office_id, NONE)


def items(found: Promised) -> list[Item]:
    """Return the large numbers; none when nothing was due."""
    if found.due == 0:
        return []
    rows = [Item(value=told_part(found.due), label=_("Cam kết đến hạn"))]
    if found.due is None or found.in_time is None:
        return rows
    share = _("%(share)s số đến hạn", share=percent(found.in_time, found.due))
    return [
        *rows,
        Item(value=told_part(found.in_time), label=_("Xong đúng ngày hẹn đầu"), note=share),
        Item(value=told_part(found.late), label=_("Xong sau ngày hẹn đầu")),
        Item(value=told_part(found.broken), label=_("Quá hạn, chưa xong")),
    ]
