"""Two people about the same matter: one answer, two senders who know nothing of each other."""

import pytest

from portal import upkeep
from portal.cases import answering, enclosures, joining, service
from portal.cases.answer_models import AnswerSetting, Source
from portal.cases.evidence import faults
from portal.cases.rules import OPEN, State, Visibility
from portal.cases.service import NewFile
from portal.errors import IllegalMove, Invalid, NotAllowed
from portal.history.service import events_of
from portal.outbox.models import Effect
from portal.permissions import HOLDER, Role

ANSWER = "Đã thay ba bóng đèn ngày 20/11. Xin cảm ơn bà con."


@pytest.fixture
def two(db, staff, make_case):
    """Return the first case and another one that was joined to it."""
    first, second = make_case(), make_case(email="sau@example.vn", agreed=True)
    joining.join(db, staff.officer, second, first.number)
    db.commit()
    return first, second


@pytest.fixture
def officer_of(make_official, actor_of):
    return lambda office: actor_of(make_official(Role.OFFICER, office=office))


def answer(db, staff, case):
    service.submit(db, staff.officer, case, ANSWER)
    service.approve(db, staff.head, case)
    db.commit()


def acts(db, case):
    return [event.act for event in events_of(db, "case", case.id)]


def notices(db, case):
    effects = db.query(Effect).filter(Effect.kind == "mail.case").all()
    return [one.payload["notice"] for one in effects if one.payload["case"] == case.number]


def test_both_are_taken_on_and_answered_each_with_notices_of_its_own(db, staff, two):
    first, second = two
    due = second.due_on
    service.accept(db, staff.officer, first)
    assert second.state is State.IN_PROGRESS
    answer(db, staff, first)
    assert (first.state, second.state) == (State.ANSWERED, State.ANSWERED)
    given = service.answer_of(second)
    assert (given.text, given.signed_name) == (ANSWER, "Trần Văn Bình")
    assert second.due_on == due
    assert notices(db, second) == ["received", "accepted", "answered"]
    assert second.visibility is Visibility.PENDING
    assert first.visibility is Visibility.PRIVATE
    db.commit()
    assert list(faults(db)) == []


def test_the_sender_learns_that_there_is_another_and_not_who(db, two):
    first, second = two
    told = [(entry.sentence, *entry.values.values()) for entry in service.timeline(db, second)]
    assert any("cùng một ý kiến khác" in line[0] for line in told)
    assert first.number not in str(told)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_whatever_state_it_is_in_it_is_answered_along(db, staff, make_case, state):
    first, second = make_case(State.IN_PROGRESS), make_case(state)
    joining.join(db, staff.officer, second, first.number)
    answer(db, staff, first)
    assert second.state is State.ANSWERED
    db.commit()
    assert list(faults(db)) == []


def test_what_goes_out_with_the_answer_goes_to_both(db, staff, two, make_publication, files):
    first, second = two
    service.accept(db, staff.officer, first)
    document = make_publication()
    db.add(Source(case_id=first.id, publication_id=document.id, anchor="", name="Kế hoạch 41"))
    plan = NewFile(name="so-do.pdf", media_type="application/pdf", content=b"plan")
    enclosures.attach(db, files, staff.officer, first, [plan])
    answer(db, staff, first)
    given = answering.enclosed(db, second, service.answer_of(second))
    assert [row.name for row in given.sources] == ["Kế hoạch 41"]
    (file,) = given.files
    assert (file.name, files.get(file.stored_as)) == ("so-do.pdf", b"plan")
    file.released = True  # a moderator decides for each sender apart
    assert not answering.enclosed(db, first, service.answer_of(first)).files[0].released
    assert upkeep.check(db, files).sound


def test_who_disagrees_goes_on_alone(db, staff, two):
    first, second = two
    service.accept(db, staff.officer, first)
    answer(db, staff, first)
    service.dispute(db, HOLDER, second, "Đèn vẫn tối.")
    db.commit()
    assert second.joined_to_id is None
    assert second.state is State.IN_PROGRESS
    assert first.state is State.ANSWERED


