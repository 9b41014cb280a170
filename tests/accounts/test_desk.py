from datetime import date

import pytest
from sqlalchemy import select

from portal.accounts import service
from portal.accounts.models import Authority, Office, Official, Topic
from portal.history.models import Event
from portal.permissions import Role
from tests.conftest import Browser

from .conftest import PASSWORD, link_in

SCRIPT = "<script>alert(1)</script>"
PAGES = [
    "/quan-tri/don-vi",
    "/quan-tri/co-quan",
    "/quan-tri/co-quan/moi",
    "/quan-tri/linh-vuc",
    "/quan-tri/linh-vuc/moi",
    "/quan-tri/can-bo",
    "/quan-tri/can-bo/moi",
]
NEW = "mưa rơi trên mái lá cọ"


@pytest.fixture
def boss(browser, administrator):
    """A browser in which an administrator is signed in."""
    return browser


def office_answers(**changes) -> dict:
    return {
        "name": "Phòng Kinh tế",
        "code": "KT",
        "parent_id": "",
        "position": "1",
        "valid_from": "2025-07-01",
    } | changes


def official_answers(office, **changes) -> dict:
    return {
        "user_name": "hoa.lt",
        "name": "Lê Thị Hoa",
        "title": "Chuyên viên",
        "office_id": str(office.id),
        "roles": ["officer"],
        "active": "y",
    } | changes


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_opens_the_page(boss, page):
    reply = boss.open(page)
    assert reply.status_code == 200
    assert reply.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.VISITOR, Role.HOLDER, Role.ADMINISTRATOR})
)
def test_other_officials_are_refused(browser, make_official, actor_of, page, role):
    browser.be(actor_of(make_official(role)))
    assert browser.open(page).status_code == 403


@pytest.mark.parametrize("page", [*PAGES, "/quan-tri/mat-khau"])
def test_a_visitor_is_asked_to_sign_in_and_can_send_nothing(browser, page):
    assert browser.open(page).headers["Location"].startswith("/dang-nhap?next=")
    assert browser.client.post(page).status_code in {403, 404, 405}


def test_the_authority_describes_itself(boss, db):
    boss.open("/quan-tri/don-vi")
    reply = boss.send(
        name="Ủy ban nhân dân xã  Vân Khê",
        short_name="UBND xã Vân Khê",
        parent="Tỉnh Lam Giang",
        reception="Thứ Năm\r\n26/11",
        brand_colour="#0b5a63",
        id="7",
    )
    assert reply.status_code == 303
    db.expire_all()
    authority = db.get(Authority, 1)
    assert (authority.name, authority.parent) == ("Ủy ban nhân dân xã Vân Khê", "Tỉnh Lam Giang")
    assert authority.reception == "Thứ Năm\n26/11"
    assert "Đã lưu thông tin đơn vị" in boss.open("/quan-tri/don-vi").text
    assert "Đã lưu thông tin đơn vị" not in boss.open("/quan-tri/don-vi").text


@pytest.mark.parametrize(
    ("colour", "error"),
    [("#ffee00", "khó đọc"), ("xanh", "dạng #0b5a63"), ("#12345", "dạng"), ("red;}", "dạng")],
)
def test_a_colour_has_to_be_readable(boss, db, colour, error):
    boss.open("/quan-tri/don-vi")
    reply = boss.send(name="Xã", short_name="Xã", brand_colour=colour)
    assert reply.status_code == 422
    assert error in reply.text
    assert f'value="{colour}"' in reply.text
    db.expire_all()
    assert db.get(Authority, 1).brand_colour == "#0b5a63"


def test_offices_are_made_changed_and_ended(boss, db):
    boss.open("/quan-tri/co-quan/moi")
    assert boss.send(**office_answers()).status_code == 303
    office = db.scalar(select(Office).where(Office.code == "KT"))
    boss.open("/quan-tri/co-quan/KT")
    assert boss.send(**office_answers(name="Phòng Kinh tế, Hạ tầng")).status_code == 303
    boss.open("/quan-tri/co-quan/KT/ket-thuc")
    heir = db.scalar(select(Office).where(Office.code != "KT"))
    assert boss.send(last_day="2027-01-31", successor_id=str(heir.id)).status_code == 303
    db.expire_all()
    assert (office.name, office.valid_to) == ("Phòng Kinh tế, Hạ tầng", date(2027, 1, 31))
    assert office.successor_id == heir.id
    assert "đến 31/01/2027" in boss.open("/quan-tri/co-quan").text


