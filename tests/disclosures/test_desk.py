import io
import re
from datetime import date, timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from portal import clock
from portal.disclosures.models import Disclosure, Duty, Posting, Proof
from portal.disclosures.periods import Rhythm
from portal.disclosures.rules import Basis, Form
from portal.permissions import Role
from portal.publications.rules import Audience
from qr import svg

DESK = "/quan-tri/cong-khai"


def photo(name="bang-tin.png") -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    out.seek(0)
    return out, name


def today() -> str:
    return clock.today().isoformat()


@pytest.fixture
def at_desk(browser, officer):
    browser.be(officer)
    return browser


@pytest.fixture
def as_administrator(browser, administrator):
    browser.be(administrator)
    return browser


def on_board(**changes):
    return {
        "form": "board", "place": "Bảng tin trụ sở", "started_on": today(), "ended_on": "",
        "done_by": "Nguyễn Thị Lan", "note": "", "shown": "",
    } | changes  # fmt: skip


def test_from_the_list_of_debts_to_a_posting_with_its_photo(at_desk, db, make_duty, office):
    duty = make_duty(
        Form.BOARD, rhythm=Rhythm.YEAR, counted="start", title="Kế hoạch kinh tế - xã hội"
    )
    page = at_desk.open(DESK).text
    address = re.search(rf'href="({DESK}/moi\?[^"]+)">{duty.title}', page)[1].replace("&amp;", "&")
    at_desk.open(address)
    year = str(clock.today().year)
    reply = at_desk.send(
        period=year, title="Kế hoạch năm", decided_on=today(), office_id=str(office.id),
        publication_id="",
    )  # fmt: skip
    assert reply.status_code == 303
    found = db.scalar(select(Disclosure))
    assert (found.duty_id, found.period) == (duty.id, year)
    at_desk.open(f"{DESK}/{found.id}/hinh-thuc?hinh-thuc=board")
    assert at_desk.send(**on_board(files=photo())).status_code == 303
    db.expire_all()
    proof = db.scalar(select(Proof))
    assert proof.posting.disclosure_id == found.id
    sent = at_desk.open(f"{DESK}/minh-chung/{proof.id}")
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in sent.headers["Content-Security-Policy"]
    assert "no-store" in sent.headers["Cache-Control"]


def test_a_photo_waits_while_another_field_is_put_right(at_desk, db, make_duty, make_disclosure):
    found = make_disclosure(make_duty(Form.BOARD))
    at_desk.open(f"{DESK}/{found.id}/hinh-thuc")
    reply = at_desk.send(**on_board(place="", note="Ảnh chụp lúc 8 giờ", files=photo()))
    assert reply.status_code == 422
    assert 'id="place-error"' in reply.text
    assert "Ảnh chụp lúc 8 giờ" in reply.text
    kept = re.search(r'name="kept" value="([^"]+)"', reply.text)[1]
    shown = re.search(r'name="shown"[^>]*value="([^"]*)"', reply.text)[1]
    assert at_desk.send(**on_board(kept=kept, shown=shown)).status_code == 303
    assert db.scalar(select(Proof)).name == "bang-tin.png"


def test_a_stale_page_loses_nothing(at_desk, db, make_duty, make_disclosure):
    found = make_disclosure(make_duty(Form.BOARD))
    at_desk.open(f"{DESK}/{found.id}/hinh-thuc")
    reply = at_desk.send(**on_board(csrf_token="forged"))
    assert reply.status_code == 422
    assert "Bảng tin trụ sở" in reply.text
    assert db.scalar(select(Posting)) is None


