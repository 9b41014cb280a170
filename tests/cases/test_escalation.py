"""Who hears of a date, when, and that nobody hears twice a day."""

from datetime import date

import pytest
import time_machine
from sqlalchemy import func, select

from portal import clock
from portal.cases import digests, escalation, service
from portal.cases.answer_models import Commitment
from portal.cases.digest import Digest
from portal.cases.mail import texts
from portal.cases.models import Span
from portal.cases.rules import State
from portal.i18n import LANGUAGES
from portal.outbox.service import waiting
from portal.permissions import Role
from portal.procedures import service as procedures
from portal.procedures.rules import Day, DayKind

MONDAY = "2026-11-16 09:00+07:00"  # ten working days end on Tuesday 01/12


def at(told: str):
    return time_machine.travel(f"{told}+07:00", tick=False)


@pytest.fixture
def people(make_office, make_official):
    """Return an office with everybody who has an address."""
    office = make_office("Phòng Văn hóa - Xã hội")
    desk = make_office("Lãnh đạo UBND")

    def one(role, where, name):
        return make_official(role, office=where, name=name, email=f"{name}@xa.vn")

    return {
        "office": office,
        "officer": one(Role.OFFICER, office, "can-bo"),
        "colleague": one(Role.OFFICER, office, "dong-nghiep"),
        "head": one(Role.HEAD, office, "truong-phong"),
        "dispatcher": one(Role.DISPATCHER, desk, "tiep-nhan"),
        "leader": one(Role.LEADER, desk, "chu-tich"),
        "stranger": one(Role.OFFICER, desk, "noi-khac"),
    }


@pytest.fixture
def case(db, make_case, people):
    with time_machine.travel(MONDAY, tick=False):
        made = make_case(State.IN_PROGRESS)
        made.office_id = people["office"].id
        db.commit()
        return made


def told(db, people):
    """Return who is promised a letter, by their part."""
    names = {row.id: name for name, row in people.items() if name != "office"}
    return {names[payload["official"]] for payload in waiting(db, "mail.digest")}


@pytest.mark.parametrize(
    ("day", "who"),
    [
        ("2026-11-25", set()),  # four working days before
        ("2026-11-26", {"officer", "colleague"}),  # three
        ("2026-11-27", {"officer", "colleague"}),
        ("2026-11-30", {"officer", "colleague", "head"}),  # one
        ("2026-12-01", {"officer", "colleague", "head"}),  # the day itself
        ("2026-12-02", {"officer", "colleague", "head", "leader"}),  # one after
        ("2026-12-10", {"officer", "colleague", "head", "leader"}),
    ],
)
def test_the_circle_grows_as_the_date_comes_and_passes(db, case, people, day, who):
    with at(f"{day} 08:00"):
        assert service.escalate(db) == len(who)
    assert told(db, people) == who


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        ("2026-12-01 07:29", False),
        ("2026-12-01 07:30", True),
        ("2026-12-01 16:29", True),
        ("2026-12-01 16:30", False),
        ("2026-12-01 00:05", False),
        ("2026-12-05 09:00", False),  # a Saturday
        ("2026-11-24 09:00", False),  # a holiday
        ("2026-08-22 09:00", True),  # a Saturday worked in exchange
    ],
)
def test_letters_go_out_in_working_hours_only(db, moment, open_):
    with at(moment):
        assert escalation.in_working_hours(db, clock.now()) is open_


def test_nobody_is_written_to_twice_a_day(db, case, people):
    with at("2026-12-02 08:00"):
        first = service.escalate(db)
        assert service.escalate(db) == 0
    with at("2026-12-02 15:00"):
        assert service.escalate(db) == 0
    with at("2026-12-03 08:00"):
        assert service.escalate(db) == first
    assert db.scalar(select(func.count(Digest.id))) == 2 * first


def test_another_worker_that_was_faster_is_met_without_harm(db, case, people):
    today = date(2026, 12, 2)
    with at("2026-12-02 08:00"):
        db.add(Digest(official_id=people["officer"].id, on=today))
        db.flush()
        assert not escalation._promise(db, people["officer"], today)  # noqa: SLF001 - the race
    assert waiting(db, "mail.digest") == []


def test_one_in_whose_hands_it_is_hears_instead_of_all(db, case, people):
    case.handler_id = people["officer"].id
    db.flush()
    with at("2026-11-26 08:00"):
        service.escalate(db)
    assert told(db, people) == {"officer"}


def test_an_item_nobody_was_given_is_the_dispatchers(db, send, people):
    with time_machine.travel(MONDAY, tick=False):
        send()
    with at("2026-11-17 08:00"):  # one working day before it must be sorted
        service.escalate(db)
    assert told(db, people) == {"dispatcher"}