@pytest.mark.parametrize("state", [State.RECEIVED, State.IN_PROGRESS])
def test_an_offer_moves_it_nowhere_and_an_acceptance_takes_it_along(
    db, staff, make_case, make_office, officer_of, state
):
    police, unit = make_office("Công an xã"), make_office("Trạm y tế")
    first, second = make_case(State.IN_PROGRESS), make_case(state)
    joining.join(db, staff.officer, second, first.number)
    home, there = first.office_id, officer_of(police)
    service.hand_over(db, staff.officer, first, police, "Việc này của Công an xã.")
    late = make_case(email="ba@example.vn")
    joining.join(db, staff.dispatcher, late, first.number)
    assert (first.office_id, second.office_id, late.office_id) == (police.id, home, home)
    service.decline(db, there, first, "Không phải việc của Công an.")
    assert {one.office_id for one in (first, second, late)} == {home}
    assert "follow" not in acts(db, second)
    service.hand_over(db, staff.officer, first, unit, "Việc này của Trạm y tế.")
    service.accept(db, officer_of(unit), first)
    assert {one.office_id for one in (first, second, late)} == {unit.id}
    assert {one.state for one in (first, second, late)} == {State.IN_PROGRESS}
    assert "follow" in acts(db, second)
    db.commit()
    assert list(faults(db)) == []


def test_what_two_offices_declined_waits_for_the_decision_with_what_is_joined(
    db, staff, two, make_office, officer_of
):
    police, unit = make_office("Công an xã"), make_office("Trạm y tế")
    first, second = two
    for office in (police, unit):
        service.hand_over(db, staff.officer, first, office, "Việc của nơi khác.")
        service.decline(db, officer_of(office), first, "Không phải.")
    assert (first.office_id, second.office_id) == (None, None)
    service.decide(db, staff.dispatcher, first, police, "Quy chế giao Công an xã.")
    assert second.office_id == police.id
    db.commit()
    assert list(faults(db)) == []


def test_what_waits_for_another_goes_nowhere_alone_before_it_is_taken_out(
    db, staff, make_case, make_office
):
    police = make_office("Công an xã")
    first, second = make_case(State.IN_PROGRESS), make_case(State.IN_PROGRESS)
    joining.join(db, staff.officer, second, first.number)
    for act, said in (
        (service.ask, ("Số nhà nào?",)),
        (service.hand_over, (police, "Việc này của Công an xã.")),
        (service.refuse, ("Không thuộc xã.",)),
        (service.submit, (ANSWER,)),
    ):
        with pytest.raises(IllegalMove):
            act(db, staff.officer, second, *said)
    joining.part(db, staff.officer, second)
    service.hand_over(db, staff.officer, second, police, "Việc này của Công an xã.")
    answer(db, staff, first)
    assert (second.state, second.office_id) == (State.RECEIVED, police.id)


def test_taken_out_it_is_answered_alone(db, staff, two):
    first, second = two
    joining.part(db, staff.officer, second)
    service.accept(db, staff.officer, first)
    answer(db, staff, first)
    assert second.state is State.RECEIVED
    assert acts(db, second)[-2:] == ["join", "part"]
    with pytest.raises(IllegalMove):
        joining.part(db, staff.officer, second)


@pytest.mark.parametrize("end", ["refuse", "withdraw"])
def test_where_the_other_ends_without_an_answer_it_is_let_go(db, staff, two, end):
    first, second = two
    if end == "refuse":
        service.refuse(db, staff.officer, first, "Không thuộc xã.")
    else:
        service.withdraw(db, HOLDER, first)
    assert second.joined_to_id is None
    assert second.state in OPEN
    assert acts(db, second)[-1] == "part"


