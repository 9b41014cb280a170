import re
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from portal import clock
from portal.outbox.models import Effect
from portal.publications.rules import Audience, Standing

HEAVIEST = 60_000


def test_the_front_page_has_three_doors_and_what_is_new(browser, make_document, make_public_item):
    last_day = clock.today() + timedelta(days=3)
    draft = make_document(title="Dự thảo quy chế chợ", kind="du-thao", comments_until=last_day)
    plan = make_document(title="Kế hoạch sửa đường")
    item = make_public_item()
    page = browser.open("/").text
    for door in ("/van-ban", "/gop-y", "/tra-cuu", "/tim-kiem"):
        assert f'"{door}"' in page
    assert "còn 3 ngày" in page
    for url in (f"/van-ban/{draft.slug}", f"/van-ban/{plan.slug}", f"/y-kien/{item.number}"):
        assert page.count(url) == 1


def test_the_front_page_of_a_new_portal_says_what_to_do(browser):
    page = browser.open("/")
    assert page.status_code == 200
    for words in ("không có dự thảo nào", "Chưa có văn bản nào", "Chưa có ý kiến nào"):
        assert words in page.text


def test_a_draft_whose_last_day_is_today_is_still_open(browser, make_document):
    make_document(kind="du-thao", comments_until=clock.today())
    assert "Hôm nay là ngày cuối" in browser.open("/").text


def test_a_draft_of_yesterday_is_closed(browser, make_document):
    make_document(kind="du-thao", comments_until=clock.today() - timedelta(days=1))
    assert "không có dự thảo nào" in browser.open("/").text


@pytest.mark.parametrize(
    "hidden", [{"standing": Standing.DRAFT, "published_at": None}, {"audience": Audience.INTERNAL}]
)
def test_nothing_internal_is_on_public_pages_whoever_reads(
    browser, make_document, office, administrator, hidden
):
    make_document(title="Nội bộ", comments_until=clock.today(), **hidden)
    browser.be(administrator)
    for path in ("/", f"/co-quan/{office.slug}", "/tim-kiem", "/sitemap.xml"):
        assert "Nội bộ" not in browser.open(path).text


def test_the_front_page_is_light(browser, app, make_document, make_public_item):
    for count in range(8):
        make_document(number=f"{count}/KH-UBND")
        make_public_item()
    packed = {"Accept-Encoding": "gzip"}
    page = browser.open("/", headers=packed)
    assets = [asset.packed for asset in app.extensions["assets"].values()]
    assert len(page.data) + sum(map(len, assets)) < HEAVIEST


def test_public_pages_set_no_cookie(browser):
    for path in ("/", "/tim-kiem?q=x", "/minh-bach", "/co-quan", "/huong-dan", "/quyen-rieng-tu"):
        reply = browser.open(path)
        assert reply.status_code == 200
        assert "Set-Cookie" not in reply.headers


def test_offices_stand_as_a_tree(browser, make_office):
    top = make_office("Lãnh đạo UBND xã", duties="Điều hành chung")
    below = make_office("Phòng Kinh tế", parent=top, phone="0200 3800 103")
    page = browser.open("/co-quan").text
    assert page.index(top.name) < page.index(below.name)
    assert "Điều hành chung" in page
    assert "0200 3800 103" in page


def test_an_office_shows_what_it_does(
    browser, make_office, make_topic, make_counter, make_document
):
    office = make_office("Phòng Kinh tế", duties="Chợ, đường sá", phone="0200 3800 103")
    make_topic(office, "Chiếu sáng")
    make_topic(make_office("Trạm Y tế"), "Tiêm chủng")
    make_counter(office, "Quầy Đất đai")
    make_document(title="Kế hoạch sửa đường", office_id=office.id)
    make_document(title="Của nơi khác")
    page = browser.open(f"/co-quan/{office.slug}").text
    for words in ("Chợ, đường sá", "0200 3800 103", "Chiếu sáng", "Quầy Đất đai", "sửa đường"):
        assert words in page
    for words in ("Tiêm chủng", "Của nơi khác"):
        assert words not in page


