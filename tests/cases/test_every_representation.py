"""Visibility is decided once: pages, search, feeds, counts, files, promises, the site map."""

import io
import re
import secrets
from datetime import date

import pytest
from PIL import Image

from portal.cases import commitments, drafting, enclosures, service, wordings
from portal.cases.rules import State
from portal.cases.wordings import Beside
from portal.errors import Invalid
from portal.home import indexing
from portal.outbox.service import waiting
from portal.permissions import HOLDER
from portal.web.media import NewFile

FAR = date(2199, 12, 31)
WORD = "zephyrine"  # found nowhere else, and easily by search
LISTS = ("/", "/y-kien", "/y-kien.atom", "/y-kien.json", "/cam-ket", "/sitemap.xml")


def picture() -> NewFile:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "green").save(out, "JPEG")
    return NewFile(name="anh.jpg", media_type="image/jpeg", content=out.getvalue())


@pytest.fixture
def answered(db, make_case, staff, files):
    """Return an answered case with a promise and two files, full of words nobody may see."""

    def make(private: str):
        words = {"subject": f"{private} {WORD}", "text": f"{private} {WORD}", "name": private}
        case = make_case(State.IN_PROGRESS, agreed=True, phone="0912345678", **words)
        commitments.add(db, staff.officer, case, f"{private} {WORD}", FAR)
        second = NewFile(name="hai.jpg", media_type="image/jpeg", content=picture().content + b" ")
        enclosures.attach(db, files, staff.officer, case, [picture(), second])
        drafting.note(db, staff.officer, case, f"{private} {WORD}")
        service.submit(db, staff.officer, case, f"{private} {WORD} đã thay bóng.")
        service.approve(db, staff.head, case)
        db.commit()
        return case

    return make


@pytest.fixture
def seen(app, browser, db):
    """Return every representation in which a case could be found by everyone."""

    def look(case, files) -> dict[str, str]:
        index = app.extensions["index"]
        indexing.bring(db, index, {payload["ref"] for payload in waiting(db, "search.")})
        urls = [
            *LISTS, f"/y-kien/{case.number}", f"/tim-kiem?q={WORD}", f"/tim-kiem.json?q={WORD}",
            f"/tim-kiem.atom?q={WORD}",
            f"/co-quan/{case.office.slug}", "/minh-bach", "/minh-bach.csv", "/van-ban.atom",
            *(f"/y-kien/{case.number}/tep/{file.id}" for file in files),
        ]  # fmt: skip
        return {
            url: f"{(r := browser.open(url)).status_code} {r.data.decode(errors='replace')}"
            for url in urls
        }

    return look


def holding(pages: dict[str, str], word: str) -> set[str]:
    # What was asked stands in the box of the page of results.
    return {url for url, text in pages.items() if word in re.sub(r'value="[^"]*"', "", text)}


def test_a_canary_is_nowhere_before_release_and_nowhere_after_hiding(
    db, answered, seen, staff, app
):
    private = f"canary{secrets.token_hex(6)}"
    case = answered(private)
    files = enclosures.every_file(db, case)
    first, second = files
    (row,) = commitments.made_by(db, case)
    page = f"/y-kien/{case.number}"

    before = seen(case, files)
    assert holding(before, private) == set()
    assert before[page].startswith("404")
    assert all(before[f"{page}/tep/{file.id}"].startswith("404") for file in files)

    public = f"public{secrets.token_hex(6)}"
    service.release(
        db, staff.moderator, case,
        subject=f"{public} {WORD}", text=f"{public} {WORD}", answer=f"{public} {WORD}",
        beside=Beside(promises={row.id: f"{public} {WORD}"}, files=frozenset({first.id})),
    )  # fmt: skip
    db.commit()
    after = seen(case, files)
    assert holding(after, private) == set()
    assert holding(after, public) == {
        "/", "/y-kien", "/y-kien.atom", "/y-kien.json", "/cam-ket", page,
        f"/tim-kiem?q={WORD}", f"/tim-kiem.json?q={WORD}", f"/tim-kiem.atom?q={WORD}",
    }  # fmt: skip
    assert case.number in after["/sitemap.xml"]
    assert after[f"{page}/tep/{first.id}"].startswith("200")
    assert after[f"{page}/tep/{second.id}"].startswith("404")

    service.hide(db, staff.moderator, case, f"{private} {WORD}")
    db.commit()
    hidden = seen(case, files)
    for word in (private, public):
        assert holding(hidden, word) == set()
    assert all(hidden[f"{page}/tep/{file.id}"].startswith("404") for file in files)
    assert service.public_commitments(db).rows == []


def test_taking_consent_back_and_a_second_answer_hide_promises_and_files_too(
    db, answered, staff, browser
):
    case = answered("canary")
    (row,) = commitments.made_by(db, case)
    beside = Beside(promises={row.id: "Thay nốt."})
    words = {"subject": "a", "text": "b", "answer": "c"}
    service.release(db, staff.moderator, case, **words, beside=beside)
    assert service.public_commitments(db).rows == [row]
    service.dispute(db, HOLDER, case, "Vẫn tắt.")
    service.submit(db, staff.officer, case, "Đã thay hết.")
    service.approve(db, staff.head, case)
    assert service.public_commitments(db).rows == []
    service.release(db, staff.moderator, case, **words, beside=beside)
    assert service.public_commitments(db).rows == [row]
    service.take_back_consent(db, HOLDER, case)
    assert service.public_commitments(db).rows == []


def test_each_public_wording_is_kept_with_author_and_reason(db, answered, staff):
    case = answered("canary")
    words = {"subject": "Một", "text": "b", "answer": "c"}
    service.release(db, staff.moderator, case, **words)
    with pytest.raises(Invalid):
        service.release(db, staff.moderator, case, **words | {"subject": "Hai"})
    service.release(db, staff.moderator, case, **words | {"subject": "Hai"}, reason="Sửa lỗi chữ.")
    latest, first = wordings.versions(db, case)
    assert (latest.content["subject"], latest.reason) == ("Hai", "Sửa lỗi chữ.")
    assert (first.content["subject"], first.reason) == ("Một", "")
    assert first.official_id == staff.moderator.official_id
    assert case.subject.startswith("canary")  # the original is kept


def test_the_feed_is_narrowed_like_the_page(browser, db, make_case, staff):
    for kind in ("comment", "reflection"):
        case = make_case(State.ANSWERED, agreed=True, kind=kind)
        service.release(db, staff.moderator, case, subject=f"tên-{kind}", text="b", answer="c")
    db.commit()
    for path in ("/y-kien.atom", "/y-kien.json"):
        text = browser.open(f"{path}?loai=comment").text.encode().decode("unicode_escape")
        whole = browser.open(path).text
        assert "comment" in text
        assert "reflection" not in text
        assert "reflection" in whole
    again = browser.open("/y-kien.atom")
    etag = again.headers["ETag"]
    assert browser.open("/y-kien.atom", headers={"If-None-Match": etag}).status_code == 304
