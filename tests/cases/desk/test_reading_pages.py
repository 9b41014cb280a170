"""Who may open which page of the desk, and what stands on it."""

import re
from datetime import timedelta

import pytest
import time_machine

from portal import clock
from portal.cases import agenda, desk, service
from portal.cases.rules import State
from portal.cases.service import NewFile
from portal.history.service import events_of
from portal.permissions import HOLDER
from tests.cases.conftest import typed_by_hand
from tests.cases.desk.conftest import address

READERS = {"officer", "head", "dispatcher", "moderator", "inspector"}
WITHOUT_THIS = {"other officer", "other head"}
OTHERS = {"editor", "administrator"}
EVERYBODY = sorted(READERS | WITHOUT_THIS | OTHERS)
CONTACT = {"officer", "head", "inspector"}


@pytest.mark.parametrize("who", [*EVERYBODY, "visitor"])
def test_each_page_opens_for_those_the_permission_table_names(browser, make_case, people, who):
    case = make_case(State.ANSWERED, agreed=True)
    browser.be(people[who])
    refused = 302 if who == "visitor" else 403
    open_to = {
        "/quan-tri/": READERS | WITHOUT_THIS | OTHERS,
        "/quan-tri/y-kien": READERS | WITHOUT_THIS,
        address(case): READERS,
        "/quan-tri/kiem-duyet": {"moderator"},
        f"/quan-tri/kiem-duyet/{case.number}": {"moderator"},
    }
    for url, allowed in open_to.items():
        reply = browser.open(url)
        assert reply.status_code == (200 if who in allowed else refused), url
        assert reply.headers["Cache-Control"] == "no-store" or reply.status_code == 302


@pytest.mark.parametrize("state", sorted(set(State) - {State.SEALED}))
def test_the_page_of_a_case_opens_in_every_state_for_all_who_read(
    browser, make_case, people, state
):
    case = make_case(state, agreed=True, email="lan@example.vn")
    for who in READERS:
        browser.be(people[who])
        reply = browser.open(address(case))
        assert reply.status_code == 200
        assert f'data-state="{state.value}"' in reply.text


def test_an_unknown_number_is_not_found(browser, staff):
    browser.be(staff.officer)
    assert browser.open("/quan-tri/y-kien/YK-2026-999999").status_code == 404


def test_lists_hold_nothing_of_another_office(browser, make_case, people):
    words = typed_by_hand()
    case = make_case(subject=words)
    for who in WITHOUT_THIS:
        browser.be(people[who])
        for url in ("/quan-tri/", "/quan-tri/y-kien", f"/quan-tri/y-kien?q={words}"):
            assert case.number not in browser.open(url).text


@pytest.mark.parametrize("who", EVERYBODY)
def test_contact_is_shown_only_to_those_who_may_and_the_look_is_kept(
    browser, db, make_case, people, genuine, who
):
    phone = "0912000111"
    case = make_case(State.IN_PROGRESS, phone=phone)
    browser.be(people[who])
    page = browser.open(address(case))
    assert phone not in page.text
    reply = browser.send(f"{address(case)}/lien-he", csrf_token=genuine())
    looks = [event for event in events_of(db, "case", case.id) if event.act == "contact_read"]
    assert (phone in reply.text) == (who in CONTACT)
    assert len(looks) == (1 if who in CONTACT else 0)
    assert reply.status_code == (200 if who in CONTACT else 403)


def test_the_contact_page_says_so_when_nothing_was_left(browser, make_case, staff):
    case = make_case(State.IN_PROGRESS)
    browser.be(staff.officer)
    assert "không để lại cách liên hệ" in browser.open(address(case)).text


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_file_is_handed_out_as_an_attachment_to_readers_alone(browser, make_case, people, who):
    new = NewFile(name="đèn <b>.pdf", media_type="application/pdf", content=b"%PDF-1.4 canary")
    case = make_case(State.IN_PROGRESS, files=(new,))
    browser.be(people[who])
    reply = browser.open(f"{address(case)}/tep/{case.files[0].id}")
    assert reply.status_code == (200 if who in READERS else 403)
    if who in READERS:
        assert reply.data == new.content
        assert reply.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in reply.headers["Content-Security-Policy"]
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Cache-Control"] == "no-store"


