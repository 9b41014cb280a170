import pytest
from sqlalchemy import func, select

from portal import clock
from portal.counters.questions import EDITIONS, USUAL
from portal.ratings.models import Rating
from portal.web import limits


@pytest.fixture
def counter(make_counter):
    return make_counter(name="Quầy số 1: Hộ tịch, chứng thực")


@pytest.fixture
def address(counter):
    return f"/q/{counter.tokens[0].token}"


def count(db):
    return db.scalar(select(func.count(Rating.id)))


def test_a_scan_shows_five_faces_and_two_quiet_links(browser, counter, address):
    page = browser.open(address)
    assert page.status_code == 200
    assert counter.name in page.text
    assert page.text.count('name="score"') == 5
    assert "/gop-y?quay=" in page.text
    assert "/tra-cuu" in page.text


def test_a_scan_sets_no_cookie(browser, address):
    assert "Set-Cookie" not in browser.open(address).headers


def test_one_tap_rates(browser, db, address):
    browser.open(address)
    page = browser.send(score="5")
    assert page.status_code == 200
    assert "Đã ghi nhận" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert db.scalar(select(Rating.score)) == 5


def said(db):
    return {answer.question: answer.value for answer in db.scalar(select(Rating)).answers}


def test_one_thing_a_page_until_nothing_is_left_to_ask(browser, db, address):
    browser.open(address)
    page = browser.send(score="2")
    for question in EDITIONS[USUAL].questions:
        assert page.text.count('class="counter__answer"') == len(question.choices)
        page = browser.send(
            score="2", asked=question.name, **{question.name: question.choices[0].value}
        )
    assert 'name="words"' in page.text
    page = browser.send(score="2", asked="words", words="Chờ hơi lâu")
    assert "Cảm ơn quý vị" in page.text
    assert count(db) == 1
    assert db.scalar(select(Rating.words)) == "Chờ hơi lâu"
    assert said(db) == {asked.name: asked.choices[0].value for asked in EDITIONS[USUAL].questions}


def test_a_question_may_be_skipped_and_the_rest_left(browser, db, address):
    browser.open(address)
    browser.send(score="4")
    page = browser.send(score="4", asked="attitude")
    assert 'name="asked" value="time"' in page.text
    page = browser.send(score="4", asked="time", done="1")
    assert "Cảm ơn quý vị" in page.text
    assert said(db) == {}


def test_words_one_decides_not_to_send_are_not_kept(browser, db, address):
    browser.open(address)
    browser.send(score="4", asked="extra")
    browser.send(score="4", asked="words", words="Thôi", done="1")
    assert db.scalar(select(Rating.words)) is None


def test_everything_in_one_sending_is_taken_too(browser, db, address):
    browser.open(address)
    browser.send(score="4", attitude="good", time="good", guidance="nonsense", words="Tốt")
    assert db.scalar(select(Rating.words)) == "Tốt"
    assert said(db) == {"attitude": "good", "time": "good"}


def test_the_nine_indices_are_asked_where_a_counter_is_told_to(browser, db, counter, address):
    counter.questions = 3
    db.commit()
    browser.open(address)
    page = browser.send(score="5")
    assert 'name="index1"' in page.text
    assert page.text.count('class="counter__answer"') == 3


def test_a_double_tap_counts_once(browser, db, address):
    browser.open(address)
    tokens = {name: browser.token(name) for name in ("csrf_token", "form_token")}
    for _ in range(5):
        assert browser.client.post(address, data=tokens | {"score": "3"}).status_code == 200
    assert count(db) == 1


@pytest.mark.parametrize("score", ["", "0", "6", "-1", "năm", "5 OR 1=1", "٣"])
def test_a_score_that_is_none_is_said_kindly_and_stores_nothing(browser, db, address, score):
    browser.open(address)
    page = browser.send(score=score)
    assert page.status_code in {200, 422} if score == "٣" else page.status_code == 422
    if page.status_code == 422:
        assert count(db) == 0
        assert "năm mức" in page.text


@pytest.mark.parametrize("form_token", ["", "x", "a.b.c", "00.00.AAAAAAAAAAAAAAAAAAAAAA"])
def test_a_forged_form_token_is_asked_again(browser, db, address, form_token):
    browser.open(address)
    page = browser.send(score="5", form_token=form_token)
    assert page.status_code == 422
    assert count(db) == 0
    assert browser.token("form_token") != form_token


def test_a_page_open_since_yesterday_is_asked_again(browser, db, address):
    import time_machine as machine

    browser.open(address)
    with machine.travel(clock.now().timestamp() + 25 * 3600, tick=True):
        assert browser.send(score="5").status_code == 422
    assert count(db) == 0


def test_a_script_in_the_words_is_shown_nowhere_as_code(browser, db, address):
    browser.open(address)
    page = browser.send(score="1", words="<script>alert(1)</script>'; DROP TABLE ratings;--")
    assert "<script>alert" not in page.text
    assert count(db) == 1


def test_five_megabytes_of_words_are_refused_and_kept(browser, db, address):
    browser.open(address)
    page = browser.send(score="1", words="dài " * 1_250_000)
    assert page.status_code == 413
    assert count(db) == 0


def test_an_old_poster_says_so_kindly(browser, db, counter, address):
    counter.tokens[0].replaced_at = clock.now()
    db.commit()
    page = browser.open(address)
    assert page.status_code == 410
    assert counter.name in page.text
    assert 'name="score"' not in page.text


def test_an_unknown_code_is_not_found(browser):
    assert browser.open("/q/KHONGCO1").status_code == 404


@pytest.mark.parametrize("typed", [str.lower, lambda t: f"{t[:4]}-{t[4:]}", lambda t: f" {t} "])
def test_a_code_typed_by_hand_is_read_kindly(browser, counter, typed):
    assert browser.open(f"/q/{typed(counter.tokens[0].token)}").status_code == 200


def test_a_flood_from_one_network_is_slowed_kindly(browser, db, address, monkeypatch):
    monkeypatch.setattr(limits, "FLOOD", "3/minute")
    for _ in range(3):
        browser.open(address)
        assert browser.send(score="4").status_code == 200
    browser.open(address)
    page = browser.send(score="1", words="Chờ lâu quá")
    assert page.status_code == 429
    assert page.headers["Retry-After"]
    assert "Chờ lâu quá" in page.text
    assert count(db) == 3
