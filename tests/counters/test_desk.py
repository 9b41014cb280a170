from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.counters import service
from portal.counters.models import Counter
from portal.permissions import Role
from qr import svg

from .conftest import codes_in

SCRIPT = "<script>alert(1)</script>"


def answers(office, **changes) -> dict:
    return {
        "name": "Hộ tịch - Chứng thực",
        "code": "Q1",
        "office_id": str(office.id),
        "place": "Tầng 1, nhà B",
        "window": "1",
        "active": "y",
    } | changes


def test_a_counter_is_made_and_its_poster_can_be_taken_at_once(as_keeper, db, make_office):
    as_keeper.open("/quan-tri/quay/moi")
    assert as_keeper.send(**answers(make_office())).status_code == 303
    counter = db.scalar(select(Counter))
    page = as_keeper.open("/quan-tri/quay").text
    token = service.current_token(counter).token
    assert f"localhost/q/{token[:4]}-{token[4:]}" in page
    assert "Đã thêm quầy Hộ tịch - Chứng thực" in page
    for paper in ("A4", "A5"):
        reply = as_keeper.open(f"/quan-tri/quay/Q1/ap-phich.pdf?kho={paper}")
        assert reply.mimetype == "application/pdf"
        assert f"ap-phich-Q1-{paper}.pdf" in reply.headers["Content-Disposition"]
        assert codes_in(reply.data) == [f"http://localhost/q/{token}"]


def test_all_posters_are_one_document_without_counters_out_of_use(as_keeper, db, make_counter):
    used = [make_counter(), make_counter()]
    idle = make_counter()
    idle.active = False
    db.commit()
    reply = as_keeper.open("/quan-tri/quay/ap-phich.pdf")
    expected = {f"http://localhost/q/{counter.tokens[0].token}" for counter in used}
    assert set(codes_in(reply.data)) == expected


@pytest.mark.parametrize(
    "address", ["ap-phich.pdf", "Q1/ap-phich.pdf?kho=A3", "khong/ap-phich.pdf"]
)
def test_a_poster_that_does_not_exist_is_not_found(as_keeper, address):
    assert as_keeper.open(f"/quan-tri/quay/{address}").status_code == 404


def test_the_page_to_print_carries_the_same_code(as_keeper, make_counter):
    counter = make_counter()
    page = as_keeper.open(f"/quan-tri/quay/{counter.code}/in").text
    address = f"http://localhost/q/{counter.tokens[0].token}"
    assert svg(address) in page
    assert f'aria-label="Mã QR dẫn tới {address}"' in page
    assert "style=" not in page


def test_a_counter_is_changed_and_taken_out_of_use(as_keeper, db, make_counter):
    counter = make_counter()
    token = counter.tokens[0].token
    as_keeper.open(f"/quan-tri/quay/{counter.code}")
    changed = answers(counter.office, name="Đất đai", code="Q2")
    del changed["active"]
    assert as_keeper.send(**changed).status_code == 303
    db.expire_all()
    assert (counter.name, counter.code, counter.active) == ("Đất đai", "Q2", False)
    assert service.current_token(counter).token == token


def test_a_code_is_replaced_after_a_warning_and_with_a_reason(as_keeper, db, make_counter):
    counter = make_counter()
    old = counter.tokens[0].token
    address = f"/quan-tri/quay/{counter.code}/thay-ma"
    warning = as_keeper.open(address).text
    assert "Áp phích đang dán sẽ không nhận đánh giá nữa." in warning
    assert f"{old[:4]}-{old[4:]}" in warning
    assert as_keeper.send(reason="").status_code == 422
    db.expire_all()
    assert service.current_token(counter).token == old
    assert as_keeper.send(reason="bị chụp và quét từ xa").status_code == 303
    db.expire_all()
    assert service.current_token(counter).token != old
    assert as_keeper.open(f"/q/{old}").status_code == 410


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"code": "a/b"}, "code"),
        ({"office_id": ""}, "office_id"),
        ({"office_id": "Phòng Kinh tế"}, "office_id"),
        ({"window": "mười hai ba bốn"}, "window"),
    ],
)
def test_a_wrong_fact_is_named_and_the_rest_is_kept(as_keeper, db, make_office, changes, field):
    as_keeper.open("/quan-tri/quay/moi")
    reply = as_keeper.send(**answers(make_office()) | changes)
    assert reply.status_code in {413, 422}
    assert f'id="{field}-error"' in reply.text
    assert "Tầng 1, nhà B" in reply.text
    assert db.scalar(select(Counter)) is None