def test_a_file_of_another_case_is_not_found(browser, make_case, staff):
    new = NewFile(name="a.pdf", media_type="application/pdf", content=b"%PDF-1.4")
    one, other = make_case(files=(new,)), make_case()
    browser.be(staff.officer)
    assert browser.open(f"{address(other)}/tep/{one.files[0].id}").status_code == 404


def test_what_a_citizen_typed_is_text_and_never_markup(browser, make_case, staff):
    script = "<script>alert(1)</script>'; DROP TABLE cases; -- {{ 7*7 }}"
    case = make_case(State.ANSWERED, subject=script, text=script, name=script, agreed=True)
    for actor, url in [
        (staff.officer, "/quan-tri/"),
        (staff.officer, "/quan-tri/y-kien"),
        (staff.officer, address(case)),
        (staff.moderator, "/quan-tri/kiem-duyet"),
        (staff.moderator, f"/quan-tri/kiem-duyet/{case.number}"),
    ]:
        browser.be(actor)
        reply = browser.open(url)
        assert reply.status_code == 200
        assert "<script>alert" not in reply.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in browser.reply.text
    assert "{{ 7*7 }}" in browser.reply.text


def test_the_list_is_narrowed_by_what_stands_in_the_address(
    browser, make_case, staff, make_topic, make_counter, make_office
):
    elsewhere = make_office("Văn phòng")
    topic, counter = make_topic(elsewhere), make_counter(elsewhere)
    lamp = make_case(State.IN_PROGRESS, subject="Đèn đường tắt", topic=topic.slug)
    ditch = make_case(
        State.ANSWERED,
        subject="Mương bị sạt",
        kind="comment",
        agreed=True,
        counter_token=counter.tokens[0].token,
    )
    browser.be(staff.dispatcher)
    for query, wanted in {
        "q=den duong": {lamp},
        f"q={ditch.number.lower()}": {ditch},
        "state=answered": {ditch},
        f"topic={topic.id}": {lamp},
        "kind=comment": {ditch},
        "visibility=pending": {ditch},
        f"counter={counter.id}": {ditch},
        f"office={staff.office.id}": {lamp, ditch},
        "due=overdue": set(),
        "q=zzzz": set(),
        "": {lamp, ditch},
    }.items():
        page = browser.open(f"/quan-tri/y-kien?{query}").text
        assert {case for case in (lamp, ditch) if address(case) in page} == wanted, query


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense&due=never&office=99999999999999999999&topic=x&kind=%01&page=-1",
        "office=1'; DROP TABLE cases; --&trang=999999999999",
        "trang=-5&q=%01%25_\\",
        "q=" + "a" * 5_000,
    ],
)
def test_nonsense_in_the_address_narrows_nothing_and_breaks_nothing(
    browser, make_case, staff, query
):
    make_case()
    browser.be(staff.officer)
    assert browser.open(f"/quan-tri/y-kien?{query}").status_code == 200
    assert browser.open("/quan-tri/kiem-duyet?trang=-3&xem=x").status_code in {200, 403}


def test_the_tabs_count_each_state_for_the_same_filter(browser, make_case, staff):
    for state in (State.RECEIVED, State.RECEIVED, State.IN_PROGRESS):
        make_case(state)
    browser.be(staff.officer)
    page = browser.open("/quan-tri/y-kien?state=received").text
    numbers = re.findall(r'tabs__count">(\d+)<', page)
    assert numbers == ["3", "2", "1"]


def test_a_long_list_comes_in_pages_of_thirty_with_the_filter_kept(browser, make_case, staff):
    for _ in range(31):
        make_case(subject="Đèn đường")
    browser.be(staff.officer)
    first = browser.open("/quan-tri/y-kien?q=den").text
    assert len(set(re.findall(r"/quan-tri/y-kien/YK-[\d-]+", first))) == 30
    assert "q=den&amp;trang=2" in first
    second = browser.open("/quan-tri/y-kien?q=den&trang=2").text
    assert len(set(re.findall(r"/quan-tri/y-kien/YK-[\d-]+", second))) == 1


