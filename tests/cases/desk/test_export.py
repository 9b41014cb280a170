"""The register as a file: eleven columns, no formula, only what the reader may know."""

import csv
import io
import zipfile

import pytest
from sqlalchemy import select

from portal.history.models import Event
from portal.permissions import Role

EXPORT = "/quan-tri/y-kien/so"
STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
PAYLOADS = [
    f"{start}{rest}"
    for start in STARTS
    for rest in ("1+1", "cmd|'/c calc'!A0", 'HYPERLINK("http://evil.example")')
]


def table(reply) -> list[list[str]]:
    text = reply.data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_it_has_the_eleven_columns_and_a_row_for_each_item(browser, make_case, staff):
    cases = [make_case(email="lan@example.vn", name="Nguyễn Thị Lan") for _ in range(3)]
    browser.be(staff.head)
    browser.open("/quan-tri/y-kien")
    rows = table(browser.send(f"{EXPORT}.csv"))
    assert [len(row) for row in rows] == [11] * 4
    assert [row[4].partition(".")[0] for row in rows[1:]] == [case.number for case in cases]
    assert {row[3] for row in rows[1:]} == {""}
    assert {row[5] for row in rows[1:]} == {"Phản ánh"}
    assert rows[1][2] == "Nguyễn Thị Lan, lan@example.vn"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_nothing_typed_becomes_a_formula(browser, db, make_case, staff, ending):
    for payload in PAYLOADS:
        make_case(subject=payload, text=payload, name=payload, email="a@example.vn")
    browser.be(staff.head)
    browser.open("/quan-tri/y-kien")
    reply = browser.send(f"{EXPORT}.{ending}")
    assert reply.status_code == 200
    if ending == "csv":
        cells = [cell for row in table(reply) for cell in row]
        assert not [cell for cell in cells if cell.startswith(STARTS)]
        return
    with zipfile.ZipFile(io.BytesIO(reply.data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert sheet.count("<row ") == len(PAYLOADS) + 1


def test_who_may_not_know_the_sender_is_not_told(browser, make_case, staff):
    make_case(email="lan@example.vn", name="Nguyễn Thị Lan")
    browser.be(staff.dispatcher)
    browser.open("/quan-tri/y-kien")
    text = browser.send(f"{EXPORT}.csv").text
    assert "Lan" not in text
    assert "không thuộc quyền xem" in text


def test_the_filter_holds_and_so_does_the_office(browser, make_case, send, staff):
    mine, other = make_case(), send(subject="Của nơi khác").case
    browser.be(staff.head)
    browser.open("/quan-tri/y-kien")
    text = browser.send(f"{EXPORT}.csv").text
    assert mine.number in text
    assert other.number not in text
    browser.open("/quan-tri/y-kien")
    assert len(table(browser.send(f"{EXPORT}.csv?state=answered"))) == 1


def test_each_export_is_in_the_history(browser, db, make_case, staff):
    make_case()
    browser.be(staff.head)
    browser.open("/quan-tri/y-kien")
    browser.send(f"{EXPORT}.csv")
    found = db.scalars(select(Event).where(Event.act == "export")).one()
    assert (found.official_id, found.facts) == (
        staff.head.official_id,
        {"ending": "csv", "count": 1},
    )


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MODERATOR, Role.EDITOR, Role.ADMINISTRATOR])
def test_others_export_nothing(browser, make_official, actor_of, staff, role):
    browser.be(actor_of(make_official(role, office=staff.office)))
    browser.open("/quan-tri/")
    assert browser.send(f"{EXPORT}.csv").status_code == 403


def test_a_contact_that_was_taken_out_is_a_look_in_the_history_of_its_item(
    browser, db, make_case, staff
):
    left, none = make_case(email="lan@example.vn", name="Nguyễn Thị Lan"), make_case()
    browser.be(staff.dispatcher)  # who may not know the sender, and so looks at nobody
    browser.open("/quan-tri/y-kien")
    browser.send(f"{EXPORT}.csv")
    browser.be(staff.head)
    for ending in ("csv", "xlsx"):
        browser.open("/quan-tri/y-kien")
        browser.send(f"{EXPORT}.{ending}")
    looks = db.scalars(select(Event).where(Event.act == "contact_read")).all()
    assert [(look.subject_id, look.official_id) for look in looks] == [
        (left.id, staff.head.official_id)
    ] * 2
    assert {look.facts["by"] for look in looks} == {"register"}
    assert "Đã mở xem thông tin liên hệ" in browser.open(f"/quan-tri/y-kien/{left.number}").text
    assert "Đã mở xem" not in browser.open(f"/quan-tri/y-kien/{none.number}").text
