"""Where to pay and what to bring: typed by the administrator, shown at the counter."""

import pytest
from sqlalchemy import select

import qr
from portal.counters import offers
from portal.counters.models import PaymentTarget, ProcedureSheet
from portal.permissions import Role

ACCOUNT = {
    "title": "Lệ phí hộ tịch",
    "receiver": "UBND XA VAN KHE",
    "bank": "970436",
    "bank_name": "Vietcombank",
    "account": "0200380010026",
    "active": "y",
}


def add(browser, kind, **typed):
    browser.open(f"/quan-tri/tai-quay/{kind}/moi")
    return browser.send(_follow=True, **typed)


def test_a_transfer_typed_once_is_shown_with_its_code_and_a_warning(as_keeper, db, make_counter):
    counter = make_counter()
    assert "Đã lưu" in add(as_keeper, "thanh-toan", **ACCOUNT).text
    assert "/thanh-toan" in as_keeper.open(f"/q/{counter.tokens[0].token}").text
    page = as_keeper.open(f"/q/{counter.tokens[0].token}/thanh-toan").text
    assert "UBND XA VAN KHE" in page
    assert "đối chiếu tên người nhận" in page
    assert page.count("<path") > 1
    target = db.scalar(select(PaymentTarget))
    assert qr.svg(offers.vietqr(target)) in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"link": "http://nganhang.example"}, "link"),
        ({"link": "javascript:alert(1)", "account": ""}, "link"),
        ({"link": "https://nganhang.example"}, "link"),
        ({"account": ""}, "link"),
        ({"bank": "97"}, "account"),
        ({"account": "12 34 x!"}, "account"),
        ({"title": ""}, "title"),
    ],
)
def test_what_nobody_can_pay_to_is_said_at_its_field(as_keeper, db, typed, field):
    page = add(as_keeper, "thanh-toan", **(ACCOUNT | typed))
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert db.scalar(select(PaymentTarget)) is None


def test_an_office_shows_its_own_and_everybodys(db, keeper, make_counter):
    ours, theirs = make_counter(), make_counter()
    for title, office_id in (("chung", None), ("riêng", ours.office_id)):
        facts = offers.PaymentFacts(
            title=title, office_id=office_id, receiver="X", link="https://x.example"
        )
        offers.keep(db, keeper, PaymentTarget(), facts)
    assert [one.title for one in offers.payments_at(db, ours)] == ["chung", "riêng"]
    assert [one.title for one in offers.payments_at(db, theirs)] == ["chung"]


def test_an_old_poster_shows_nowhere_to_pay(as_keeper, db, make_counter):
    from portal import clock

    counter = make_counter()
    add(as_keeper, "thanh-toan", **ACCOUNT)
    counter.tokens[0].replaced_at = clock.now()
    db.commit()
    page = as_keeper.open(f"/q/{counter.tokens[0].token}/thanh-toan")
    assert page.status_code == 410
    assert "0200380010026" not in page.text


def test_what_to_bring_is_told_line_by_line_and_can_be_changed(as_keeper, db, make_counter):
    counter = make_counter()
    typed = {"title": "Khai sinh", "office_id": str(counter.office_id), "active": "y"}
    add(as_keeper, "thu-tuc", papers="Giấy chứng sinh\nCăn cước", **typed)
    page = as_keeper.open(f"/q/{counter.tokens[0].token}/thu-tuc").text
    assert "<li>Giấy chứng sinh</li><li>Căn cước</li>" in page.replace("\n", "").replace("  ", "")
    sheet = db.scalar(select(ProcedureSheet))
    as_keeper.open(f"/quan-tri/tai-quay/thu-tuc/{sheet.id}")
    as_keeper.send(papers="Căn cước", **(typed | {"active": ""}))
    assert "Khai sinh" not in as_keeper.open(f"/q/{counter.tokens[0].token}/thu-tuc").text


@pytest.mark.parametrize("role", [Role.HEAD, Role.CLERK, Role.EDITOR])
def test_only_administrators_say_where_money_goes(browser, make_official, actor_of, role):
    browser.be(actor_of(make_official(role)))
    assert browser.open("/quan-tri/tai-quay/thanh-toan").status_code == 403
    assert browser.open("/quan-tri/tai-quay/thanh-toan/moi").status_code == 403
