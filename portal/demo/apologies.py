"""Three late files of the demonstration, with the letters that said sorry."""

from datetime import datetime, timedelta

from portal import clock
from portal.apologies import service
from portal.apologies.service import ApologyFacts
from portal.demo.content import read
from portal.demo.stories import Commune
from portal.permissions import Role


def write(commune: Commune) -> None:
    """Write the letters in their day, and what became of each date."""
    today = clock.today()
    for kept in read("apologies")["letter"]:
        row = dict(kept)
        office = commune.offices[row.pop("office")]
        issued = today - timedelta(days=row.pop("days_ago"))
        finished = row.pop("finished_after", None)
        due, new = (timedelta(days=row.pop(name)) for name in ("due_in", "new_date_in"))
        facts = ApologyFacts(office_id=office.id, due_on=issued + due, new_date=issued + new, **row)
        actor = commune.acting(Role.HEAD, office.id)
        noon = datetime.combine(issued, datetime.min.time(), clock.VIETNAM)
        with clock.at(noon + timedelta(hours=9)):
            letter = service.write(commune.session, actor, facts, commune.settings)
        if finished is not None:
            service.finish(commune.session, actor, letter.id, issued + timedelta(days=finished))
