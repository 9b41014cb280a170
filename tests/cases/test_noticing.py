"""An accusation is noticed before it is stored; a danger is answered with whom to call."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from portal.cases import service, suggesting
from portal.cases.models import Case
from portal.cases.rules import State
from portal.cases.triaging import as_object
from portal.cli import main

ACCUSES = "Ông trưởng thôn ăn chặn tiền trợ cấp của bà con."
FORM = {"kind": "reflection", "subject": "Việc ở thôn", "topic": ""}


def test_a_text_that_accuses_is_asked_about_and_nothing_is_stored(browser, db):
    browser.open("/gop-y")
    reply = browser.send(**FORM, text=ACCUSES)
    assert reply.status_code == 422
    assert ACCUSES in reply.text
    assert "ăn chặn" in reply.text.split(ACCUSES)[0]
    assert "/khieu-nai-to-cao" in reply.text
    assert 'name="ordinary"' in reply.text
    assert db.scalar(select(Case)) is None


def test_whoever_says_it_is_none_is_believed_and_the_desk_is_told(browser, db):
    browser.open("/gop-y")
    browser.send(**FORM, text=ACCUSES)
    reply = browser.send(**FORM, text=ACCUSES, ordinary="y")
    assert reply.status_code == 303
    assert db.scalars(select(Case)).one().suspect == "accuses"


def test_an_ordinary_text_is_asked_nothing(browser, db):
    browser.open("/gop-y")
    assert browser.send(**FORM, text="Đèn đường thôn Đông Khê hỏng.").status_code == 303
    case = db.scalars(select(Case)).one()
    assert (case.suspect, case.urgent) == ("fast", False)


def test_a_danger_is_answered_with_whom_to_call_first(browser, db):
    browser.open("/gop-y")
    reply = browser.send(**FORM, text="Dây điện đứt rơi xuống đường, cứu với!", _follow=True)
    assert "tel:114" in reply.text
    assert reply.text.index("tel:114") < reply.text.index("receipt-number")
    assert db.scalars(select(Case)).one().urgent


def test_what_may_be_a_danger_comes_first_for_the_dispatcher(db, send, staff):
    send(subject="Đèn hỏng")
    urgent = send(subject="Cháy nhà", text="Đang cháy nhà ở xóm 3").case
    assert service.triage(db, staff.dispatcher)[0] is urgent


def test_the_dispatcher_reads_a_suggestion_with_its_reasons(
    browser, db, send, staff, make_office, make_topic
):
    topic = make_topic(make_office("Phòng Hạ tầng"))
    topic.slug = "duong-sa-chieu-sang"
    first = send(subject="Đèn đường thôn Đông Khê hỏng ba hôm nay").case
    again = send(subject="den duong thon dong khe hong ba hom nay").case
    db.commit()
    browser.be(staff.dispatcher)
    page = browser.open(f"/quan-tri/y-kien/{again.number}").text
    assert "Có thể thuộc Phòng Hạ tầng" in page
    assert "đèn đường" in page
    assert f'href="/quan-tri/y-kien/{first.number}"' in page


def test_offices_are_learnt_from_what_they_answered(db, make_case, staff):
    for number in range(4):
        make_case(
            State.ANSWERED, subject=f"Quạt nhà văn hóa kêu {number}", text="Quạt trần kêu to."
        )
    found = suggesting.propose(db, "quat tran nha van hoa keu")
    assert (found.office, found.by_examples) == (staff.office, 4)
    assert set(found.like_words) >= {"quat", "tran", "keu"}


@pytest.mark.parametrize(
    "text",
    [
        "em không muốn sống nữa, em muốn chết",
        "nhà tôi đang cháy ở xóm 3, cứu với",
        "tôi không biết hỏi ai việc này",
        "Tố cáo cán bộ nhận hối lộ, quạt trần kêu to ở nhà văn hóa",
    ],
)
def test_an_office_is_not_named_where_nothing_speaks_for_it(db, make_case, text):
    for number in range(4):
        make_case(
            State.ANSWERED, subject=f"Tôi không biết quạt nhà văn hóa kêu {number}",
            text="Quạt trần kêu to, tôi hỏi không ai biết.",
        )  # fmt: skip
    found = suggesting.propose(db, text)
    assert (found.office, found.by_examples, found.like_words) == (None, 0, ())


def test_the_command_tells_all_of_it_as_json(db, tmp_path):
    text = "Ông chủ tịch nhận hối lộ, gọi tôi 0912 345 678"
    found = as_object(suggesting.propose(db, text), text)
    assert found["sensitive"] == "denunciation"
    assert [one["kind"] for one in found["personal_data"]] == ["phone"]
    assert set(found) >= {"kind", "office", "reasons", "urgent", "similar"}
    runner, environment = CliRunner(), {"PORTAL_DATA": str(tmp_path)}
    assert runner.invoke(main, ["init"], env=environment).exit_code == 0
    ran = runner.invoke(main, ["triage", "--json"], input="den hong", env=environment)
    assert json.loads(ran.stdout)["sensitive"] == ""
