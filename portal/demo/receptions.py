"""The demonstration's days of reception: two a month to come, one turn booked."""

from datetime import date, time, timedelta

from portal import clock
from portal.demo.stories import Commune
from portal.permissions import VISITOR, Role
from portal.procedures.service import calendar
from portal.receptions import service
from portal.receptions.service import DayFacts, Wish
from portal.web import tokens

MORNING, NOON = time(8), time(11, 30)
AHEAD = (5, 16, 33, 47)  # days from today, or the next day that is worked


def keep(commune: Commune) -> None:
    """Enter the days and book one turn."""
    leader = commune.acting(Role.LEADER)
    for days in AHEAD:
        facts = DayFacts(
            held_on=_worked(commune, clock.today() + timedelta(days=days)),
            starts=MORNING,
            ends=NOON,
            host="Chủ tịch UBND xã Trần Văn Minh",
            place="Phòng tiếp công dân, tầng 1 trụ sở UBND xã",
            seats=8,
        )
        day = service.enter(commune.session, leader, facts)
        if days == AHEAD[0]:
            wish = Wish(
                form_token=tokens.new_form_token(commune.settings),
                day_id=day.id,
                name="Lý Thị Sua",
                phone="0912 000 114",
                people=2,
            )
            service.book(commune.session, VISITOR, wish, commune.settings)


def _worked(commune: Commune, day: date) -> date:
    while not calendar(commune.session).works(day):
        day += timedelta(days=1)
    return day