def test_a_file_that_is_no_photo_is_refused_with_the_reason(
    at_desk, db, make_duty, make_disclosure
):
    found = make_disclosure(make_duty(Form.BOARD))
    at_desk.open(f"{DESK}/{found.id}/hinh-thuc")
    reply = at_desk.send(**on_board(files=(io.BytesIO(b"MZ"), "anh.exe")))
    assert reply.status_code == 422
    assert "anh.exe" in reply.text
    assert db.scalar(select(Posting)) is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"started_on": "2999-01-01"}, "started_on"),
        ({"started_on": "31/02/2026"}, "started_on"),
        ({"started_on": ""}, "started_on"),
        ({"ended_on": "2020-01-01"}, "ended_on"),
        ({"done_by": ""}, "done_by"),
        ({"form": "portal"}, "form"),
        ({"place": "x" * 301}, "place"),
    ],
)
def test_what_cannot_be_stands_at_its_field(
    at_desk, db, make_duty, make_disclosure, changes, field
):
    found = make_disclosure(make_duty(Form.BOARD))
    at_desk.open(f"{DESK}/{found.id}/hinh-thuc")
    reply = at_desk.send(**on_board(**changes))
    assert reply.status_code in {413, 422}
    assert f'id="{field}-error"' in reply.text
    assert db.scalar(select(Posting)) is None


def test_a_posting_is_ended_proved_and_struck_out(at_desk, db, make_duty, make_disclosure):
    found = make_disclosure(make_duty((Form.BOARD, 20)))
    at_desk.open(f"{DESK}/{found.id}/hinh-thuc")
    at_desk.send(**on_board())
    posting = db.scalar(select(Posting))
    at_desk.open(f"{DESK}/hinh-thuc/{posting.id}/ket-thuc")
    assert at_desk.send(ended_on="2999-01-01").status_code == 422
    assert at_desk.send(ended_on=today()).status_code == 303
    at_desk.open(f"{DESK}/hinh-thuc/{posting.id}/minh-chung")
    reply = at_desk.send()
    assert reply.status_code == 422
    assert at_desk.send(files=photo()).status_code == 303
    at_desk.open(f"{DESK}/hinh-thuc/{posting.id}/ghi-nham")
    assert at_desk.send(reason="").status_code == 422
    assert at_desk.send(reason="Ghi nhầm nơi").status_code == 303
    page = at_desk.open(f"{DESK}/{found.id}").text
    assert "Ghi nhầm nơi" in page
    db.expire_all()
    posting = db.scalar(select(Posting))
    assert posting.ended_on == clock.today()
    assert posting.struck_at is not None
    assert len(posting.proofs) == 1


def test_a_document_is_linked_and_the_portal_posts_by_itself(
    at_desk, db, make_duty, make_disclosure, make_document
):
    found, document = make_disclosure(make_duty()), make_document()
    at_desk.open(f"{DESK}/{found.id}/van-ban")
    assert at_desk.send(publication_id=str(document.id)).status_code == 303
    page = at_desk.open(f"{DESK}/{found.id}").text
    assert "Cổng thông tin tự ghi theo văn bản" in page
    assert 'data-state="on_time"' in page


def test_an_internal_document_is_refused_at_its_field(
    at_desk, db, make_duty, make_disclosure, make_document
):
    found = make_disclosure(make_duty())
    document = make_document(audience=Audience.INTERNAL)
    at_desk.open(f"{DESK}/{found.id}/van-ban")
    reply = at_desk.send(publication_id=str(document.id))
    assert reply.status_code == 422
    assert 'id="publication_id-error"' in reply.text
    db.expire_all()
    assert db.get(Disclosure, found.id).publication_id is None


def test_a_free_disclosure_may_be_internal(at_desk, db, office):
    assert "Nội dung khác" in at_desk.open(f"{DESK}/moi").text
    at_desk.open(f"{DESK}/moi?tu-do=1")
    reply = at_desk.send(
        title="Nội quy cơ quan", decided_on=today(), office_id=str(office.id),
        publication_id="", audience="internal", period="",
    )  # fmt: skip
    assert reply.status_code == 303
    assert db.scalar(select(Disclosure.audience)) is Audience.INTERNAL
    assert "Nội quy cơ quan" not in at_desk.open("/cong-khai").text