def test_a_former_office_names_who_answers_now(browser, db, make_office):
    now = make_office("Phòng Kinh tế")
    day = clock.today() - timedelta(days=1)
    between = make_office("Phòng Nông nghiệp", valid_to=day, successor_id=now.id)
    old = make_office("Ban Thủy lợi", valid_to=day, successor_id=between.id)
    page = browser.open(f"/co-quan/{old.slug}").text
    assert "đã kết thúc hoạt động" in page
    assert f"/co-quan/{now.slug}" in page
    listed = browser.open("/co-quan").text
    assert f"/co-quan/{old.slug}" in listed


def test_offices_that_follow_each_other_in_a_circle_are_no_trap(browser, db, make_office):
    day = clock.today() - timedelta(days=1)
    one = make_office("Một", valid_to=day)
    two = make_office("Hai", valid_to=day, successor_id=one.id)
    one.successor_id = two.id
    db.commit()
    assert browser.open(f"/co-quan/{one.slug}").status_code == 200
    assert browser.open("/co-quan").status_code == 200


def test_an_unknown_office_is_not_found(browser):
    assert browser.open("/co-quan/khong-co").status_code == 404


def test_the_guide_tells_the_time_limits_in_force(browser):
    assert "10 ngày làm việc" in browser.open("/huong-dan").text


def test_alive_asks_nothing_of_the_database(browser, app, monkeypatch):
    def broken(**_):
        raise OperationalError(None, {}, Exception())

    monkeypatch.setitem(app.extensions, "sessions", broken)
    assert browser.open("/healthz").text == "ok"


def test_ready_says_when_the_data_folder_is_gone(browser, settings):
    assert browser.open("/readyz").text == "ok"
    for path in sorted(settings.data.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    settings.data.rmdir()
    reply = browser.open("/readyz")
    assert (reply.status_code, reply.text) == (503, "data folder")


def test_ready_says_when_the_database_does_not_answer(browser, app, tmp_path):
    from portal.db import connect, make_sessions

    nowhere = make_sessions(connect(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}"))
    app.extensions["sessions"] = nowhere
    reply = browser.open("/readyz")
    assert (reply.status_code, reply.text) == (503, "database")


def test_search_engines_are_told_what_is_public(browser, make_document, make_public_item):
    document, item = make_document(), make_public_item()
    assert "Disallow: /quan-tri" in browser.open("/robots.txt").text
    listed = browser.open("/sitemap.xml").text
    assert f"http://localhost/van-ban/{document.slug}<" in listed
    assert f"/y-kien/{item.number}<" in listed


def test_the_old_place_of_the_icon_leads_to_it(browser):
    reply = browser.open("/favicon.ico")
    assert reply.status_code == 301
    assert reply.location.endswith("/static/img/favicon.svg")


def test_the_administrator_sees_what_failed_and_what_is_missing(browser, db, administrator):
    now = clock.now()
    fields = {"payload": {"ref": "van-ban:1"}, "promised_at": now, "run_at": now}
    db.add(
        Effect(
            kind="mail.case", attempts=8, error="SMTPServerDisconnected", failed_at=now, **fields
        )
    )
    for attempts in (2, 6):
        db.add(Effect(kind="search.put", attempts=attempts, error="LockedIndexError", **fields))
    db.commit()
    browser.be(administrator)
    page = browser.open("/quan-tri/he-thong").text
    for words in ("SMTPServerDisconnected", "LockedIndexError", "cần dựng lại", "chưa đặt"):
        assert words in page
    assert page.count("LockedIndexError") == 1
    assert "van-ban:1" not in page


def test_nobody_else_sees_the_system(browser, make_official, actor_of):
    assert browser.open("/quan-tri/he-thong").status_code == 302
    browser.be(actor_of(make_official()))
    assert browser.open("/quan-tri/he-thong").status_code == 403


def test_the_menu_shows_where_one_is_below_its_entries(browser, make_document):
    document = make_document()
    entry = re.compile(r'href="(/[^"]*)" aria-current="(\w+)"')
    assert ("/van-ban", "page") in entry.findall(browser.open("/van-ban").text)
    assert ("/van-ban", "true") in entry.findall(browser.open(f"/van-ban/{document.slug}").text)
    assert entry.findall(browser.open("/trang-khong-co").text) == []


def test_a_page_that_is_not_there_offers_to_search(browser):
    page = browser.open("/trang-khong-co").text
    assert 'role="search"' in page[page.index('id="main"') :]
