import pytest
from sqlalchemy.exc import IntegrityError

from portal.cases import documents, service
from portal.cases.rules import State, Visibility
from portal.cases.service import PublicFilters
from portal.errors import IllegalMove, Invalid, NotAllowed, NotFound
from portal.history.service import events_of
from portal.outbox.service import waiting
from portal.permissions import HOLDER, VISITOR

WORDS = {
    "subject": "Đèn đường thôn Đông Khê",
    "text": "Ba bóng đèn bị tắt.",
    "answer": "Đã thay ba bóng.",
}


@pytest.fixture
def release(db, staff):
    def make(case, **changes):
        service.release(db, staff.moderator, case, **WORDS | changes)
        db.commit()
        return case

    return make


def test_a_released_item_is_public_in_its_public_words_alone(db, make_case, release):
    case = release(make_case(State.ANSWERED, agreed=True, text="Tôi là Lan, số 12."))
    assert service.is_public(case)
    assert service.published_item(db, case.number) is case
    found = documents.document(db, f"y-kien:{case.number}")
    assert found.title == WORDS["subject"]
    assert "Lan" not in str(found)
    assert case.text == "Tôi là Lan, số 12."  # the original is kept, and restricted


@pytest.mark.parametrize("state", [state for state in State if state is not State.ANSWERED])
@pytest.mark.parametrize("agreed", [True, False])
def test_nothing_else_is_public_in_any_state(db, make_case, state, agreed):
    case = make_case(state, agreed=agreed)
    assert not service.is_public(case)
    assert documents.document(db, f"y-kien:{case.number}") is None
    assert list(documents.all_documents(db)) == []
    assert service.published(db, PublicFilters()).total == 0
    with pytest.raises(NotFound):
        service.published_item(db, case.number)


def test_without_consent_or_answer_nothing_can_be_released(make_case, release):
    with pytest.raises(IllegalMove):
        release(make_case(State.ANSWERED, agreed=False))
    with pytest.raises(IllegalMove):
        release(make_case(State.IN_PROGRESS, agreed=True))


def test_the_database_itself_insists_on_consent(db, make_case):
    case = make_case(State.ANSWERED)
    case.visibility, case.public_text = Visibility.PUBLISHED, "x"
    with pytest.raises(IntegrityError):
        db.flush()
    db.rollback()


@pytest.mark.parametrize("who", ["officer", "head", "dispatcher"])
def test_only_a_moderator_releases_or_hides(db, make_case, staff, who):
    case = make_case(State.ANSWERED, agreed=True)
    with pytest.raises(NotAllowed):
        service.release(db, getattr(staff, who), case, **WORDS)
    with pytest.raises(NotAllowed):
        service.hide(db, getattr(staff, who), case, "Vì vậy.")


@pytest.mark.parametrize("missing", list(WORDS))
def test_each_public_text_is_needed(make_case, release, missing):
    with pytest.raises(Invalid):
        release(make_case(State.ANSWERED, agreed=True), **{missing: " "})


def test_hiding_takes_it_from_everywhere_and_keeps_the_reason(db, make_case, release, staff):
    case = release(make_case(State.ANSWERED, agreed=True))
    service.hide(db, staff.moderator, case, "Còn lộ tên người khác.")
    assert not service.is_public(case)
    assert documents.document(db, f"y-kien:{case.number}") is None
    letter = case.letters[-1]
    event = events_of(db, "case", case.id)[-1]
    assert (letter.text, event.facts["letter"]) == ("Còn lộ tên người khác.", letter.id)


def test_each_decision_is_told_to_search(db, make_case, release, staff):
    case = release(make_case(State.ANSWERED, agreed=True))
    before = len(waiting(db, "search."))
    service.hide(db, staff.moderator, case, "Vì vậy.")
    told = waiting(db, "search.")
    assert len(told) == before + 1
    assert told[-1] == {"ref": f"y-kien:{case.number}"}


def test_the_sender_takes_consent_back_at_any_time(db, make_case, release):
    case = release(make_case(State.ANSWERED, agreed=True))
    with pytest.raises(NotAllowed):
        service.take_back_consent(db, VISITOR, case)
    service.take_back_consent(db, HOLDER, case)
    assert not service.is_public(case)
    with pytest.raises(IllegalMove):
        service.take_back_consent(db, HOLDER, case)


def test_a_second_answer_waits_for_a_moderator_again(db, make_case, release, staff):
    case = release(make_case(State.ANSWERED, agreed=True))
    service.dispute(db, HOLDER, case, "Vẫn tắt.")
    assert service.is_public(case)  # the first answer stays to be seen while it is looked at again
    service.submit(db, staff.officer, case, "Đã thay lại.")
    service.approve(db, staff.head, case)
    assert case.visibility is Visibility.PENDING


def test_published_items_are_narrowed_and_counted(db, make_case, release, staff):
    items = [release(make_case(State.ANSWERED, agreed=True, kind="comment")) for _ in range(3)]
    release(make_case(State.ANSWERED, agreed=True, kind="reflection"))
    make_case(State.ANSWERED, agreed=True, kind="comment")
    year = int(items[0].number[3:7])
    office = staff.office.slug
    for filters, total in (
        (PublicFilters(), 4),
        (PublicFilters(kind="comment"), 3),
        (PublicFilters(kind="comment", office=office, year=year), 3),
        (PublicFilters(office="no-such"), 0),
        (PublicFilters(year=year - 1), 0),
    ):
        assert service.published(db, filters).total == total
    counts = service.public_counts(db, PublicFilters(kind="comment"))
    assert (counts.kinds, counts.offices) == ({"comment": 3, "reflection": 1}, {office: 3})
    assert counts.years == {year: 3}
    assert [case.id for case in service.latest_published(db, 2)] != []


def test_what_was_taken_back_can_never_be_shown_again(db, make_case, release, staff):
    case = release(make_case(State.ANSWERED, agreed=True))
    service.dispute(db, HOLDER, case, "Vẫn tắt.")
    service.withdraw(db, HOLDER, case)
    assert not case.agreed
    for act in (release, lambda case: service.hide(db, staff.moderator, case, "Vì vậy.")):
        with pytest.raises(IllegalMove):
            act(case)
    assert not service.is_public(case)


def test_an_answer_its_sender_disputes_is_not_released(db, make_case, release, staff):
    case = make_case(State.ANSWERED, agreed=True)
    assert service.to_moderate(db, staff.moderator).cases == [case]
    service.dispute(db, HOLDER, case, "Vẫn tắt.")
    assert service.to_moderate(db, staff.moderator).cases == []
    with pytest.raises(IllegalMove):
        release(case)
    service.submit(db, staff.officer, case, "Đã thay lại.")
    service.approve(db, staff.head, case)
    assert service.is_public(release(case))


def test_what_is_public_can_be_put_right_or_hidden_while_it_is_disputed(
    db, make_case, release, staff
):
    case = release(make_case(State.ANSWERED, agreed=True))
    service.dispute(db, HOLDER, case, "Vẫn tắt.")
    release(case, text="Hai bóng đèn bị tắt.", reason="Đếm lại.")
    assert case.public_text == "Hai bóng đèn bị tắt."
    service.hide(db, staff.moderator, case, "Còn lộ tên người khác.")
    with pytest.raises(IllegalMove):
        release(case)