def test_what_cannot_be_joined_is_refused_with_its_reason(db, staff, make_case, send):
    first, second, third = make_case(), make_case(), make_case()
    closed = make_case(State.ANSWERED)
    elsewhere = send().case
    for wrong, why in (
        (first.number, "chính nó"),
        ("YK-2026-999999", "Không có ý kiến"),
        (elsewhere.number, "Không có ý kiến"),
        (closed.number, "đã được trả lời"),
    ):
        with pytest.raises(Invalid, match=why):
            joining.join(db, staff.officer, first, wrong)
    joining.join(db, staff.officer, second, first.number)
    with pytest.raises(Invalid, match="Đã có ý kiến khác"):
        joining.join(db, staff.officer, first, third.number)
    assert joining.join(db, staff.officer, third, second.number) is first
    with pytest.raises(IllegalMove):
        joining.join(db, staff.officer, closed, first.number)


def test_only_who_handles_or_dispatches_may_join(db, staff, make_case, make_official, actor_of):
    first, second = make_case(), make_case()
    for outsider in (staff.moderator, HOLDER, actor_of(make_official())):
        with pytest.raises(NotAllowed):
            joining.join(db, outsider, second, first.number)
    joining.join(db, staff.dispatcher, second, first.number)
    with pytest.raises(NotAllowed):
        joining.part(db, staff.moderator, second)


def test_reading_the_other_item_is_not_enough_to_join_to_it(
    db, staff, make_case, send, make_office, make_official, actor_of
):
    """An officer who also inspects reads everything and still works for one office alone."""
    official = make_official(Role.OFFICER, Role.INSPECTOR, office=staff.office)
    case, elsewhere = make_case(), send().case
    service.assign(db, staff.dispatcher, elsewhere, make_office("Công an xã"))
    with pytest.raises(Invalid, match="Không có ý kiến"):
        joining.join(db, actor_of(official), case, elsewhere.number)


def test_what_one_office_took_on_is_handed_over_before_it_is_joined_elsewhere(
    db, staff, make_case, send, make_office, make_official, actor_of
):
    police = make_office("Công an xã")
    officer = actor_of(make_official(Role.OFFICER, office=police))
    taken, offered, lead = make_case(State.IN_PROGRESS), make_case(), send().case
    with pytest.raises(Invalid, match="chuyển cơ quan trước"):
        joining.join(db, staff.dispatcher, taken, lead.number)  # nobody's yet: it would follow
    service.assign(db, staff.dispatcher, lead, police)
    with pytest.raises(Invalid, match="chuyển cơ quan trước"):
        joining.join(db, staff.dispatcher, taken, lead.number)
    joining.join(db, staff.dispatcher, offered, lead.number)
    assert offered.office_id == police.id
    service.hand_over(db, staff.officer, taken, police, "Việc này của Công an xã.")
    service.accept(db, officer, taken)
    joining.join(db, officer, taken, lead.number)
    assert taken.joined_to_id == lead.id


def test_candidates_come_with_what_speaks_for_them(db, staff, make_case):
    case = make_case()
    alike = make_case(text="Ba bóng đèn trước nhà văn hóa tắt hết rồi, tối lắm.")
    found = joining.candidates(db, staff.officer, case, [alike.number, case.number])
    assert [row.case for row in found] == [alike]
    assert found[0].share > 0.3
    assert found[0].near == "thôn Đông Khê"


def test_nobody_gets_round_the_second_look_by_joining(db, staff, make_case):
    first, second = make_case(), make_case(State.ANSWERED)
    service.dispute(db, HOLDER, second, "Đèn vẫn tối.")
    assert not joining.may_join(staff.officer, second)
    with pytest.raises(Invalid, match="không đồng ý một lần"):
        joining.join(db, staff.officer, second, first.number)


def test_nobody_gets_round_the_approval_by_joining(db, staff, make_case):
    db.add(AnswerSetting(kind="praise", needs_approval=False))
    first, second = make_case(State.IN_PROGRESS, kind="praise"), make_case()
    joining.join(db, staff.officer, second, first.number)
    with pytest.raises(Invalid, match="lãnh đạo duyệt"):
        service.send(db, staff.officer, first, ANSWER)
    joining.part(db, staff.officer, second)
    service.send(db, staff.officer, first, ANSWER)
    assert (first.state, second.state) == (State.ANSWERED, State.IN_PROGRESS)
