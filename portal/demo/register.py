"""The demonstration's register of disclosures: in time, late, in part, or not at all."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from PIL import Image, ImageDraw
from sqlalchemy import select

from portal import clock
from portal.demo.content import read
from portal.demo.stories import Commune
from portal.disclosures import duties, postings, service
from portal.disclosures.models import Disclosure, Duty
from portal.disclosures.rules import Form
from portal.permissions import Role
from portal.web.media import NewFile, admit

FIRST_DAY = date(2026, 1, 1)
OFFICE_HOUR = time(15)


def keep(commune: Commune) -> int:
    """Load the duties, give them to offices, play each disclosure; return how many there are."""
    duties.seed(commune.session, FIRST_DAY)
    given = read("register")["offices"]
    for duty in commune.session.scalars(select(Duty)):
        duty.office_id = commune.offices[_office_of(duty.code, given)].id
    commune.session.flush()
    rows = read("register")["disclosure"]
    for row in rows:
        _play(commune, row)
    return len(rows)


def _office_of(code: str, given: dict[str, str]) -> str:
    begins = [name for name in given if code == name or code.startswith(f"{name}.")]
    return given[max(begins, key=len)]


def _play(commune: Commune, row: dict[str, Any]) -> None:
    duty = commune.session.scalar(select(Duty).where(Duty.code == row.get("duty", "")))
    document = commune.publications.get(row.get("document", ""))
    office_id = duty.office_id if duty else commune.offices[row["office"]].id
    actor = commune.acting(Role.OFFICER, office_id)
    decided_on = _past(document.issued_on if document else row["decided_on"])
    facts = service.DisclosureFacts(
        duty_id=duty.id if duty else None,
        office_id=office_id or 0,
        decided_on=decided_on,
        period=row.get("period", ""),
        title=row.get("title", ""),
        publication_id=document.id if document else None,
    )
    with clock.at(_hour(decided_on)):
        disclosure = service.open_disclosure(commune.session, actor, facts)
    for posting in row["posting"]:
        _post(commune, disclosure, posting)


def _post(commune: Commune, disclosure: Disclosure, row: dict[str, Any]) -> None:
    actor = commune.acting(Role.OFFICER, disclosure.office_id)
    started = _past(disclosure.decided_on + timedelta(days=row["after"]))
    ended = started + timedelta(days=row["stayed"]) if "stayed" in row else None
    facts = postings.PostingFacts(
        form=Form(row["form"]),
        place=row["place"],
        started_on=started,
        ended_on=ended if ended and ended <= clock.today() else None,
        done_by=next(one.name for one in commune.officials.values() if one.id == actor.official_id),
    )
    with clock.at(_hour(facts.ended_on or started)):
        postings.record_posting(
            commune.session, commune.files, actor, disclosure, facts, [_photo()] if ended else []
        )


def _photo() -> NewFile:
    """Return a picture of a notice board, drawn, as no real one may be shown."""
    picture = Image.new("RGB", (800, 600), "#d8d2c4")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 60, 740, 540), fill="#7a5a36")
    for at in range(3):
        draw.rectangle((110 + at * 210, 110, 270 + at * 210, 340), fill="#ffffff")
        for line in range(6):
            top = 140 + line * 30
            draw.rectangle((125 + at * 210, top, 255 + at * 210, top + 6), fill="#8a8f90")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return admit("bang-tin.png", out.getvalue())


def _past(day: date | None) -> date:
    today = clock.today()
    return min(day or today, today)


def _hour(day: date) -> datetime:
    return min(datetime.combine(day, OFFICE_HOUR, clock.VIETNAM), datetime.now(clock.VIETNAM))
