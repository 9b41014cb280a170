"""The demonstration's authority, offices, counters, fields and officials."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import service as accounts
from portal.accounts.models import Authority, Office, Official, OfficialRole, Topic
from portal.config import Settings
from portal.counters import offers
from portal.counters import service as counters
from portal.counters.models import Counter, PaymentTarget, ProcedureSheet
from portal.demo.content import read
from portal.permissions import Actor, Role

TWO_TIERS_SINCE = date(2025, 7, 1)  # the day communes got these offices (NĐ 150/2025)
FOUNDER = Actor(roles=frozenset({Role.ADMINISTRATOR}))
WORDS = ("suoi", "nui", "lua", "tre", "sen", "gio", "mua", "nang", "song", "dong", "ao", "cau")


@dataclass(frozen=True)
class Sign:
    """One demonstration sign-in, as `make run` prints it."""

    roles: str
    user_name: str
    password: str
    name: str
    office: str


def found_authority(session: Session) -> None:
    """Write down whose portal this is."""
    kept = read("authority")
    authority = session.get(Authority, 1) or Authority(id=1, name="", short_name="")
    names = Authority.__table__.columns.keys()
    for name in names:
        if name in kept:
            setattr(authority, name, kept[name])
    session.add(authority)
    session.flush()


def found_offices(session: Session) -> dict[str, Office]:
    """Make the offices and fields; return the offices by code."""
    offices: dict[str, Office] = {}
    for position, row in enumerate(read("people")["office"]):
        parent = offices.get(row["parent"])
        # `portal init` may have made the first office already.
        known = session.scalar(select(Office).where(Office.code == row["code"]))
        office = known or Office(code=row["code"])
        office.slug, office.name, office.short_name = row["slug"], row["name"], row["short_name"]
        office.duties, office.phone = row["description"], row["phone"]
        office.position, office.valid_from = position, TWO_TIERS_SINCE
        office.parent_id = parent.id if parent else None
        session.add(office)
        session.flush()
        offices[office.code] = office
    for position, row in enumerate(read("people")["topic"]):
        answering = offices.get(row["office"])
        office_id = answering.id if answering else None
        session.add(
            Topic(slug=row["slug"], name=row["name"], position=position, office_id=office_id)
        )
    return offices


def found_counters(session: Session, offices: dict[str, Office]) -> dict[str, Counter]:
    """Make the counters with their codes; return them by code."""
    made = {}
    for row in read("people")["counter"]:
        made[row["code"]] = counters.create_counter(
            session,
            FOUNDER,
            counters.CounterFacts(
                code=row["code"],
                name=row["name"],
                place=row["place"],
                window=str(row["window"]),
                office_id=offices[row["office"]].id,
            ),
        )
    return made


def fill_shelves(session: Session, offices: dict[str, Office]) -> None:
    """Write down where to pay and what to bring, as the counters' pages show it."""
    for name, table, facts in (
        ("payment", PaymentTarget, offers.PaymentFacts),
        ("sheet", ProcedureSheet, offers.SheetFacts),
    ):
        for position, row in enumerate(read("people")[name]):
            office = offices.get(row["office"])
            typed = row | {"office_id": office and office.id, "position": position}
            typed.pop("office", None)
            offers.keep(session, FOUNDER, table(), facts(**typed))


def hire_officials(
    session: Session, settings: Settings, offices: dict[str, Office]
) -> dict[str, Official]:
    """Make the officials, each with a password that can be printed again; return them by name."""
    hired = {}
    for row in read("people")["official"]:
        official = Official(
            user_name=row["user_name"],
            name=row["name"],
            title=row["title"],
            office_id=offices[row["office"]].id,
            created_at=clock.now(),
        )
        official.roles = [OfficialRole(role=Role(role)) for role in row["roles"]]
        session.add(official)
        session.flush()
        accounts.set_password(session, official, password_of(settings, official.user_name))
        hired[official.user_name] = official
    return hired


def password_of(settings: Settings, user_name: str) -> str:
    """Return the demonstration password of an official: the same each time, here alone."""
    seed = settings.derive(f"demonstration {user_name}")
    words = [WORDS[byte % len(WORDS)] for byte in seed[:4]]
    return f"{'-'.join(words)}-{int.from_bytes(seed[4:6], 'big') % 10_000:04d}"


def sign_ins(session: Session, settings: Settings) -> list[Sign]:
    """Return the sign-ins worth printing, as far as their officials are still there."""
    found = []
    for user_name in read("people")["shown"]:
        official = session.scalar(
            select(Official).where(Official.user_name == user_name, Official.active)
        )
        if official is not None:
            roles = ", ".join(sorted(row.role.value for row in official.roles))
            password = password_of(settings, user_name)
            found.append(Sign(roles, user_name, password, official.name, official.office.name))
    return found
