"""An ordinary item that is a denunciation: sealed late, erased here, its code still good."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.cases import codes, drafting, joining, reading, splitting
from portal.cases import service as cases
from portal.cases.evidence import faults
from portal.cases.rules import State
from portal.cases.service import Filters, Submission
from portal.errors import Invalid, NotAllowed
from portal.files import FolderFiles
from portal.history.models import Event
from portal.history.service import events_of
from portal.outbox.models import Effect
from portal.permissions import HOLDER, VISITOR, Actor, Role
from portal.sealed import deadlines, mail, rules, service, slipping
from portal.web import tokens

WORDS = "Ông B phó phòng đòi phong bì khi cấp phép."


@pytest.fixture
def files(settings):
    return FolderFiles(settings.data / "files")


@pytest.fixture
def dispatcher(make_official, actor_of):
    return actor_of(make_official(Role.DISPATCHER))


@pytest.fixture
def slip(db, sent, settings, files):
    """Move the item to the sealed lane."""

    def make(actor, why="accuses"):
        return slipping.slip_in(db, actor, sent.case, why, settings=settings, files=files)

    return make


def _officer(db, office):
    return Actor(roles=frozenset({Role.OFFICER}), offices=frozenset({office.id}))


@pytest.fixture
def sent(db, settings, files):
    submission = Submission(
        kind="reflection", subject="Đòi phong bì", text=WORDS, name="Nguyễn Thị Sáu",
        phone="0900 000 111", email="sau@example.vn", form_token=tokens.new_form_token(settings),
    )  # fmt: skip
    receipt = cases.open_case(db, VISITOR, submission, settings=settings, files=files)
    db.commit()
    return receipt


def test_its_words_are_sealed_and_nothing_of_them_is_left(
    db, key, loc, sent, dispatcher, files, private_key, slip
):
    item = slip(dispatcher)
    db.commit()
    _head, content = rules.unseal(files.get(item.stored_as), private_key)
    assert content.facts["text"] == WORDS
    assert content.facts["name"] == "Nguyễn Thị Sáu"
    assert content.facts["received_as"] == sent.case.number
    case = sent.case
    assert (case.state, case.contact) == (State.SEALED, None)
    assert "phong" not in f"{case.subject} {case.text} {case.folded}"
    db.commit()
    assert list(faults(db)) == []


def test_the_senders_code_opens_the_sealed_item_and_can_be_answered_then(
    db, key, loc, sent, dispatcher, files, settings, actor_of, slip
):
    item = slip(dispatcher)
    assert cases.case_by_code(db, settings, sent.code) is None
    assert item.reply_key == ""
    with pytest.raises(Invalid):
        service.answer(db, actor_of(loc), item, b"x", files)
    assert service.by_code(db, settings, codes.shown(sent.code)) is item
    sealed = rules.seal_answer(item.number, "Đã xác minh.", bytes.fromhex(item.reply_key))
    service.answer(db, actor_of(loc), item, sealed, files)
    assert service.answer_for(item, sent.code, files) == "Đã xác minh."


def test_where_nobody_may_open_it_it_stays(db, sent, dispatcher, files, slip):
    with pytest.raises(Invalid):
        slip(dispatcher)
    assert sent.case.text == WORDS


def test_only_who_works_on_it_may(db, key, loc, sent, files, make_official, actor_of, slip):
    for role in (Role.INSPECTOR, Role.ADMINISTRATOR, Role.CONFIDANT, Role.OFFICER):
        with pytest.raises(NotAllowed):
            slip(actor_of(make_official(role)))


def test_the_office_that_owes_the_answer_cannot_make_it_disappear(
    db, key, loc, sent, files, dispatcher, make_official, actor_of, make_office, slip
):
    office = make_office("Phòng Kinh tế")
    cases.assign(db, dispatcher, sent.case, office)
    for role in (Role.OFFICER, Role.HEAD):
        with pytest.raises(NotAllowed):
            slip(actor_of(make_official(role, office=office)))
    assert sent.case.text == WORDS


def test_nobody_of_the_office_it_lay_with_gets_it(
    db, key, loc, cuong, sent, files, dispatcher, slip, make_office
):
    cases.assign(db, dispatcher, sent.case, cuong.office)
    cases.hand_over(
        db, _officer(db, cuong.office), sent.case, make_office("Phòng Kinh tế"), "Việc của phòng."
    )
    item = slip(dispatcher)
    assert [handler.official_id for handler in item.handlers] == [loc.id]


def test_what_was_written_about_it_is_sealed_with_it_and_joined_items_are_let_go(
    db, key, loc, sent, files, dispatcher, settings, private_key, make_office, slip
):
    office = make_office("Phòng Kinh tế")
    other = cases.open_case(
        db, VISITOR, Submission(
            kind="reflection", subject="Phong bì", text="Cũng vậy.",
            form_token=tokens.new_form_token(settings),
        ), settings=settings, files=files,
    ).case  # fmt: skip
    for case in (sent.case, other):
        cases.assign(db, dispatcher, case, office)
    joining.join(db, dispatcher, other, sent.case.number, sure=True)
    drafting.note(db, _officer(db, office), sent.case, "Đã hỏi ông B.")
    item = slip(dispatcher)
    _head, content = rules.unseal(files.get(item.stored_as), private_key)
    assert "Đã hỏi ông B." in content.facts["letters"]
    assert other.joined_to_id is None


def test_the_page_offers_it_and_does_it(browser, db, key, loc, sent, dispatcher):
    browser.be(dispatcher)
    page = browser.open(f"/quan-tri/y-kien/{sent.case.number}")
    assert "chuyển sang đường gửi kín" in page.text
    address = f"/quan-tri/kin/chuyen/{sent.case.number}"
    assert "Xin chọn lý do" in browser.send(address, _follow=True).text
    done = browser.send(address, _follow=True, why="tip")
    assert "Đã khóa nội dung" in done.text
    again = browser.open(f"/quan-tri/y-kien/{sent.case.number}")
    assert again.status_code == 404
    for private in (WORDS, "Nguyễn Thị Sáu"):
        assert private not in again.text


@pytest.mark.parametrize("united", [False, True])
def test_no_list_count_search_or_export_shows_that_it_was_there_and_the_figures_count_it(
    db, key, loc, sent, dispatcher, settings, make_office, browser, slip, united
):
    office = make_office("Phòng Kinh tế")
    matters = [
        splitting.Matter(subject="Phong bì", text=text, kind="reflection", office=office)
        for text in WORDS.split(maxsplit=1)
    ]
    splitting.split(db, dispatcher, sent.case, matters, nothing_else=True)
    if united:
        splitting.unite(db, dispatcher, sent.case)
    reader = Actor(roles=frozenset({Role.DISPATCHER, Role.LEADER}), offices=frozenset())
    with clock.at(clock.now() + timedelta(days=60)):
        slip(dispatcher)
        db.commit()
        for state in (None, *State):
            within = Filters(state=state)
            assert cases.desk_items(db, reader, within).total == 0
            assert not any(cases.desk_counts(db, reader, within).states.values())
            assert not list(reading.every_item(db, reader, within))
        assert cases.desk_items(db, reader, Filters(words=sent.case.number)).total == 0
        browser.be(reader)
        for part in (sent.case, *sent.case.parts):
            assert browser.open(f"/quan-tri/y-kien/{part.number}").status_code == 404
    late = [event for event in db.scalars(select(Event)) if event.act == "overdue"]
    assert len(late) == (1 if united else 2)  # numbers for whoever had it then, nothing else


def test_a_part_takes_the_whole_and_all_other_parts_along(
    db, key, loc, cuong, sent, files, dispatcher, settings, private_key, make_office
):
    office = make_office("Phòng Kinh tế")
    matters = [
        splitting.Matter(subject="Phong bì", text=text, kind="reflection", office=one)
        for text, one in zip(WORDS.split(maxsplit=1), (office, cuong.office), strict=True)
    ]
    first, second = splitting.split(db, dispatcher, sent.case, matters, nothing_else=True)
    drafting.note(db, _officer(db, office), first, "Đã hỏi ông B.")
    item = slipping.slip_in(db, dispatcher, second, "accuses", settings=settings, files=files)
    db.commit()
    _head, content = rules.unseal(files.get(item.stored_as), private_key)
    assert content.facts["text"] == WORDS
    assert "Đã hỏi ông B." in content.facts["letters"]
    assert [handler.official_id for handler in item.handlers] == [loc.id]
    assert cases.case_by_code(db, settings, sent.code) is None
    assert service.by_code(db, settings, codes.shown(sent.code)) is item
    for case in (sent.case, first, second):
        assert "phong" not in f"{case.subject} {case.text} {case.folded}".lower()
    db.commit()
    assert list(faults(db)) == []


def test_whoever_owes_it_cannot_be_rid_of_it_as_dispatcher(
    db, key, loc, sent, slip, make_official, actor_of, make_office
):
    """Nor after handing it on: one click, or three, would make a lateness disappear."""
    office = make_office("Văn phòng")
    both = actor_of(make_official(Role.DISPATCHER, Role.OFFICER, office=office))
    cases.assign(db, both, sent.case, office)
    with pytest.raises(NotAllowed):
        slip(both)
    cases.hand_over(db, both, sent.case, make_office("Phòng Kinh tế"), "Việc của phòng.")
    with pytest.raises(NotAllowed):
        slip(both)
    reader = actor_of(make_official(Role.CONFIDANT, Role.INSPECTOR))  # of another office
    assert slip(reader).state == "received"


@pytest.mark.parametrize("end", ["refuse", "withdraw", "answer"])
def test_what_has_ended_is_taken_from_the_accused_all_the_same(
    db, key, loc, sent, dispatcher, make_official, actor_of, make_office, slip, end
):
    office = make_office("Phòng Kinh tế")
    accused = actor_of(make_official(Role.OFFICER, Role.HEAD, Role.MODERATOR, office=office))
    cases.assign(db, dispatcher, sent.case, office)
    if end == "refuse":
        cases.refuse(db, accused, sent.case, "Không thuộc thẩm quyền của phòng.")
    elif end == "withdraw":
        cases.withdraw(db, HOLDER, sent.case)
    else:
        cases.accept(db, accused, sent.case)
        cases.submit(db, accused, sent.case, "Đã kiểm tra hồ sơ cấp phép ngày 20/11.")
        cases.approve(db, accused, sent.case)
    with pytest.raises(NotAllowed):
        slip(accused)
    slip(dispatcher)
    db.commit()
    assert (sent.case.state, sent.case.contact) == (State.SEALED, None)
    assert list(faults(db)) == []
    with pytest.raises(NotAllowed):
        slip(dispatcher)


def test_it_takes_a_reason_that_the_log_keeps(db, key, loc, sent, dispatcher, slip):
    with pytest.raises(Invalid):
        slip(dispatcher, "")
    slip(dispatcher, "danger")
    told = [event for event in events_of(db, "case", sent.case.id) if event.act == "taken_out"]
    assert [event.facts["why"] for event in told] == ["danger"]


def test_a_lateness_stays_and_the_clock_goes_on_from_the_day_it_came(
    db, key, loc, sent, dispatcher, slip, browser, actor_of
):
    with clock.at(clock.now() + timedelta(days=60)):
        item = slip(dispatcher)
        assert item.received_on == clock.local_date(sent.case.received_at)
        assert sent.case.overdue_on
        assert deadlines.is_late(db, item)
        assert (deadlines.note_all_late(db), deadlines.note_all_late(db)) == (1, 0)
        browser.be(actor_of(loc))
        assert "quá hạn" in browser.open("/quan-tri/kin").text
        assert "Quá hạn" in browser.open(f"/quan-tri/kin/{item.number}").text
    db.commit()
    assert list(faults(db)) == []


def test_its_sender_is_told_and_the_address_forgotten(
    db, key, loc, sent, dispatcher, slip, settings
):
    slip(dispatcher)
    db.flush()
    effect = db.scalars(select(Effect).where(Effect.kind == mail.EFFECT)).one()
    assert "sau@" not in str(effect.payload)
    notice = mail.notice(db, settings, effect.payload)
    assert (notice.to, sent.case.number in notice.subject) == ("sau@example.vn", True)
    assert "tố cáo" not in notice.text
    effect.done_at = clock.now()
    mail.forget_addresses(db)
    assert effect.payload == {"case": sent.case.number}
    assert mail.notice(db, settings, effect.payload) is None