def test_facts_nobody_asked_for_are_ignored(as_keeper, db, make_office):
    as_keeper.open("/quan-tri/quay/moi")
    as_keeper.send(**answers(make_office(), id="99", token="AAAAAAAA", tokens="AAAAAAAA"))
    counter = db.scalar(select(Counter))
    assert counter.id != 99
    assert service.current_token(counter).token != "AAAAAAAA"


def test_an_officer_sees_own_counters_and_cannot_change_them(
    browser, make_office, make_counter, make_official, actor_of
):
    office = make_office()
    own, foreign = make_counter(office, "Quầy nhà"), make_counter(make_office(), "Quầy lạ")
    browser.be(actor_of(make_official(Role.OFFICER, office=office)))
    page = browser.open("/quan-tri/quay").text
    assert "Quầy nhà" in page
    assert "Quầy lạ" not in page
    assert foreign.tokens[0].token not in page.replace("-", "")
    assert f"/quan-tri/quay/{own.code}/thay-ma" not in page
    assert browser.open(f"/quan-tri/quay/{own.code}/ap-phich.pdf").status_code == 200
    for address in (f"{foreign.code}/in", f"{foreign.code}/ap-phich.pdf"):
        assert browser.open(f"/quan-tri/quay/{address}").status_code == 403
    assert codes_in(browser.open("/quan-tri/quay/ap-phich.pdf").data) == [
        f"http://localhost/q/{own.tokens[0].token}"
    ]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.INSPECTOR, Role.DISPATCHER])
@pytest.mark.parametrize("page", ["moi", "{code}", "{code}/thay-ma"])
def test_whoever_may_only_read_changes_nothing(
    browser, make_counter, make_official, actor_of, role, page
):
    counter = make_counter()
    browser.be(actor_of(make_official(role, office=counter.office)))
    browser.open("/quan-tri/quay")
    address = f"/quan-tri/quay/{page.format(code=counter.code)}"
    assert browser.client.get(address).status_code == 403
    assert browser.send(address, reason="x", **answers(counter.office)).status_code == 403


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR])
def test_other_officials_do_not_see_counters(browser, make_official, actor_of, role):
    browser.be(actor_of(make_official(role)))
    assert browser.open("/quan-tri/quay").status_code == 403


@pytest.mark.parametrize("forged", ["", "x.y.z"])
def test_a_forged_form_replaces_no_code(as_keeper, db, make_counter, forged):
    counter = make_counter()
    old = counter.tokens[0].token
    address = f"/quan-tri/quay/{counter.code}/thay-ma"
    reply = as_keeper.client.post(address, data={"csrf_token": forged, "reason": "x"})
    assert reply.status_code == 422
    db.expire_all()
    assert service.current_token(counter).token == old


def test_a_script_in_a_name_is_shown_inert(as_keeper, make_office, make_counter):
    counter = make_counter(make_office(SCRIPT), SCRIPT)
    for page in ("", f"/{counter.code}", f"/{counter.code}/in", f"/{counter.code}/thay-ma"):
        text = as_keeper.open(f"/quan-tri/quay{page}").text
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text
    assert as_keeper.open(f"/quan-tri/quay/{counter.code}/ap-phich.pdf").status_code == 200


def test_what_is_too_long_for_the_paper_is_explained(as_keeper, app, settings, make_counter):
    counter = make_counter()
    app.extensions["settings"] = replace(settings, public_url=f"https://{'x' * 200}.example")
    reply = as_keeper.open(f"/quan-tri/quay/{counter.code}/ap-phich.pdf?kho=A5")
    assert reply.status_code == 422
    assert "quá dài" in reply.text
