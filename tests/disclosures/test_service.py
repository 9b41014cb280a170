from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.accounts.facts import Unfit
from portal.disclosures import agenda, duties, figures, postings, register, reminders, service
from portal.disclosures.models import Disclosure, Duty, Posting
from portal.disclosures.periods import Rhythm
from portal.disclosures.postings import PostingFacts
from portal.disclosures.rules import Basis, Counted, Form, FormState, Outcome
from portal.errors import IllegalMove, Invalid, NotAllowed, NotFound
from portal.history.service import events_of
from portal.law import Unit, calendar
from portal.outbox.models import Effect
from portal.permissions import VISITOR, Actor, Role
from portal.publications.rules import Audience, Standing
from portal.web.media import NewFile

PHOTO = NewFile(name="bang-tin.jpg", media_type="image/jpeg", content=b"photo")


def on_board(**changes) -> PostingFacts:
    fields = {"form": Form.BOARD, "place": "Bảng tin trụ sở", "started_on": clock.today()}
    return PostingFacts(**fields | {"done_by": "Nguyễn Thị Lan"} | changes)


@pytest.fixture
def post(db, stored, officer):
    def make(disclosure, *proofs, actor=None, **changes):
        return postings.record_posting(
            db, stored, actor or officer, disclosure, on_board(**changes), proofs
        )

    return make


# --- opening


def test_a_disclosure_keeps_the_limit_and_forms_of_its_day(db, make_duty, make_disclosure):
    duty = make_duty((Form.BOARD, 20), Form.PORTAL)
    disclosure = make_disclosure(duty, decided_on=clock.today() - timedelta(days=30))
    before = disclosure.due_on
    assert before == register.limit_of(duty).due_on(disclosure.decided_on, calendar())
    duty.days, duty.forms = 60, []
    db.commit()
    db.expire_all()
    assert disclosure.due_on == before
    assert {row["form"] for row in disclosure.wanted} == {"board", "portal"}


def test_another_office_cannot_disclose_in_this_ones_name(db, make_duty, office, stranger):
    facts = service.DisclosureFacts(
        duty_id=make_duty().id, office_id=office.id, decided_on=clock.today(), title="Dự toán"
    )
    with pytest.raises(NotAllowed):
        service.open_disclosure(db, stranger, facts)


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.MODERATOR, Role.ADMINISTRATOR])
def test_who_only_looks_on_discloses_nothing(db, make_official, actor_of, make_duty, office, role):
    actor = actor_of(make_official(role, office=office))
    facts = service.DisclosureFacts(
        duty_id=make_duty().id, office_id=office.id, decided_on=clock.today(), title="Dự toán"
    )
    with pytest.raises(NotAllowed):
        service.open_disclosure(db, actor, facts)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.OFFICER, Role.HEAD])
def test_whoever_works_in_the_office_may_keep_its_register(
    db, make_official, actor_of, make_duty, office, role
):
    actor = actor_of(make_official(role, office=office))
    facts = service.DisclosureFacts(
        duty_id=make_duty().id, office_id=office.id, decided_on=clock.today(), title="Dự toán"
    )
    assert service.open_disclosure(db, actor, facts).id


def test_a_day_still_to_come_is_refused(make_duty, make_disclosure):
    with pytest.raises(Unfit) as refusal:
        make_disclosure(make_duty(), decided_on=clock.today() + timedelta(days=1))
    assert refusal.value.field == "decided_on"


@pytest.mark.parametrize("rhythm", [None, Rhythm.EVENT])
def test_what_has_no_name_is_refused(make_duty, make_disclosure, rhythm):
    duty = make_duty(rhythm=rhythm) if rhythm else None
    with pytest.raises(Unfit) as refusal:
        make_disclosure(duty, title="")
    assert refusal.value.field == "title"


def test_a_period_the_duty_does_not_have_is_refused(make_duty, make_disclosure):
    with pytest.raises(Unfit) as refusal:
        make_disclosure(make_duty(rhythm=Rhythm.QUARTER), period="2026")
    assert refusal.value.field == "period"


def test_a_public_duty_takes_no_internal_document(make_duty, make_document, make_disclosure):
    document = make_document(audience=Audience.INTERNAL)
    with pytest.raises(Unfit) as refusal:
        make_disclosure(make_duty(), document)
    assert refusal.value.field == "publication_id"


