"""One person signs once, by their own word, and takes it back whenever they like."""

import secrets

import pytest
from sqlalchemy import func, select, text

from portal.cases.evidence import faults
from portal.errors import AlreadySent, IllegalMove, Invalid
from portal.outbox.models import Effect
from portal.permissions import VISITOR
from portal.petitions import addresses, counts, signing
from portal.petitions.models import Petition, Signature
from portal.petitions.rules import LIMITS, Standing, State, Way
from portal.petitions.stepping import settings_of, starter_of
from portal.web import tokens
from tests.petitions.conftest import ACTION, by_mail, crowded, many


def test_a_signature_counts_after_its_signers_word_and_not_before(db, make_petition, sign, means):
    petition = make_petition()
    before = counts.count(db, petition).online
    signature = sign(petition, confirmed=False)
    assert counts.count(db, petition).online == before
    for _ in range(2):
        signing.confirm(db, VISITOR, signature, **means)
    assert counts.count(db, petition).online == before + 1


def test_one_person_has_one_signature_however_it_is_typed(db, make_petition, sign):
    petition = make_petition()
    before = counts.count(db, petition).online
    for typed in ("lan.nguyen@gmail.com", "LanNguyen+2@gmail.com", "lannguyen@googlemail.com"):
        sign(petition, by_mail(typed))
    for typed in ("0912 345 678", "+84912345678"):
        sign(petition, by_mail(typed, way=Way.PHONE))
    assert counts.count(db, petition).online == before + 2


def test_the_database_itself_refuses_a_second(db, make_petition):
    from sqlalchemy.exc import IntegrityError

    petition = make_petition()
    kept = starter_of(db, petition)
    twin = Signature(
        petition_id=petition.id, name="x", way=Way.EMAIL, contact="x@y.vn", nonce="n",
        contact_mark=kept.contact_mark, signed_at=kept.signed_at,
    )  # fmt: skip
    with pytest.raises(IntegrityError), db.begin_nested():
        db.add(twin)


def test_name_and_contact_are_encrypted_where_they_lie(db, make_petition, sign):
    sign(make_petition(), by_mail("canary@example.vn", name="Canary Thị Lan"))
    rows = db.execute(text("SELECT name, contact FROM petition_signatures")).all()
    assert all(value.startswith("sealed:1:") for row in rows for value in row)


def test_marks_of_one_person_under_two_petitions_cannot_be_compared(db, make_petition, sign):
    both = [sign(make_petition(), by_mail("lan@gmail.com")).contact_mark for _ in range(2)]
    assert both[0] != both[1]


def test_withdrawing_counts_less_forgets_the_person_and_allows_signing_anew(
    db, make_petition, sign, settings
):
    petition = make_petition()
    before = counts.count(db, petition).online
    signature = sign(petition, by_mail("lan@gmail.com", village="Thôn Đông Khê"))
    token = addresses.token_of(settings, signature)
    signing.withdraw(db, VISITOR, signature)
    db.commit()
    assert counts.count(db, petition).online == before
    assert (signature.name, signature.contact, signature.contact_mark) == ("", "", None)
    assert addresses.signature_by(db, settings, token) is None
    sign(petition, by_mail("lan@gmail.com"))
    assert counts.count(db, petition).online == before + 1


def test_a_letter_goes_to_who_signed_first_not_to_who_typed_it_again(db, make_petition, sign):
    petition = make_petition()
    first = sign(petition, by_mail("lan@gmail.com"), confirmed=False)
    sign(petition, by_mail("l.a.n+evil@gmail.com"), confirmed=False)
    assert db.get(Signature, first.id).contact == "lan@gmail.com"
    letters = db.scalars(select(Effect).where(Effect.kind == "mail.petition")).all()
    assert [row.payload["signature"] for row in letters][-2:] == [first.id, first.id]


def test_nobody_signs_what_is_not_open(db, make_petition, settings):
    for state in (State.PENDING, State.MODERATING, State.REFUSED):
        petition = make_petition(state, form_token=tokens.new_form_token(settings))
        with pytest.raises(IllegalMove):
            signing.sign(db, VISITOR, petition, by_mail(), settings=settings)
    with pytest.raises(Invalid):
        signing.sign(db, VISITOR, make_petition(), by_mail("nobody"), settings=settings)


