"""What an answer promises: made, kept, broken, put off; who is told, and who may do it."""

from datetime import date

import pytest
import time_machine

from portal.cases import commitment_lists, commitments, mail, service
from portal.cases.models import Case
from portal.cases.rules import State, Visibility
from portal.errors import IllegalMove, Invalid, NotAllowed, NotFound
from portal.history.service import events_of
from portal.outbox.models import Effect
from portal.permissions import HOLDER, VISITOR, Role

MADE, DUE, LATER = "2026-11-20 09:00+07:00", date(2026, 11, 30), date(2026, 12, 31)
NEVER = date(2199, 12, 31)


@pytest.fixture
def promised(db, make_case, staff):
    """Return a case whose answer of 20/11 promises something by 30/11, and the promise."""

    def make(due_on=DUE, **changes):
        with time_machine.travel(MADE, tick=False):
            case = make_case(State.IN_PROGRESS, **changes)
            row = commitments.add(db, staff.officer, case, "Thay nốt hai bóng còn lại.", due_on)
            service.submit(db, staff.officer, case, "Đã thay một bóng, đang đợi vật tư.")
            service.approve(db, staff.head, case)
            db.commit()
        return case, row

    return make


def acts(db, case):
    return [event.act for event in events_of(db, "case", case.id) if "commitment" in event.act]


def told(db, notice):
    """Return the numbers of the cases whose senders are promised this notice."""
    found = db.query(Effect).filter(Effect.kind == "mail.case").order_by(Effect.id)
    return [row.payload["case"] for row in found if row.payload["notice"] == notice]


def test_a_promise_is_made_with_the_answer_and_not_before(db, promised, make_case, staff):
    case = make_case(State.IN_PROGRESS)
    row = commitments.add(db, staff.officer, case, "Sửa rãnh.", NEVER)
    assert (row.made_on, commitments.drafted(db, case)) == (None, [row])
    assert commitments.made_by(db, case) == []
    with pytest.raises(NotFound):
        commitments.commitment_by(db, staff.officer, row.id)
    case, row = promised()
    assert (row.made_on, row.first_due_on, row.due_on) == (date(2026, 11, 20), DUE, DUE)
    assert row.letter_id == service.answer_of(case).id
    assert acts(db, case) == ["commitment_made"]


def test_a_promise_in_the_draft_is_dropped_but_never_one_that_was_made(db, promised, staff):
    case, row = promised()
    with pytest.raises(IllegalMove):
        commitments.drop(db, staff.officer, case, row.id)
    service.dispute(db, HOLDER, case, "Vẫn tắt.")
    with pytest.raises(NotFound):
        commitments.drop(db, staff.officer, case, row.id)
    again = commitments.add(db, staff.officer, case, "Đổi tủ điện.", NEVER)
    commitments.drop(db, staff.officer, case, again.id)
    assert commitments.drafted(db, case) == []


@pytest.mark.parametrize("text", ["", "  "])
@pytest.mark.parametrize("due_on", [NEVER, date(2020, 1, 1)])
def test_a_promise_says_what_and_a_day_to_come(db, make_case, staff, text, due_on):
    case = make_case(State.IN_PROGRESS)
    with pytest.raises(Invalid):
        commitments.add(db, staff.officer, case, text, due_on)


def test_a_draft_that_lay_until_its_promise_was_past_cannot_be_sent(db, make_case, staff):
    with time_machine.travel(MADE, tick=False):
        case = make_case(State.IN_PROGRESS)
        commitments.add(db, staff.officer, case, "Sửa rãnh.", date(2026, 11, 21))
        service.submit(db, staff.officer, case, "Đang sửa rãnh, còn mười mét.")
    with time_machine.travel("2026-11-23 09:00+07:00"), pytest.raises(Invalid):
        service.approve(db, staff.head, case)


def test_it_is_kept_with_evidence_by_its_office(db, promised, staff):
    case, row = promised()
    with time_machine.travel("2026-11-27 09:00+07:00"):
        for nothing in (" ", ".", "Đã làm xong.", "Đã tiếp nhận, sẽ xem xét."):
            with pytest.raises(Invalid):
                commitments.keep(db, staff.officer, row, nothing)
        for who in (staff.dispatcher, staff.moderator, VISITOR, HOLDER):
            with pytest.raises(NotAllowed):
                commitments.keep(db, who, row, "Đã thay hai bóng.")
        commitments.keep(db, staff.officer, row, "Đã thay hai bóng sáng 27/11.")
        with pytest.raises(IllegalMove):
            commitments.keep(db, staff.officer, row, "Đã thay lần nữa.")
    assert (row.kept_on, row.overdue_on) == (date(2026, 11, 27), None)
    assert acts(db, case) == ["commitment_made", "commitment_kept"]


