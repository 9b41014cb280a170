import pytest
from click.testing import CliRunner

from portal import migrations
from portal.accounts.facts import OfficeFacts
from portal.accounts.models import Authority
from portal.accounts.structure import create_office
from portal.cli import main
from portal.clock import today
from portal.config import Settings
from portal.counters import service
from portal.counters.service import CounterFacts
from portal.db import connect, make_sessions, transaction
from tests.conftest import MASTER_KEY

from .conftest import codes_in


@pytest.fixture
def installed(tmp_path, keeper):
    """A database with three counters, one of them out of use; gives the tokens of the others."""
    settings = Settings(data=tmp_path / "data", key=MASTER_KEY, database_url="")
    settings.data.mkdir()
    migrations.upgrade(settings.database)
    with make_sessions(connect(settings.database))() as session, transaction(session):
        session.add(Authority(id=1, name="Ủy ban nhân dân xã Vân Khê", short_name="Vân Khê"))
        facts = OfficeFacts(code="HCC", name="Trung tâm Hành chính công", valid_from=today())
        office = create_office(session, keeper, facts)
        made = [
            service.create_counter(
                session, keeper, CounterFacts(code=code, name=code, office_id=office.id)
            )
            for code in ("Q1", "Q2", "Q3")
        ]
        made[2].active = False
        return settings, {c.code: service.current_token(c).token for c in made[:2]}


def run(settings, *words):
    environment = {
        "PORTAL_DATA": str(settings.data),
        "PORTAL_DATABASE_URL": "",
        "PORTAL_PUBLIC_URL": "https://vankhe.example",
    }
    return CliRunner().invoke(main, ["posters", *words], env=environment)


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_every_counter_in_use_gets_a_poster_that_leads_to_it(installed, tmp_path, paper):
    settings, tokens = installed
    ran = run(settings, str(tmp_path / "out"), "--paper", paper)
    assert ran.exit_code == 0, ran.output
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == [f"Q1-{paper}.pdf", f"Q2-{paper}.pdf", f"tat-ca-{paper}.pdf"]
    for code, token in tokens.items():
        content = (tmp_path / "out" / f"{code}-{paper}.pdf").read_bytes()
        assert codes_in(content) == [f"https://vankhe.example/q/{token}"]
    everything = codes_in((tmp_path / "out" / f"tat-ca-{paper}.pdf").read_bytes())
    assert everything == [f"https://vankhe.example/q/{token}" for token in tokens.values()]


def test_without_counters_it_says_what_to_do_and_fails(tmp_path):
    settings = Settings(data=tmp_path / "data", key=MASTER_KEY)
    settings.data.mkdir()
    migrations.upgrade(settings.database)
    with make_sessions(connect(settings.database))() as session, transaction(session):
        session.add(Authority(id=1, name="Xã", short_name="Xã"))
    ran = run(settings, str(tmp_path / "out"))
    assert ran.exit_code == 1
    assert "no counter in use" in ran.output
    assert not (tmp_path / "out").exists()


def test_before_the_portal_is_set_up_it_says_so(tmp_path):
    settings = Settings(data=tmp_path / "data", key=MASTER_KEY)
    settings.data.mkdir()
    migrations.upgrade(settings.database)
    ran = run(settings, str(tmp_path / "out"))
    assert ran.exit_code == 1
    assert "portal init" in ran.output
