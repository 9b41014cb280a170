from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from sqlalchemy import select

from portal.cases import drafting, mail, service
from portal.cases.mail import MOST_A_DAY
from portal.cases.models import Purpose
from portal.cases.rules import STEPS, State
from portal.history.service import events_of
from portal.outbox import mailbox
from portal.outbox.models import Effect
from portal.outbox.service import Later, keep_one, troubled_count, waiting
from portal.permissions import HOLDER

ADDRESS = "lan@example.vn"
OF_A_PROMISE = ["commitment_made", "commitment_kept", "commitment_overdue", "commitment_moved"]
# What tells of parts is in test_splitting: here there are none.
BESIDES = {"received", "progress", "rescheduled", "united"}
NOTICES = sorted({step.notice for step in STEPS if step.notice} - {"split"} | BESIDES)


@pytest.fixture
def written(db, settings):
    def make(case, notice="received", event=1):
        return mail.notice(db, settings, {"case": case.number, "notice": notice, "event": event})

    return make


@pytest.fixture
def told(db, make_case, staff, make_office):
    """Return a case that every notice can be written about."""

    def make(**changes):
        case = make_case(State.IN_PROGRESS, email=ADDRESS, **changes)
        service.ask(db, staff.officer, case, "Số nhà nào?")
        service.reply(db, HOLDER, case, "Số 12.")
        service.submit(db, staff.officer, case, "Đã thay bóng đèn.")
        service.approve(db, staff.head, case)
        for purpose in (Purpose.HAND_OVER, Purpose.REFUSAL, Purpose.PROGRESS, Purpose.DECISION):
            case.letters.append(service.answer_of(case).__class__(
                purpose=purpose, text="Vì thuộc tỉnh.", at=case.answered_at
            ))  # fmt: skip
        db.flush()
        return case

    return make


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", NOTICES)
def test_every_notice_is_written_in_both_languages(written, told, settings, name, language):
    case = told(language=language, subject="canary subject", text="canary text")
    found = written(case, name)
    assert case.number in found.subject
    assert "\n" not in found.subject
    greeting = {"vi": "Kính gửi quý vị", "en": "Hello"}[language]
    assert greeting in found.text
    assert f"{settings.public_url}/tra-cuu" in found.text
    assert "canary" not in found.subject + found.text
    assert "{" not in found.text
    assert mailbox.message(settings, found)["To"] == ADDRESS


def test_the_answer_is_in_the_mail_with_its_signer(written, told):
    text = written(told(), "answered").text
    assert "Đã thay bóng đèn." in text
    assert "Trần Văn Bình" in text


def test_a_letter_that_waited_says_what_was_so_when_it_was_promised(
    db, make_case, staff, make_office, settings
):
    case = make_case(email=ADDRESS)
    service.accept(db, staff.officer, case)
    for text in ("Sáng nay đã đến xem.", "Vật tư đã về kho."):
        drafting.tell_progress(db, staff.officer, case, text)
    due = mail.day_in(case.due_on, "vi")
    service.hand_over(db, staff.officer, case, make_office("Công an xã"), "Việc của Công an xã.")
    case.due_on += timedelta(days=30)
    db.flush()
    texts = [mail.notice(db, settings, payload).text for payload in waiting(db, "mail.case")]
    _received, accepted, first, second, handed = texts
    assert f"{staff.office.name} đã nhận xử lý" in accepted
    assert "Sáng nay đã đến xem." in first
    assert "Vật tư đã về kho." in second
    assert "Công an xã" in handed
    assert all(due in text for text in texts)


def test_no_secret_is_in_any_mail(db, send, settings, written):
    receipt = send(email=ADDRESS)
    found = written(receipt.case)
    assert receipt.code not in found.text + found.subject + found.key
    assert receipt.code[:8] not in found.text


def test_one_address_gets_at_most_five_a_day_whatever_is_submitted(written, send):
    cases = [send(email=address).case for address in (ADDRESS, ADDRESS.upper()) * 4]
    for case in cases[:MOST_A_DAY]:
        assert written(case) is not None
    for case in cases[MOST_A_DAY:]:
        with pytest.raises(Later):
            written(case)
    assert written(send(email="other@example.vn").case) is not None


@pytest.mark.parametrize("name", sorted(mail.AT_ONCE))
def test_what_has_to_be_known_in_time_never_waits(written, told, send, name):
    for case in [send(email=ADDRESS).case for _ in range(MOST_A_DAY)]:
        written(case)
    assert written(told(), name) is not None


def test_what_is_over_the_five_goes_out_the_next_morning(db, sessions, settings, send):
    sent = []

    def post(session, payload):
        notice = mail.notice(session, settings, payload)
        return lambda: sent.append(notice.key)

    def work():
        while keep_one(sessions, {"mail.case": post}, "test"):
            pass

    with time_machine.travel("2026-11-16 23:50+07:00", tick=False):
        cases = [send(email=ADDRESS).case for _ in range(MOST_A_DAY + 2)]
        work()
        assert len(sent) == MOST_A_DAY
        assert len(waiting(db, "mail.case")) == 2
    with time_machine.travel("2026-11-17 06:59+07:00", tick=False):
        work()
        assert len(sent) == MOST_A_DAY
    with time_machine.travel("2026-11-17 07:01+07:00", tick=False):
        work()
    assert [key.partition(".")[0] for key in sent] == [case.number for case in cases]
    assert [effect.attempts for effect in db.scalars(select(Effect))] == [1] * len(cases)
    assert troubled_count(db) == 0


def test_nobody_is_written_to_without_an_address(written, send):
    assert written(send(phone="0912 345 678").case) is None


def test_the_same_promise_has_the_same_key_and_another_one_another(written, send):
    case = send(email=ADDRESS).case
    keys = [written(case, event=event).key for event in (1, 1, 2)]
    assert [first == second for first, second in pairwise(keys)] == [True, False]


def test_that_a_mail_went_out_is_recorded_without_the_address(db, written, send):
    case = send(email=ADDRESS).case
    written(case)
    db.flush()
    last = events_of(db, "case", case.id)[-1]
    key = f"{case.number}.received.1"
    assert (last.act, last.facts) == ("mailed", {"notice": "received", "key": key})


def test_each_promise_made_by_a_move_can_be_kept(db, make_case, settings):
    make_case(State.ANSWERED, email=ADDRESS)
    for payload in waiting(db, "mail."):
        assert mail.notice(db, settings, payload) is not None