def test_a_forged_office_is_refused(at_desk, db, make_duty, make_office):
    other = make_office("Trạm Y tế")
    at_desk.open(f"{DESK}/moi?nghia-vu={make_duty().id}")
    reply = at_desk.send(
        title="Kế hoạch", decided_on=today(), office_id=str(other.id), publication_id=""
    )
    assert reply.status_code in {403, 422}
    assert db.scalar(select(Disclosure)) is None


@pytest.mark.parametrize(
    "address",
    [
        "{0}",
        "{0}/hinh-thuc",
        "{0}/van-ban",
        "{0}/huy",
        "{0}/to-niem-yet",
        "9999",
        "moi?nghia-vu=99",
    ],
)
def test_another_offices_disclosure_is_not_found(
    browser, stranger, make_duty, make_disclosure, address
):
    found = make_disclosure(make_duty())
    browser.be(stranger)
    assert browser.open(f"{DESK}/{address.format(found.id)}").status_code == 404


def test_an_inspector_reads_everything_and_is_offered_nothing(
    browser, make_official, actor_of, make_duty, make_disclosure
):
    found = make_disclosure(make_duty(Form.BOARD))
    browser.be(actor_of(make_official(Role.INSPECTOR)))
    page = browser.open(f"{DESK}/{found.id}")
    assert page.status_code == 200
    assert "Ghi một hình thức" not in page.text
    assert browser.open(f"{DESK}/{found.id}/hinh-thuc").status_code == 403


def test_a_cancelled_disclosure_leaves_the_register(at_desk, db, make_duty, make_disclosure):
    found = make_disclosure(make_duty(), title="Mở nhầm lần này")
    at_desk.open(f"{DESK}/{found.id}/huy")
    assert at_desk.send(reason="Trùng").status_code == 303
    assert "Mở nhầm lần này" not in at_desk.open("/cong-khai").text
    assert "Trùng" in at_desk.open(f"{DESK}/{found.id}").text


# --- the sheet for the notice board


def test_the_sheet_carries_a_code_to_the_document(
    at_desk, make_duty, make_disclosure, make_document
):
    document = make_document()
    found = make_disclosure(make_duty((Form.BOARD, 20)), document)
    page = at_desk.open(f"{DESK}/{found.id}/to-niem-yet").text
    assert svg(f"http://localhost/van-ban/{document.slug}") in page
    assert f"localhost/van-ban/{document.slug}" in page
    assert "20 ngày liên tục" in page


def test_without_a_public_document_the_code_leads_to_the_duty(at_desk, make_duty, make_disclosure):
    duty = make_duty()
    page = at_desk.open(f"{DESK}/{make_disclosure(duty).id}/to-niem-yet").text
    assert svg(f"http://localhost/cong-khai/{duty.slug}") in page


def test_an_internal_disclosure_gets_no_code_into_the_public_site(
    at_desk, make_duty, make_disclosure
):
    found = make_disclosure(make_duty(audience=Audience.INTERNAL))
    page = at_desk.open(f"{DESK}/{found.id}/to-niem-yet").text
    assert "board-sheet__code" not in page


def test_the_sheet_says_since_when_it_hangs(at_desk, make_duty, make_disclosure):
    found = make_disclosure(make_duty((Form.BOARD, 20)))
    at_desk.open(f"{DESK}/{found.id}/hinh-thuc")
    at_desk.send(**on_board(place="Nhà văn hóa thôn Đông Khê"))
    page = at_desk.open(f"{DESK}/{found.id}/to-niem-yet").text
    assert "Nhà văn hóa thôn Đông Khê" in page


# --- the list of duties


def test_an_administrator_loads_the_list_and_sees_what_is_not_confirmed(as_administrator, db):
    page = as_administrator.open(f"{DESK}/nghia-vu").text
    assert "Danh mục còn trống" in page
    assert as_administrator.send(f"{DESK}/nghia-vu/nap").status_code == 303
    page = as_administrator.open(f"{DESK}/nghia-vu").text
    assert "Chờ cơ quan xác nhận" in page
    assert "Đã đối chiếu luật" in page
    assert "Điều 11 khoản 5" in page


