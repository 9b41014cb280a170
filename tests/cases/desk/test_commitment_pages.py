"""Promises on the desk and before everyone: lists, evidence, days put off, figures."""

from datetime import date

import pytest
import time_machine

from portal.cases import commitments, enclosures, service, wordings
from portal.cases.answer_models import Commitment
from portal.cases.commitment_figures import HIDDEN, NONE, promised, promised_by_office, told
from portal.cases.rules import State
from portal.cases.wordings import Beside
from portal.home import indexing
from portal.outbox.service import waiting
from portal.permissions import VISITOR, Role
from portal.publications import service as publications
from portal.web.media import NewFile
from tests.cases.desk.conftest import address
from tests.cases.desk.test_answer_pages import picture

NOW = "2026-12-02 09:00+07:00"
NOTICE = """THÔNG BÁO
Lịch nạo vét zephyrine

1. Rãnh thôn Đông Khê nạo vét thứ Hai.

2. Rãnh Vân Hạ thứ Ba.
"""
SINCE, UNTIL = date(2026, 11, 1), date(2026, 12, 31)


@pytest.fixture
def make_promise(db, make_case, staff):
    def make(due_on=date(2026, 11, 30), **changes) -> Commitment:
        with time_machine.travel("2026-11-20 09:00+07:00", tick=False):
            case = make_case(State.IN_PROGRESS, agreed=True, **changes)
            row = commitments.add(db, staff.officer, case, "Thay nốt hai bóng.", due_on)
            service.submit(db, staff.officer, case, "Đã thay một bóng, đợi vật tư.")
            service.approve(db, staff.head, case)
            db.commit()
        return row

    return make


@pytest.fixture
def released(db, staff):
    def make(row: Commitment, files=()) -> Commitment:
        beside = Beside(
            promises={row.id: f"Thay bóng {row.id}."},
            evidence={row.id: "Đã thay xong."},
            files=frozenset(files),
        )
        service.release(
            db, staff.moderator, row.case, subject="Đèn", text="b", answer="c", beside=beside
        )
        db.commit()
        return row

    return make


def test_late_promises_stand_on_the_day_and_in_the_list(browser, db, make_promise, staff):
    late, far = make_promise(), make_promise(due_on=date(2026, 12, 31))
    with time_machine.travel(NOW):
        for who, on_day in ((staff.officer, True), (staff.dispatcher, False)):
            browser.be(who)
            today = browser.open("/quan-tri/").text
            assert (f"/quan-tri/cam-ket/{late.id}" in today) is on_day
            assert f"/quan-tri/cam-ket/{far.id}" not in today
            page = browser.open("/quan-tri/cam-ket").text
            assert page.index(f"/cam-ket/{late.id}") < page.index(f"/cam-ket/{far.id}")


def test_a_promise_is_marked_as_kept_with_words_and_a_picture(
    browser, db, make_promise, staff, released, genuine
):
    row = make_promise()
    url = f"/quan-tri/cam-ket/{row.id}"
    with time_machine.travel(NOW):
        browser.be(staff.officer)
        browser.open(url)
        assert browser.send(f"{url}/xong", evidence="").status_code == 422
        said = browser.send(f"{url}/xong", evidence=".", files=(picture(), "sau.jpg"))
        assert (said.status_code, "ở đâu, ngày nào" in said.text) == (422, True)
        browser.open(url)
        sent = browser.send(f"{url}/xong", evidence="Đã thay bóng.", files=(picture(), "sau.jpg"))
        assert sent.status_code == 303
        db.expire_all()
        row = db.get(Commitment, row.id)
        (file,) = row.files
        assert (row.kept_on, file.name) == (date(2026, 12, 2), "sau.jpg")
        assert "Đã thay bóng." in browser.open(url).text
        again = browser.send(f"{url}/xong", evidence="Đã thay lại.", csrf_token=genuine())
        assert again.status_code == 409
        released(row, [file.id])
        page = browser.open(f"/y-kien/{row.case.number}")
        assert "Đã thay xong." in page.text
        got = browser.open(f"/y-kien/{row.case.number}/tep/{file.id}")
        assert b"canary-exif" not in got.data
        assert [one.id for one in wordings.along(db, row.case).files] == [file.id]


