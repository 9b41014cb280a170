"""The demonstration's own calendar and limits: a storm some weeks ago, a quicker promise."""

from datetime import timedelta

from portal import clock
from portal.demo.stories import Commune, days_ago
from portal.law import Unit
from portal.permissions import Role
from portal.procedures import service
from portal.procedures.rules import Day, DayKind
from portal.procedures.service import PromiseFacts

STORM = 24  # days ago, or the next day that was worked
BEFORE_ALL = 80


def keep(commune: Commune) -> None:
    """Enter what the authority announced before the stories are told."""
    administrator = commune.acting(Role.ADMINISTRATOR)
    day = clock.local_date(days_ago(STORM))
    while not service.calendar(commune.session).works(day):
        day += timedelta(days=1)
    with clock.at(days_ago(BEFORE_ALL)):
        service.enter_day(
            commune.session,
            administrator,
            Day(
                on=day,
                kind=DayKind.CLOSED,
                name="Nghỉ phòng tránh bão số 13",
                notice="Thông báo số 48/TB-UBND",
            ),
        )
        service.set_term(
            commune.session,
            administrator,
            PromiseFacts(
                code="praise.answer",
                days=5,
                unit=Unit.WORKING,
                document="Quyết định số 112/QĐ-UBND",
                valid_from=clock.today(),
            ),
        )