def test_facts_nobody_asked_for_are_ignored(boss, db):
    boss.open("/quan-tri/co-quan/moi")
    boss.send(**office_answers(id="99", slug="evil", valid_to="2025-01-01", successor_id="1"))
    office = db.scalar(select(Office).where(Office.code == "KT"))
    assert (office.slug, office.valid_to, office.successor_id) == ("phong-kinh-te", None, None)
    assert office.id != 99


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"code": "có dấu"}, "code"),
        ({"code": "../etc"}, "code"),
        ({"parent_id": "không phải số"}, "parent_id"),
        ({"parent_id": "123456"}, "parent_id"),
        ({"position": "nhiều"}, "position"),
        ({"valid_from": "hôm qua"}, "valid_from"),
        ({"email": "a@b\r\nBcc: x@y.z"}, "email"),
    ],
)
def test_a_wrong_fact_is_named_and_the_rest_is_kept(boss, db, changes, field):
    boss.open("/quan-tri/co-quan/moi")
    reply = boss.send(**office_answers(duties="Đường sá, chợ") | changes)
    assert reply.status_code in {413, 422}
    assert f'id="{field}-error"' in reply.text
    assert "Đường sá, chợ" in reply.text
    assert db.scalar(select(Office).where(Office.code == "KT")) is None


def test_a_code_taken_already_is_said_at_its_field(boss, make_office):
    make_office(code="KT")
    boss.open("/quan-tri/co-quan/moi")
    reply = boss.send(**office_answers())
    assert reply.status_code == 422
    assert 'id="code-error"' in reply.text


def test_topics_are_made_and_taken_out(boss, db, make_office):
    office = make_office()
    boss.open("/quan-tri/linh-vuc/moi")
    boss.send(name="Đất đai", office_id=str(office.id), position="2", active="y")
    topic = db.scalar(select(Topic))
    assert (topic.slug, topic.office_id, topic.active) == ("dat-dai", office.id, True)
    boss.open("/quan-tri/linh-vuc/dat-dai")
    boss.send(name="Đất đai", office_id="", position="2")
    db.expire_all()
    assert (topic.office_id, topic.active) == (None, False)


def test_a_new_official_gets_a_link_that_is_shown_once(boss, db, make_office, app):
    boss.open("/quan-tri/can-bo/moi")
    page = boss.send(**official_answers(make_office(), password_hash="x", id="99"))
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    official = db.scalar(select(Official).where(Official.user_name == "hoa.lt"))
    assert official.password_hash is None
    assert official.id != 99
    assert "/thiet-lap/" not in boss.open("/quan-tri/can-bo").text
    newcomer = Browser(app.test_client())
    newcomer.open(link_in(page.text))
    assert newcomer.send(new_password=NEW, new_password_again=NEW).status_code == 303


def test_nobody_signs_in_before_the_link_was_used(boss, make_office, app):
    boss.open("/quan-tri/can-bo/moi")
    boss.send(**official_answers(make_office()))
    other = Browser(app.test_client())
    other.open("/dang-nhap")
    assert other.send(user_name="hoa.lt", password="").status_code == 422
    assert other.send(user_name="hoa.lt", password="None").status_code == 422


def test_a_role_taken_away_is_gone_on_the_next_request(boss, make_member, sign_in, app):
    officer = make_member(Role.OFFICER, user_name="hoa.lt")
    other = Browser(app.test_client())
    sign_in(other, officer)
    assert other.open("/quan-tri/quay").status_code == 200
    boss.open("/quan-tri/can-bo/hoa.lt")
    boss.send(**official_answers(officer.office, roles=["editor"]))
    assert other.open("/quan-tri/quay").status_code == 302
    other.open("/dang-nhap")
    other.send(user_name="hoa.lt", password=PASSWORD)
    assert other.open("/quan-tri/quay").status_code == 403


def test_an_account_taken_out_of_use_is_out_on_the_next_request(boss, make_member, sign_in, app):
    officer = make_member(Role.OFFICER, user_name="hoa.lt")
    other = Browser(app.test_client())
    sign_in(other, officer)
    boss.open("/quan-tri/can-bo/hoa.lt")
    answers = official_answers(officer.office)
    del answers["active"]
    assert boss.send(**answers).status_code == 303
    assert other.open("/quan-tri/quay").status_code == 302
    assert other.client.post("/quan-tri/mat-khau").status_code == 403


def test_the_form_of_an_official_shows_what_holds_now(boss, make_official, make_office):
    office = make_office("Trạm Y tế")
    make_official(Role.HEAD, Role.MODERATOR, office=office, user_name="hoa.lt", title="Trưởng trạm")
    page = boss.open("/quan-tri/can-bo/hoa.lt").text
    checked = [line for line in page.splitlines() if 'name="roles"' in line and "checked" in line]
    assert len(checked) == 2
    assert 'value="Trưởng trạm"' in page


def test_the_last_administrator_stays(boss, administrator, db):
    boss.open(f"/quan-tri/can-bo/{administrator.user_name}")
    reply = boss.send(**official_answers(administrator.office, roles=["officer"]))
    assert reply.status_code == 422
    assert "quản trị viên cuối cùng" in reply.text
    db.expire_all()
    assert [row.role for row in administrator.roles] == [Role.ADMINISTRATOR]


def test_a_new_link_is_a_post_and_ends_the_one_before(boss, db, make_official):
    official = make_official(user_name="hoa.lt")
    first = f"/thiet-lap/{service.invite(db, official)}"
    db.commit()
    assert boss.client.get("/quan-tri/can-bo/hoa.lt/lien-ket").status_code in {404, 405}
    boss.open("/quan-tri/can-bo/hoa.lt")
    second = link_in(boss.send("/quan-tri/can-bo/hoa.lt/lien-ket").text)
    assert boss.open(first).status_code == 404
    assert boss.open(second).status_code == 200


