"""The tablet: its page, its stock of tokens, and ratings that arrive late but once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.counters.models import Counter
from portal.counters.questions import EDITIONS, USUAL
from portal.ratings import kiosk, rules
from portal.ratings.models import ExtraReport, Rating


@pytest.fixture
def base(make_counter):
    return f"/q/{make_counter().tokens[0].token}/may-tinh-bang/"


@pytest.fixture
def stock(browser, base):
    return browser.client.get(f"{base}phieu.json").json


def send(browser, base, stock, ticket=0, **said):
    form = {"csrf_token": stock["csrf"], "form_token": stock["tickets"][ticket], "score": "4"}
    return browser.client.post(f"{base}gui", data=form | said)


def count(db):
    return db.scalar(select(func.count(Rating.id)))


def test_the_page_has_every_question_both_languages_and_no_way_out(browser, base):
    page = browser.open(base).text
    for question in EDITIONS[USUAL].questions:
        assert f'data-step="{question.name}"' in page
    assert "How was this visit" in page or 'lang="en"' in page
    assert "<a " not in page
    assert "Set-Cookie" not in browser.reply.headers


def test_a_rating_kept_on_the_device_arrives_whole_with_its_time(browser, db, base, stock):
    import time_machine as machine

    given = clock.now() + timedelta(hours=20)
    with machine.travel(given + timedelta(days=3), tick=False):
        fresh = browser.client.get(f"{base}phieu.json").json["csrf"]
        reply = send(
            browser, base, stock | {"csrf": fresh}, attitude="good", words="Tốt",
            given_at=str(int(given.timestamp())),
        )  # fmt: skip
        assert (reply.status_code, reply.json) == (200, {"state": "kept"})
    kept = db.scalar(select(Rating))
    assert kept.given_at == rules.rounded(given)
    assert (kept.words, [answer.value for answer in kept.answers]) == ("Tốt", ["good"])


def test_answers_count_for_the_edition_the_tablet_showed(browser, db, base, stock, make_counter):
    """It may have been offline when the counter began to ask otherwise."""
    from portal.counters import editions
    from portal.permissions import Actor, Role

    counter = db.scalar(select(Counter))
    keeper = Actor(roles=frozenset({Role.ADMINISTRATOR}))
    editions.begin(db, keeper, 3, [counter], clock.today())
    db.commit()
    shown = (("2", "attitude"), ("3", "index1"), ("1", "attitude"), ("x", "index2"))
    for at, (edition, name) in enumerate(shown):
        assert send(browser, base, stock, at, edition=edition, **{name: "good"}).status_code == 200
    kept = db.scalars(select(Rating).order_by(Rating.id)).all()
    assert [(one.questions, [a.question for a in one.answers]) for one in kept] == [
        (2, ["attitude"]),
        (3, ["index1"]),
        (3, []),  # never asked here
        (3, ["index2"]),
    ]


def test_sent_again_it_is_the_same_rating(browser, db, base, stock):
    for _ in range(3):
        assert send(browser, base, stock).json == {"state": "kept"}
    assert send(browser, base, stock, score="1").status_code == 409
    assert send(browser, base, stock, ticket=1).json == {"state": "kept"}
    assert count(db) == 2


@pytest.mark.parametrize("said", ["0", "99999999999999", "-5", "hôm qua", str(2**70)])
def test_a_time_before_the_token_or_in_the_future_is_not_believed(browser, db, base, stock, said):
    assert send(browser, base, stock, given_at=said).status_code == 200
    assert abs(db.scalar(select(Rating.given_at)) - clock.now()) < timedelta(hours=2)


def test_tokens_of_another_counter_another_form_or_a_month_ago_are_refused(
    browser, db, base, stock, make_counter, settings
):
    import time_machine as machine

    from portal.web import tokens

    other = f"/q/{make_counter().tokens[0].token}/may-tinh-bang/"
    assert send(browser, other, stock).json == {"state": "expired"}
    forms = stock | {"tickets": [tokens.new_form_token(settings), "x"]}
    assert [send(browser, base, forms, ticket).status_code for ticket in (0, 1)] == [422, 422]
    with machine.travel(clock.now() + kiosk.LIFE + timedelta(hours=1), tick=False):
        fresh = browser.client.get(f"{base}phieu.json").json["csrf"]
        assert send(browser, base, stock | {"csrf": fresh}).status_code == 422
    assert count(db) == 0


def test_without_our_token_nothing_is_taken(browser, db, base, stock):
    assert send(browser, base, stock | {"csrf": "x"}).status_code == 403
    assert count(db) == 0


def test_what_comes_from_the_tablet_weighs_half_and_no_browser_remembers(browser, db, base, stock):
    reply = send(browser, base, stock)
    assert "Set-Cookie" not in reply.headers
    assert db.scalar(select(Rating.flags)).split()[-1] == "own_network"


def test_a_demand_beyond_the_rules_is_diverted_from_the_tablet_too(browser, db, base, stock):
    send(browser, base, stock, extra="yes", words="Đòi thêm tiền.")
    assert db.scalar(select(Rating.words)) is None
    assert db.scalar(select(ExtraReport)).words == "Đòi thêm tiền."


def test_without_scripts_it_is_a_form_that_goes_back_by_itself(browser, db, base):
    browser.open(base)
    page = browser.send(base.removesuffix("may-tinh-bang/").rstrip("/"), score="2", kiosk="1")
    assert page.headers["Refresh"] == f"60;url={base}"
    assert "Set-Cookie" not in page.headers
    assert "<a " not in page.text
    assert 'name="kiosk"' in page.text
    assert count(db) == 1


def test_an_old_code_opens_no_tablet(browser, db, make_counter):
    counter = make_counter()
    counter.tokens[0].replaced_at = clock.now()
    db.commit()
    token = counter.tokens[0].token
    for path in ("", "phieu.json", "manifest.webmanifest", "worker.js"):
        assert browser.open(f"/q/{token}/may-tinh-bang/{path}").status_code == 404


def test_it_can_be_put_on_the_home_screen(browser, base):
    told = browser.client.get(f"{base}manifest.webmanifest").get_json(force=True)
    assert (told["display"], told["scope"], told["start_url"]) == ("fullscreen", base, base)
    worker = browser.client.get(f"{base}worker.js")
    assert worker.mimetype == "text/javascript"
