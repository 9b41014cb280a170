"""One submission with several matters: parts with offices, clocks and answers of their own."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine

from portal import clock
from portal.cases import (
    commitments,
    enclosures,
    erasing,
    joining,
    moderation,
    quoting,
    register_file,
    service,
)
from portal.cases import splitting as acts
from portal.cases.bounces import bounces
from portal.cases.evidence import faults
from portal.cases.figures import figures, figures_by_office
from portal.cases.mail import notice
from portal.cases.models import Span
from portal.cases.reading import Filters, every_item
from portal.cases.rules import OPEN, Judgement, Move, State, Visibility
from portal.cases.splitting import Matter, is_done, parts_of
from portal.errors import IllegalMove, Invalid, NotAllowed
from portal.history.service import events_of
from portal.outbox.models import Effect
from portal.permissions import HOLDER, Role
from portal.procedures import service as procedures
from portal.procedures.rules import Day, DayKind

LAMP = "Ba bóng đèn trước nhà văn hóa tắt từ đầu tháng."
NOISE = "Quán hát cạnh trường mở loa đến 2 giờ sáng."
ANSWER = "Đã thay ba bóng đèn ngày 20/11. Xin cảm ơn bà con."


@pytest.fixture
def every_number_told(monkeypatch):
    monkeypatch.setattr("portal.cases.figures.FEWEST", 1)


@pytest.fixture
def police(make_office):
    return make_office("Công an xã")


@pytest.fixture
def constable(police, make_official, actor_of):
    return actor_of(make_official(Role.HEAD, office=police))


@pytest.fixture
def matters(staff, police):
    """Return what is to become of the two matters in one text."""
    return [
        Matter(subject="Đèn đường", text=LAMP, kind="reflection", office=staff.office),
        Matter(subject="Ồn ban đêm", text=NOISE, kind="reflection", office=police),
    ]


@pytest.fixture
def two(send):
    """Send one text with two matters."""
    return lambda **more: send(text=f"{LAMP}\n{NOISE}", email="lan@example.vn", **more).case


@pytest.fixture
def divided(db, staff, two, matters):
    """Return a submission a dispatcher split, with its parts."""
    case = two()
    parts = acts.split(db, staff.dispatcher, case, matters)
    db.commit()
    return case, *parts


def at(day):
    return time_machine.travel(f"{day} 09:00+07:00", tick=False)


def told(db, case):
    return [event.act for event in events_of(db, "case", case.id)]


def notices(db, *cases):
    numbers = {case.number for case in cases}
    effects = db.query(Effect).filter(Effect.kind == "mail.case").order_by(Effect.id)
    return [one.payload["notice"] for one in effects if one.payload["case"] in numbers]


def answer(db, officer, head, case):
    service.accept(db, officer, case)
    service.submit(db, officer, case, ANSWER)
    service.approve(db, head, case)


def test_each_part_has_its_words_its_office_and_the_date_of_the_whole(db, staff, divided, police):
    case, lamp, noise = divided
    assert (case.state, case.number) == (State.SPLIT, lamp.number.removesuffix("-1"))
    assert [part.number for part in (lamp, noise)] == [f"{case.number}-1", f"{case.number}-2"]
    assert (lamp.office_id, noise.office_id) == (staff.office.id, police.id)
    assert (lamp.text, noise.text) == (LAMP, NOISE)
    assert lamp.due_on == noise.due_on == case.due_on
    assert lamp.received_at == case.received_at
    assert told(db, noise) == ["split_off", "assign"]
    db.commit()
    assert list(faults(db)) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_sender_gets_one_letter_about_it_that_names_all(
    db, staff, two, matters, settings, language
):
    case = two(language=language)
    parts = acts.split(db, staff.dispatcher, case, matters)
    assert notices(db, case, *parts) == ["received", "split"]
    letter = notice(db, settings, {"case": case.number, "notice": "split", "event": 1})
    assert f"{settings.public_url}/tra-cuu" in letter.text
    for part in parts:
        assert f"{part.number}: {part.office.name}" in letter.text
        assert part.subject not in letter.text  # as in every letter: mail is read on the way
        assert f"{part.due_on:%d/%m/%Y}" in letter.text


def test_each_part_is_answered_and_judged_by_itself(db, staff, divided, constable, settings):
    case, lamp, noise = divided
    for officer, head, part in ((staff.officer, staff.head, lamp), (constable, constable, noise)):
        answer(db, officer, head, part)
        assert not is_done(case)
    service.satisfied(db, HOLDER, lamp)
    service.dispute(db, HOLDER, noise, "Tối qua vẫn ồn.")
    assert (lamp.state, noise.state) == (State.CLOSED, State.IN_PROGRESS)
    assert not is_done(case)
    sent = notice(db, settings, {"case": lamp.number, "notice": "answered", "event": 1})
    assert (sent.to, lamp.number in sent.text) == ("lan@example.vn", True)
    assert notices(db, noise) == ["accepted", "answered", "reopened"]
    db.commit()
    assert list(faults(db)) == []


def test_what_was_late_is_late_in_every_part_since_the_same_day(db, staff, two, matters):
    with time_machine.travel(clock.now() - timedelta(days=40), tick=False):
        case = two()
    parts = acts.split(db, staff.dispatcher, case, matters)
    for one in (case, *parts):
        assert one.overdue_on == case.due_on + timedelta(days=1)
        assert "overdue" in told(db, one)
    # The dispatcher had it when it became late, whoever has the part now.
    late = next(e for e in events_of(db, "case", parts[1].id) if e.act == "overdue")
    assert late.office_id is None
    db.commit()
    assert list(faults(db)) == []


def test_another_kind_may_bring_a_date_nearer_and_never_puts_it_off(db, staff, two, matters):
    case = two(kind="information")
    later, same = acts.split(db, staff.dispatcher, case, [matters[0], replace(
        matters[1], kind="information")])  # fmt: skip
    assert later.due_on == same.due_on == case.due_on
    case = two()
    sooner, same = acts.split(db, staff.dispatcher, case, [replace(
        matters[0], kind="information"), matters[1]])  # fmt: skip
    assert sooner.due_on < same.due_on == case.due_on
    owed = next(one for one in sooner.clocks if one.span is Span.ANSWER)
    assert (owed.term, owed.started_on) == (
        "information.simple",
        clock.local_date(case.received_at),
    )
    db.commit()
    assert list(faults(db)) == []


def test_an_office_offers_the_part_that_is_not_its_own(db, staff, two, matters, police, constable):
    case = two()
    service.assign(db, staff.dispatcher, case, staff.office)
    service.accept(db, staff.officer, case)
    lamp, noise = acts.split(db, staff.officer, case, matters)
    assert (lamp.state, noise.state) == (State.IN_PROGRESS, State.RECEIVED)
    assert notices(db, case, lamp, noise) == ["received", "accepted", "split"]
    service.decline(db, constable, noise, "Loa đài thuộc Phòng Văn hóa.")
    assert noise.office_id == staff.office.id
    db.commit()
    assert list(faults(db)) == []


def test_time_before_the_split_belongs_to_whoever_had_the_whole(db, staff, two, matters):
    with time_machine.travel(clock.now() - timedelta(days=4), tick=False):
        case = two()
    _lamp, noise = acts.split(db, staff.dispatcher, case, matters)
    shares = service.time_shares(db, noise)
    assert (shares[0][0], round(shares[0][1])) == ("bộ phận tiếp nhận", 4)
    assert round(sum(days for _name, days in service.time_shares(db, case))) == 4


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda one, _two: [one], "ít nhất hai phần"),
        (lambda one, two: [one, replace(two, subject=" ")], "cần một tiêu đề"),
        (lambda one, two: [one, replace(two, text="Quán hát này của ông B.")], "lời của người gửi"),
        (lambda one, two: [one, replace(two, text=LAMP)], "chưa nằm trong phần nào"),
        (lambda one, two: [one, replace(two, kind="complaint")], "một loại ý kiến"),
    ],
)
def test_what_is_no_part_is_refused_with_its_reason(db, staff, two, matters, change, why):
    case = two()
    with pytest.raises(Invalid, match=why):
        acts.split(db, staff.dispatcher, case, change(*matters))


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (LAMP, "nhắc lại"),
        ("tắt từ đầu tháng.", "nhắc lại"),
        (f"Xin cảm ơn.\n{LAMP}", "nhắc lại"),
        (f"Ở thôn Đông.\n{NOISE}", ""),
    ],
)
def test_one_sentence_is_not_counted_as_several_parts(db, staff, send, matters, second, why):
    case = send(text=f"Ở thôn Đông. {LAMP} {NOISE} Xin cảm ơn.").case
    lamp, noise = matters
    pair = [replace(lamp, text=f"Ở thôn Đông. {LAMP}"), replace(noise, text=second)]
    if not why:
        assert len(acts.split(db, staff.dispatcher, case, pair, nothing_else=True)) == 2
        return
    with pytest.raises(Invalid, match=why):
        acts.split(db, staff.dispatcher, case, pair, nothing_else=True)


def test_an_office_splits_only_to_give_away_what_is_not_its_own(db, staff, two, matters):
    """Else it could answer one thing twice in time, or by a kind that needs no approval."""
    case = two()
    service.assign(db, staff.dispatcher, case, staff.office)
    service.accept(db, staff.officer, case)
    lamp, noise = matters
    with pytest.raises(Invalid, match="đều của cơ quan quý vị"):
        acts.split(db, staff.officer, case, [lamp, replace(noise, office=staff.office)])
    with pytest.raises(Invalid, match="một loại ý kiến"):
        acts.split(db, staff.officer, case, [replace(lamp, kind="praise"), noise])


def test_what_two_offices_declined_is_decided_by_splitting_it(
    db, staff, two, matters, police, constable
):
    case = two()
    service.assign(db, staff.dispatcher, case, staff.office)
    for _turn in range(2):
        service.hand_over(db, staff.officer, case, police, "Việc của Công an xã.")
        service.decline(db, constable, case, "Một nửa không phải.")
    lamp, noise = acts.split(db, staff.dispatcher, case, matters)
    assert (lamp.office_id, noise.office_id) == (staff.office.id, police.id)
    for part, officer in ((lamp, staff.officer), (noise, constable)):
        assert not {Move.HAND_OVER, Move.DECLINE} & set(service.moves_for(officer, part))
    db.commit()
    assert list(faults(db)) == []


def test_what_only_a_clerk_enters_keeps_its_kind(make_case):
    case = make_case()
    case.kind = "complaint"
    assert acts.kinds_for(case) == ["complaint"]


def test_the_subject_is_the_senders_word_too(db, staff, send, matters):
    case = send(subject=NOISE, text=LAMP).case
    assert len(acts.split(db, staff.dispatcher, case, matters)) == 2


def test_a_greeting_may_be_left_out_by_somebody_who_looked(db, staff, send, matters):
    case = send(text=f"Kính gửi Ủy ban.\n{LAMP} {NOISE}").case
    assert quoting.left_out(case, [LAMP, NOISE]) == ["Kính gửi Ủy ban."]
    assert acts.split(db, staff.dispatcher, case, matters, nothing_else=True)


def test_who_may_split_and_what_stands_alone(db, staff, two, matters, constable):
    case = two()
    for outsider in (staff.officer, staff.moderator, constable, HOLDER):
        with pytest.raises(NotAllowed):
            acts.split(db, outsider, case, matters)
    lamp, _noise = acts.split(db, staff.dispatcher, case, matters)
    with pytest.raises(IllegalMove):
        acts.split(db, staff.dispatcher, lamp, matters)
    lead, other = two(), two()
    for one in (lead, other):
        service.assign(db, staff.dispatcher, one, staff.office)
    joining.join(db, staff.dispatcher, other, lead.number)
    with pytest.raises(IllegalMove):
        acts.split(db, staff.dispatcher, other, matters)
    with pytest.raises(Invalid, match="ý kiến khác gộp vào"):
        acts.split(db, staff.dispatcher, lead, matters)


def test_what_somebody_else_must_look_at_is_not_split_away_from_them(db, staff, make_case, matters):
    case = make_case(State.ANSWERED, text=f"{LAMP}\n{NOISE}")
    service.dispute(db, HOLDER, case, "Đèn vẫn tối.")
    assert case.judgement is Judgement.NO
    with pytest.raises(IllegalMove):
        acts.split(db, staff.officer, case, matters)


def test_a_split_is_undone_before_an_office_acts_and_the_clocks_go_on(
    db, staff, two, matters, settings
):
    case = two()
    service.assign(db, staff.dispatcher, case, staff.office)
    owed = {one.id for one in case.clocks if not (one.met_on or one.stopped_on)}
    parts = acts.split(db, staff.dispatcher, case, matters)
    assert not acts.may_unite(db, staff.officer, case)
    acts.unite(db, staff.dispatcher, case)
    db.commit()
    assert (case.state, parts_of(case)) == (State.RECEIVED, [])
    assert {one.id for one in case.clocks if not (one.met_on or one.stopped_on)} == owed
    assert {part.state for part in parts} == {State.JOINED}
    assert notices(db, case, *parts) == ["received", "split", "united"]
    assert notice(db, settings, {"case": case.number, "notice": "split", "event": 1}) is None
    again = acts.split(db, staff.dispatcher, case, matters)
    assert [part.part for part in again] == [3, 4]
    db.commit()
    assert list(faults(db)) == []


def test_a_later_day_the_parts_were_given_stays_promised_when_they_are_united(
    db, staff, two, matters, make_official, actor_of
):
    with at("2026-11-16"):
        case = two()
        promised = case.due_on
        acts.split(db, staff.dispatcher, case, matters)
        storm = Day(on=date(2026, 11, 19), kind=DayKind.CLOSED, name="Nghỉ tránh bão", notice="12")
        procedures.enter_day(db, actor_of(make_official(Role.ADMINISTRATOR)), storm)
        service.recount(db, "12")
        acts.unite(db, staff.dispatcher, case)
    moved = [event.facts for event in events_of(db, "case", case.id) if event.act == "recalculated"]
    [facts] = [one for one in moved if one["span"] == Span.ANSWER]
    after = promised + timedelta(days=1)
    assert (facts["before"], facts["after"]) == (promised.isoformat(), after.isoformat())
    assert (case.due_on, service.running(case).counted_on) == (after, after)
    assert notices(db, case) == ["received", "split", "united"]
    db.commit()
    assert list(faults(db)) == []
    assert service.recount(db, "12") == 0


def test_once_an_office_has_acted_nothing_is_undone(db, staff, divided):
    case, lamp, _noise = divided
    service.accept(db, staff.officer, lamp)
    assert not acts.may_unite(db, staff.dispatcher, case)
    with pytest.raises(IllegalMove):
        acts.unite(db, staff.dispatcher, case)


def test_work_an_office_began_on_a_part_is_not_thrown_away(db, staff, two, matters):
    case = two()
    service.assign(db, staff.dispatcher, case, staff.office)
    service.accept(db, staff.officer, case)
    lamp, _noise = acts.split(db, staff.officer, case, matters)
    assert acts.may_unite(db, staff.officer, case)
    enclosures.list_points(db, staff.officer, lamp, ["Bao giờ thay bóng đèn?"])
    assert not acts.may_unite(db, staff.officer, case)
    with pytest.raises(IllegalMove):
        acts.unite(db, staff.officer, case)


def test_nobody_who_waits_for_a_part_is_left_behind(db, staff, divided, two):
    case, lamp, _noise = divided
    other = two()
    service.assign(db, staff.dispatcher, other, staff.office)
    joining.join(db, staff.dispatcher, other, lamp.number)
    with pytest.raises(IllegalMove):
        acts.unite(db, staff.dispatcher, case)
    joining.part(db, staff.dispatcher, other)
    acts.unite(db, staff.dispatcher, case)


def test_parts_are_counted_and_the_whole_is_not(db, staff, divided, two, monkeypatch):
    monkeypatch.setattr("portal.cases.figures.FEWEST", 1)
    case, lamp, noise = divided
    undone = two()
    matters = [Matter(subject=p.subject, text=p.text, kind=p.kind, office=p.office)
               for p in (lamp, noise)]  # fmt: skip
    acts.split(db, staff.dispatcher, undone, matters)
    acts.unite(db, staff.dispatcher, undone)
    today = clock.today()
    found = figures(db, today, today)
    assert (found.received, found.open) == (3, 3)
    listed = list(every_item(db, staff.dispatcher, Filters()))
    assert listed == [lamp, noise, undone]
    counts = service.desk_counts(db, staff.dispatcher, Filters()).states
    assert (counts[State.SPLIT], counts[State.JOINED], counts[State.RECEIVED]) == (1, 2, 3)
    assert list(every_item(db, staff.dispatcher, Filters(state=State.SPLIT))) == [case]
    rows = list(register_file.rows(db, staff.head, [lamp]))
    assert (rows[0][2], lamp.number in rows[0][4]) == ("lan@example.vn", True)


def missed(db):
    year = date(2026, 1, 1), date(2026, 12, 31)
    found = {key: row.missed for key, row in figures_by_office(db, *year).items() if row.missed}
    return figures(db, *year).missed, found


@pytest.mark.usefixtures("every_number_told")
def test_a_day_missed_before_the_split_counts_once_and_splitting_is_no_passing_on(
    db, staff, two, matters, police
):
    with at("2026-10-05"):
        case = two()
        service.assign(db, staff.dispatcher, case, staff.office)
        service.accept(db, staff.officer, case)
    with at("2026-11-10"):
        for _turn in range(2):
            acts.split(db, staff.officer, case, matters)
            assert missed(db) == (1, {staff.office.id: 1})
            acts.unite(db, staff.officer, case)
            assert missed(db) == (1, {staff.office.id: 1})
        assert bounces(db, staff.dispatcher, clock.now() - timedelta(days=90)) == []
    db.commit()
    assert list(faults(db)) == []


@pytest.mark.usefixtures("every_number_told")
def test_a_day_missed_by_parts_counts_once_for_each_office_also_when_united(
    db, staff, send, matters, police
):
    with at("2026-10-05"):
        case = send(text=f"{LAMP} {NOISE} Xin sửa đường.").case
        road = replace(matters[0], text="Xin sửa đường.")
        acts.split(db, staff.dispatcher, case, [*matters, road])
    with at("2026-11-10"):
        service.note_all_lateness(db)
        assert missed(db) == (3, {staff.office.id: 2, police.id: 1})
        acts.unite(db, staff.dispatcher, case)
        assert missed(db) == (2, {staff.office.id: 1, police.id: 1})
    db.commit()
    assert list(faults(db)) == []


def test_the_office_of_a_part_reaches_its_sender_and_opens_what_was_sent(db, divided, constable):
    case, _lamp, noise = divided
    assert service.read_contact(db, constable, noise).email == "lan@example.vn"
    assert told(db, noise)[-1] == "contact_read"
    with pytest.raises(NotAllowed):
        service.read_case(db, constable, case.number)


def test_everybody_who_asked_hears_of_a_promise_once(db, divided):
    _case, lamp, _noise = divided
    assert commitments.askers(db, lamp) == [lamp]


def test_two_parts_of_one_submission_are_not_joined(db, staff, divided):
    _case, lamp, noise = divided
    with pytest.raises(Invalid, match="một phần khác của nó"):
        joining.join(db, staff.dispatcher, noise, lamp.number)
    found = joining.candidates(db, staff.dispatcher, noise, [lamp.number])
    assert found == []


def test_consent_is_taken_back_for_all_parts(db, staff, two, matters):
    case = two(agreed=True)
    lamp, noise = acts.split(db, staff.dispatcher, case, matters)
    answer(db, staff.officer, staff.head, lamp)
    moderation.release(db, staff.moderator, lamp, subject="Đèn", text=LAMP, answer=ANSWER)
    assert moderation.published_item(db, lamp.number) is lamp
    service.take_back_consent(db, HOLDER, case)
    assert {one.visibility for one in (case, lamp, noise)} == {Visibility.PRIVATE}
    db.commit()
    assert list(faults(db)) == []


def test_erasing_a_part_erases_what_the_sender_gave_everywhere(
    db, divided, actor_of, make_official
):
    case, lamp, noise = divided
    erasing.erase(db, actor_of(make_official(Role.ADMINISTRATOR)), noise, "Theo đơn.")
    assert {one.text for one in (case, lamp, noise)} == {erasing.ERASED}
    assert case.contact is None
    db.commit()
    assert list(faults(db)) == []


def test_taken_out_for_the_sealed_lane_nothing_of_it_stays(db, staff, divided):
    case, lamp, noise = divided
    code = case.code_hash
    erasing.take_out(db, staff.dispatcher, noise, "accuses")
    assert {one.text for one in (case, lamp, noise)} == {erasing.ERASED}
    assert code not in {one.code_hash for one in (case, lamp, noise)}
    assert not any(one.state in OPEN for one in (case, lamp, noise))
    db.commit()
    assert list(faults(db)) == []


@pytest.mark.parametrize("by_office", [False, True])
def test_the_first_no_to_a_part_is_told_apart_and_every_later_one_as_usual(
    db, staff, two, matters, police, constable, make_office, by_office
):
    case, health = two(), make_office("Trạm y tế")
    if by_office:
        service.assign(db, staff.dispatcher, case, staff.office)
        service.accept(db, staff.officer, case)
    _, noise = acts.split(db, staff.officer if by_office else staff.dispatcher, case, matters)
    if by_office:  # offered: it declines, and the office that split hands it on
        service.decline(db, constable, noise, "Không phải việc của Công an.")
        service.hand_over(db, staff.officer, noise, health, "Việc của Trạm y tế.")
    else:
        service.hand_over(db, constable, noise, health, "Việc của Trạm y tế.")
    db.commit()
    found = {
        row.office.name: (row.passed_on, row.declined, row.got, row.split)
        for row in bounces(db, staff.dispatcher, clock.now() - timedelta(days=90))
    }
    passed = {staff.office.name: (1, 0, 0, 0)} if by_office else {}
    assert found == passed | {"Công an xã": (0, 0, 0, 1), "Trạm y tế": (0, 0, 1, 0)}