def _typed(page: str) -> dict[str, str]:
    """Return what a form on a page holds, as a browser would send it."""
    data = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if not name or ("checkbox" in tag and "checked" not in tag):
            continue
        data[name[1]] = value[1] if value else ""
    for name, body in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        first = re.search(r'value="([^"]*)"', body)
        data[name] = (chosen or first)[1]
    areas = r'<textarea[^>]*name="([^"]*)"[^>]*>\s*(.*?)</textarea>'
    return data | dict(re.findall(areas, page, re.DOTALL))


def test_an_administrator_confirms_a_limit_and_citizens_then_read_the_law(
    as_administrator, db, make_duty
):
    duty = make_duty((Form.BOARD, 20))
    page = as_administrator.open(f"{DESK}/nghia-vu/{duty.id}").text
    data = _typed(page) | {"limit_basis": "law", "limit_law": "Luật 10/2022, Điều 12 khoản 2"}
    assert as_administrator.send(**data).status_code == 303
    db.expire_all()
    duty = db.get(Duty, duty.id)
    assert duty.limit_basis is Basis.LAW
    assert [(row.form, row.days) for row in duty.forms] == [(Form.BOARD, 20)]
    assert "theo Luật 10/2022" in as_administrator.open(f"/cong-khai/{duty.slug}").text


def test_an_administrator_adds_a_duty_of_the_authority(as_administrator, db):
    page = as_administrator.open(f"{DESK}/nghia-vu/moi").text
    data = _typed(page) | {"title": "Lịch cắt nước", "forms-1-wanted": "y", "forms-1-days": "7"}
    assert as_administrator.send(**data).status_code == 303
    duty = db.scalar(select(Duty))
    assert duty.slug == "lich-cat-nuoc"
    assert duty.basis is Basis.AUTHORITY
    assert [(row.form, row.days) for row in duty.forms] == [(Form.BOARD, 7)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"days": "nhiều"}, "days"),
        ({"days": "-1"}, "days"),
        ({"days": "99999"}, "days"),
        ({"basis": "law", "law": ""}, "law"),
        ({"valid_to": "2001-01-01"}, "valid_to"),
        ({"group": "lạ"}, "group"),
        ({"forms-0-days": "mười"}, "forms-0-days"),
    ],
)
def test_a_duty_that_cannot_be_stands_at_its_field(as_administrator, db, changes, field):
    page = as_administrator.open(f"{DESK}/nghia-vu/moi").text
    reply = as_administrator.send(**_typed(page) | {"title": "Lịch cắt nước"} | changes)
    assert reply.status_code == 422
    assert f'id="{field}-error"' in reply.text
    assert db.scalar(select(Duty)) is None


def test_an_officer_reads_the_list_and_cannot_change_it(at_desk, make_duty):
    duty = make_duty()
    assert duty.title in at_desk.open(f"{DESK}/nghia-vu").text
    assert at_desk.open(f"{DESK}/nghia-vu/{duty.id}").status_code == 403


def test_a_period_of_long_ago_can_still_be_made_up_for(at_desk, make_duty):
    year = clock.today().year - 4
    duty = make_duty(rhythm=Rhythm.YEAR, counted="start", owed_from=date(year, 1, 1))
    page = at_desk.open(f"{DESK}/moi?nghia-vu={duty.id}&ky={year}").text
    assert f'<option selected value="{year}">' in page
    nonsense = at_desk.open(f"{DESK}/moi?nghia-vu={duty.id}&ky=sau-nay")
    assert nonsense.status_code == 200


def test_days_left_are_told_in_words(at_desk, make_duty, make_disclosure):
    make_disclosure(make_duty(Form.BOARD), decided_on=clock.today() - timedelta(days=60))
    assert "quá hạn" in at_desk.open(DESK).text
