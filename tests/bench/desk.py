"""`python -m tests.bench.desk`: what each page of the desk costs with 100,000 items against 1,000.

Both databases are filled in the same run, and each page is asked of both in turns, so that what is
printed is a ratio of two things that met the same machine: the quickest of `TIMES` each. SQLite
always, PostgreSQL where one answers at PORTAL_TEST_POSTGRESQL. A page over `LIMIT` is marked.
"""

import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select, text

from portal import migrations
from portal.accounts.models import Official
from portal.accounts.service import actor_for
from portal.app import create_app
from portal.cases import kept_months
from portal.cases.models import Case
from portal.cases.rules import State, Visibility
from portal.config import Settings
from portal.db import connect, make_sessions, transaction
from portal.permissions import Actor
from portal.web import csrf
from tests.bench.crowd import fill
from tests.everything import POSTGRESQL, postgresql_answers
from tests.postgresql import fresh_database

SMALL, LARGE = 1_000, 100_000
LIMIT = 2.0
TIMES = 9
EXPORTER = "tam.ntt"

# Who asks (user names of the demonstration) and for what; `{}` is a number of that state.
PAGES: tuple[tuple[str, str, str], ...] = (
    ("today, dispatcher", "tam.ntt", "/quan-tri/"),
    ("today, officer", "oanh.ttk", "/quan-tri/"),
    ("today, head of office", "truong.dx", "/quan-tri/"),
    ("today, leader", "ha.ntt", "/quan-tri/"),
    ("list", "ha.ntt", "/quan-tri/y-kien"),
    ("list, officer", "oanh.ttk", "/quan-tri/y-kien"),
    ("list, overdue", "ha.ntt", "/quan-tri/y-kien?due=overdue"),
    ("list, office and state", "ha.ntt", "/quan-tri/y-kien?office=3&state=closed"),
    ("list, kind and topic", "ha.ntt", "/quan-tri/y-kien?kind=question&topic=2"),
    ("list, words many have", "ha.ntt", "/quan-tri/y-kien?q=duong"),
    ("list, words one has", "ha.ntt", "/quan-tri/y-kien?q={rare}"),
    ("list, its last page", "ha.ntt", "/quan-tri/y-kien?trang=99999"),
    ("item, received", "tam.ntt", "/quan-tri/y-kien/{received}"),
    ("item, for approval", "ha.ntt", "/quan-tri/y-kien/{for_approval}"),
    ("item, closed", "ha.ntt", "/quan-tri/y-kien/{closed}"),
    ("assigning many", "tam.ntt", "/quan-tri/phan-cong"),
    ("approvals", "truong.dx", "/quan-tri/y-kien?state=for_approval"),
    ("moderation", "yen.vt", "/quan-tri/kiem-duyet"),
    ("moderation, published", "yen.vt", "/quan-tri/kiem-duyet?xem=cong-khai"),
    ("moderation, one item", "yen.vt", "/quan-tri/kiem-duyet/{pending}"),
    ("commitments", "ha.ntt", "/quan-tri/cam-ket"),
    ("system", "anh.pd", "/quan-tri/he-thong"),
    ("public: front page", "", "/"),
    ("public: answered items", "", "/y-kien"),
    ("public: one office, a year", "", "/y-kien?co-quan=phong-kinh-te&nam=2025"),
    ("public: last page", "", "/y-kien?trang=9999"),
    ("public: one item", "", "/y-kien/{published}"),
    ("public: feed", "", "/y-kien.atom"),
    ("public: promises", "", "/cam-ket"),
    ("public: figures", "", "/minh-bach"),
    ("public: figures of a year", "", "/minh-bach?ky=nam-nay"),
    ("public: offices", "", "/co-quan"),
    ("public: an office", "", "/co-quan/phong-kinh-te"),
)