def test_another_offices_draft_cannot_be_linked(db, make_document, make_disclosure, make_office):
    draft = make_document(
        standing=Standing.DRAFT, published_at=None, office_id=make_office("Trạm Y tế").id
    )
    with pytest.raises(Unfit):
        make_disclosure(None, draft)


def test_the_database_refuses_a_disclosure_about_nothing(db, office):
    db.add(
        Disclosure(office_id=office.id, decided_on=clock.today(), due_basis=Basis.AUTHORITY,
                   opened_at=clock.now())
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        db.flush()


def test_what_is_not_there_yet_cannot_hang_on_the_board(make_duty, make_disclosure, post):
    found = make_disclosure(make_duty((Form.BOARD, 20)))
    with pytest.raises(Unfit) as refusal:
        post(found, started_on=date(1900, 1, 1))
    assert refusal.value.field == "started_on"


def test_a_public_disclosure_is_offered_public_documents_only(db, officer, make_document):
    shown, kept = make_document(), make_document(audience=Audience.INTERNAL)
    assert service.linkable(db, officer, Audience.PUBLIC) == [shown]
    assert set(service.linkable(db, officer, Audience.INTERNAL)) == {shown, kept}


# --- the portal's own posting


def test_the_portal_posts_by_itself_when_the_document_is_published(
    db, make_duty, make_document, make_disclosure, make_official, actor_of, office
):
    from portal.publications import service as publications

    editor = actor_of(make_official(Role.EDITOR, office=office))
    draft = make_document(standing=Standing.DRAFT, published_at=None)
    found = service.open_disclosure(
        db, editor,
        service.DisclosureFacts(duty_id=make_duty().id, office_id=office.id,
                                decided_on=clock.today(), publication_id=draft.id),
    )  # fmt: skip
    assert register.entry(found).seen == ()
    assert not register.is_public(found)
    publications.publish(db, editor, draft.id, confirmed=True)
    entry = register.entry(found)
    assert [(one.form, one.started_on, one.ended_on) for one in entry.seen] == [
        (Form.PORTAL, clock.today(), None)
    ]
    assert entry.outcome is Outcome.ON_TIME
    assert register.is_public(found)
    publications.withdraw(db, editor, draft.id, "Đăng nhầm bản")
    assert register.entry(found).seen[0].ended_on == clock.today()


def test_a_document_made_internal_stops_being_public_at_once(
    db, make_duty, make_document, make_disclosure
):
    document = make_document()
    found = make_disclosure(make_duty(), document)
    document.audience = Audience.INTERNAL
    db.commit()
    assert register.portal_posting(found) is None
    assert not register.is_public(found)


@pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.DRAFT])
def test_having_been_published_counts_whatever_became_of_the_document(
    db, make_duty, make_document, make_disclosure, standing
):
    document = make_document()
    found = make_disclosure(make_duty(), document)
    document.standing, document.withdrawn_at = standing, clock.now()
    db.commit()
    assert register.is_public(found)
    assert register.portal_posting(found).started_on == clock.today()


def test_nobody_records_the_portals_posting_by_hand(db, make_duty, make_disclosure, post):
    with pytest.raises(Unfit):
        post(make_disclosure(make_duty()), form=Form.PORTAL)
    db.rollback()


