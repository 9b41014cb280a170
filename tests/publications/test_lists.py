"""Lists narrowed and ordered, and the same lists as a table and as a feed."""

import csv
import io
import re
from datetime import date
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest

from portal import clock
from portal.permissions import VISITOR, Role
from portal.publications import catalogue, revising, service
from portal.publications.catalogue import Filters, Order
from portal.publications.metadata import harmless
from portal.publications.rules import Audience

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def rows(reply):
    assert reply.status_code == 200
    assert reply.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"), newline="")))


def entries(reply):
    assert reply.status_code == 200
    assert reply.mimetype == "application/atom+xml"
    return ET.fromstring(reply.data)  # noqa: S314 - our own answer


def test_a_list_is_narrowed_and_counted_by_field_and_issuer(
    db, make_office, make_topic, make_publication
):
    office = make_office()
    road, school = make_topic(office, "Đường sá"), make_topic(office, "Trường học")
    one, other, bare = (make_publication(office) for _ in range(3))
    one.topic_id, other.topic_id = road.id, school.id
    other.issuer = "Hội đồng nhân dân xã Vân Khê"
    bare.issuer = ""
    db.commit()
    page = catalogue.published(db, VISITOR, Filters(topic=road.slug))
    assert page.items == [one]
    assert page.facets["topic"] == {road.slug: 1, school.slug: 1}
    page = catalogue.published(db, VISITOR, Filters(issuer="Hội đồng nhân dân xã Vân Khê"))
    assert page.items == [other]
    assert page.facets["issuer"] == {
        "Hội đồng nhân dân xã Vân Khê": 1,
        "Ủy ban nhân dân xã Vân Khê": 1,
    }
    assert page.facets["topic"] == {school.slug: 1}


def test_a_list_can_be_ordered(db, make_publication):
    numbers = ("10/KH-UBND", "2/KH-UBND-VP", "")
    ten, two, old = (make_publication(number=number) for number in numbers)
    old.dated_on = date(2020, 1, 1)
    db.commit()
    ordered = {
        Order.NEWEST: [two, ten, old],
        Order.OLDEST: [old, ten, two],
        Order.LATEST: [old, two, ten],
        Order.NUMBER: [two, ten, old],
    }
    for order, expected in ordered.items():
        assert catalogue.published(db, VISITOR, Filters(), order=order).items == expected, order


@pytest.mark.parametrize("asked", ["sap-xep=x", "sap-xep=", "doi-tuong=x", "linh-vuc=x"])
def test_a_senseless_wish_is_no_error(browser, make_publication, asked):
    make_publication()
    for address in ("/van-ban", "/van-ban.csv", "/van-ban.atom"):
        assert browser.open(f"{address}?{asked}").status_code == 200


def test_the_field_is_named_on_the_page_and_leads_to_its_list(
    browser, db, make_topic, make_publication
):
    topic, found = make_topic(None, "Trường học"), make_publication()
    found.topic_id, found.effective_on = topic.id, date(2026, 4, 1)
    db.commit()
    page = browser.open(f"/van-ban/{found.slug}").text
    assert f'href="/van-ban?linh-vuc={topic.slug}"' in page
    assert "01/04/2026" in page
    assert "Trường học" in browser.open("/van-ban").text


def test_whom_it_is_for_is_offered_to_officials_alone(browser, editor, make_publication):
    make_publication()
    assert "doi-tuong=" not in browser.open("/van-ban").text
    browser.be(editor(None, Role.OFFICER))
    assert "doi-tuong=public" in browser.open("/van-ban").text


# Table (Nghị định 42/2022, Điều 4).


def test_the_table_has_the_metadata_the_decree_asks_for(browser, db, make_publication):
    found = make_publication()
    found.effective_on = date(2026, 3, 10)
    db.commit()
    head, row = rows(browser.open("/van-ban.csv"))
    told = dict(zip(head, row, strict=True))
    address = f"http://localhost/van-ban/{found.slug}"
    assert told | {} == {
        "Hình thức văn bản": "Kế hoạch",
        "Thẩm quyền ban hành": "Ủy ban nhân dân xã Vân Khê",
        "Số, ký hiệu": "41/KH-UBND",
        "Ngày ban hành": "2026-03-06",
        "Ngày có hiệu lực": "2026-03-10",
        "Trích yếu": "Ứng dụng mã QR tại bộ phận một cửa năm 2026",
        "Tệp tải về": f"{address}/tep/{found.files[0].id}",
        "Lĩnh vực": "",
        "Cơ quan đăng": "Phòng Kinh tế",
        "Trang văn bản": address,
        "Bản thứ": "1",
        "Ai được xem": "Mọi người",
    }