def test_enough_supporters_send_it_to_a_moderator(db, make_petition, sign):
    petition = make_petition(State.GATHERING)
    wanted = settings_of(db).supporters
    for at in range(wanted):
        assert petition.state is State.GATHERING, at
        sign(petition)
    assert petition.state is State.MODERATING
    assert petition.supported_at is not None


def test_a_starter_who_withdraws_early_ends_it_and_later_only_their_own_signature(
    db, make_petition
):
    early, late = make_petition(State.GATHERING), make_petition()
    for petition in (early, late):
        signing.withdraw(db, VISITOR, starter_of(db, petition))
    assert (early.state, late.state) == (State.WITHDRAWN, State.OPEN)
    assert ACTION not in early.action
    assert late.action == ACTION
    assert list(faults(db)) == []  # the history says that it was erased


def test_a_form_sent_twice_starts_one_petition(db, start, settings):
    token = tokens.new_form_token(settings)
    assert start(form_token=token) is start(form_token=token)
    with pytest.raises(AlreadySent):
        start(form_token=token, action="Việc khác")
    assert db.scalar(select(func.count(Petition.id))) == 1


@pytest.mark.parametrize("limit", LIMITS[::2], ids=lambda limit: limit.mark)
def test_over_a_limit_it_is_kept_answered_alike_and_not_counted(
    db, make_petition, sign, settings, limit
):
    petition = make_petition()
    sent = by_mail("lan@noi-khac.example", place=crowded(agent=secrets.token_hex(4)))
    own = sign(petition, sent)
    many(db, petition, limit.most, **{f"{limit.mark}_mark": getattr(own, f"{limit.mark}_mark")})
    before = counts.count(db, petition).online
    late = sign(petition, by_mail("hoa@noi-khac.example", place=sent.place))
    assert (late.standing, late.doubt) == (Standing.DOUBTFUL, limit.mark)
    assert counts.count(db, petition).online == before


def test_a_hall_of_three_hundred_on_one_network_is_not_doubted(db, make_petition, sign):
    petition = make_petition()
    first = sign(petition, by_mail(place=crowded()))
    many(db, petition, 298, block_mark=first.block_mark)
    assert sign(petition, by_mail(place=crowded(agent="Another"))).standing is Standing.COUNTED


def test_one_script_on_a_network_leaves_it_to_its_neighbours(db, make_petition, sign):
    petition = make_petition()
    first = sign(petition, by_mail(place=crowded()))
    many(db, petition, 320, Standing.DOUBTFUL, block_mark=first.block_mark, doubt="device")
    assert sign(petition, by_mail(place=crowded(agent="Another"))).standing is Standing.COUNTED


def test_what_only_a_program_fills_in_is_doubted(make_petition, sign):
    assert sign(make_petition(), by_mail(honeypot=True)).standing is Standing.DOUBTFUL


def test_an_address_is_found_by_every_letter_of_it(db, make_petition, sign, settings):
    signature = sign(make_petition())
    token = addresses.token_of(settings, signature)
    assert addresses.signature_by(db, settings, token) is signature
    for wrong in (token[:-1], f"{token}0", token.replace("-", ""), "", "x-y", f"9{token}", "１-a"):
        assert addresses.signature_by(db, settings, wrong) is None


@pytest.mark.parametrize(
    ("signed", "told"),
    [
        ({"A": 9, "B": 4}, []),  # subtraction would tell the four
        ({"A": 9, "B": 7, "C": 4}, [("A", 9)]),
        ({"A": 9, "B": 7}, [("A", 9), ("B", 7)]),
        ({"A": 4}, []),
        ({"A": 9, "B": 3, "C": 3}, [("A", 9)]),
    ],
)
def test_villages_are_told_where_five_signed_and_nothing_gives_fewer_away(
    db, make_petition, signed, told
):
    petition = make_petition()
    for other in db.scalars(select(Signature)):
        signing.withdraw(db, VISITOR, other)
    for name, count in signed.items():
        many(db, petition, count, village=name)
    assert counts.by_village(db, petition) == told