def test_the_nightly_look_writes_each_broken_promise_once_dated_on_its_day(db, promised):
    case, row = promised()
    for night, new in (("2026-11-30", 0), ("2026-12-03", 1), ("2026-12-04", 0)):
        with time_machine.travel(f"{night} 23:00+07:00"):
            assert commitments.note_all_broken(db) == new
    assert row.overdue_on == date(2026, 12, 1)
    event = events_of(db, "case", case.id)[-1]
    assert (event.act, event.facts["on"]) == ("commitment_overdue", "2026-12-01")


def test_kept_late_stays_late_even_when_nobody_looked_before(db, promised, staff):
    case, row = promised()
    with time_machine.travel("2026-12-10 09:00+07:00"):
        commitments.keep(db, staff.officer, row, "Đã thay hai bóng.")
    assert (row.overdue_on, row.kept_on) == (date(2026, 12, 1), date(2026, 12, 10))
    assert acts(db, case) == ["commitment_made", "commitment_overdue", "commitment_kept"]


def test_the_day_is_put_off_by_the_head_with_a_reason_and_the_old_one_stays(db, promised, staff):
    case, row = promised()
    with time_machine.travel("2026-12-02 09:00+07:00"):
        with pytest.raises(NotAllowed):
            commitments.put_off(db, staff.officer, row, LATER, "Đợi vật tư.")
        for due_on, reason in ((LATER, " "), (date(2026, 12, 2), "x"), (row.due_on, "x")):
            with pytest.raises(Invalid):
                commitments.put_off(db, staff.head, row, due_on, reason)
        commitments.put_off(db, staff.head, row, LATER, "Vật tư về chậm.")
    assert (row.first_due_on, row.due_on, row.overdue_on) == (DUE, LATER, date(2026, 12, 1))
    (change,) = row.changes
    assert (change.due_before, change.due_on, change.reason) == (DUE, LATER, "Vật tư về chậm.")
    with time_machine.travel("2027-01-02 23:00+07:00"):
        assert commitments.note_all_broken(db) == 1
        assert commitments.note_all_broken(db) == 0
    assert row.overdue_on == date(2026, 12, 1)  # the first day it was late is written once
    assert acts(db, case) == [
        "commitment_made", "commitment_overdue", "commitment_moved", "commitment_overdue",
    ]  # fmt: skip


def test_put_off_it_goes_on_being_late_for_everybody_who_looks(db, promised, staff, browser):
    case, row = promised()
    with time_machine.travel("2026-12-02 09:00+07:00"):
        commitments.put_off(db, staff.head, row, LATER, "Vật tư về chậm.")
        assert commitment_lists.ledger(db, staff.officer).overdue == [row]
        assert commitments.owed_now(db, staff.officer) == [row]
        assert commitments.broken_now(db, staff.officer) == 1
        case.agreed, case.visibility = True, Visibility.PUBLISHED
        case.public_subject, case.public_text, case.public_answer = "Đèn", "Tắt.", "Đã thay một."
        row.public_text = "Thay nốt hai bóng."
        db.commit()
        page = browser.open("/cam-ket?xem=overdue").text
    assert "Thay nốt hai bóng." in page
    assert "lần đầu hẹn hết ngày 30/11/2026, đã trễ" in page


def test_it_is_put_off_half_a_year_at_most_counted_from_the_first_day(db, promised, staff):
    _case, row = promised()
    with time_machine.travel("2026-12-02 09:00+07:00"):
        with pytest.raises(Invalid, match="nửa năm"):
            commitments.put_off(db, staff.head, row, date(2027, 6, 2), "Đợi vốn.")
        commitments.put_off(db, staff.head, row, date(2027, 6, 1), "Đợi vốn.")
    with time_machine.travel("2027-06-02 09:00+07:00"), pytest.raises(Invalid, match="nửa năm"):
        commitments.put_off(db, staff.head, row, date(2027, 7, 1), "Đợi vốn.")


