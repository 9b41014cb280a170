"""An ordinary item that is a denunciation: sealed late, erased here, its code still good."""

import pytest

from portal.cases import codes, drafting, joining, splitting
from portal.cases import service as cases
from portal.cases.evidence import faults
from portal.cases.rules import State
from portal.cases.service import Submission
from portal.errors import Invalid, NotAllowed
from portal.files import FolderFiles
from portal.permissions import VISITOR, Actor, Role
from portal.sealed import rules, service, slipping
from portal.web import tokens

WORDS = "Ông B phó phòng đòi phong bì khi cấp phép."


@pytest.fixture
def files(settings):
    return FolderFiles(settings.data / "files")


@pytest.fixture
def dispatcher(make_official, actor_of):
    return actor_of(make_official(Role.DISPATCHER))


def _officer(db, office):
    return Actor(roles=frozenset({Role.OFFICER}), offices=frozenset({office.id}))


@pytest.fixture
def sent(db, settings, files):
    submission = Submission(
        kind="reflection", subject="Đòi phong bì", text=WORDS, name="Nguyễn Thị Sáu",
        phone="0900 000 111", form_token=tokens.new_form_token(settings),
    )  # fmt: skip
    receipt = cases.open_case(db, VISITOR, submission, settings=settings, files=files)
    db.commit()
    return receipt


def test_its_words_are_sealed_and_nothing_of_them_is_left(
    db, key, loc, sent, dispatcher, files, private_key
):
    item = slipping.slip_in(db, dispatcher, sent.case, files)
    db.commit()
    _head, content = rules.unseal(files.get(item.stored_as), private_key)
    assert content.facts["text"] == WORDS
    assert content.facts["name"] == "Nguyễn Thị Sáu"
    assert content.facts["received_as"] == sent.case.number
    case = sent.case
    assert (case.state, case.contact) == (State.WITHDRAWN, None)
    assert "phong" not in f"{case.subject} {case.text} {case.folded}"
    assert list(faults(db)) == []


def test_the_senders_code_opens_the_sealed_item_and_can_be_answered_then(
    db, key, loc, sent, dispatcher, files, settings, actor_of
):
    item = slipping.slip_in(db, dispatcher, sent.case, files)
    assert cases.case_by_code(db, settings, sent.code) is None
    assert item.reply_key == ""
    with pytest.raises(Invalid):
        service.answer(db, actor_of(loc), item, b"x", files)
    assert service.by_code(db, settings, codes.shown(sent.code)) is item
    sealed = rules.seal_answer(item.number, "Đã xác minh.", bytes.fromhex(item.reply_key))
    service.answer(db, actor_of(loc), item, sealed, files)
    assert service.answer_for(item, sent.code, files) == "Đã xác minh."


def test_where_nobody_may_open_it_it_stays(db, sent, dispatcher, files):
    with pytest.raises(Invalid):
        slipping.slip_in(db, dispatcher, sent.case, files)
    assert sent.case.text == WORDS


def test_only_who_works_on_it_may(db, key, loc, sent, files, make_official, actor_of):
    for role in (Role.INSPECTOR, Role.ADMINISTRATOR, Role.CONFIDANT, Role.OFFICER):
        with pytest.raises(NotAllowed):
            slipping.slip_in(db, actor_of(make_official(role)), sent.case, files)


def test_the_office_that_owes_the_answer_cannot_make_it_disappear(
    db, key, loc, sent, files, dispatcher, make_official, actor_of, make_office
):
    office = make_office("Phòng Kinh tế")
    cases.assign(db, dispatcher, sent.case, office)
    for role in (Role.OFFICER, Role.HEAD):
        with pytest.raises(NotAllowed):
            slipping.slip_in(db, actor_of(make_official(role, office=office)), sent.case, files)
    assert sent.case.text == WORDS


def test_nobody_of_the_office_it_lay_with_gets_it(db, key, loc, cuong, sent, files, dispatcher):
    cases.assign(db, dispatcher, sent.case, cuong.office)
    item = slipping.slip_in(db, dispatcher, sent.case, files)
    assert [handler.official_id for handler in item.handlers] == [loc.id]


def test_what_was_written_about_it_is_sealed_with_it_and_joined_items_are_let_go(
    db, key, loc, sent, files, dispatcher, settings, private_key, make_office
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
    item = slipping.slip_in(db, dispatcher, sent.case, files)
    _head, content = rules.unseal(files.get(item.stored_as), private_key)
    assert "Đã hỏi ông B." in content.facts["letters"]
    assert other.joined_to_id is None


def test_the_page_offers_it_and_does_it(browser, db, key, loc, sent, dispatcher):
    browser.be(dispatcher)
    page = browser.open(f"/quan-tri/y-kien/{sent.case.number}")
    assert "chuyển sang đường gửi kín" in page.text
    done = browser.send(f"/quan-tri/kin/chuyen/{sent.case.number}", _follow=True)
    assert "Đã khóa nội dung" in done.text
    again = browser.open(f"/quan-tri/y-kien/{sent.case.number}")
    assert WORDS not in again.text
    assert "Nguyễn Thị Sáu" not in again.text


def test_a_part_takes_the_whole_and_all_other_parts_along(
    db, key, loc, cuong, sent, files, dispatcher, settings, private_key, make_office
):
    office = make_office("Phòng Kinh tế")
    matters = [
        splitting.Matter(subject="Phong bì", text=WORDS, kind="reflection", office=one)
        for one in (office, cuong.office)
    ]
    first, second = splitting.split(db, dispatcher, sent.case, matters)
    drafting.note(db, _officer(db, office), first, "Đã hỏi ông B.")
    item = slipping.slip_in(db, dispatcher, second, files)
    db.commit()
    _head, content = rules.unseal(files.get(item.stored_as), private_key)
    assert content.facts["text"] == WORDS
    assert "Đã hỏi ông B." in content.facts["letters"]
    assert [handler.official_id for handler in item.handlers] == [loc.id]
    assert cases.case_by_code(db, settings, sent.code) is None
    assert service.by_code(db, settings, codes.shown(sent.code)) is item
    for case in (sent.case, first, second):
        assert "phong" not in f"{case.subject} {case.text} {case.folded}".lower()
    assert list(faults(db)) == []
