"""One-time codes on paper: from the clerk's desk and the command line to a verified rating."""

import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import select

from portal.permissions import Role
from portal.ratings.models import Rating


def codes_in(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            code.text
            for page in document
            for code in zxingcpp.read_barcodes(page.render(scale=100 / 72).to_pil())
        ]
    finally:
        document.close()


@pytest.fixture
def counter(make_counter):
    return make_counter(name="Quầy số 1: Hộ tịch, chứng thực")


@pytest.fixture
def clerk(browser, counter, make_official, actor_of):
    browser.be(actor_of(make_official(Role.CLERK, office=counter.office)))
    return browser


def test_a_clerk_prints_slips_and_each_leads_to_a_verified_rating(clerk, db, counter):
    desk = f"/quan-tri/ma-luot/{counter.code}"
    clerk.open(desk)
    sheet = clerk.send(f"{desk}/in", count="25")
    assert sheet.mimetype == "application/pdf"
    found = codes_in(sheet.data)
    assert len(set(found)) == 25
    path = found[0].partition("localhost")[2]
    assert path.startswith(f"/q/{counter.tokens[0].token}?ma=")
    page = clerk.open(path)
    clerk.send(f"/q/{counter.tokens[0].token}", score="5", visit=clerk.token("visit"))
    assert page.status_code == 200
    assert db.scalar(select(Rating.verified)) is True


def test_a_slip_can_be_typed_on_the_last_page(
    clerk, db, counter, settings, make_official, actor_of
):
    from portal.ratings import proof

    actor = actor_of(make_official(Role.CLERK, office=counter.office))
    (code,) = proof.issue(db, actor, counter, 1, settings)
    db.commit()
    clerk.open(f"/q/{counter.tokens[0].token}")
    clerk.send(score="4", asked="extra")
    page = clerk.send(score="4", asked="words", visit=f" {code[:4].lower()}-{code[4:]} ")
    assert "đã xác minh" in page.text
    assert db.scalar(select(Rating.verified)) is True


def test_a_wrong_code_takes_the_rating_all_the_same(clerk, db, counter):
    clerk.open(f"/q/{counter.tokens[0].token}")
    assert clerk.send(score="4", visit="ABCD-EFGH").status_code == 200
    assert db.scalar(select(Rating.verified)) is False


def test_a_clerk_of_another_office_finds_no_such_counter(browser, counter, make_official, actor_of):
    browser.be(actor_of(make_official(Role.CLERK)))
    assert browser.open(f"/quan-tri/ma-luot/{counter.code}").status_code == 404
    assert counter.name not in browser.open("/quan-tri/ma-luot").text


@pytest.mark.parametrize("count", ["", "0", "241", "x"])
def test_too_many_or_no_slips_are_refused_kindly(clerk, counter, count):
    desk = f"/quan-tri/ma-luot/{counter.code}"
    clerk.open(desk)
    assert clerk.send(f"{desk}/in", count=count).status_code == 422


def test_visits_served_are_written_down(clerk, counter):
    from portal import clock

    desk = f"/quan-tri/ma-luot/{counter.code}"
    clerk.open(desk)
    page = clerk.send(f"{desk}/phuc-vu", _follow=True, on=clock.today().isoformat(), visits="41")
    assert "Đã ghi số lượt" in page.text
    assert "41" in clerk.open("/quan-tri/ma-luot").text


def test_the_command_writes_a_sheet(tmp_path, clerk, db, counter, settings, sessions):
    from contextlib import contextmanager

    from click.testing import CliRunner

    from portal.db import transaction
    from portal.ratings.commands import visit_codes

    class Console:
        def __init__(self):
            self.settings = settings

        @contextmanager
        def session(self, *, writes=True):
            with sessions(writes=writes) as session, transaction(session):
                yield session

    path = tmp_path / "ma.pdf"
    words = [counter.code, str(path), "--count", "3"]
    ran = CliRunner().invoke(visit_codes, words, obj=Console(), catch_exceptions=False)
    assert ran.exit_code == 0
    assert len(codes_in(path.read_bytes())) == 3