def test_a_script_in_a_name_is_shown_inert(boss, db, make_office, make_topic, make_official):
    office = make_office(SCRIPT, short_name=SCRIPT, code="XSS")
    make_office("Tổ", parent=office)
    topic = make_topic(office, SCRIPT)
    make_official(office=office, user_name="xss", name=SCRIPT, title=SCRIPT)
    pages = ["/quan-tri/co-quan", "/quan-tri/co-quan/XSS", "/quan-tri/co-quan/XSS/ket-thuc",
             "/quan-tri/linh-vuc", f"/quan-tri/linh-vuc/{topic.slug}",
             "/quan-tri/can-bo", "/quan-tri/can-bo/xss"]  # fmt: skip
    for page in pages:
        text = boss.open(page).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


@pytest.mark.parametrize("forged", ["", "x.y.z"])
def test_a_forged_form_changes_nothing(boss, db, make_office, forged):
    before = db.scalars(select(Event)).all()
    for page, answers in (
        ("/quan-tri/don-vi", {"name": "Xã", "short_name": "Xã", "brand_colour": "#000000"}),
        ("/quan-tri/co-quan/moi", office_answers()),
        ("/quan-tri/can-bo/moi", official_answers(make_office())),
    ):
        assert boss.client.post(page, data=answers | {"csrf_token": forged}).status_code == 422
    db.expire_all()
    assert db.get(Authority, 1).name == "Ủy ban nhân dân xã Vân Khê"
    assert db.scalars(select(Event)).all() == before


def test_a_token_of_another_session_does_not_serve(boss, make_member, sign_in, app):
    other = Browser(app.test_client())
    sign_in(other, make_member(Role.OFFICER))
    other.open("/quan-tri/mat-khau")
    token = other.token("csrf_token")
    boss.open("/quan-tri/co-quan/moi")
    assert boss.send(**office_answers(csrf_token=token)).status_code == 422


def test_ones_password_is_changed_and_other_machines_are_signed_out(
    browser, make_member, sign_in, cookie, app, db
):
    member = make_member(Role.OFFICER, user_name="hoa.lt")
    elsewhere = Browser(app.test_client())
    sign_in(elsewhere, member)
    before = sign_in(browser, member)
    browser.open("/quan-tri/mat-khau")
    reply = browser.send(password=PASSWORD, new_password=NEW, new_password_again=NEW)
    assert reply.status_code == 303
    assert cookie(browser) != before
    assert browser.open("/quan-tri/mat-khau").status_code == 200
    assert elsewhere.open("/quan-tri/mat-khau").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "error"),
    [
        ("sai rồi", NEW, NEW, "password-error"),
        (PASSWORD, "ngắn", "ngắn", "new_password-error"),
        (PASSWORD, "hoa.lt hoa.lt hoa.lt", "hoa.lt hoa.lt hoa.lt", "new_password-error"),
        (PASSWORD, NEW, NEW + "!", "new_password_again-error"),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(
    browser, make_member, sign_in, db, old, new, again, error
):
    member = make_member(Role.OFFICER, user_name="hoa.lt")
    before = member.password_hash
    sign_in(browser, member)
    browser.open("/quan-tri/mat-khau")
    reply = browser.send(password=old, new_password=new, new_password_again=again)
    assert reply.status_code == 422
    assert f'id="{error}"' in reply.text
    db.expire_all()
    assert member.password_hash == before


def test_one_ends_a_sign_in_left_open_elsewhere_and_nobody_elses(
    browser, make_member, sign_in, app, db
):
    mine, theirs = make_member(Role.OFFICER), make_member(Role.OFFICER)
    left_open, stranger = Browser(app.test_client()), Browser(app.test_client())
    sign_in(left_open, mine)
    sign_in(stranger, theirs)
    sign_in(browser, mine)
    other = service.open_sessions(db, mine.id)[1].id
    foreign = service.open_sessions(db, theirs.id)[0].id
    browser.open("/quan-tri/mat-khau")
    assert browser.send(f"/quan-tri/mat-khau/phien/{other}/ket-thuc").status_code == 303
    browser.open("/quan-tri/mat-khau")
    assert browser.send(f"/quan-tri/mat-khau/phien/{foreign}/ket-thuc").status_code == 404
    assert left_open.open("/quan-tri/mat-khau").status_code == 302
    assert stranger.open("/quan-tri/mat-khau").status_code == 200


def test_an_official_chooses_the_language_of_their_letters(browser, db, make_official, actor_of):
    official, page = make_official(Role.OFFICER), "/quan-tri/mat-khau"
    browser.be(actor_of(official))
    for language in ("en", "vi"):
        assert f'name="lang" value="{language}"' in browser.open(page).text
        assert browser.send(f"{page}/ngon-ngu", lang=language).status_code == 303
        db.expire_all()
        assert official.language == language
    browser.open(page)
    assert browser.send(f"{page}/ngon-ngu", lang="xx").status_code == 422
    assert official.language == "vi"
