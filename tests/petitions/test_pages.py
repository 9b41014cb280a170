"""What citizens see: nothing changes by looking, nobody learns who signed."""

import re

import pytest
from sqlalchemy import func, select

from portal.cases.models import Case
from portal.permissions import VISITOR
from portal.petitions import addresses, counts
from portal.petitions.models import Petition, Signature
from portal.petitions.rules import Standing, State
from portal.petitions.stepping import settings_of, starter_of
from tests.petitions.conftest import ACTION, BACKGROUND, by_mail

WORDS = {"action": ACTION, "background": BACKGROUND, "name": "Nguyễn Lan"}


def standing(db, signature):
    db.expire_all()
    return db.get(Signature, signature.id).standing


@pytest.fixture
def own(settings):
    return lambda signature: f"/kien-nghi/chu-ky/{addresses.token_of(settings, signature)}"


def test_a_petition_is_started_supported_admitted_and_signed(
    browser, db, few_are_enough, moderator, own
):
    assert 'name="viec"' in browser.open("/kien-nghi/moi").text
    browser.open("/kien-nghi/moi?viec=Làm+vỉa+hè")
    reply = browser.send("/kien-nghi/moi", **WORDS, contact="lan@example.vn", village="")
    assert reply.status_code == 303
    assert "da-gui?cach=email" in reply.location
    petition = db.scalars(select(Petition)).one()
    browser.open(own(starter_of(db, petition)))
    page = browser.send(_follow=True)
    share = re.search(r"/kien-nghi/\d+/ung-ho/\w+", page.text)[0]
    for at in range(settings_of(db).supporters):
        assert "chưa xem nội dung này" in browser.open(share).text
        browser.send(name="Ai đó", contact=f"n{at}@gmail.com", village="")
    for signature in db.scalars(select(Signature).where(~Signature.starter)).all():
        browser.open(own(signature))
        browser.send()
    assert ACTION not in browser.open(share).text  # enough support: nobody need read it now
    assert browser.open(f"/kien-nghi/{petition.id}").status_code == 404
    browser.be(moderator)
    browser.open(f"/quan-tri/kien-nghi/{petition.id}")
    browser.send(f"/quan-tri/kien-nghi/{petition.id}/nhan", seen="")
    browser.open(f"/quan-tri/kien-nghi/{petition.id}")
    browser.send(f"/quan-tri/kien-nghi/{petition.id}/cong-khai")
    browser.be(VISITOR)
    shown = browser.open(f"/kien-nghi/{petition.id}")
    assert ACTION in shown.text
    assert "Nguyễn Lan" not in shown.text
    assert ACTION in browser.open("/kien-nghi").text
    assert browser.open(share, follow_redirects=True).request.path == f"/kien-nghi/{petition.id}"


def test_looking_never_signs_confirms_or_withdraws(browser, db, make_petition, sign, own):
    petition = make_petition()
    before = counts.count(db, petition)
    signature = sign(petition, confirmed=False)
    for _ in range(5):
        for address in (own(signature), f"{own(signature)}/rut", f"/kien-nghi/{petition.id}/ky"):
            browser.client.get(address)
            browser.client.head(address)
    assert standing(db, signature) is Standing.WAITING
    assert counts.count(db, petition) == before
    browser.open(own(signature))
    browser.send()
    assert standing(db, signature) is Standing.COUNTED


def test_whoever_asks_learns_nothing_of_who_signed(browser, db, make_petition, sign):
    petition = make_petition()
    sign(petition, by_mail("lan@gmail.com"))
    answers = set()
    for contact in ("lan@gmail.com", "nobody@gmail.com"):
        browser.open(f"/kien-nghi/{petition.id}/ky")
        reply = browser.send(name="Ai đó", contact=contact, village="")
        answers.add((reply.status_code, reply.location))
    assert len(answers) == 1


def test_a_doubtful_signature_is_answered_like_a_good_one(browser, make_petition, sign, own):
    petition = make_petition()
    pages = []
    for bait in ("", "http://spam"):
        browser.open(f"/kien-nghi/{petition.id}/ky")
        reply = browser.send(
            name="Ai đó", contact=f"x{len(pages)}@gmail.com", village="", website=bait
        )
        pages.append((reply.status_code, reply.location))
    assert pages[0] == pages[1]
    shown = [
        browser.open(own(sign(petition, by_mail(honeypot=bait)))).text for bait in (False, True)
    ]
    texts = [re.sub(r"chu-ky/\S+|value=\S+", "", text) for text in shown]
    assert texts[0] == texts[1]


def test_a_signature_is_taken_back_and_its_address_is_dead(browser, db, make_petition, sign, own):
    signature = sign(make_petition())
    address = own(signature)
    browser.open(address)
    browser.send(f"{address}/rut")
    assert standing(db, signature) is Standing.WITHDRAWN
    assert browser.open(address).status_code == 404


