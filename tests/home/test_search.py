import json
from datetime import date
from xml.etree.ElementTree import fromstring

import pytest
from click.testing import CliRunner

from portal.cases.rules import Visibility
from portal.home.searching import LONGEST, clean
from portal.permissions import Role
from portal.publications.models import Section
from portal.publications.rules import Audience, Standing


def find(browser, query, **args):
    return browser.open("/tim-kiem.json", query_string={"q": query} | args).json


def test_a_document_is_found_without_marks_and_leads_to_its_section(
    browser, make_document, indexed
):
    document = make_document()
    indexed()
    page = browser.open("/tim-kiem?q=noi+dung+dan+chu")
    assert page.status_code == 200
    assert f'href="/van-ban/{document.slug}#ii"' in page.text
    assert "<mark>dân chủ</mark>" in page.text
    assert "53/KH-UBND" in page.text


def test_programs_get_the_promised_shape(browser, make_document, indexed):
    document = make_document()
    indexed()
    answer = find(browser, "53/KH-UBND")
    assert answer["total"] == 1
    assert {"title", "url", "kind", "source", "section", "snippet"} <= set(answer["hits"][0])
    assert answer["hits"][0]["source"] == "plan-001.txt"
    assert answer["hits"][0]["url"].startswith(f"/van-ban/{document.slug}")
    assert answer["facets"]["kind"] == {"ke-hoach": 1}


def test_an_answered_item_is_found_in_its_published_words_only(browser, make_public_item, indexed):
    item = make_public_item()
    indexed()
    hit = find(browser, "thay ba bóng đèn")["hits"][0]
    assert (hit["url"], hit["section"]) == (f"/y-kien/{item.number}#tra-loi", "Câu trả lời")
    assert find(browser, '"Lời của người gửi"', exactly=1)["total"] == 0


@pytest.mark.parametrize(
    "change",
    [
        {"standing": Standing.WITHDRAWN, "withdrawn_at": "published_at"},
        {"audience": Audience.INTERNAL},
    ],
)
def test_a_hidden_document_is_gone_at_once_though_no_worker_runs(
    browser, db, make_document, indexed, promised, change
):
    document, other = make_document(), make_document(title="Dân chủ ở thôn", number="54/KH-UBND")
    indexed()
    for name, value in change.items():
        setattr(document, name, getattr(document, value) if name == "withdrawn_at" else value)
    promised(f"van-ban:{document.id}")
    answer = find(browser, "dân chủ")
    assert [hit["title"] for hit in answer["hits"]] == [other.title]
    assert answer["total"] == 1
    assert answer["facets"] == {
        "kind": {"ke-hoach": 1}, "office": {"van-hoa-xa-hoi": 1}, "year": {"2026": 1},
    }  # fmt: skip
    assert document.slug not in browser.open("/tim-kiem?q=dan+chu").text


def test_a_hidden_document_is_gone_even_when_nothing_was_promised(
    browser, db, make_document, indexed
):
    documents = [make_document(number=f"{count}/KH-UBND") for count in range(1, 26)]
    indexed()
    for document in documents[:12]:
        document.audience = Audience.INTERNAL
    db.commit()
    answer = find(browser, "dân chủ", trang=2)
    assert (answer["total"], answer["pages"], len(answer["hits"])) == (13, 2, 3)
    assert answer["facets"]["kind"] == {"ke-hoach": 13}


def test_an_item_its_sender_took_back_is_gone_at_once(
    browser, db, make_public_item, indexed, promised
):
    item = make_public_item()
    indexed()
    assert find(browser, "bóng đèn")["total"] == 1
    item.visibility, item.agreed = Visibility.PRIVATE, False
    promised(f"y-kien:{item.number}")
    assert find(browser, "bóng đèn")["total"] == 0
    assert item.number not in browser.open("/tim-kiem?q=bong+den").text


def test_a_promise_still_waiting_hides_nothing_that_is_public(
    browser, make_document, indexed, promised
):
    document = make_document()
    indexed()
    promised(f"van-ban:{document.id}")
    assert find(browser, "dân chủ")["total"] == 1