def test_the_database_refuses_a_portal_posting_by_hand(db, make_disclosure):
    db.add(
        Posting(disclosure_id=make_disclosure().id, form=Form.PORTAL, started_on=clock.today(),
                recorded_at=clock.now())
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        db.flush()


# --- postings


def test_each_posting_has_its_own_clock(make_duty, make_disclosure, post):
    found = make_disclosure(make_duty((Form.BOARD, 20), (Form.LOUDSPEAKER, 3)))
    board = post(found)
    radio = post(found, form=Form.LOUDSPEAKER, place="Đài xã")
    meeting = post(found, form=Form.MEETING, place="Họp thôn")
    assert board.stay_until >= clock.today() + timedelta(days=20)
    assert radio.stay_until == clock.today() + timedelta(days=2)
    assert meeting.stay_until is None


def test_a_posting_sent_twice_is_kept_once_with_its_proof(db, make_duty, make_disclosure, post):
    found = make_disclosure(make_duty())
    first = post(found, PHOTO)
    assert post(found, PHOTO) is first
    assert len(first.proofs) == 1
    assert db.scalar(select(func.count(Posting.id))) == 1


def test_proof_is_kept_as_it_came(stored, make_duty, make_disclosure, post):
    proof = post(make_disclosure(make_duty()), PHOTO).proofs[0]
    assert stored.get(proof.stored_as) == PHOTO.content
    assert proof.name == "bang-tin.jpg"


def test_another_office_neither_sees_nor_changes_it(
    db, stored, make_duty, make_disclosure, post, stranger
):
    found = make_disclosure(make_duty())
    posting = post(found, PHOTO)
    for act in (
        lambda: service.read_disclosure(db, stranger, found.id),
        lambda: postings.posting_of(db, stranger, posting.id),
        lambda: postings.proof_of(db, stranger, posting.proofs[0].id),
        lambda: post(found, actor=stranger),
        lambda: postings.end_posting(db, stranger, posting, clock.today()),
        lambda: postings.strike(db, stranger, posting, "nhầm"),
        lambda: postings.add_proofs(db, stored, stranger, posting, [PHOTO]),
        lambda: service.link(db, stranger, found, None),
        lambda: service.cancel(db, stranger, found, "nhầm"),
    ):
        with pytest.raises(NotFound):
            act()


def test_an_inspector_reads_and_changes_nothing(
    db, make_official, actor_of, make_duty, make_disclosure, post
):
    inspector = actor_of(make_official(Role.INSPECTOR))
    found = make_disclosure(make_duty())
    assert service.read_disclosure(db, inspector, found.id) is found
    with pytest.raises(NotAllowed):
        post(found, actor=inspector)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"started_on": date(2999, 1, 1)}, "started_on"),
        ({"ended_on": date(2999, 1, 1)}, "ended_on"),
        ({"ended_on": date(2020, 1, 1)}, "ended_on"),
    ],
)
def test_days_that_cannot_be_are_refused(make_duty, make_disclosure, post, changes, field):
    with pytest.raises(Unfit) as refusal:
        post(make_disclosure(make_duty()), **changes)
    assert refusal.value.field == field


def test_taken_down_too_early_shows_as_incomplete(db, officer, make_duty, make_disclosure, post):
    two_days_ago = clock.today() - timedelta(days=2)
    found = make_disclosure(make_duty((Form.BOARD, 20)), decided_on=two_days_ago)
    posting = post(found, started_on=two_days_ago)
    postings.end_posting(db, officer, posting, clock.today())
    entry = register.entry(found)
    assert [one.state for one in entry.forms] == [FormState.SHORT]
    assert entry.outcome is Outcome.PARTIAL


def test_what_happened_once_is_not_taken_down(db, officer, make_duty, make_disclosure, post):
    meeting = post(make_disclosure(make_duty()), form=Form.MEETING, place="Họp thôn")
    with pytest.raises(IllegalMove):
        postings.end_posting(db, officer, meeting, clock.today())


def test_a_posting_struck_out_counts_no_more_but_stays_in_the_books(
    db, officer, make_duty, make_disclosure, post
):
    found = make_disclosure(make_duty(Form.BOARD))
    posting = post(found)
    with pytest.raises(Invalid):
        postings.strike(db, officer, posting, "  ")
    postings.strike(db, officer, posting, "Ghi nhầm ngày")
    assert register.entry(found).seen == ()
    assert db.get(Posting, posting.id).struck_reason == "Ghi nhầm ngày"
    with pytest.raises(IllegalMove):
        postings.strike(db, officer, posting, "lần nữa")


def test_a_cancelled_disclosure_is_told_to_nobody_and_changes_no_more(
    db, officer, make_duty, make_disclosure, post
):
    found = make_disclosure(make_duty())
    service.cancel(db, officer, found, "Mở nhầm")
    assert register.disclosures(db) == []
    assert not register.is_public(found)
    with pytest.raises(IllegalMove):
        post(found)


def test_a_free_disclosure_keeps_a_name_when_it_loses_its_document(
    db, officer, make_document, make_disclosure
):
    found = make_disclosure(None, make_document())
    with pytest.raises(Unfit):
        service.link(db, officer, found, None)
    assert found.publication is not None


def test_the_history_says_who_did_what(db, officer, make_duty, make_disclosure, post):
    found = make_disclosure(make_duty())
    post(found)
    events = events_of(db, "disclosure", found.id)
    assert [event.act for event in events] == ["opened", "posted"]
    assert {event.official_id for event in events} == {officer.official_id}


# --- the register


def quarter_duty(make_duty, **changes):
    return make_duty(
        rhythm=Rhythm.QUARTER, counted=Counted.END, days=15, unit=Unit.CALENDAR, **changes
    )