def test_the_day_is_put_off_on_the_page_of_the_head_alone(browser, db, make_promise, staff, people):
    row = make_promise()
    url = f"/quan-tri/cam-ket/{row.id}"
    with time_machine.travel(NOW):
        browser.be(staff.head)
        browser.open(url)
        for later, why in (("", "x"), ("2026-12-01", "x"), ("2026-12-31", "")):
            assert browser.send(f"{url}/doi-ngay", later=later, why=why).status_code == 422
            browser.open(url)
        assert browser.send(f"{url}/doi-ngay", later="2026-12-31", why="Mưa.").status_code == 303
        assert "Mưa." in browser.open(url).text
        browser.be(staff.officer)
        page = browser.open(url).text
        assert "doi-ngay" not in page
        assert browser.send(f"{url}/doi-ngay", later="2027-12-31", why="x").status_code == 403
        browser.be(people["other head"])
        assert browser.open(url).status_code == 403


def test_the_sender_follows_promises_and_gets_files_by_code_alone(
    browser, db, send, staff, files, genuine
):

    receipt = send()
    case = receipt.case
    service.assign(db, staff.dispatcher, case, staff.office)
    service.accept(db, staff.officer, case)
    image = NewFile(name="anh.jpg", media_type="image/jpeg", content=picture().getvalue())
    enclosures.attach(db, files, staff.officer, case, [image])
    commitments.add(db, staff.officer, case, "Thay nốt hai bóng.", date(2199, 12, 31))
    service.submit(db, staff.officer, case, "Đã thay một bóng, đợi vật tư.")
    db.commit()
    (file,) = enclosures.answer_files(db, case)
    url = f"/tra-cuu/tra-loi/tep/{file.id}"
    browser.open("/tra-cuu")
    assert browser.send(url, code=receipt.code).status_code == 404  # still beside the draft
    service.approve(db, staff.head, case)
    db.commit()
    browser.open("/tra-cuu")
    page = browser.send(code=receipt.code)
    assert "Thay nốt hai bóng." in page.text
    assert url in page.text
    assert browser.send(url, code=receipt.code).status_code == 200
    browser.open("/tra-cuu")
    assert browser.send(url, code="AAAABBBBCCCC").status_code == 404
    assert browser.open(url).status_code == 405
    assert browser.open(f"/y-kien/{case.number}/tep/{file.id}").status_code == 404


def test_everyone_reads_promises_of_published_answers_by_state(
    browser, db, make_promise, released, staff
):
    late, open_, kept = (
        released(make_promise(due_on))
        for due_on in (date(2026, 11, 30), date(2026, 12, 31), date(2026, 12, 5))
    )
    hidden = make_promise()
    with time_machine.travel(NOW):
        commitments.keep(db, staff.officer, kept, "canary-evidence")
        db.commit()
        rows = {"": {late, open_, kept}, "overdue": {late}, "open": {open_}, "kept": {kept}}
        for state, shown in rows.items():
            page = browser.open(f"/cam-ket?xem={state}").text
            for row in (late, open_, kept, hidden):
                assert (f"Thay bóng {row.id}." in page) is (row in shown), state
            assert "canary" not in page
            assert set(service.public_commitments(db, state).rows) == shown
        assert "Thay bóng" not in browser.open("/cam-ket?co-quan=khong-co").text
        assert "Thay bóng" in browser.open(f"/cam-ket?co-quan={staff.office.slug}").text