def test_everybody_who_asked_is_told_when_it_is_made_kept_and_broken(
    db, promised, make_case, send, staff
):
    whole = send(email="me@example.vn").case
    joined = send(email="hang-xom@example.vn").case
    nobody = send().case
    with time_machine.travel(MADE, tick=False):
        part = make_case(State.IN_PROGRESS)
        joined.joined_to_id = None
        part.part_of, part.part = whole, 1
        joined.joined_to_id = nobody.joined_to_id = part.id
        row = commitments.add(db, staff.officer, part, "Thay nốt.", DUE)
        service.submit(db, staff.officer, part, "Đã thay một bóng.")
        service.approve(db, staff.head, part)
    assert told(db, "commitment_made") == [joined.number]  # the other one reads it in the answer
    everybody = [part.number, joined.number]  # whose letters go to whoever sent the whole
    with time_machine.travel("2026-12-02 09:00+07:00"):
        commitments.note_all_broken(db)
        commitments.keep(db, staff.officer, row, "Đã thay nốt.")
    assert told(db, "commitment_overdue") == everybody
    assert told(db, "commitment_kept") == everybody


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_message_about_a_promise_says_what_was_so_when_it_was_owed(
    db, promised, staff, send, settings, language
):
    """However late it goes out: the day was put off twice and the promise kept meanwhile."""
    case, row = promised(email="me@example.vn", language=language)
    beside = send(email="hang-xom@example.vn", language=language).case
    beside.joined_to_id = case.id
    with time_machine.travel("2026-12-02 09:00+07:00"):
        commitments.put_off(db, staff.head, row, LATER, "Vật tư về chậm.")
        commitments.put_off(db, staff.head, row, date(2027, 1, 15), "Mưa lũ.")
        commitments.keep(db, staff.officer, row, "Đã thay nốt hai bóng.")
    words = [
        ("commitment_made", {"30/11/2026"}),
        ("commitment_overdue", {"30/11/2026"}),
        ("commitment_moved", {"30/11/2026", "31/12/2026", "Vật tư về chậm."}),
        ("commitment_moved", {"31/12/2026", "15/01/2027", "Mưa lũ."}),
        ("commitment_kept", {"Đã thay nốt hai bóng."}),
    ]
    told = [event for event in events_of(db, "case", case.id) if "commitment" in event.act]
    ever = set().union(*(said for _, said in words))
    for event, (notice, said) in zip(told, words, strict=True):
        assert event.act == notice
        for asker in (case, beside):
            payload = {"case": asker.number, "notice": notice}
            found = mail.notice(db, settings, payload | {"event": event.id, "commitment": row.id})
            assert asker.number in found.subject
            assert row.text in found.text
            assert {word for word in ever if word in found.text} == said
    answered = mail.notice(db, settings, {"case": case.number, "notice": "answered", "event": 99})
    assert row.text in answered.text
    assert "30/11/2026" in answered.text


def test_the_ledger_shows_what_is_owed_first_and_no_other_office(
    db, promised, staff, make_official, make_office, actor_of
):
    _, late = promised()
    _, soon = promised(due_on=date(2026, 12, 5))
    _, far = promised(due_on=LATER)
    _, kept = promised()
    with time_machine.travel("2026-12-02 09:00+07:00"):
        commitments.keep(db, staff.officer, kept, "Đã thay bóng.")
        found = commitment_lists.ledger(db, staff.officer)
        owed = commitments.owed_now(db, staff.officer)
        stranger = actor_of(make_official(Role.HEAD, office=make_office("Trạm Y tế")))
        assert commitment_lists.ledger(db, stranger).total == 0
        assert commitments.owed_now(db, staff.dispatcher) == []
        assert commitment_lists.ledger(db, staff.dispatcher, staff.office.id).total == 4
    assert (found.overdue, found.due_soon, found.open) == ([late], [soon], [far])
    assert (found.kept, owed, found.total) == ([kept], [late, soon], 4)
    with pytest.raises(NotAllowed):
        commitments.commitment_by(db, stranger, late.id)


def test_the_sender_reads_of_each_step(db, promised, staff):
    case, row = promised()
    with time_machine.travel("2026-12-02 09:00+07:00"):
        commitments.keep(db, staff.officer, row, "Đã thay bóng.")
    read = [entry.act for entry in service.timeline(db, db.get(Case, case.id))]
    assert read[-3:] == ["commitment_made", "commitment_overdue", "commitment_kept"]
