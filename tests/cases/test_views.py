"""The form and its receipt, as a browser meets them."""

import io
import re

import pytest
import time_machine
from PIL import Image
from sqlalchemy import func, select

from portal import clock, law
from portal.cases import codes, tickets
from portal.cases.models import Case, CaseFile
from portal.web.filters import day

WORDS = {"kind": "reflection", "subject": "Đèn đường hỏng", "text": "Ba bóng đèn tắt."}


def photo(name="den.jpg", colour="red"):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "JPEG")
    out.seek(0)
    return (out, name)


@pytest.fixture
def send(browser):
    """Open the form, fill it and send it, unlike the maker of the same name for acts."""

    def make(url="/gop-y", **answers):
        browser.open(url)
        return browser.send("/gop-y", **WORDS | answers)

    return make


@pytest.fixture
def count(db):
    return lambda: db.scalar(select(func.count(Case.id)))


def output(reply, name):
    inside = re.search(rf'<output[^>]*id="{name}"[^>]*>(.*?)</output>', reply.text, re.DOTALL)[1]
    return re.sub(r"<[^>]+>|\s", "", inside)


def test_sending_leads_to_a_receipt_with_number_and_code(browser, send, db, settings):
    reply = send()
    assert (reply.status_code, reply.location) == (303, "/gop-y/bien-nhan")
    receipt = browser.open(reply.location)
    case = db.scalar(select(Case))
    assert receipt.status_code == 200
    assert output(receipt, "receipt-number") == case.number
    assert codes.mark(settings, output(receipt, "tracking-code")) == case.code_hash
    assert day(case.due_on) in receipt.text
    assert "không phải thời hạn luật định" in receipt.text
    assert '<main class="main" id="main" tabindex="-1" data-state="received">' in receipt.text


def test_everything_typed_is_kept_as_typed(db, send, make_topic, make_office):
    topic = make_topic(make_office())
    answers = {
        "subject": "Cầu Đông",
        "text": "Dòng một\r\n\r\n  dòng hai",
        "topic": topic.slug,
        "name": "Nguyễn Thị Lan",
        "phone": "0912 345 678",
        "email": "lan@example.vn",
        "publish": "y",
    }
    assert send(**answers).status_code == 303
    case = db.scalar(select(Case))
    assert (case.subject, case.text) == ("Cầu Đông", "Dòng một\n\n  dòng hai")
    assert (case.topic_id, case.office_id, case.agreed) == (topic.id, topic.office_id, True)
    contact = case.contact
    assert (contact.name, contact.phone, contact.email) == (
        answers["name"],
        answers["phone"],
        answers["email"],
    )


def test_only_kind_subject_and_text_are_needed_and_nothing_is_pre_ticked(browser, send, db):
    assert "checked" not in browser.open("/gop-y").text
    assert send().status_code == 303
    case = db.scalar(select(Case))
    assert (case.agreed, case.contact, case.topic_id) == (False, None, None)


def test_the_form_sets_no_cookie_and_the_receipts_cookie_tells_nothing(browser, send, db):
    assert "Set-Cookie" not in browser.open("/gop-y").headers
    reply = send()
    cookie = reply.headers["Set-Cookie"]
    code = output(browser.open(reply.location), "tracking-code")
    for part in ("HttpOnly", "SameSite=Strict", "Path=/gop-y", "Max-Age=900"):
        assert part in cookie
    assert code not in cookie
    assert db.scalar(select(Case)).number not in cookie


def test_the_code_is_in_no_address_and_the_receipt_is_never_stored(browser, send):
    reply = send()
    receipt = browser.open(reply.location)
    code = output(receipt, "tracking-code")
    assert code not in "".join(re.findall(r'(?:href|action|src)="[^"]*"', receipt.text))
    assert code not in receipt.text[: receipt.text.index("</title>")]
    assert receipt.headers["Cache-Control"] == "no-store"
    assert receipt.headers["Referrer-Policy"] == "no-referrer"


def test_the_receipt_opens_for_a_quarter_of_an_hour_and_only_there(app, browser, send):
    with time_machine.travel("2026-11-16 09:00+07:00", tick=False) as traveller:
        reply = send()
        assert app.test_client().get(reply.location).status_code == 404
        sealed = browser.client.get_cookie(tickets.COOKIE, path="/gop-y").value
        traveller.shift(tickets.LIFE.total_seconds() + 1)
        browser.client.set_cookie(tickets.COOKIE, sealed, path="/gop-y")
        gone = browser.open(reply.location)
    assert gone.status_code == 404
    assert "15 phút" in gone.text


def test_going_back_to_a_fresh_form_and_sending_the_same_words_meets_the_first_receipt(
    browser, send, count
):
    first = output(browser.open(send().location), "receipt-number")
    second = output(browser.open(send().location), "receipt-number")
    assert (first, count()) == (second, 1)


def test_another_message_from_the_same_browser_is_another_item(browser, send, count):
    send()
    send(text="Một việc khác: nắp cống trước chợ bị vỡ.")
    assert count() == 2


def test_the_same_words_from_another_browser_are_another_item(app, browser, send, count):
    send()
    browser.client = app.test_client()
    send()
    assert count() == 2


@pytest.mark.parametrize("sealed", ["", "00", "zz", "ab" * 60, "đ"])
def test_a_made_up_receipt_cookie_opens_nothing(app, sealed):
    with app.test_request_context():
        assert tickets.unseal(sealed) is None


