import re
from datetime import date

import pytest
import time_machine
from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import Official
from portal.cases import codes, service
from portal.cases.evidence import faults
from portal.cases.models import Case, CaseFile, Channel
from portal.cases.numbers import NumberSeries
from portal.cases.rules import State, Visibility
from portal.cases.service import NewFile, Submission
from portal.errors import Invalid, NotAllowed
from portal.history.models import Event
from portal.history.service import events_of
from portal.outbox.service import waiting
from portal.permissions import VISITOR, Actor
from portal.publications.rules import Standing

PHOTO = NewFile(name="den.jpg", media_type="image/jpeg", content=b"photo")


def test_a_submission_is_received_with_number_clock_and_event(db, send):
    receipt = send()
    case = receipt.case
    assert case.state is State.RECEIVED
    assert re.fullmatch(r"YK-\d{4}-\d{6}", case.number)
    assert service.running(case).due_on == case.due_on
    event = events_of(db, "case", case.id)[0]
    assert (event.act, event.state, event.facts["channel"]) == ("received", "received", "web")


def test_numbers_count_up_and_start_again_each_year(db, send):
    numbers = [send().case.number for _ in range(3)]
    with time_machine.travel("2027-01-01 00:10+07:00", tick=False):
        numbers.append(send().case.number)
    counted = [int(number[-6:]) for number in numbers]
    assert counted == [counted[0], counted[0] + 1, counted[0] + 2, 1]
    assert numbers[3].startswith("YK-2027-")
    assert db.get(NumberSeries, 2027).last == 1


def test_the_number_says_nothing_of_the_code(settings, send):
    receipt = send()
    assert codes.mark(settings, receipt.case.number) != receipt.case.code_hash


def test_the_code_is_kept_nowhere(db, send):
    receipt = send(email="lan@example.vn")
    for row in (*db.scalars(select(Case)), *db.scalars(select(Event))):
        values = " ".join(str(getattr(row, column.key)) for column in row.__table__.columns)
        assert receipt.code not in values
    assert receipt.code not in str(waiting(db, "mail."))
    assert receipt.code not in repr(receipt)


def test_the_files_lie_on_disk_before_the_row_exists(db, send, files, settings, form_token):
    class Watching:
        def put(self, name, content):
            assert db.scalar(select(func.count(Case.id))) == 0
            files.put(name, content)

    fields = {"kind": "comment", "subject": "a", "text": "b", "form_token": form_token()}
    sent = Submission(**fields, files=(PHOTO,))
    service.open_case(db, VISITOR, sent, settings=settings, files=Watching())
    kept = db.scalar(select(CaseFile))
    assert files.get(kept.stored_as) == b"photo"
    assert (kept.name, kept.size, kept.media_type) == ("den.jpg", 5, "image/jpeg")
    assert "den" not in kept.stored_as


def test_a_topic_leads_to_its_office_and_nobody_named_leads_to_triage(
    send, make_topic, make_office
):
    office = make_office()
    assert send(topic=make_topic(office).slug).case.office_id == office.id
    assert send().case.office_id is None
    assert send(topic=make_topic(None).slug).case.office_id is None


@pytest.mark.parametrize("by", ["topic", "counter"])
def test_an_office_where_nobody_can_act_leads_to_triage_and_the_history_says_so(
    db, send, make_topic, make_counter, make_office, by
):
    office = make_office("Trạm bơm")
    leads = (
        {"topic": make_topic(office).slug}
        if by == "topic"
        else {"counter_token": make_counter(office).tokens[0].token}
    )
    assert send(**leads).case.office_id == office.id
    for official in db.scalars(select(Official).where(Official.office_id == office.id)):
        official.active = False
    db.commit()
    case = send(**leads).case
    assert case.office_id is None
    told = service.timeline(db, case)[-1]
    assert "chưa có người xử lý" in told.sentence
    assert told.values["to"] == "Trạm bơm"
    db.commit()
    assert list(faults(db)) == []


