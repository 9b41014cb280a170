"""The same form sent twice, one after another and at the same moment, on a real database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select, true

from portal.cases import service
from portal.cases.models import Case
from portal.cases.service import NewFile, Submission
from portal.db import transaction
from portal.errors import AlreadySent
from portal.history.models import Event
from portal.outbox.models import Effect
from portal.permissions import VISITOR

AT_ONCE = 8
PHOTO = NewFile(name="den.jpg", media_type="image/jpeg", content=b"photo")


def all_at_once(count, act):
    start = Barrier(count)

    def one(number):
        start.wait(10)
        return act(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def submission(form_token, **changes):
    fields = {"kind": "comment", "subject": "Chợ", "text": "Xin thêm thùng rác."} | changes
    return Submission(form_token=form_token, email="lan@example.vn", **fields)


def test_the_same_form_sent_again_gives_the_same_receipt_and_nothing_new(db, send, form_token):
    token = form_token()
    first, second = send(form_token=token), send(form_token=token)
    assert (first.case.number, first.code) == (second.case.number, second.code)
    assert db.scalar(select(func.count(Case.id))) == 1
    assert db.scalar(select(func.count(Event.id)).where(Event.subject == "case")) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"text": "other"},
        {"subject": "other"},
        {"kind": "comment"},
        {"email": "other@example.vn"},
        {"agreed": True},
        {"files": (PHOTO,)},
    ],
)
def test_the_same_form_with_another_body_is_refused_and_the_first_stands(
    db, send, form_token, change
):
    token = form_token()
    first = send(form_token=token).case
    before = (first.subject, first.text, first.kind, first.agreed)
    with pytest.raises(AlreadySent):
        send(form_token=token, **change)
    db.refresh(first)
    assert (first.subject, first.text, first.kind, first.agreed) == before
    assert db.scalar(select(func.count(Case.id))) == 1


def test_neighbours_may_send_the_same_letter(send):
    assert send(text="Xin đổ lại đường.").case.id != send(text="Xin đổ lại đường.").case.id


def test_the_same_form_sent_by_eight_threads_at_once_is_one_case(
    own_sessions, settings, files, form_token
):
    sent = submission(form_token(), files=(PHOTO,))

    def hand_in(_number):
        with own_sessions() as session, transaction(session):
            receipt = service.open_case(session, VISITOR, sent, settings=settings, files=files)
            return receipt.case.number, receipt.code

    receipts = all_at_once(AT_ONCE, hand_in)
    assert len(set(receipts)) == 1
    with own_sessions(writes=False) as session:
        for table, its_own in ((Case, true()), (Event, Event.subject == "case"), (Effect, true())):
            assert session.scalar(select(func.count(table.id)).where(its_own)) == 1
    assert len(files.names("cases")) == 1


def test_eight_at_once_get_eight_numbers_in_a_row(own_sessions, settings, files, form_token):
    def hand_in(number):
        sent = submission(form_token(), subject=str(number))
        with own_sessions() as session, transaction(session):
            receipt = service.open_case(session, VISITOR, sent, settings=settings, files=files)
            return int(receipt.case.number[-6:])

    assert sorted(all_at_once(AT_ONCE, hand_in)) == list(range(1, AT_ONCE + 1))


def test_a_submission_rolled_back_takes_no_number_and_can_be_sent_again(
    own_sessions, settings, files, form_token
):
    sent = submission(form_token())
    with own_sessions() as session:
        service.open_case(session, VISITOR, sent, settings=settings, files=files)
        session.rollback()
    with own_sessions() as session, transaction(session):
        receipt = service.open_case(session, VISITOR, sent, settings=settings, files=files)
        assert receipt.case.number.endswith("000001")