def test_figures_count_by_the_first_day_and_tell_no_small_group(browser, db, make_promise, staff):
    rows = [make_promise() for _ in range(6)]
    with time_machine.travel("2026-11-29 09:00+07:00"):
        commitments.keep(db, staff.officer, rows[0], "Đã thay bóng.")
        commitments.put_off(db, staff.head, rows[1], date(2026, 12, 31), "Mưa.")
    with time_machine.travel(NOW):
        commitments.keep(db, staff.officer, rows[1], "Đã thay bóng.")
        commitments.keep(db, staff.officer, rows[2], "Đã thay bóng.")
        db.commit()
        found = promised(db, SINCE, UNTIL)
        assert (found.due, found.in_time, found.late, found.broken) == (6, 1, 2, 3)
        assert promised_by_office(db, SINCE, UNTIL) == {staff.office.id: found}
        assert promised(db, date(2025, 1, 1), date(2025, 12, 31)) == NONE
        page = browser.open(f"/co-quan/{staff.office.slug}").text
        assert page.count("Cam kết đến hạn") <= 1


@pytest.mark.parametrize(
    ("counts", "expected"), [([0, 0, 0], NONE), ([1, 0, 0], HIDDEN), ([2, 1, 1], HIDDEN)]
)
def test_fewer_than_five_are_not_told(counts, expected):
    assert told(counts) == expected


def test_sources_link_both_ways_and_only_published_items_are_named(
    browser, app, db, make_case, make_official, actor_of, staff
):

    editor = actor_of(make_official(Role.EDITOR, office=staff.office))
    found = publications.import_file(
        db, app.extensions["files"], editor, staff.office, "lich.txt", NOTICE.encode()
    )
    publications.publish(db, editor, found.id, confirmed=True)
    db.commit()
    indexing.bring(db, app.extensions["index"], {row["ref"] for row in waiting(db, "search.")})
    case = make_case(State.IN_PROGRESS, agreed=True)
    browser.be(staff.officer)
    page = browser.open(f"{address(case)}/kem-theo?q=zephyrine")
    assert found.title in page.text
    anchor = browser.token("anchor") or ""
    sent = browser.send(act="source", publication=str(found.id), anchor=anchor)
    assert sent.status_code == 303
    browser.open(f"{address(case)}/kem-theo")
    assert browser.send(act="source", publication="999999", anchor="").status_code == 404
    db.expire_all()
    service.submit(db, staff.officer, case, "Rãnh được nạo vét thứ Hai.")
    service.approve(db, staff.head, case)
    db.commit()
    (source,) = enclosures.sources(db, case, service.answer_of(case))

    browser.be(VISITOR)
    document = f"/van-ban/{found.slug}"
    assert "Câu trả lời dựa vào văn bản này" not in browser.open(document).text
    service.release(db, staff.moderator, case, subject="Rãnh đọng", text="b", answer="c")
    db.commit()
    page = browser.open(document).text
    assert f'href="/y-kien/{case.number}#tra-loi"' in page
    item = browser.open(f"/y-kien/{case.number}").text
    assert source.name in item
    assert f'href="{document}' in item
    publications.withdraw(db, editor, found.id, "Đăng nhầm.")
    db.commit()
    assert browser.open(f"/y-kien/{case.number}").status_code == 200


def test_promises_come_in_pages_with_the_filter_kept(
    browser, db, make_promise, released, staff, monkeypatch
):
    for module in ("moderation", "commitment_lists"):
        monkeypatch.setattr(f"portal.cases.{module}.PAGE_SIZE", 1)
    first, last = (released(make_promise(due)) for due in (date(2026, 11, 30), date(2026, 12, 1)))
    browser.be(staff.head)
    desk = f"/quan-tri/cam-ket?co-quan={staff.office.id}"
    with time_machine.travel(NOW):
        page = browser.open("/cam-ket?xem=overdue").text
        assert f"Thay bóng {first.id}." in page
        assert f"Thay bóng {last.id}." not in page
        assert "/cam-ket?xem=overdue&amp;trang=2" in page
        for number in (2, 99):
            page = browser.open(f"/cam-ket?xem=overdue&trang={number}").text
            assert f"Thay bóng {last.id}." in page
        assert f"/cam-ket/{first.id}" in browser.open(desk).text
        page = browser.open(f"{desk}&trang=2").text
        assert (f"/cam-ket/{first.id}" in page, f"/cam-ket/{last.id}" in page) == (False, True)
        assert 'Quá hạn <span class="quiet">2</span>' in page