def test_more_promises_than_one_question_takes_are_all_looked_at(
    browser, make_document, indexed, promised
):
    document = make_document()
    indexed()
    promised(*(f"van-ban:{key}" for key in range(10_000, 11_200)), f"van-ban:{document.id}")
    assert find(browser, "dân chủ")["total"] == 1


def test_facets_narrow_by_kind_office_and_year(browser, make_document, make_public_item, indexed):
    make_document()
    make_document(title="Dân chủ năm trước", dated_on=date(2025, 3, 2), kind="thong-bao")
    make_public_item(public_text="Xin hỏi về dân chủ ở thôn.")
    indexed()
    assert find(browser, "dân chủ")["facets"]["kind"] == {
        "ke-hoach": 1,
        "thong-bao": 1,
        "y-kien": 1,
    }
    assert find(browser, "dân chủ", loai="y-kien")["total"] == 1
    assert find(browser, "dân chủ", nam="2025")["total"] == 1
    assert find(browser, "dân chủ", **{"co-quan": "van-hoa-xa-hoi"})["total"] == 3
    page = browser.open("/tim-kiem?q=dan+chu&loai=y-kien").text
    assert "Ý kiến đã trả lời" in page
    assert 'aria-current="true"' in page


def test_a_filter_that_fits_nothing_can_be_taken_away(browser, make_document, indexed):
    make_document()
    indexed()
    page = browser.open("/tim-kiem?q=dan+chu&nam=1999")
    assert page.status_code == 200
    assert "Bỏ mọi điều kiện lọc" in page.text


def test_a_corrected_question_says_so_and_can_be_asked_exactly(browser, make_document, indexed):
    make_document()
    indexed()
    page = browser.open("/tim-kiem?q=dan+chhu").text
    assert "Kết quả cho" in page
    assert "exactly=1" in page
    exactly = browser.open("/tim-kiem?q=dan+chhu&exactly=1").text
    assert "Kết quả cho" not in exactly


def test_a_likely_question_is_offered_when_asked_exactly(browser, make_document, indexed):
    make_document()
    indexed()
    page = browser.open("/tim-kiem?q=dan+chhu&exactly=1").text
    assert "Có phải bạn tìm" in page
    assert 'href="/tim-kiem?q=dan+chu"' in page
    assert find(browser, "dan chhu", exactly=1)["suggested"] == "dan chu"


def test_one_document_is_looked_into(browser, make_document, indexed):
    document, other = make_document(), make_document(title="Dân chủ ở thôn", number="54/KH-UBND")
    indexed()
    assert f'name="trong" value="{document.slug}"' in browser.open(f"/van-ban/{document.slug}").text
    answer = find(browser, "dân chủ", trong=document.slug)
    assert [hit["title"] for hit in answer["hits"]] == [document.title]
    page = browser.open(f"/tim-kiem?q=dan+chu&trong={document.slug}").text
    assert "Chỉ tìm trong" in page
    assert other.title not in page
    assert 'href="/tim-kiem?q=dan+chu"' in page


def test_a_document_that_is_hidden_is_not_looked_into(browser, db, make_document, indexed):
    document = make_document(title="Điều không ai được biết")
    indexed()
    document.audience = Audience.INTERNAL
    db.commit()
    page = browser.open(f"/tim-kiem?q=dan+chu&trong={document.slug}").text
    assert document.title not in page
    assert "một văn bản không còn ở đây" in page
    assert find(browser, "dân chủ", trong=document.slug)["total"] == 0
    assert find(browser, "dân chủ", trong="khong-co")["total"] == 0


