"""Questions of the authority's own: written, tried, put into force, and then never changed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.counters import editions, kinds
from portal.counters.editions import QuestionFacts
from portal.counters.kinds import AnswerKind
from portal.counters.models import QuestionEdition
from portal.counters.questions import EDITIONS, USUAL
from portal.errors import Invalid, NotAllowed
from portal.permissions import VISITOR, Role
from portal.web.filters import in_english

PAGE = "/quan-tri/quay/bo-cau-hoi"
TITLE = ("Đất đai", "Land")
QUEUE = QuestionFacts(
    kind=AnswerKind.PAIR,
    text=("Chờ có lâu không?", "Was the wait long?"),
    short=("Chờ", "Wait"),
    person=False,
    labels=(("Không", "No"), ("Lâu", "Yes")),
)
TYPED = {
    "text": "Chỗ ngồi chờ thế nào?",
    "text_en": "How was the waiting room?",
    "short": "Chỗ chờ",
    "short_en": "Waiting room",
    "about": "body",
}


@pytest.fixture
def row(app, db, keeper):
    with app.test_request_context():
        return editions.copy(db, keeper, EDITIONS[USUAL], TITLE, in_english)


def names(db, row):
    return [asked.name for asked in editions.by_number(db, row.number).questions]


@pytest.mark.parametrize("number", sorted(EDITIONS))
def test_a_copy_asks_the_same_in_both_languages(app, db, keeper, number):
    source = EDITIONS[number]
    with app.test_request_context():
        made = editions.copy(db, keeper, source, TITLE, in_english)
        copied = editions.by_number(db, made.number)
        for old, new in zip(source.questions, copied.questions, strict=True):
            assert (new.name, new.text, new.person, new.restricted, new.most) == (
                old.name, old.text, old.person, old.restricted, old.most,
            )  # fmt: skip
            assert in_english(new.text) == in_english(old.text)
            assert new.choices == old.choices
            assert kinds.kind_of(new) == kinds.kind_of(old)
    assert made.number > max(EDITIONS)


def test_questions_are_added_moved_changed_and_dropped(db, keeper, row):
    editions.put(db, keeper, row, QUEUE)
    editions.move(db, keeper, row, "c1", -1)
    editions.drop(db, keeper, row, "time")
    assert names(db, row) == ["attitude", "guidance", "trips", "c1", "extra"]
    editions.move(db, keeper, row, "attitude", -1)
    assert names(db, row)[0] == "attitude"
    asked = editions.by_number(db, row.number).question("c1")
    assert (str(asked.text), asked.text.english, asked.person) == (*QUEUE.text, False)
    assert [(one.value, one.points) for one in asked.choices] == [("good", 1), ("bad", 0)]


def test_a_set_has_an_end_and_one_question_about_demands(db, keeper, row):
    extra = QuestionFacts(kind=AnswerKind.EXTRA, text=("a", "a"), short=("a", "a"), person=True)
    with pytest.raises(Invalid):
        editions.put(db, keeper, row, extra)
    for _ in range(editions.MOST_QUESTIONS - len(names(db, row))):
        editions.put(db, keeper, row, QUEUE)
    with pytest.raises(Invalid):
        editions.put(db, keeper, row, QUEUE)


def test_five_grades_bring_their_points(db, keeper, row):
    scale = QuestionFacts(kind=AnswerKind.SCALE, text=("a", "a"), short=("a", "a"), person=True)
    editions.put(db, keeper, row, scale)
    asked = editions.by_number(db, row.number).question("c1")
    assert [(one.value, one.points) for one in asked.choices] == [
        ("5", 4), ("4", 3), ("3", 2), ("2", 1), ("1", 0),
    ]  # fmt: skip


def test_it_is_asked_from_its_day_on_and_not_before(db, keeper, make_counter, row):
    counter, other, today = make_counter(), make_counter(), clock.today()
    begins = today + timedelta(days=3)
    editions.begin(db, keeper, row.number, [counter], begins)
    assert editions.number_at(counter, begins - timedelta(days=1)) == USUAL
    assert editions.number_at(counter, begins) == row.number
    assert editions.number_at(other, begins) == USUAL
    assert editions.numbers_between(counter, today, begins) == {USUAL, row.number}


def test_what_a_counter_was_told_to_ask_is_never_changed(db, keeper, make_counter, row):
    counter, today = make_counter(), clock.today()
    editions.begin(db, keeper, row.number, [counter], today)
    for act in (
        lambda: editions.put(db, keeper, row, QUEUE),
        lambda: editions.put(db, keeper, row, QUEUE, "attitude"),
        lambda: editions.move(db, keeper, row, "attitude", 1),
        lambda: editions.drop(db, keeper, row, "attitude"),
        lambda: editions.rename(db, keeper, row, ("x", "x")),
    ):
        with pytest.raises(Invalid):
            act()
    editions.begin(db, keeper, USUAL, [counter], today)
    editions.call_off(db, keeper, row.number)
    assert editions.number_at(counter, today) == USUAL
    assert not editions.is_open(db, row.number)
    editions.discard(db, keeper, row)
    assert db.scalar(select(QuestionEdition.offered)) is False


def test_called_off_before_its_day_it_may_be_changed_again(db, keeper, make_counter, row):
    later = clock.today() + timedelta(days=2)
    editions.begin(db, keeper, row.number, [make_counter()], later)
    assert not editions.is_open(db, row.number)
    editions.call_off(db, keeper, row.number)
    assert editions.is_open(db, row.number)
    editions.discard(db, keeper, row)
    assert db.scalar(select(QuestionEdition)) is None


def test_nothing_begins_in_the_past_and_nobody_else_begins_it(db, keeper, make_counter, row):
    counter, today = make_counter(), clock.today()
    with pytest.raises(Invalid):
        editions.begin(db, keeper, row.number, [counter], today - timedelta(days=1))
    with pytest.raises(NotAllowed):
        editions.begin(db, VISITOR, row.number, [counter], today)


def test_the_administrator_makes_tries_and_begins_a_set_on_pages(as_keeper, db, make_counter):
    counter = make_counter()
    as_keeper.open(f"{PAGE}/{USUAL}/chep")
    assert as_keeper.send(title=TITLE[0], title_en="").status_code == 422
    assert as_keeper.send(title=TITLE[0], title_en=TITLE[1]).status_code == 303
    number = db.scalar(select(QuestionEdition.number))
    as_keeper.open(f"{PAGE}/{number}/cau/moi/scale")
    assert as_keeper.send(**TYPED | {"text_en": ""}).status_code == 422
    assert as_keeper.send(**TYPED).status_code == 303
    as_keeper.open(f"{PAGE}/{number}/cau/c1")
    assert "How was the waiting room?" in as_keeper.reply.text
    assert as_keeper.send(**TYPED | {"short": "Phòng chờ"}).status_code == 303
    assert "Phòng chờ" in as_keeper.open(f"{PAGE}/{number}").text
    assert "Chỗ ngồi chờ thế nào?" in as_keeper.open(f"{PAGE}/{number}/xem-thu?sau=extra").text
    assert "Hết câu hỏi" in as_keeper.open(f"{PAGE}/{number}/xem-thu?sau=c1").text
    as_keeper.open(f"{PAGE}/{number}/dua-vao-dung")
    sent = as_keeper.send(from_day=clock.today().isoformat(), counters=str(counter.id))
    assert sent.status_code == 303
    assert "Đất đai" in as_keeper.open(PAGE).text
    page = as_keeper.open(f"{PAGE}/{number}").text
    assert "không sửa nữa" in page
    assert "/cau/moi/" not in page
    tablet = as_keeper.open(f"/q/{counter.tokens[0].token}/may-tinh-bang/").text
    assert f'data-edition="{number}"' in tablet
    assert "How was the waiting room?" in tablet
    as_keeper.open(f"/quan-tri/quay/{counter.code}")
    assert f'<option selected value="{number}">' in as_keeper.reply.text


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_nobody_else_reads_or_writes_questions(browser, make_official, actor_of, role):
    browser.be(actor_of(make_official(role)))
    for page in (PAGE, f"{PAGE}/2", f"{PAGE}/2/chep", f"{PAGE}/2/dua-vao-dung"):
        assert browser.client.get(page).status_code == 403
