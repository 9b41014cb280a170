"""Petitions of the demonstration: answered, being signed, waiting, refused, by real acts."""

import io
import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from PIL import Image, ImageDraw

from portal import clock
from portal.cases import service as cases
from portal.demo.content import read
from portal.demo.stories import PLAYED, Commune, days_ago
from portal.permissions import VISITOR, Role
from portal.petitions import deciding, moderation, papers, signing, starting
from portal.petitions.deciding import Facts, Measure
from portal.petitions.doubts import Place
from portal.petitions.models import Petition
from portal.petitions.moderation import Refusal
from portal.petitions.rules import Duty, Way
from portal.petitions.signing import Signing
from portal.petitions.starting import Start
from portal.petitions.stepping import settings_of, starter_of
from portal.web import tokens
from portal.web.media import admit

SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đỗ", "Lý", "Vũ", "Đinh", "Triệu")
GIVEN = ("Thị Hoa", "Văn Bình", "Thị Thu", "Văn Dũng", "Thị Liên", "Văn Quý", "Thị Sen")
PEOPLE = itertools.count(1)
HALL = Place(network="203.0.113.8/32", agent="Demonstration")
BETWEEN = timedelta(minutes=11)


def circulate(commune: Commune) -> int:
    """Tell every petition; return how many there are."""
    told = read("petitions")
    _decide(commune, told)
    for row in told["petition"]:
        petition = _start(commune, row)
        if "waits" in row:
            continue
        _judge(commune, petition, row)
        for at, sent in _signers(row):
            with clock.at(at):
                _sign(commune, petition, sent)
        if "paper" in row:
            _enter(commune, petition, row["paper"])
        _answer(commune, petition, row.get("story", []))
    return len(told["petition"])


def _decide(commune: Commune, told: dict[str, Any]) -> None:
    """Let the authority decide on supporters, villages and thresholds."""
    villages = [one.name for one in commune.offices.values() if one.name.startswith("Thôn ")]
    now = settings_of(commune.session)
    facts = Facts(
        supporters=told["supporters"],
        open_days=now.open_days,
        keep_days=now.keep_days,
        voters=told["voters"],
        villages="\n".join(villages),
    )
    chairman = commune.offices[told["chairman_office"]].id
    measures = [
        Measure(duty=Duty.ANSWER, signatures=50, percent=None, office_id=None, active=True),
        Measure(duty=Duty.CHAIRMAN, signatures=200, percent=None, office_id=chairman, active=True),
        Measure(duty=Duty.DIALOGUE, signatures=None, percent=10, office_id=chairman, active=True),
    ]
    deciding.decide(commune.session, commune.acting(Role.ADMINISTRATOR), facts, measures)


def _start(commune: Commune, row: dict[str, Any]) -> Petition:
    session, office = commune.session, commune.offices.get(row["office"])
    with clock.at(days_ago(row["days_ago"])):
        petition = starting.start(
            session,
            VISITOR,
            Start(
                form_token=tokens.new_form_token(commune.settings),
                action=row["action"],
                background=row["background"],
                signing=_person("", name=row["starter"]),
                office=office.slug if office else "",
                show_name=row["show_name"],
            ),
            settings=commune.settings,
        )
        starter = starter_of(session, petition)
        if starter is not None:
            signing.confirm(
                session, VISITOR, starter, settings=commune.settings, files=commune.files
            )
    with clock.at(days_ago(row["days_ago"] - 1)):
        for _ in range(read("petitions")["supporters"]):
            _sign(commune, petition, _person(""))
    return petition


def _judge(commune: Commune, petition: Petition, row: dict[str, Any]) -> None:
    """Let a moderator take it and decide, two days after it was started."""
    session, moderator = commune.session, commune.acting(Role.MODERATOR)
    with clock.at(days_ago(row["days_ago"] - 2)):
        moderation.claim(session, moderator, petition, seen=None)
        if "refused" in row:
            refusal = Refusal(reason=row["refused"], note=row["note"])
            moderation.refuse(session, moderator, petition, refusal)
        else:
            moderation.admit(
                session, moderator, petition, settings=commune.settings, files=commune.files
            )


def _signers(row: dict[str, Any]) -> Iterator[tuple[datetime, Signing]]:
    """Yield who signed when: by village over the days, and a hall in one evening."""
    sent = [_person(name) for name, many in row.get("signed", {}).items() for _ in range(many)]
    first, last = row["days_ago"] - 3, row.get("until_days_ago", 0)
    for at, one in enumerate(sent):
        day = first - (first - last) * at // max(1, len(sent))
        yield days_ago(day, minutes=at % 40), one
    for at in range(row.get("hall", 0)):
        yield days_ago(last, minutes=600) + at * timedelta(seconds=9), _person("", place=HALL)


def _person(village: str, name: str = "", place: Place | None = None) -> Signing:
    number = next(PEOPLE)
    drawn = f"{SURNAMES[number % len(SURNAMES)]} {GIVEN[number % len(GIVEN)]}"
    return Signing(
        name=name or drawn,
        way=Way.PHONE,
        contact=f"0900 {number // 1000:03} {number % 1000:03}",
        village=village,
        place=place or Place(),
    )


def _sign(commune: Commune, petition: Petition, sent: Signing) -> None:
    signed = signing.sign(commune.session, VISITOR, petition, sent, settings=commune.settings)
    signing.confirm(
        commune.session, VISITOR, signed, settings=commune.settings, files=commune.files
    )


def _enter(commune: Commune, petition: Petition, row: dict[str, Any]) -> None:
    with clock.at(days_ago(row["days_ago"])):
        papers.enter(
            commune.session,
            commune.acting(Role.CLERK),
            petition,
            count=row["count"],
            village=row["village"],
            scan=admit("to-chu-ky.png", _drawn(row["count"])),
            settings=commune.settings,
            files=commune.files,
        )


def _drawn(count: int) -> bytes:
    """Return a picture of a sheet with lines to sign on, and nobody's name."""
    sheet = Image.new("L", (600, 40 + 30 * count), 255)
    draw = ImageDraw.Draw(sheet)
    for line in range(count):
        draw.line((40, 50 + 30 * line, 560, 50 + 30 * line), fill=90)
    stream = io.BytesIO()
    sheet.save(stream, "PNG")
    return stream.getvalue()


def _answer(commune: Commune, petition: Petition, story: list[dict[str, Any]]) -> None:
    """Play what the office did with the case the first threshold started."""
    for at, step in enumerate(story):
        with clock.at(days_ago(step["days_ago"]) + at * BETWEEN):
            PLAYED[step["step"]](commune, petition.duties[0].case, step)
            commune.session.flush()
    cases.note_all_lateness(commune.session)