def rows_of(db, duty):
    return {row.span.key: row for row in register.duty_rows(db, duty, public=True)}


def test_a_period_nobody_disclosed_is_missing(db, make_duty):
    year = clock.today().year - 1
    rows = rows_of(db, quarter_duty(make_duty, owed_from=date(year, 1, 1)))
    assert rows[f"{year}-Q1"].outcome is Outcome.MISSING


def test_what_came_before_the_register_is_held_against_nobody(db, make_duty):
    year = clock.today().year - 1
    rows = rows_of(db, quarter_duty(make_duty, owed_from=date(year, 4, 1)))
    assert f"{year}-Q1" not in rows
    assert f"{year}-Q2" in rows


def test_a_duty_no_longer_in_force_asks_for_nothing(db, make_duty):
    year = clock.today().year - 1
    duty = quarter_duty(make_duty, owed_from=date(year, 1, 1), valid_to=date(year, 6, 30))
    assert set(rows_of(db, duty)) == {f"{year}-Q1"}


def test_a_period_that_has_not_begun_is_not_asked_for(db, make_duty):
    duty = quarter_duty(make_duty)
    until = date(clock.today().year, 12, 31)
    rows = register.rows([duty], [], date(clock.today().year, 1, 1), until)
    assert all(row.span.since <= clock.today() for row in rows)


def test_an_event_that_did_not_happen_is_nothing_to_count(db, make_duty):
    make_duty()
    rows = register.public_rows(db, date(2020, 1, 1), clock.today())
    assert [row.outcome for row in rows] == [Outcome.NOTHING]
    assert figures.completeness(rows) == []


def test_completeness_counts_each_group_by_itself(db, make_duty, make_document, make_disclosure):
    make_disclosure(make_duty(group="thu-tuc"), make_document())
    year = clock.today().year - 1
    make_duty(
        rhythm=Rhythm.YEAR, counted=Counted.START, owed_from=date(year, 1, 1), group="ngan-sach",
        valid_to=date(year, 12, 31),
    )  # fmt: skip
    rows = register.public_rows(db, date(year, 1, 1), clock.today())
    found = {one.group.slug: one for one in figures.completeness(rows)}
    assert found["thu-tuc"].counts[Outcome.ON_TIME] == 1
    assert found["ngan-sach"].counts[Outcome.MISSING] == 1
    assert figures.overall(rows).due == 2


def test_internal_duties_and_disclosures_stay_out_of_the_public_register(
    db, make_duty, make_document, make_disclosure
):
    inside = make_duty(audience=Audience.INTERNAL)
    make_disclosure(inside)
    make_disclosure(None, make_document("Nội quy cơ quan"), audience=Audience.INTERNAL)
    assert register.public_rows(db, date(2020, 1, 1), clock.today()) == []


# --- what is owed


def test_an_office_sees_what_it_owes_and_not_what_others_do(
    db, officer, stranger, make_duty, make_office
):
    year = clock.today().year - 1
    own = quarter_duty(make_duty, owed_from=date(year, 1, 1), valid_to=date(year, 5, 1))
    unassigned = quarter_duty(
        make_duty, owed_from=date(year, 1, 1), valid_to=date(year, 5, 1), office_id=None
    )
    mine, theirs = agenda.agenda(db, officer), agenda.agenda(db, stranger)
    assert [debt.row.duty for debt in mine.owed] == [own]
    assert [debt.row.duty for debt in mine.unassigned] == [unassigned]
    assert theirs.owed == []
    with pytest.raises(NotAllowed):
        agenda.agenda(db, VISITOR)


def test_a_disclosure_is_owed_until_every_form_was_used(
    db, officer, make_duty, make_disclosure, post
):
    found = make_disclosure(make_duty(Form.BOARD), decided_on=clock.today() - timedelta(days=40))
    assert [debt.entry.disclosure for debt in agenda.agenda(db, officer).owed] == [found]
    posting = post(found)
    after = agenda.agenda(db, officer)
    assert after.owed == []
    assert after.hanging == after.unproved == [posting]


def test_an_office_with_an_address_is_reminded_once_of_each_thing(
    db, office, officer, make_duty, make_disclosure, post
):
    found = make_disclosure(make_duty((Form.BOARD, 20), Form.MEETING),
                            decided_on=clock.today() - timedelta(days=40))  # fmt: skip
    post(found, started_on=clock.today() - timedelta(days=30))
    assert reminders.remind_all(db) == 0  # no address, no letter; the desk shows it all the same
    office.email = "kt@example.vn"
    db.commit()
    assert reminders.remind_all(db) == 2
    assert reminders.remind_all(db) == 0
    wanted = select(Effect).where(Effect.kind == reminders.EFFECT).order_by(Effect.id)
    notices = [effect.payload["notice"] for effect in db.scalars(wanted)]
    assert notices == ["late", "down"]


