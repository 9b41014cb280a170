from datetime import timedelta

import pytest
import time_machine

from portal import clock
from portal.accounts import service
from portal.permissions import Role
from tests.conftest import Browser

from .conftest import PASSWORD

DESK = "/quan-tri/mat-khau"
NEW = "mưa rơi trên mái lá cọ"


def test_an_official_signs_in_and_reaches_the_page_asked_for(browser, make_member, cookie):
    make_member(Role.OFFICER, user_name="lan")
    asked = browser.open("/quan-tri/quay")
    assert asked.status_code == 302
    browser.open(asked.headers["Location"])
    reply = browser.send(user_name="lan", password=PASSWORD)
    assert reply.status_code == 303
    assert reply.headers["Location"].startswith("/quan-tri/quay")
    assert browser.open("/quan-tri/quay").status_code == 200


@pytest.mark.parametrize(
    "evil",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "\n//e"],
)
def test_signing_in_never_leads_to_another_site(browser, make_member, evil):
    make_member(Role.OFFICER, user_name="lan")
    browser.open("/dang-nhap", query_string={"next": evil})
    reply = browser.send(user_name="lan", password=PASSWORD, next=evil)
    assert reply.status_code == 303
    assert reply.headers["Location"].startswith("/quan-tri/")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.VISITOR, Role.HOLDER}))
def test_every_role_lands_on_a_page_it_may_open(browser, make_member, role):
    make_member(role, user_name="lan")
    browser.open("/dang-nhap")
    landed = browser.send(user_name="lan", password=PASSWORD).headers["Location"]
    assert browser.open(landed).status_code == 200