def test_officials_find_internal_documents_and_nobody_else(
    browser, sign_in, make_official, office, make_document, indexed
):
    make_document()
    inside = make_document(
        title="Dân chủ trong cơ quan", number="9/KH-UBND", audience=Audience.INTERNAL
    )
    indexed()
    for path in ("/tim-kiem?q=9", "/tim-kiem?q=9&doi-tuong=internal", "/tim-kiem.json?q=9"):
        assert "trong cơ quan" not in browser.open(path).text
    assert find(browser, "dân chủ", **{"doi-tuong": "internal"})["total"] == 0
    assert "audience" not in find(browser, "dân chủ")["facets"]
    sign_in(browser, make_official(Role.EDITOR, office=office))
    assert find(browser, "dân chủ")["facets"]["audience"] == {"public": 1, "internal": 1}
    page = browser.open("/tim-kiem?q=dan+chu&doi-tuong=internal").text
    assert "Nội bộ" in page
    assert f"/van-ban/{inside.slug}" in page
    assert browser.open("/tim-kiem?q=dan+chu&doi-tuong=x").status_code == 200


def test_a_question_can_be_followed_as_a_feed(
    browser, sign_in, make_official, office, make_document, make_public_item, indexed
):
    document = make_document()
    make_document(title="Dân chủ trong cơ quan", audience=Audience.INTERNAL)
    make_public_item(public_text="Xin hỏi về dân chủ ở thôn.")
    indexed()
    page = browser.open("/tim-kiem?q=dan+chu&nam=2026").text
    assert 'href="/tim-kiem.atom?q=dan+chu&amp;nam=2026"' in page
    sign_in(browser, make_official(Role.EDITOR, office=office))
    reply = browser.open("/tim-kiem.atom?q=dan+chu")
    feed = fromstring(reply.data)  # noqa: S314 -- our own
    links = [link.get("href") for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
    assert links[0].endswith("/tim-kiem.atom?q=dan+chu")
    assert [link for link in links if f"/van-ban/{document.slug}#ii" in link]
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 2
    assert "trong cơ quan" not in reply.text
    again = browser.open(
        "/tim-kiem.atom?q=dan+chu", headers={"If-None-Match": reply.headers["ETag"]}
    )
    assert again.status_code == 304
    for query in ("", "\0", "zzzz", "<&>'"):
        reply = browser.open("/tim-kiem.atom", query_string={"q": query})
        assert fromstring(reply.data).tag.endswith("feed")  # noqa: S314 -- our own


def test_a_section_without_a_title_is_called_by_the_one_it_stands_in(
    browser, db, make_document, indexed
):
    document = make_document()
    words = {"kind": "paragraph", "label": None, "text": "Bốc thăm điểm trống", "rows": []}
    document.sections.append(
        Section(position=2, anchor="ii-1", depth=2, label="1.", title="", blocks=[words])
    )
    db.commit()
    indexed()
    assert find(browser, "bốc thăm")["hits"][0]["section"] == "II. Nội dung › 1."


def test_finding_nothing_says_what_to_try(browser, make_document, indexed):
    make_document()
    indexed()
    page = browser.open("/tim-kiem?q=xylophone")
    assert page.status_code == 200
    assert "Quý vị có thể thử" in page.text


def test_pages_are_walked_and_a_page_too_far_is_the_last(browser, make_document, indexed):
    for count in range(1, 13):
        make_document(number=f"{count}/KH-UBND")
    indexed()
    page = browser.open("/tim-kiem?q=dan+chu").text
    assert "trang=2" in page
    assert find(browser, "dân chủ", trang=99)["page"] == 2
    assert len(find(browser, "dân chủ", trang=99)["hits"]) == 2


def test_what_people_type_is_never_markup(browser, make_document, indexed):
    make_document(title="Kế hoạch <script>alert(1)</script> dân chủ", text="<b>dân chủ</b> ở thôn")
    indexed()
    page = browser.open("/tim-kiem?q=dan+chu+<script>").text
    assert "<script>alert" not in page
    assert "&lt;b&gt;<mark>dân chủ</mark>&lt;/b&gt;" in page


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "\0",
        "%",
        "'\"*()~^[]{}:\\",
        "a" * 5000,
        "dân chủ " * 700,
        "🙂",
        "AND OR NOT",
        "\u202e",
    ],
)
def test_any_question_is_answered(browser, make_document, indexed, query):
    make_document()
    indexed()
    for path in ("/tim-kiem", "/tim-kiem.json"):
        assert browser.open(path, query_string={"q": query, "trang": "x"}).status_code == 200