def test_the_letter_names_the_thing_and_falls_away_when_it_is_settled(
    db, settings, office, officer, make_duty, make_disclosure, post
):
    from portal.disclosures import mail

    office.email = "kt@example.vn"
    duty = make_duty((Form.BOARD, 20))
    found = make_disclosure(duty, title="Dự toán 2026", decided_on=date(2026, 1, 5))
    posting = post(found, started_on=clock.today() - timedelta(days=30))
    reminders.remind_all(db)
    payload = db.scalar(select(Effect.payload).where(Effect.kind == reminders.EFFECT))
    notice = mail.notice(db, settings, payload)
    assert notice.to == "kt@example.vn"
    assert "Dự toán 2026" in notice.text
    assert notice.key.startswith("disclosure.down.")
    postings.end_posting(db, officer, posting, clock.today())
    assert mail.notice(db, settings, payload) is None


@pytest.mark.parametrize("name", ["soon", "late"])
def test_the_letter_about_a_duty_gives_its_day(db, settings, office, make_duty, name):
    from portal.disclosures import mail

    office.email = "kt@example.vn"
    duty = make_duty()
    payload = {"notice": name, "office": office.id, "duty": duty.id, "period": "",
               "disclosure": None, "due_on": "2026-10-15"}  # fmt: skip
    notice = mail.notice(db, settings, payload)
    assert duty.title in notice.text
    assert "15/10/2026" in notice.subject


# --- the list of duties


def test_loading_twice_adds_nothing_and_keeps_what_the_authority_changed(db, administrator):
    first = duties.load(db, administrator)
    duty = db.scalar(select(Duty).where(Duty.code == "d11.5"))
    duty.title = "Các khoản đóng góp"
    db.commit()
    assert first > 20
    assert duties.load(db, administrator) == 0
    assert duty.title == "Các khoản đóng góp"


def test_only_an_administrator_changes_the_list(db, officer, make_duty):
    duty = make_duty()
    for act in (
        lambda: duties.load(db, officer),
        lambda: duties.duty_by(db, officer, duty.id),
        lambda: duties.add(db, officer, duties.facts_of(duty)),
        lambda: duties.edit(db, officer, duty, duties.facts_of(duty)),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_authority_adds_a_duty_of_its_own_beside_one_of_the_same_name(
    db, administrator, make_duty
):
    facts = duties.facts_of(make_duty(title="Lịch cắt điện"))
    one, other = duties.add(db, administrator, facts), duties.add(db, administrator, facts)
    assert one.slug == "lich-cat-dien"
    assert other.slug == "lich-cat-dien-2"


def test_a_duty_called_law_says_which(db, administrator, make_duty):
    from dataclasses import replace

    facts = replace(duties.facts_of(make_duty()), law="", basis=Basis.LAW)
    with pytest.raises(Unfit) as refusal:
        duties.add(db, administrator, facts)
    assert refusal.value.field == "law"


def test_the_rhythm_of_a_duty_in_use_stays(db, administrator, make_duty, make_disclosure):
    from dataclasses import replace

    duty = make_duty()
    make_disclosure(duty)
    with pytest.raises(Unfit) as refusal:
        duties.edit(db, administrator, duty, replace(duties.facts_of(duty), rhythm=Rhythm.YEAR))
    assert refusal.value.field == "rhythm"


def test_a_change_of_the_list_is_written_down(db, administrator, make_duty):
    from dataclasses import replace

    duty = make_duty()
    duties.edit(db, administrator, duty, replace(duties.facts_of(duty), days=3, forms=()))
    event = events_of(db, "duty", duty.id)[-1]
    assert set(event.facts["changed"]) == {"days", "forms"}
    duties.edit(db, administrator, duty, duties.facts_of(duty))
    assert len(events_of(db, "duty", duty.id)) == 1


def test_an_actor_without_an_office_still_finds_internal_duties_closed(db, make_duty):
    duty = make_duty(audience=Audience.INTERNAL)
    with pytest.raises(NotFound):
        duties.public_duty(db, duty.slug)
    with pytest.raises(NotAllowed):
        duties.all_duties(db, Actor())