def test_the_table_holds_what_the_filters_let_through_in_their_order(browser, make_publication):
    make_publication()
    notices = [make_publication(kind="THÔNG BÁO", number=f"{number}/TB-UBND") for number in (9, 10)]
    told = rows(browser.open("/van-ban.csv?loai=thong-bao&sap-xep=so"))[1:]
    assert [row[2] for row in told] == [found.number for found in notices]
    page = browser.open("/van-ban?loai=thong-bao").text
    assert 'href="/van-ban.csv?loai=thong-bao"' in page
    assert 'href="/van-ban.atom?loai=thong-bao"' in page


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "  =1",
            "＝1",
            "＋1",
            "－1",
            "＠x",
        ),
        *('=HYPERLINK("http://x")', "=cmd|' /C calc'!A0", "\0=1"),
    ],
)
def test_no_cell_is_taken_for_a_formula(typed):
    assert harmless(typed).startswith("'")


def test_a_formula_in_a_title_reaches_the_table_as_text(browser, db, make_publication):
    make_publication().title = '=HYPERLINK("http://evil.example","x")'
    db.commit()
    assert rows(browser.open("/van-ban.csv"))[1][5].startswith("'=")


# Feed.


def test_the_feed_tells_what_was_published_last_with_names_that_stay(
    browser, db, stored, editor, make_office, make_publication
):
    office = make_office()
    first, second = make_publication(office), make_publication(office, number="2/KH-UBND")
    feed = entries(browser.open("/van-ban.atom"))
    ids = [one.text for one in feed.findall("a:entry/a:id", ATOM)]
    assert ids == [f"tag:localhost,2025:/van-ban/{row.slug}" for row in (second, first)]
    assert feed.find("a:link[@rel='self']", ATOM).get("href") == "http://localhost/van-ban.atom"
    lan = editor(office)
    draft = revising.revise_from_text(db, stored, lan, first.id)
    service.publish(db, lan, draft.id, confirmed=True)
    db.commit()
    again = entries(browser.open("/van-ban.atom"))
    assert sorted(one.text for one in again.findall("a:entry/a:id", ATOM)) == sorted(ids)


def test_each_facet_has_a_feed_of_its_own(browser, make_publication):
    make_publication()
    make_publication(kind="THÔNG BÁO", number="9/TB-UBND", title="Lịch tiếp công dân")
    feed = entries(browser.open("/van-ban.atom?nam=2026&loai=thong-bao&trang=7&x=1"))
    assert feed.find("a:title", ATOM).text.endswith(": Thông báo, 2026")
    (title,) = feed.findall("a:entry/a:title", ATOM)
    assert title.text == "Thông báo 9/TB-UBND: Lịch tiếp công dân"
    narrowed = urlencode({"loai": "thong-bao", "nam": 2026})
    assert feed.find("a:id", ATOM).text == f"tag:localhost,2025:/van-ban?{narrowed}"


def test_an_empty_feed_is_a_feed(browser):
    feed = entries(browser.open("/van-ban.atom?nam=1999&ban-hanh=chu-cua-ai-do"))
    assert feed.find("a:title", ATOM).text == "Văn bản của Ủy ban nhân dân xã Vân Khê"
    assert feed.findall("a:entry", ATOM) == []
    assert feed.find("a:updated", ATOM).text


def test_a_feed_that_did_not_change_is_not_sent_again(browser, make_publication):
    make_publication()
    mark = browser.open("/van-ban.atom").headers["ETag"]
    assert browser.open("/van-ban.atom", headers={"If-None-Match": mark}).status_code == 304


def test_a_feed_holds_whatever_a_title_holds(browser, db, make_publication):
    make_publication().title = "Kế\x0b hoạch <b>&]]> \ufffe"
    db.commit()
    (title,) = entries(browser.open("/van-ban.atom")).findall("a:entry/a:summary", ATOM)
    assert title.text == "Kế hoạch <b>&]]> "


# One document as text.


def test_a_document_can_be_had_as_plain_text(browser, make_publication):
    found = make_publication()
    reply = browser.open(f"/van-ban/{found.slug}.txt")
    assert reply.mimetype == "text/plain"
    assert reply.headers["Content-Disposition"].startswith("attachment")
    text = reply.text
    for words in ("Số: 41/KH-UBND", "ngày 06 tháng 03 năm 2026", "Mỗi quầy một mã riêng."):
        assert words in text
    assert text.index("KẾ HOẠCH") < text.index("I. MỤC ĐÍCH") < text.index("Trần Văn Minh")
    assert f"http://localhost/van-ban/{found.slug}" in text