def test_finishing_leaves_nothing_in_the_browser(browser, send):
    browser.open(send().location)
    done = browser.send("/gop-y/bien-nhan")
    assert (done.status_code, done.location) == (303, "/")
    assert done.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.open("/gop-y/bien-nhan").status_code == 404


def test_the_form_says_before_the_button_by_when_an_answer_comes(browser):
    page = browser.open("/gop-y").text
    due = law.term("feedback.answer", clock.today()).due_on(clock.today())
    assert day(due) in page
    assert page.index(day(due)) < page.index("Gửi ý kiến</span></button>")
    assert '/khieu-nai-to-cao"' in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"text": " \n "}, "text"),
        ({"kind": ""}, "kind"),
        ({"kind": "5"}, "kind"),
        ({"topic": "17"}, "topic"),
        ({"subject": "x" * 201}, "subject"),
        ({"email": "lan@"}, "email"),
        ({"email": "a@b.vn\r\nBcc: x@y.vn"}, "email"),
        ({"email": "=?utf-8?q?a=0A?= <a@b.vn>"}, "email"),
        ({"phone": "abc"}, "phone"),
        ({"name": "x" * 121}, "name"),
    ],
)
def test_each_mistake_is_told_at_its_field_and_nothing_typed_is_lost(send, count, wrong, field):
    reply = send(**{"text": "Nội dung còn nguyên"} | wrong)
    assert reply.status_code in {413, 422}
    assert f'id="{field}-error"' in reply.text
    assert f'href="#{field}"' in reply.text
    if "text" not in wrong:
        assert "Nội dung còn nguyên" in reply.text
    assert count() == 0


def test_a_mistake_put_right_is_sent_with_the_same_token(browser, send, count):
    send(subject="")
    before = browser.token("form_token")
    assert browser.send("/gop-y", **WORDS).status_code == 303
    assert count() == 1
    assert before is not None


def test_a_link_from_a_counter_or_topic_fills_the_form_in(browser, send, db, make_counter):
    counter = make_counter()
    url = f"/gop-y?quay={counter.tokens[0].token}&kind=recommendation"
    page = browser.open(url).text
    assert counter.name in page
    assert 'value="recommendation" checked' in page
    assert browser.send("/gop-y", counter=counter.tokens[0].token, **WORDS).status_code == 303
    assert db.scalar(select(Case)).counter_id == counter.id


def test_files_arrive_redrawn_and_a_mistake_elsewhere_does_not_lose_them(browser, send, db):
    reply = send(subject="", files=[photo("một.jpg"), photo("hai.jpg", "blue")])
    assert reply.status_code == 422
    assert ("một.jpg" in reply.text, "hai.jpg" in reply.text) == (True, True)
    kept = re.findall(r'name="kept" value="([^"]+)" checked', reply.text)
    shown = browser.token("shown")
    assert browser.send("/gop-y", kept=kept[:1], shown=shown, **WORDS).status_code == 303
    stored = db.scalars(select(CaseFile)).all()
    assert len(stored) == 1
    assert stored[0].media_type == "image/jpeg"


def test_a_file_of_a_forbidden_kind_is_named_and_the_text_stays(send, count):
    reply = send(files=[(io.BytesIO(b"MZ" + b"\0" * 99), "hoa-don.exe"), photo()])
    assert reply.status_code == 422
    assert "hoa-don.exe" in reply.text
    assert "Ba bóng đèn tắt." in reply.text
    assert 'name="kept"' in reply.text
    assert count() == 0


def test_the_same_form_sent_twice_has_one_receipt(browser, count):
    browser.open("/gop-y")
    tokens = {name: browser.token(name) for name in ("csrf_token", "form_token")}
    receipts = []
    for _ in range(2):
        sent = {**tokens, **WORDS, "files": [photo(), photo("hai.jpg", "blue")]}
        reply = browser.client.post("/gop-y", data=sent)
        assert reply.status_code == 303
        page = browser.open(reply.location)
        receipts.append((output(page, "receipt-number"), output(page, "tracking-code")))
    assert receipts[0] == receipts[1]
    assert count() == 1


def test_the_same_form_with_other_words_is_kept_apart_and_can_be_sent_as_new(browser, count):
    browser.open("/gop-y")
    token = {name: browser.token(name) for name in ("csrf_token", "form_token")}
    browser.client.post("/gop-y", data={**token, **WORDS})
    browser.reply = browser.client.post("/gop-y", data={**token, **WORDS, "text": "Khác hẳn"})
    assert browser.reply.status_code == 409
    assert "Khác hẳn" in browser.reply.text
    assert browser.token("form_token") != token["form_token"]
    assert count() == 1
    assert browser.send("/gop-y", **WORDS | {"text": "Khác hẳn"}).status_code == 303
    assert count() == 2


def test_the_hidden_field_marks_a_machine_without_telling_it(send, db):
    assert send(website="http://spam.example").status_code == 303
    assert db.scalar(select(Case)).suspect == "honeypot"


def test_what_is_sent_within_three_seconds_is_marked(send, db):
    assert send().status_code == 303
    assert db.scalar(select(Case)).suspect == "fast"


def test_the_page_is_in_english_for_those_who_ask(browser):
    page = browser.open("/gop-y", headers={"Accept-Language": "en"})
    assert '<html lang="en">' in page.text