def test_a_counter_leads_to_its_office_whatever_topic_was_chosen(send, make_counter, make_topic):
    counter = make_counter()
    token = counter.tokens[0].token
    case = send(counter_token=token, topic=make_topic(None).slug).case
    assert (case.office_id, case.channel) == (counter.office_id, Channel.COUNTER)


def test_a_replaced_poster_still_names_its_counter(db, send, make_counter):
    counter = make_counter()
    counter.tokens[0].replaced_at = clock.now()
    db.commit()
    assert send(counter_token=counter.tokens[0].token).case.counter_id == counter.id


def test_an_abolished_office_is_followed_to_its_successor(db, send, make_topic, make_office):
    successor = make_office("Phòng Kinh tế")
    gone = make_office("Phòng Nông nghiệp", valid_to=date(2025, 12, 31))
    gone.successor_id = successor.id
    db.commit()
    assert send(topic=make_topic(gone).slug).case.office_id == successor.id


def test_a_document_and_its_section_are_remembered(send, make_publication):
    publication = make_publication()
    case = send(publication="ke-hoach-53", section="ii-3").case
    assert (case.publication_id, case.section_anchor) == (publication.id, "ii-3")


def test_a_document_nobody_may_see_is_not_named(send, make_publication):
    make_publication(standing=Standing.DRAFT)
    assert send(publication="ke-hoach-53").case.publication_id is None


@pytest.mark.parametrize(
    "names", [{"publication": "no-such"}, {"section": "x"}, {"counter_token": "' OR 1=1"}]
)
def test_names_that_do_not_exist_are_passed_over(send, names):
    case = send(**names).case
    assert (case.publication_id, case.section_anchor, case.counter_id) == (None, None, None)


@pytest.mark.parametrize("wrong", [{"kind": "denunciation"}, {"kind": "1"}, {"topic": "17"}])
def test_a_kind_or_topic_nobody_offered_is_refused(db, send, wrong):
    with pytest.raises(Invalid):
        send(**wrong)
    assert db.scalar(select(func.count(Case.id))) == 0


@pytest.mark.parametrize(
    ("signs", "why"),
    [
        ({"honeypot": True}, "honeypot"),
        ({"filled_seconds": 1.0}, "fast"),
        ({"filled_seconds": 4.0}, None),
        ({}, None),
    ],
)
def test_what_looks_like_a_machine_is_marked_and_never_refused(send, signs, why):
    assert send(**signs).case.suspect == why


def test_contact_details_stand_apart_and_only_when_given(send):
    assert send().case.contact is None
    contact = send(phone="0912 345 678").case.contact
    assert (contact.name, contact.phone, contact.email) == ("", "0912 345 678", "")


def test_a_receipt_is_mailed_only_to_an_address_that_was_given(db, send):
    send(phone="0912 345 678")
    assert waiting(db, "mail.") == []
    case = send(email="lan@example.vn").case
    promised = waiting(db, "mail.")
    assert [(row["case"], row["notice"]) for row in promised] == [(case.number, "received")]
    assert "lan@example.vn" not in str(promised)


def test_nothing_is_public_before_a_decision(send):
    assert send(agreed=True).case.visibility is Visibility.PRIVATE


def test_nobody_without_a_role_opens_a_case(db, settings, files, form_token):
    sent = Submission(kind="comment", subject="a", text="b", form_token=form_token())
    with pytest.raises(NotAllowed):
        service.open_case(db, Actor(roles=frozenset()), sent, settings=settings, files=files)


def test_what_was_typed_never_shows_when_a_submission_is_printed(form_token):
    sent = Submission(kind="comment", subject="canary", text="canary", form_token=form_token())
    assert "canary" not in repr(sent)


def test_a_case_can_be_found_typed_without_marks(send):
    case = send(subject="Đường thôn Đông Khê").case
    assert "duong thon dong khe" in case.folded