# Whom it is for, in every representation.

EVERYWHERE = (
    "/van-ban",
    "/van-ban.csv",
    "/van-ban.atom",
    "/sitemap.xml",
    "/tim-kiem.json?q=QR",
    "/",
)
OWN = ("", ".txt", "/so-sanh", "/tep/{file}")


@pytest.fixture
def internal(db, stored, editor, make_office, make_publication):
    """A second version, for officials alone, of a document that was public."""
    office = make_office()
    first, lan = make_publication(office, title="Mật thư nội bộ QR"), editor(office)
    draft = revising.revise_from_text(db, stored, lan, first.id)
    draft.audience = Audience.INTERNAL
    service.publish(db, lan, draft.id, confirmed=True)
    db.commit()
    return draft


def test_an_internal_document_is_nowhere_for_a_visitor(app, browser, db, internal):
    from portal.home.indexing import catch_up

    catch_up(db, app.extensions["index"])
    for address in EVERYWHERE:
        page = browser.open(address)
        assert page.status_code == 200, address
        assert "Mật thư" not in page.text, address
        assert internal.slug not in page.text, address
    own = [part.format(file=internal.files[0].id) for part in OWN]
    for slug in (internal.slug, f"{internal.slug}-ban-1", f"{internal.slug}-ban-2"):
        for part in own:
            assert browser.open(f"/van-ban/{slug}{part}").status_code == 404, (slug, part)
    facets = catalogue.published(db, VISITOR, Filters()).facets
    assert not any(facets.values())
    asked = Filters(audience=Audience.INTERNAL)
    assert catalogue.published(db, VISITOR, asked).total == 0


def test_an_official_finds_it_in_the_list_and_the_table_but_not_in_the_feed(
    browser, editor, internal
):
    browser.be(editor(None, Role.OFFICER))
    assert internal.slug in browser.open("/van-ban?doi-tuong=internal").text
    reply = browser.open("/van-ban.csv")
    assert "Nội bộ cơ quan" in rows(reply)[1]
    assert reply.headers["Cache-Control"] == "no-store"
    assert "Mật thư" not in browser.open("/van-ban.atom").text
    for part in (part.format(file=internal.files[0].id) for part in OWN):
        reply = browser.open(f"/van-ban/{internal.slug}{part}")
        assert reply.status_code == 200, part
        assert "public" not in reply.headers.get("Cache-Control", ""), part


# Citations.


@pytest.fixture
def cited(db, make_publication):
    """A document that cites another, and a maker of the other."""

    def arrive(**facts):
        basis = make_publication(number="12/KH-UBND", title="Nền tảng")
        basis.issued_on = date(2026, 1, 15)
        for name, value in facts.items():
            setattr(basis, name, value)
        db.commit()
        return basis

    return make_publication(), arrive


def test_a_citation_becomes_a_link_when_its_document_arrives_later(browser, cited):
    citing, arrive = cited
    assert "12/KH-UBND" in browser.open(f"/van-ban/{citing.slug}").text
    basis = arrive()
    assert f'href="/van-ban/{basis.slug}"' in browser.open(f"/van-ban/{citing.slug}").text
    assert f'href="/van-ban/{citing.slug}"' in browser.open(f"/van-ban/{basis.slug}").text


def test_another_issuer_of_the_same_number_and_day_is_not_linked(db, cited):
    citing, arrive = cited
    basis = arrive(issuer="Hội đồng nhân dân tỉnh Lam Giang")
    assert catalogue.cited(db, VISITOR, citing) == {}
    assert catalogue.citing(db, VISITOR, basis) == []


def test_an_internal_document_is_linked_neither_way_for_a_visitor(db, editor, cited):
    citing, arrive = cited
    basis = arrive(audience=Audience.INTERNAL)
    officer = editor(None, Role.OFFICER)
    assert catalogue.cited(db, VISITOR, citing) == {}
    assert list(catalogue.cited(db, officer, citing).values()) == [basis]
    citing.audience = Audience.INTERNAL
    basis.audience = Audience.PUBLIC
    db.commit()
    assert catalogue.citing(db, VISITOR, basis) == []
    assert catalogue.citing(db, officer, basis) == [citing]


def test_a_withdrawn_document_is_linked_neither_way(browser, db, cited):
    citing, arrive = cited
    basis = arrive()
    basis.withdrawn_at, basis.withdrawn_reason = clock.now(), "Nhầm"
    basis.standing = "withdrawn"
    db.commit()
    page = browser.open(f"/van-ban/{citing.slug}").text
    assert basis.slug not in page
    assert not re.search(r"Nền tảng", page)
