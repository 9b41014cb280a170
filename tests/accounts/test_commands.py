import re

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from portal.accounts.models import Authority, Office, Official
from portal.app import create_app
from portal.cli import main
from portal.config import Settings
from portal.db import connect, make_sessions
from tests.conftest import MASTER_KEY, Browser

from .conftest import link_in

NEW = "mưa rơi trên mái lá cọ"


@pytest.fixture
def portal(tmp_path):
    """Run the `portal` command on a database of its own."""
    environment = {
        "PORTAL_DATA": str(tmp_path),
        "PORTAL_KEY": MASTER_KEY,
        "PORTAL_PUBLIC_URL": "http://localhost",
        "PORTAL_DATABASE_URL": "",
    }

    def run(*words: str):
        return CliRunner().invoke(main, words, env=environment)

    return run


@pytest.fixture
def read(tmp_path):
    """Read rows of that database."""

    def rows(table) -> list:
        url = f"sqlite:///{tmp_path / 'portal.db'}"
        with make_sessions(connect(url))(writes=False) as session:
            return list(session.scalars(select(table)))

    return rows


@pytest.fixture
def newcomer(tmp_path):
    app = create_app(Settings(data=tmp_path, key=MASTER_KEY, public_url="http://localhost"))
    app.testing = True
    return Browser(app.test_client())


def test_a_fresh_installation_lets_one_administrator_in_and_nobody_by_default(
    portal, read, newcomer
):
    ran = portal("init")
    assert ran.exit_code == 0, ran.output
    assert "quantri" in ran.output
    assert [official.password_hash for official in read(Official)] == [None]
    assert newcomer.open(link_in(ran.output)).status_code == 200
    assert newcomer.send(new_password=NEW, new_password_again=NEW).status_code == 303
    assert newcomer.open("/quan-tri/co-quan").status_code == 200


def test_running_it_again_gives_a_link_only_while_nobody_can_sign_in(portal, read, newcomer):
    first = link_in(portal("init").output)
    second = link_in(portal("init").output)
    assert newcomer.open(first).status_code == 404
    newcomer.open(second)
    newcomer.send(new_password=NEW, new_password_again=NEW)
    third = portal("init")
    assert third.exit_code == 0
    assert not re.search("thiet-lap", third.output)
    assert (len(read(Authority)), len(read(Office)), len(read(Official))) == (1, 1, 1)


def test_only_the_tables_are_made_when_asked(portal, read):
    assert portal("init", "--tables").exit_code == 0
    assert read(Authority) == []
    assert read(Official) == []


def test_an_official_is_let_in_from_the_command_line(portal, read, newcomer):
    portal("init")
    ran = portal("official", "Hoa", "--name", "Lê Thị Hoa", "--role", "officer", "--office", "VP")
    assert ran.exit_code == 0, ran.output
    assert newcomer.open(link_in(ran.output)).status_code == 200
    assert "Lê Thị Hoa" in newcomer.reply.text
    again = portal("official", "hoa")
    assert newcomer.open(link_in(ran.output)).status_code == 404
    assert newcomer.open(link_in(again.output)).status_code == 200
    assert sorted(official.user_name for official in read(Official)) == ["hoa", "quantri"]


@pytest.mark.parametrize("words", [["--role", "officer", "--office", "XX"], ["--office", "VP"]])
def test_a_command_that_cannot_be_done_says_so_and_fails(portal, read, words):
    portal("init")
    ran = portal("official", "hoa", *words)
    assert ran.exit_code == 1
    assert "Error" in ran.output
    assert len(read(Official)) == 1