@dataclass(frozen=True, kw_only=True)
class Portal:
    """A filled portal without a server around it.

    Attributes:
        actors: user name to actor.
        named: what the addresses of `PAGES` name, to a number.

    """

    client: FlaskClient
    actors: dict[str, Actor]
    named: dict[str, str]

    def seconds(self, user_name: str, address: str) -> float:
        """Return how long one page takes."""
        app = self.client.application
        app.extensions["identify"] = lambda: self.actors.get(user_name, Actor())
        begun = time.perf_counter()
        answer = self.client.get(address.format(**self.named))
        spent = time.perf_counter() - begun
        if answer.status_code != 200:
            sys.exit(f"{address} answers {answer.status_code}")
        return spent

    def export(self, user_name: str) -> float:
        """Return how long a row of the whole register takes, as CSV."""
        app = self.client.application
        app.extensions["identify"] = lambda: self.actors[user_name]
        with app.test_request_context():
            proof = csrf.token()
        begun = time.perf_counter()
        answer = self.client.post("/quan-tri/y-kien/so.csv", data={"csrf_token": proof})
        rows = len(answer.data.splitlines())
        if answer.status_code != 200:
            sys.exit(f"the register answers {answer.status_code}")
        return (time.perf_counter() - begun) / rows


def main() -> None:
    """Fill, measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        places = [Path(folder) / str(size) for size in (SMALL, LARGE)]
        _compare("SQLite", *(_portal(place, size) for place, size in _sized(places)))
        if postgresql_answers():
            with fresh_database(POSTGRESQL) as small, fresh_database(POSTGRESQL) as large:
                urls = (small, large)
                made = [
                    _portal(place / "pg", size, url)
                    for (place, size), url in zip(_sized(places), urls, strict=True)
                ]
                _compare("PostgreSQL", *made)


def _sized(places: list[Path]) -> Iterator[tuple[Path, int]]:
    return zip(places, (SMALL, LARGE), strict=True)


def _compare(name: str, small: Portal, large: Portal) -> None:
    print(f"\n{name:30} {SMALL:>9} {LARGE:>9} {'ratio':>7}   (milliseconds, at most {LIMIT:g})")
    for title, user_name, address in PAGES:
        for portal in (small, large):  # whatever is remembered, is by now
            portal.seconds(user_name, address)
        pairs = [
            (small.seconds(user_name, address), large.seconds(user_name, address))
            for _ in range(TIMES)
        ]
        few, many = (min(times) * 1000 for times in zip(*pairs, strict=True))
        _row(title, few, many)
    _row("export, a thousand rows", small.export(EXPORTER) * 1e6, large.export(EXPORTER) * 1e6)


def _row(title: str, few: float, many: float) -> None:
    over = "  <-- over" if many / few > LIMIT else ""
    print(f"{title:30} {few:9.1f} {many:9.1f} {many / few:7.2f}{over}", flush=True)


def _portal(folder: Path, size: int, url: str = "") -> Portal:
    folder.mkdir(parents=True)
    settings = Settings(data=folder, key=secrets.token_hex(32), database_url=url)
    migrations.upgrade(settings.database)
    engine = connect(settings.database, ring=settings.keys)
    sessions = make_sessions(engine)
    with sessions() as session, transaction(session):
        fill(session, settings, size)
        kept_months.keep(session, most=size)  # as the worker does
    if url:  # what its autovacuum does in an hour; nobody gathers statistics for SQLite
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as raw:
            raw.execute(text("VACUUM ANALYZE"))
    with sessions(writes=False) as session:
        officials = session.scalars(select(Official))
        actors = {row.user_name: actor_for(session, row) for row in officials}
        named = {
            **{state.value: _number(session, Case.state == state) for state in State},
            **{one.value: _number(session, Case.visibility == one) for one in Visibility},
        }
    named["rare"] = named["closed"].rpartition("-")[2]
    return Portal(client=create_app(settings).test_client(), actors=actors, named=named)


def _number(session, condition) -> str:
    wanted = select(Case.number).where(condition).order_by(Case.office_id.desc(), Case.id.desc())
    return session.scalar(wanted.limit(1))


if __name__ == "__main__":
    main()