def test_the_day_puts_what_is_late_first_and_says_it_in_words(browser, db, make_case, staff):
    fresh = make_case(subject="Mới gửi hôm nay")
    with time_machine.travel(clock.now() - timedelta(days=40), tick=False):
        late = make_case(State.IN_PROGRESS, subject="Gửi đã lâu")
    browser.be(staff.officer)
    page = browser.open("/quan-tri/").text
    assert page.index(late.number) < page.index(fresh.number)
    assert "quá hạn" in page
    found = agenda.agenda(db, staff.officer)
    assert found.overdue == [late]
    assert found.later == [fresh]


def test_what_came_back_is_told_with_the_reason(browser, db, make_case, staff, people):
    returned = make_case(State.FOR_APPROVAL)
    service.return_draft(db, staff.head, returned, "Chưa nói bao giờ xong.")
    disputed = make_case(State.ANSWERED)
    service.dispute(db, HOLDER, disputed, "Đèn vẫn tắt.")
    make_case(State.IN_PROGRESS)
    db.commit()
    found = agenda.agenda(db, staff.officer).came_back
    assert [(back.case, back.act) for back in found] == [
        (disputed, "dispute"),
        (returned, "return"),
    ]
    browser.be(staff.officer)
    page = browser.open("/quan-tri/").text
    assert "Chưa nói bao giờ xong." in page
    assert "Đèn vẫn tắt." in page
    assert agenda.agenda(db, people["other head"]).came_back == []


def test_a_case_handed_to_an_office_comes_back_there_until_it_is_taken_on(
    db, make_case, staff, people, make_office, make_official, actor_of
):
    police = make_office("Công an xã")
    officer = actor_of(make_official(office=police))
    case = make_case()
    service.hand_over(db, staff.officer, case, police, "Việc trật tự.")
    db.commit()
    assert [back.act for back in agenda.agenda(db, officer).came_back] == ["hand_over"]
    service.accept(db, officer, case)
    db.commit()
    assert agenda.agenda(db, officer).came_back == []


def test_drafts_wait_for_the_head_and_new_items_for_the_dispatcher(browser, send, make_case, staff):
    draft = make_case(State.FOR_APPROVAL, subject="Chờ ký")
    unsent = send(subject="Chưa rõ cơ quan").case
    browser.be(staff.head)
    page = browser.open("/quan-tri/").text
    assert "chờ quý vị duyệt" in page
    assert draft.number in page
    browser.be(staff.officer)
    assert "chờ quý vị duyệt" not in browser.open("/quan-tri/").text
    browser.be(staff.dispatcher)
    page = browser.open("/quan-tri/").text
    assert "Chưa có cơ quan" in page
    assert unsent.number in page


@pytest.mark.parametrize(
    ("who", "door"),
    [("editor", "/quan-tri/van-ban"), ("administrator", "/quan-tri/can-bo")],
)
def test_those_without_cases_find_the_way_to_their_work(browser, people, who, door):
    browser.be(people[who])
    page = browser.open("/quan-tri/").text
    assert f'href="{door}"' in page
    assert 'role="search"' not in page


def test_the_menu_counts_what_waits_for_each(app, db, browser, make_case, send, people):
    make_case(State.FOR_APPROVAL)
    make_case(State.ANSWERED, agreed=True)
    send()
    with time_machine.travel(clock.now() - timedelta(days=40), tick=False):
        make_case(State.IN_PROGRESS)
    today, moderation = "cases_desk.today", "cases_desk.moderation"
    for who, counts in {
        "officer": {today: 1},
        "head": {today: 2},
        "other head": {},
        "dispatcher": {today: 1},
        "moderator": {moderation: 1},
        "inspector": {},
        "administrator": {},
    }.items():
        browser.be(people[who])
        with app.test_request_context("/quan-tri/"):
            assert desk.desk_counts() == counts, who


def test_the_clock_is_explained_on_the_page(browser, make_case, staff):
    case = make_case(State.IN_PROGRESS)
    browser.be(staff.officer)
    page = browser.open(address(case)).text
    assert "10 ngày làm việc kể từ" in page
    assert "cam kết của cơ quan" in page


def test_the_history_names_who_did_what_on_the_desk(browser, make_case, staff):
    case = make_case(State.ANSWERED)
    browser.be(staff.officer)
    page = browser.open(address(case)).text
    assert "Trần Văn Bình, Trưởng phòng" in page
    assert "Nguyễn Thị Lan, Chuyên viên" in page
