"""Letters: an address that only opens a page, few a day, and no words nobody has looked at."""

import pytest
from sqlalchemy import delete, select

from portal.outbox.models import Effect
from portal.permissions import Role
from portal.petitions import mail, moderation
from portal.petitions.models import Signature
from portal.petitions.moderation import Refusal
from portal.petitions.rules import State, Way
from portal.petitions.stepping import starter_of
from tests.petitions.conftest import ACTION, by_mail


def letter(db, settings, signature, notice="confirm", key="1"):
    payload = {"signature": signature.id, "notice": notice, "key": key}
    return mail.notice(db, settings, payload)


@pytest.mark.parametrize(("language", "word"), [("vi", "xác nhận"), ("en", "press the button")])
def test_a_letter_holds_the_signers_address_and_nobodys_name(
    db, settings, make_petition, sign, language, word
):
    petition = make_petition()
    sent = by_mail("lan@example.vn", language=language)
    written = letter(db, settings, sign(petition, sent, confirmed=False))
    assert written.to == "lan@example.vn"
    assert "/kien-nghi/chu-ky/" in written.text
    assert ACTION in written.text
    assert word in written.text
    assert "Lan" not in written.text.replace("lan@", "")


def test_words_nobody_has_looked_at_are_sent_to_nobody(db, settings, make_petition, sign):
    petition = make_petition(State.GATHERING)
    supporter = sign(petition, confirmed=False)
    for notice in ("confirm", "started"):
        assert ACTION not in letter(db, settings, supporter, notice, notice).text


def test_an_address_gets_five_letters_a_day_and_a_retry_costs_none(
    db, settings, make_petition, sign
):
    addresses = ("lan@example.vn", "l.a.n@example.vn", "lan+1@example.vn")
    signatures = [sign(make_petition(), by_mail(one), confirmed=False) for one in addresses]
    sent = [letter(db, settings, signatures[at % 3], key=f"{at}") is not None for at in range(9)]
    assert sent == [True] * 5 + [False] * 4
    assert letter(db, settings, signatures[0], key="0") is not None


def test_no_letter_to_a_telephone_nor_to_who_is_gone(db, settings, make_petition, sign):
    petition = make_petition()
    by_phone = sign(petition, by_mail("0912345678", way=Way.PHONE), confirmed=False)
    promised = db.scalars(select(Effect).where(Effect.kind == "mail.petition")).all()
    assert by_phone.id not in {row.payload["signature"] for row in promised}
    db.execute(delete(Signature).where(Signature.id == by_phone.id))
    db.expire_all()
    assert mail.notice(db, settings, {"signature": by_phone.id, "notice": "x", "key": "1"}) is None


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_starter_hears_what_was_decided(db, settings, start, make_petition, language):
    petition = make_petition(signing=by_mail("lan@example.vn", language=language))
    starter = starter_of(db, petition)
    for notice in ("started", "admitted", "refused", "reached"):
        assert f"/kien-nghi/{petition.id}" in letter(db, settings, starter, notice, notice).text


def test_a_refusal_is_written_about(db, settings, make_petition, make_official, actor_of):
    petition = make_petition()
    moderator = actor_of(make_official(Role.MODERATOR))
    moderation.refuse(db, moderator, petition, Refusal(reason="single"))
    last = db.query(Effect).filter(Effect.kind == "mail.petition").order_by(Effect.id.desc())
    assert last.first().payload["notice"] == "refused"