@pytest.mark.parametrize(("name", "password"), [("lan", "sai mật khẩu"), ("ai-day", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_read_the_same(browser, make_member, name, password):
    make_member(user_name="lan")
    browser.open("/dang-nhap")
    reply = browser.send(user_name=name, password=password)
    assert reply.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in reply.text
    assert password not in reply.text


def test_known_and_unknown_names_get_the_same_page(app, make_member):
    make_member(user_name="lanlan")
    pages = []
    for name in ("lanlan", "aiaiai"):
        browser = Browser(app.test_client())
        browser.open("/dang-nhap")
        reply = browser.send(user_name=name, password="sai")
        pages.append(reply.text.replace(name, "").replace(browser.token("csrf_token"), ""))
        assert "Set-Cookie" not in reply.headers
    assert pages[0] == pages[1]


def test_an_empty_form_says_what_is_missing(browser):
    browser.open("/dang-nhap")
    reply = browser.send(user_name="", password="")
    assert reply.status_code == 422
    assert 'id="user_name-error"' in reply.text
    assert 'id="password-error"' in reply.text


def test_too_many_tries_say_how_long_to_wait(browser, make_member):
    make_member(user_name="lan")
    browser.open("/dang-nhap")
    for _ in range(5):
        browser.send(user_name="lan", password="sai")
    reply = browser.send(user_name="lan", password=PASSWORD)
    assert reply.status_code == 429
    assert reply.headers["Retry-After"] == "60"
    assert "tài khoản không bị khóa" in reply.text


def test_a_stale_token_keeps_the_user_name_and_signs_nobody_in(browser, make_member, cookie):
    make_member(user_name="lan")
    browser.open("/dang-nhap")
    reply = browser.send(user_name="lan", password=PASSWORD, csrf_token="forged")
    assert reply.status_code == 422
    assert 'value="lan"' in reply.text
    assert cookie(browser) is None


def test_signing_in_gives_a_new_session_whatever_cookie_came_before(
    browser, make_member, sign_in, cookie
):
    member = make_member(Role.OFFICER, user_name="lan")
    browser.client.set_cookie("portal", "chosen-by-an-attacker")
    browser.open("/dang-nhap")
    browser.send(user_name="lan", password=PASSWORD)
    fresh = cookie(browser)
    assert fresh != "chosen-by-an-attacker"
    assert len(fresh) >= 43
    planted = Browser(browser.client.application.test_client())
    planted.client.set_cookie("portal", "chosen-by-an-attacker")
    assert planted.open(DESK).status_code == 302
    assert member.active


def test_signing_in_again_ends_the_session_before(browser, make_member, sign_in, cookie, app, db):
    one, two = make_member(Role.OFFICER), make_member(Role.OFFICER, user_name="hoa")
    old = sign_in(browser, one)
    browser.open(DESK)
    token = browser.token("csrf_token")
    browser.send("/dang-nhap", user_name="hoa", password=PASSWORD, csrf_token=token)
    db.expire_all()
    assert cookie(browser) != old
    assert service.signed_in(db, old) is None
    assert two.active


def test_the_cookie_is_out_of_reach_of_scripts(browser, make_member):
    make_member(Role.OFFICER, user_name="lan")
    browser.open("/dang-nhap")
    header = browser.send(user_name="lan", password=PASSWORD).headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Path=/" in header


def test_over_tls_the_cookie_is_bound_to_the_host(app, make_member, settings):
    from dataclasses import replace

    make_member(Role.OFFICER, user_name="lan")
    app.extensions["settings"] = replace(settings, public_url="https://localhost")
    browser = Browser(app.test_client())
    browser.open("/dang-nhap", base_url="https://localhost")
    token = browser.token("csrf_token")
    reply = browser.client.post(
        "/dang-nhap",
        data={"user_name": "lan", "password": PASSWORD, "csrf_token": token},
        base_url="https://localhost",
    )
    assert reply.headers["Set-Cookie"].startswith("__Host-portal=")
    assert "Secure" in reply.headers["Set-Cookie"]


def test_signing_out_kills_the_cookie_even_when_it_was_copied(browser, make_member, sign_in, app):
    stolen = sign_in(browser, make_member(Role.OFFICER))
    browser.open(DESK)
    reply = browser.send("/dang-xuat")
    assert reply.status_code == 303
    thief = Browser(app.test_client())
    thief.client.set_cookie("portal", stolen)
    assert thief.open(DESK).status_code == 302
    assert thief.client.post("/quan-tri/co-quan/moi").status_code == 403


def test_signing_out_needs_our_own_form(browser, make_member, sign_in):
    sign_in(browser, make_member(Role.OFFICER))
    assert browser.client.get("/dang-xuat").status_code in {404, 405}
    assert browser.client.post("/dang-xuat").status_code == 403
    assert browser.open(DESK).status_code == 200


@pytest.mark.parametrize(("minutes", "status"), [(1, 200), (29, 200), (31, 302)], ids=str)
def test_a_sign_in_ends_after_silence(browser, make_member, sign_in, minutes, status):
    now = clock.now()
    with time_machine.travel(now, tick=False):
        sign_in(browser, make_member(Role.OFFICER))
    with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
        assert browser.open(DESK).status_code == status


def test_a_sign_in_ends_after_twelve_hours_of_work(browser, make_member, sign_in):
    now = clock.now()
    with time_machine.travel(now, tick=False) as at:
        sign_in(browser, make_member(Role.OFFICER))
        for _ in range(36):
            assert browser.open(DESK).status_code == 200
            at.shift(timedelta(minutes=20))
        at.shift(timedelta(seconds=1))
        assert browser.open(DESK).status_code == 302


def test_the_sign_in_page_is_kept_by_no_cache_and_sets_no_cookie(browser):
    reply = browser.open("/dang-nhap")
    assert reply.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in reply.headers


def test_somebody_signed_in_is_not_asked_again(browser, make_member, sign_in):
    sign_in(browser, make_member(Role.INSPECTOR))
    assert browser.open("/dang-nhap?next=/quan-tri/quay").headers["Location"] == "/quan-tri/quay"


@pytest.fixture
def link(db, make_official):
    official = make_official(Role.OFFICER, user_name="moi", name="Vũ Thị Mới")
    secret = service.invite(db, official)
    db.commit()
    return f"/thiet-lap/{secret}"


def test_a_one_time_link_sets_the_password_and_signs_in(browser, link, app):
    for _ in range(3):
        assert "Vũ Thị Mới" in browser.open(link).text
    reply = browser.send(new_password=NEW, new_password_again=NEW)
    assert reply.status_code == 303
    assert browser.open(reply.headers["Location"]).status_code == 200
    other = Browser(app.test_client())
    other.open("/dang-nhap")
    assert other.send(user_name="moi", password=NEW).status_code == 303


def test_a_used_or_invented_link_opens_nothing(browser, link):
    browser.open(link)
    browser.send(new_password=NEW, new_password_again=NEW)
    assert browser.open(link).status_code == 404
    assert browser.open("/thiet-lap/" + "x" * 43).status_code == 404


def test_a_link_dies_within_the_hour(browser, link):
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert browser.open(link).status_code == 404


@pytest.mark.parametrize(
    ("new", "again", "error"),
    [
        ("ngắn quá", "ngắn quá", "ít nhất 15 ký tự"),
        ("matkhau matkhau 123", "matkhau matkhau 123", "dễ đoán"),
        ("Vũ Thị Mới Vũ Thị Mới", "Vũ Thị Mới Vũ Thị Mới", "dễ đoán"),
        (NEW, NEW + "!", "chưa giống nhau"),
        (NEW, "", "gõ lại"),
    ],
)
def test_a_weak_password_is_explained_and_burns_no_link(browser, link, new, again, error):
    browser.open(link)
    reply = browser.send(new_password=new, new_password_again=again)
    assert reply.status_code == 422
    assert error in reply.text
    assert new not in reply.text or "Vũ Thị Mới" in new
    assert browser.send(new_password=NEW, new_password_again=NEW).status_code == 303


def test_a_forged_form_sets_no_password(browser, link):
    browser.open(link)
    forged = browser.send(new_password=NEW, new_password_again=NEW, csrf_token="forged")
    assert forged.status_code == 422
    assert browser.open(link).status_code == 200


def test_the_link_page_tells_nobody_its_address(browser, link):
    reply = browser.open(link)
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert reply.headers["Cache-Control"] == "no-store"
