from portal.cases import rules, service, timeline
from portal.cases.models import Purpose
from portal.cases.rules import Move, State
from portal.permissions import HOLDER


def acts(entries):
    return [entry.act for entry in entries]


def test_every_move_has_its_sentence():
    assert {move.value for move in Move} <= set(timeline.SENTENCES)
    undoing = {Move.UNITE, Move.REJOIN}  # where these lead depends on what was split
    assert {step.move for step in rules.STEPS} == set(Move) - undoing


def test_every_sentence_can_be_filled(db, make_case, staff):
    service.dispute(db, HOLDER, make_case(State.ANSWERED), "Chưa.")
    for state in State:
        for desk in (True, False):
            for entry in service.timeline(db, make_case(state), desk=desk):
                assert "%(" not in entry.sentence % entry.values


def test_the_sender_reads_the_answer_and_no_draft_or_remark(db, make_case, staff):
    case = make_case(State.FOR_APPROVAL)
    service.return_draft(db, staff.head, case, "Viết rõ ngày.")
    service.submit(db, staff.officer, case, "Đã thay bóng thứ hai.")
    service.approve(db, staff.head, case)
    letters = [entry.letter for entry in service.timeline(db, case) if entry.letter]
    assert [letter.purpose for letter in letters] == [Purpose.ANSWER]
    desk = [entry.letter for entry in service.timeline(db, case, desk=True) if entry.letter]
    assert [letter.purpose for letter in desk] == [Purpose.ANSWER]
    office = service.timeline(db, case, desk=True, inner=True)
    inner = [entry.letter.text for entry in office if entry.letter]
    assert inner[:2] == ["Đã thay ba bóng đèn trong sáng nay.", "Viết rõ ngày."]


def test_officials_are_named_to_the_desk_alone(db, make_case):
    case = make_case(State.ANSWERED)
    assert {entry.official for entry in service.timeline(db, case)} == {None}
    names = [entry.official for entry in service.timeline(db, case, desk=True)]
    assert "Trần Văn Bình, Trưởng phòng" in names


def test_a_look_at_the_contact_is_told_to_the_desk_alone(db, make_case, staff):
    case = make_case(email="lan@example.vn")
    service.read_contact(db, staff.officer, case)
    db.flush()
    assert "contact_read" in acts(service.timeline(db, case, desk=True))
    assert "contact_read" not in acts(service.timeline(db, case))


def test_a_hand_over_names_both_offices_and_its_reason(db, make_case, staff, make_office):
    case = make_case(State.IN_PROGRESS)
    service.hand_over(db, staff.officer, case, make_office("Công an xã"), "Thuộc Công an xã.")
    last = service.timeline(db, case)[-1]
    assert last.sentence % last.values == "Phòng Kinh tế chuyển ý kiến đến Công an xã."
    assert last.letter.text == "Thuộc Công an xã."


def test_an_untriaged_case_lies_with_the_reception_desk(db, send, staff):
    case = send().case
    service.assign(db, staff.dispatcher, case, staff.office)
    assert service.timeline(db, case)[-1].values["from"] == timeline.TRIAGE