@pytest.mark.parametrize(
    "args", ["trang=-1", "trang=0", "trang=9" * 50, "nam=x", "xep=y", "loai=%00"]
)
def test_any_address_is_answered(browser, make_document, indexed, args):
    make_document()
    indexed()
    assert browser.open(f"/tim-kiem?q=dan+chu&{args}").status_code == 200


def test_a_question_is_cut(browser):
    assert len(clean("dài " * 2000)) <= LONGEST
    page = browser.open("/tim-kiem", query_string={"q": "x" * 5000})
    assert f'name="q" value="{"x" * LONGEST}"' in page.text


def test_a_missing_index_says_it_is_being_rebuilt(browser, make_document):
    make_document()
    page = browser.open("/tim-kiem?q=dan+chu")
    assert page.status_code == 200
    assert "Đang dựng lại chỉ mục" in page.text


def test_a_broken_index_says_it_is_being_rebuilt(browser, app, settings, make_document, indexed):
    make_document()
    indexed()
    for path in (settings.data / "index").iterdir():
        if path.is_file():
            path.write_bytes(b"broken")
    page = browser.open("/tim-kiem?q=dan+chu")
    assert page.status_code == 200
    assert "Đang dựng lại chỉ mục" in page.text


def test_a_disk_in_trouble_says_it_is_being_rebuilt(browser, app):
    class OnABadDisk:
        rebuild_needed = False

        def find(self, *_, **__):
            raise OSError

    app.extensions["index"] = OnABadDisk()
    page = browser.open("/tim-kiem?q=dan+chu")
    assert page.status_code == 200
    assert "Đang dựng lại chỉ mục" in page.text
    assert find(browser, "dân chủ")["rebuilding"] is True


def test_the_command_finds_what_was_just_published(tmp_path, monkeypatch):
    from portal import migrations
    from portal.accounts.models import Authority, Office
    from portal.cli import main
    from portal.clock import now, today
    from portal.config import Settings
    from portal.db import connect, make_sessions, transaction
    from portal.publications.models import Publication, Section

    settings = Settings(data=tmp_path)
    migrations.upgrade(settings.database)
    text = {"kind": "paragraph", "label": None, "text": "Quét mã QR tại quầy", "rows": []}
    with make_sessions(connect(settings.database))() as session, transaction(session):
        session.add(Authority(id=1, name="Xã", short_name="Xã"))
        office = Office(code="A", slug="a", name="Phòng A", valid_from=today())
        session.add(office)
        session.flush()
        section = Section(position=1, anchor="i", depth=1, label="I.", title="Chung", blocks=[text])
        session.add(
            Publication(
                slug="qr", kind="ke-hoach", number="7/KH-UBND", title="Mã QR", office_id=office.id,
                standing=Standing.PUBLISHED, created_at=now(), published_at=now(),
                source_name="qr.txt", sections=[section],
            )
        )  # fmt: skip
    environment = {"PORTAL_DATA": str(tmp_path)}
    ran = CliRunner().invoke(
        main, ["search", "quet ma", "--json", "--limit", "3"], env=environment,
        catch_exceptions=False,
    )  # fmt: skip
    answer = json.loads(ran.stdout)
    assert answer["total"] == 1
    assert answer["hits"][0] | {"snippet": ""} == {
        "title": "Mã QR", "url": "/van-ban/qr#i", "kind": "Kế hoạch", "number": "7/KH-UBND",
        "office": "Phòng A", "year": today().year, "source": "qr.txt", "section": "I. Chung",
        "snippet": "",
    }  # fmt: skip
    plain = CliRunner().invoke(main, ["search", "quet ma"], env=environment, catch_exceptions=False)
    assert "Quét mã QR" in plain.stdout
