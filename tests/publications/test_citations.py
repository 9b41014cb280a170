"""How documents stand to each other, from the words of one to the pages of both."""

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.publications import service
from portal.publications.drafting import publication_of
from portal.publications.importing import read_text
from portal.publications.models import CitedChange
from portal.publications.revising import revise_from_text

DECISION = """ỦY BAN NHÂN DÂN
XÃ VÂN KHÊ
Số: 41/QĐ-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Vân Khê, ngày 06 tháng 3 năm 2026

QUYẾT ĐỊNH
Về việc tiếp công dân

Căn cứ Luật Tiếp công dân năm 2013;
Căn cứ Nghị định số 15/2021/NĐ-CP ngày 03/03/2021 sửa đổi, bổ sung một số điều của Nghị định \
số 10/2020/NĐ-CP ngày 17/01/2020;

Điều 1. Sửa đổi, bổ sung một số điều của Quyết định số 4/QĐ-UBND ngày 02/01/2025.
Điều 2. Quyết định này thay thế Quyết định số 5/QĐ-UBND ngày 02/01/2025 và bãi bỏ Quyết định \
số 6/QĐ-UBND ngày 02/01/2025.
Điều 3. Thực hiện theo Quyết định số 7/QĐ-UBND ngày 02/01/2025.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Văn Minh
"""
STANDING = (
    ("4/QĐ-UBND", "Sửa đổi, bổ sung", "Được sửa đổi, bổ sung bởi"),
    ("5/QĐ-UBND", "Thay thế", "Bị thay thế bởi"),
    ("6/QĐ-UBND", "Bãi bỏ", "Bị bãi bỏ bởi"),
    ("7/QĐ-UBND", "Văn bản được dẫn", "Được dẫn trong"),
)


@pytest.fixture
def decision(make_publication):
    return make_publication(content=DECISION.encode())


@pytest.fixture
def cited_by_it(db, make_publication):
    def make(number):
        found = make_publication(number=number, kind="QUYẾT ĐỊNH")
        found.issued_on = clock.date(2025, 1, 2)
        db.commit()
        return found

    return make


def under(page, title):
    """The words of the page from the heading `title` to the end of its list."""
    return page.partition(f"<h2>{title}</h2>")[2].partition("</ul>")[0]


def test_a_draft_keeps_what_the_text_says_of_what_it_cites():
    rows = publication_of(read_text(DECISION)).citations
    assert {row.number or row.name: row.relation for row in rows} == {
        "Luật Tiếp công dân năm 2013": "basis",
        "15/2021/NĐ-CP": "basis",
        "10/2020/NĐ-CP": "",  # the other decree amends it, not this decision
        "4/QĐ-UBND": "amends",
        "5/QĐ-UBND": "replaces",
        "6/QĐ-UBND": "repeals",
        "7/QĐ-UBND": "",
    }


def test_both_documents_say_how_they_stand_to_each_other(browser, decision, cited_by_it):
    cited = [cited_by_it(number) for number, *_ in STANDING]
    page = browser.open(f"/van-ban/{decision.slug}").text
    assert "Luật Tiếp công dân năm 2013" in under(page, "Căn cứ")
    assert "Luật Luật" not in page
    for other, (number, own, others) in zip(cited, STANDING, strict=True):
        assert f'/van-ban/{other.slug}">Quyết định số {number} ngày 02/01/2025' in under(page, own)
        there = browser.open(f"/van-ban/{other.slug}").text
        assert f'href="/van-ban/{decision.slug}"' in under(there, others)
    assert "Bị bãi bỏ bởi:\n- Quyết định 41/QĐ-UBND: " in (
        browser.open(f"/van-ban/{cited[2].slug}.txt").text
    )
    assert "Thay thế:\n- Quyết định số 5/QĐ-UBND ngày 02/01/2025\n" in (
        browser.open(f"/van-ban/{decision.slug}.txt").text
    )


def test_a_draft_out_for_comment_replaces_nothing_yet(browser, db, decision, cited_by_it):
    other = cited_by_it("5/QĐ-UBND")
    decision.comments_until = clock.today()
    db.commit()
    page = browser.open(f"/van-ban/{other.slug}").text
    assert decision.slug in under(page, "Được dẫn trong")
    assert "Bị thay thế bởi" not in page


def test_what_was_read_before_is_shown_as_cited(browser, db, decision):
    for row in decision.citations:
        row.relation = ""
    db.commit()
    page = browser.open(f"/van-ban/{decision.slug}").text
    assert under(page, "Văn bản được dẫn").count("<li>") == len(decision.citations)
    assert "<h2>Căn cứ</h2>" not in page


AMENDING = """QUYẾT ĐỊNH
Về chợ phiên

Căn cứ Quyết định số 4/QĐ-UBND ngày 02/01/2025 (được sửa đổi, bổ sung bởi các Quyết \
định số 5/QĐ-UBND ngày 02/01/2025, số 6/QĐ-UBND ngày 02/01/2025);
Căn cứ Quyết định số 8/QĐ-UBND ngày 03/01/2025, nay là Quyết định số 7/QĐ-UBND ngày 02/01/2025;
Căn cứ Nghị quyết số 9/NQ-HĐND ngày 04/01/2025 của HĐND xã Cũ (nay là xã Mới);

Điều 1. Chợ họp hai phiên.
"""


def test_what_cited_documents_did_to_each_other_is_shown_and_linked(
    browser, db, make_publication, cited_by_it
):
    found = make_publication(content=AMENDING.encode())
    before = under(browser.open(f"/van-ban/{found.slug}").text, "Căn cứ")
    assert "được sửa đổi, bổ sung bởi</span> Quyết định số 5/QĐ-UBND ngày 02/01/2025" in before
    others = [cited_by_it(number) for number, *_ in STANDING]
    page = under(browser.open(f"/van-ban/{found.slug}").text, "Căn cứ")
    for other, said in zip(
        others, ("", "bổ sung bởi</span> ", "bổ sung bởi</span> ", "nay là</span> "), strict=True
    ):
        assert f'{said}<a href="/van-ban/{other.slug}">Quyết định số {other.number} ngày' in page
    text = browser.open(f"/van-ban/{found.slug}.txt").text
    assert "của HĐND xã Cũ, nay là xã Mới\n" in text


def test_the_next_version_keeps_what_cited_documents_did(db, stored, editor, make_publication):
    former = make_publication(content=AMENDING.encode())
    draft = revise_from_text(db, stored, editor(former.office), former.id)
    db.commit()
    db.expire_all()
    (row, *_) = draft.citations
    assert [one.by.number for one in row.changed_by] == ["5/QĐ-UBND", "6/QĐ-UBND"]
    assert {one.by.publication_id for one in row.changed_by} == {draft.id}
    assert len(former.citations[0].changed_by) == 2
    service.delete_draft(db, editor(former.office), draft.id)
    db.commit()
    assert db.scalar(select(func.count(CitedChange.id))) == 2