def test_a_mistake_keeps_what_was_typed(browser, db, make_petition):
    petition = make_petition()
    browser.open(f"/kien-nghi/{petition.id}/ky")
    reply = browser.send(name="Nguyễn Lan", contact="không phải", village="Sao Hỏa")
    assert reply.status_code == 422
    for expected in ("Nguyễn Lan", "không phải", 'id="contact-error"', 'id="village-error"'):
        assert expected in reply.text


def test_without_words_nothing_is_started(browser, db):
    browser.open("/kien-nghi/moi?viec=x")
    reply = browser.send("/kien-nghi/moi", action="", background="")
    assert reply.status_code == 422
    assert 'id="action-error"' in reply.text
    assert db.scalar(select(func.count(Petition.id))) == 0


def test_what_sounds_like_a_denunciation_is_asked_about_first(browser, db):
    words = WORDS | {"background": "Tôi tố cáo ông B trưởng phòng nhận hối lộ khi cấp đất."}
    browser.open("/kien-nghi/moi?viec=x")
    reply = browser.send("/kien-nghi/moi", **words, contact="lan@example.vn", village="")
    assert reply.status_code == 422
    assert "/khieu-nai-to-cao" in reply.text
    assert db.scalar(select(func.count(Petition.id))) == 0


def test_similar_ones_are_shown_before_the_form(browser, make_petition):
    petition = make_petition()
    page = browser.open("/kien-nghi/moi?viec=làm+vỉa+hè+từ+cổng+trường+tiểu+học+đến+chợ").text
    assert page.index(f'href="/kien-nghi/{petition.id}"') < page.index('name="background"')


def test_the_address_of_supporters_cannot_be_guessed(browser, make_petition):
    petition = make_petition(State.GATHERING)
    for token in ("0" * 32, "é", "x"):
        assert browser.open(f"/kien-nghi/{petition.id}/ung-ho/{token}").status_code == 404


def test_a_hidden_refusal_shows_its_reason_and_nothing_else(browser, db, make_petition, moderator):
    from portal.petitions import moderation
    from portal.petitions.moderation import Refusal

    petition = make_petition()
    refusal = Refusal(reason="insulting", note="Gọi tên bà X")
    moderation.refuse(db, moderator, petition, refusal)
    db.commit()
    addresses_ = (f"/kien-nghi/{petition.id}", "/kien-nghi?xem=rejected", "/kien-nghi.json",
                  f"/kien-nghi/{petition.id}.json", "/kien-nghi.atom")  # fmt: skip
    for address in addresses_:
        text = browser.open(address).text
        assert ACTION not in text
        assert BACKGROUND not in text
        assert "bà X" not in text
    assert "xúc phạm" in browser.open(f"/kien-nghi/{petition.id}").text
    assert browser.open(f"/kien-nghi/{petition.id}/the.png").status_code == 404
    assert browser.open(f"/kien-nghi/{petition.id}/ap-phich.pdf").status_code == 404


def test_the_name_of_the_starter_is_shown_only_where_it_was_agreed(browser, make_petition):
    silent, named = make_petition(), make_petition(show_name=True)
    assert "Nguyễn Thị Lan" not in browser.open(f"/kien-nghi/{silent.id}").text
    assert "Nguyễn Thị Lan" in browser.open(f"/kien-nghi/{named.id}").text


def test_a_petition_is_started_at_a_counter(browser, db, make_counter):
    counter = make_counter()
    token = counter.tokens[0].token
    assert f"/kien-nghi/moi?quay={token}" in browser.open(f"/q/{token}").text
    browser.open(f"/kien-nghi/moi?viec=x&quay={token}")
    browser.send("/kien-nghi/moi", **WORDS, contact="0912345678", village="", counter=token)
    assert db.scalars(select(Petition)).one().counter_id == counter.id


def test_nothing_of_it_is_a_case_before_a_threshold(db, make_petition):
    make_petition()
    assert db.scalar(select(func.count(Case.id))) == 0


def test_the_signers_page_speaks_english_to_who_reads_it(browser, make_petition, sign, own):
    address = own(sign(make_petition(), confirmed=False))
    page = browser.open(address, headers={"Accept-Language": "en"}).text
    assert "I confirm this signature" in page


def test_an_address_that_leads_nowhere_says_why(browser):
    reply = browser.open("/kien-nghi/chu-ky/1-00")
    assert reply.status_code == 404
    assert "đã được rút" in reply.text


def test_a_late_word_is_refused_kindly(browser, db, make_petition, sign, own):
    petition = make_petition()
    signature = sign(petition, confirmed=False)
    petition.state = State.CLOSED
    db.commit()
    browser.open(own(signature))
    assert browser.send().status_code == 409
    assert standing(db, signature) is Standing.WAITING
