"""Ten thousand scripted signatures: one for each person, the flag raised, the count a recount.

`python -m tests.bench.petitions [COUNT]` works on a database of its own; the suite runs a few.
"""

import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock, migrations
from portal.config import Settings
from portal.db import connect, make_sessions, transaction
from portal.files import open_files
from portal.permissions import VISITOR, Actor, Role
from portal.petitions import anomalies, counts, signing
from portal.petitions.anomalies import Choice
from portal.petitions.doubts import Place
from portal.petitions.models import Petition, Signature
from portal.petitions.rules import Standing, State, Way
from portal.petitions.signing import Signing

COUNT = 10_000
DOMAINS = 50
THREADS = 4
PATIENCE = 600  # seconds a writer waits for the others, on a machine with other things to do
NAME = "nguyenvanan"
MODERATOR = Actor(roles=frozenset({Role.MODERATOR}))
ONE_PLACE = Place(network="203.0.113.9/32", agent="script")


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a crowd left behind.

    Attributes:
        sent: how many forms were sent.
        kept: signatures there are.
        counted: of them in the public count; `doubtful` are kept besides.
        flagged: groups the moderator's page flags.
        swept: how many one sweep took out; `back` how many its undoing put back.
        differs: how often the public count was not what a recount gave.

    """

    sent: int
    kept: int
    counted: int
    doubtful: int
    flagged: int
    swept: int
    back: int
    differs: int
    seconds: float


Open = Callable[[], Session]


@contextmanager
def own_portal(folder: Path, database_url: str = "") -> Iterator[tuple[Settings, Open]]:
    """Yield settings and sessions of a portal with nothing in it."""
    settings = Settings(data=folder, key=secrets.token_hex(32), database_url=database_url)
    settings.data.mkdir(parents=True, exist_ok=True)
    migrations.upgrade(settings.database)
    engine = connect(settings.database, PATIENCE, settings.keys)
    yield settings, make_sessions(engine)
    engine.dispose()


def variants(count: int, domains: int) -> Iterator[str]:
    """Yield addresses of one person at each of `domains`, dotted and tagged in `count` ways."""
    dots = product(("", "."), repeat=len(NAME) - 1)
    names = (
        "".join(letter + dot for letter, dot in zip(NAME, (*places, ""), strict=True))
        for places in dots
    )
    each = -(-count // domains)
    for at, name in enumerate(islice(names, each)):
        tag = f"+{at}" if at % 2 else ""
        for domain in range(domains):
            yield f"{name}{tag}@d{domain}.example"


def strangers(count: int, domains: int) -> Iterator[str]:
    """Yield as many different people, as a script with catch-all domains makes them up."""
    for at in range(count):
        yield f"u{at}@d{at % domains}.example"


def crowd(settings: Settings, sessions: Open, addresses: list[str], threads: int) -> Found:
    """Let all of `addresses` sign and confirm from one place at once; return what is left."""
    files = open_files("", settings.data / "files")
    with sessions() as session, transaction(session):
        petition_id = _petition(session)

    def sign(address: str) -> None:
        with sessions() as session, transaction(session):
            petition = session.get_one(Petition, petition_id)
            sent = Signing(name="Ai đó", way=Way.EMAIL, contact=address, place=ONE_PLACE)
            signature = signing.sign(session, VISITOR, petition, sent, settings=settings)
        with sessions() as session, transaction(session):
            own = session.get_one(Signature, signature.id)
            signing.confirm(session, VISITOR, own, settings=settings, files=files)

    began = time.monotonic()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(sign, addresses))
    seconds = time.monotonic() - began
    with sessions() as session, transaction(session):
        petition = session.get_one(Petition, petition_id)
        return _look(session, petition, settings, len(addresses), seconds)


def _petition(session: Session) -> int:
    petition = Petition(
        action="Làm vỉa hè", background="Đi bộ", form_mark=secrets.token_hex(8),
        started_at=clock.now(), opened_at=clock.now(), closes_on=clock.today(), state=State.OPEN,
    )  # fmt: skip
    session.add(petition)
    session.flush()
    return petition.id


def _look(
    session: Session, petition: Petition, settings: Settings, sent: int, seconds: float
) -> Found:
    files = open_files("", settings.data / "files")
    before = counts.standings(session, petition)
    differs = _differs(session, petition)
    groups = anomalies.groups(session, MODERATOR, petition)
    device = next(group for group in groups if group.mark == "device")
    choice = Choice("device", device.value, Standing.INVALID)
    done = anomalies.sweep(
        session, MODERATOR, petition, choice, "Một máy",
        seen=anomalies.preview(session, petition, choice), settings=settings, files=files,
    )  # fmt: skip
    differs += _differs(session, petition)
    back = anomalies.undo(session, MODERATOR, petition, done.id)
    differs += _differs(session, petition) + (counts.standings(session, petition) != before)
    return Found(
        sent=sent,
        kept=sum(before.values()),
        counted=before[Standing.COUNTED],
        doubtful=before[Standing.DOUBTFUL],
        flagged=sum(group.flagged for group in groups),
        swept=done.count,
        back=back,
        differs=differs,
        seconds=seconds,
    )


def _differs(session: Session, petition: Petition) -> bool:
    wanted = select(func.count()).where(
        Signature.petition_id == petition.id, Signature.standing == Standing.COUNTED
    )
    return counts.count(session, petition).online != session.scalar(wanted)


def main() -> int:
    """Run both crowds and tell; return the exit status for the shell."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    sound = True
    with tempfile.TemporaryDirectory() as folder, own_portal(Path(folder)) as (settings, sessions):
        for title, addresses in (
            (f"one person, {DOMAINS} domains, dots and tags", variants(count, DOMAINS)),
            (f"made-up people at {DOMAINS} domains", strangers(count, DOMAINS)),
        ):
            found = crowd(settings, sessions, list(addresses), THREADS)
            print(f"{title}: {found}")
            sound &= not found.differs and found.swept == found.back and found.flagged > 0
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