def test_one_letter_holds_everything_and_no_word_of_a_citizen(
    db, case, make_case, people, settings
):
    with time_machine.travel(MONDAY, tick=False):
        other = make_case(State.IN_PROGRESS, subject="chim yến", text="bí mật của tôi")
        other.office_id = people["office"].id
        db.commit()
    with at("2026-12-03 08:00"):
        service.escalate(db)
        payload = next(
            one for one in waiting(db, "mail.digest") if one["official"] == people["head"].id
        )
        found = digests.notice(db, settings, payload)
    assert found.to == "truong-phong@xa.vn"
    assert found.subject.endswith("Việc cần xem hôm nay: 2 mục")
    for expected in (case.number, other.number, "Quá hạn (2)", "quá 2 ngày làm việc"):
        assert expected in found.text
    for secret in ("chim yến", "bí mật", case.subject):
        assert secret not in found.text
    assert "{" not in found.text


def test_each_official_is_written_to_in_their_language(db, case, people, settings):
    people["head"].language = "en"
    db.commit()
    with at("2026-12-03 08:00"):
        service.escalate(db)
        letters = {
            one["official"]: digests.notice(db, settings, one) for one in waiting(db, "mail.digest")
        }
    english, vietnamese = letters[people["head"].id], letters[people["officer"].id]
    assert english.subject.endswith("To look at today: 1")
    for expected in ("Overdue (1)", case.number, "was due Tuesday, 01/12/2026", "2 working days"):
        assert expected in english.text
    assert "ngày làm việc" not in english.text
    assert "Quá hạn (1)" in vietnamese.text


def test_the_letters_know_every_span_and_every_group():
    for language in LANGUAGES:
        for span in (*(one.value for one in Span), "promise"):
            for name, left in (("overdue", -1), ("today", 0), ("soon", 2)):
                line = {"number": "YK", "span": span, "due": "x", "left": left, "office": ""}
                group = {"name": name, "count": 1, "lines": [line], "more": 1}
                text = texts().get_template(f"digest/{language}.txt")
                assert text.render(
                    authority={"short_name": "X", "name": "X"}, name="X", groups=[group], desk="/"
                )


def test_a_promise_is_in_the_letter_of_the_office_that_made_it(db, make_case, people, settings):
    with time_machine.travel(MONDAY, tick=False):
        answered = make_case(State.ANSWERED)
        answered.office_id = people["office"].id
        db.add(
            Commitment(
                case_id=answered.id, letter_id=service.answer_of(answered).id, text="Thay đèn.",
                office_id=people["office"].id, made_on=date(2026, 11, 16),
                first_due_on=date(2026, 12, 1), due_on=date(2026, 12, 1),
            )
        )  # fmt: skip
        db.commit()
    with at("2026-11-25 08:00"):
        assert service.escalate(db) == 0
    with at("2026-12-02 08:00"):
        service.escalate(db)
        payload = next(
            one for one in waiting(db, "mail.digest") if one["official"] == people["head"].id
        )
        text = digests.notice(db, settings, payload).text
    assert told(db, people) == {"officer", "colleague", "head", "leader"}
    assert f"{answered.number}, làm xong việc đã cam kết: hẹn thứ Ba, 01/12/2026" in text
    assert "Thay đèn" not in text


def test_what_was_answered_meanwhile_or_is_a_day_old_is_not_sent(db, case, people, settings, staff):
    with at("2026-12-02 08:00"):
        service.escalate(db)
        payload = waiting(db, "mail.digest")[0]
    with at("2026-12-02 16:31"):
        assert digests.notice(db, settings, payload) is None
    with at("2026-12-03 08:00"):
        assert digests.notice(db, settings, payload) is None
    with at("2026-12-02 10:00"):
        assert digests.notice(db, settings, payload) is not None
        service.running(case).met_on = date(2026, 12, 2)
        db.flush()
        assert digests.notice(db, settings, payload) is None


def test_a_paused_case_alarms_nobody(db, case, people, actor_of):
    with at("2026-11-27 08:00"):
        service.ask(db, actor_of(people["officer"]), case, "Đèn nào?")
    with at("2026-12-02 08:00"):
        assert service.escalate(db) == 0


def test_the_working_days_left_follow_the_authoritys_calendar(
    db, case, people, make_official, actor_of
):
    admin = actor_of(make_official(Role.ADMINISTRATOR))
    storm = Day(on=date(2026, 11, 30), kind=DayKind.CLOSED, name="Bão", notice="TB 12")
    with at("2026-11-27 08:00"):
        procedures.enter_day(db, admin, storm)
        [due] = [one for one in escalation.owed(db, date(2026, 11, 27)) if one.span is Span.ANSWER]
        assert due.left == 1  # Monday is closed, Tuesday is left
    with at("2026-11-30 08:00"):
        assert service.escalate(db) == 0


def test_an_office_that_is_away_gets_nothing_sent_to_nobody(db, case, people):
    for name in ("officer", "colleague", "head", "leader"):
        people[name].active = False
    db.flush()
    with at("2026-12-02 08:00"):
        assert service.escalate(db) == 0
