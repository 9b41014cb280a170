"""Pure decisions: standings, addresses, numbers, names, headings, rows of text."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publications import rules
from portal.publications.blocks import holds_any, plain, rows_of, text_of
from portal.publications.rules import Audience, Move, Standing
from portal.publications.spelling import proper_names, sentence_case
from portal.publications.types import BY_SLUG, KINDS, OTHER, is_appended, kind_of


@pytest.mark.parametrize(("standing", "audience"), [*product(Standing, Audience)])
def test_everyone_sees_only_what_is_published_for_everyone(standing, audience):
    expected = standing is Standing.PUBLISHED and audience is Audience.PUBLIC
    assert rules.is_visible(standing, audience) is expected


@pytest.mark.parametrize(
    ("standing", "moves"),
    [
        (Standing.DRAFT, {Move.EDIT, Move.PUBLISH, Move.DELETE}),
        (Standing.PUBLISHED, {Move.EDIT, Move.WITHDRAW, Move.REVISE, Move.SUPERSEDE}),
        (Standing.SUPERSEDED, {Move.WITHDRAW}),
        (Standing.WITHDRAWN, set()),
    ],
)
def test_what_was_published_is_never_deleted_and_what_was_withdrawn_stays_so(standing, moves):
    assert rules.open_moves(standing) == moves


def test_an_address_can_be_read():
    address = rules.address_of("ke-hoach", "53/KH-UBND", 2025, "Thực hiện dân chủ ở cơ sở")
    assert address == "ke-hoach-53-kh-ubnd-2025-thuc-hien-dan-chu-o-co-so"


def test_an_address_needs_neither_number_nor_year():
    assert rules.address_of("du-thao", "", None, "Quy chế chợ") == "du-thao-quy-che-cho"


def test_a_long_address_ends_with_a_whole_word():
    address = rules.address_of("ke-hoach", "", None, "đường " * 60)
    assert len(address) <= rules.LONGEST_ADDRESS
    assert address.endswith("-duong")


@given(st.text(), st.text())
def test_an_address_holds_nothing_but_letters_digits_and_hyphens(number, title):
    address = rules.address_of("ke-hoach", number, 2026, title)
    assert set(address) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_a_taken_address_gets_the_next_number():
    assert rules.first_free("a", {"a", "a-2"}) == "a-3"
    assert rules.first_free("a", ()) == "a"


@pytest.mark.parametrize("written", ["53/KH-UBND", "53/kh-ubnd", " 53 /KH-UBND "])
def test_a_number_is_the_same_however_it_is_spaced(written):
    assert rules.number_key(written) == "53/kh-ubnd"


def test_a_draft_takes_comments_through_its_last_day():
    last = date(2026, 12, 15)
    assert rules.is_open(last, last)
    assert not rules.is_open(last, date(2026, 12, 16))
    assert not rules.is_open(None, last)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\lan\\kế hoạch.docx", "kế hoạch.docx"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("x\r\nSet-Cookie: a.pdf", "xSet-Cookie: a.pdf"),
        ("", "van-ban"),
        (".txt", "van-ban.txt"),
        ("a" * 400 + ".docx", "a" * 145 + ".docx"),
    ],
)
def test_a_file_name_loses_what_could_mislead(sent, kept):
    assert rules.file_name(sent) == kept


@pytest.mark.parametrize(
    ("name", "content", "fits"),
    [
        ("a.pdf", b"%PDF-1.7", True),
        ("a.docx", b"PK\x03\x04", True),
        ("a.txt", b"K", True),
        ("a.txt", b"%PDF-1.7", False),
        ("a.txt", b"PK\x03\x04", False),
        ("a.pdf", b"MZ\x90", False),
        ("a.exe", b"MZ\x90", False),
        ("a.svg", b"<svg", False),
        ("a", b"K", False),
    ],
)
def test_a_file_must_begin_as_its_name_says(name, content, fits):
    assert rules.fits(name, content) is fits


def test_every_kind_is_found_by_the_name_documents_give_themselves():
    assert all(kind_of(kind.title) == kind.slug for kind in KINDS)
    assert kind_of("KẾ HOẠCH") == "ke-hoach"


@pytest.mark.parametrize("name", [None, "", "Sổ tay"])
def test_an_unknown_kind_is_another_document(name):
    assert kind_of(name) == OTHER


def test_only_drafts_for_comment_must_leave_the_time_the_law_asks_for():
    assert [kind.slug for kind in KINDS if kind.consults] == ["du-thao"]
    assert not BY_SLUG["giay-moi"].comments


@pytest.mark.parametrize(
    ("label", "appended"),
    [("Phụ lục I", True), ("Quy chế", True), ("II", False), ("Điều 3", False), ("", False)],
)
def test_appendices_and_statutes_come_after_the_signature(label, appended):
    assert is_appended(label) is appended


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("MỤC ĐÍCH, YÊU CẦU", "Mục đích, yêu cầu"),
        ("I. MỤC TIÊU CHUNG", "I. Mục tiêu chung"),
        ("TRÁCH NHIỆM CỦA UBND XÃ VÂN KHÊ", "Trách nhiệm của UBND xã Vân Khê"),
        ("Kinh phí thực hiện", "Kinh phí thực hiện"),
        ("", ""),
    ],
)
def test_a_heading_in_capitals_is_read_as_a_sentence(printed, read):
    assert sentence_case(printed, ["Vân Khê"]) == read


def test_names_are_found_in_the_issuer():
    assert proper_names("Ủy ban nhân dân xã Vân Khê, Vân Khê") == ["Vân Khê", "Vân Khê"]


TYPED = "Mở đầu.\na) Điểm một\n- Gạch đầu dòng\n| STT | Thôn |\n| 1 | Đông Khê |"


def test_what_an_editor_types_becomes_rows_and_comes_back_the_same():
    rows = rows_of(TYPED)
    assert [row["kind"] for row in rows] == ["paragraph", "point", "bullet", "table"]
    assert rows[1]["label"] == "a)"
    assert rows[3]["rows"] == [["STT", "Thôn"], ["1", "Đông Khê"]]
    assert text_of(rows) == TYPED


CELLS = st.lists(
    st.lists(st.text("ab |\\đ"), min_size=2, max_size=3), min_size=1, max_size=3
).filter(lambda rows: len({len(row) for row in rows}) == 1)


@given(CELLS)
def test_no_cell_moves_when_a_table_is_typed_again(cells):
    clean = [[" ".join(cell.split()) for cell in row] for row in cells]
    table = {"kind": "table", "label": None, "text": "", "rows": clean}
    (again,) = rows_of(text_of([table]))
    assert again["rows"] == clean


def test_two_tables_stay_two():
    table = {"kind": "table", "label": None, "text": "", "rows": [["a", "b"]]}
    assert rows_of(text_of([table, table])) == [table, table]


def test_tables_can_be_left_out_of_the_words():
    rows = rows_of(TYPED)
    assert plain(rows, tables=False) == "Mở đầu.\na) Điểm một\n- Gạch đầu dòng"
    assert "1\tĐông Khê" in plain(rows)


def test_a_table_is_that_of_its_tasks_when_one_of_them_is_a_cell():
    table = rows_of("| 1 | Đặt bảng mã |")[0]
    assert holds_any(table, ["Đặt bảng mã"])
    assert not holds_any(table, ["Đặt bảng"])


@pytest.mark.parametrize(
    ("prepared_by", "publisher", "second"),
    [(1, 2, True), (1, 1, False), (None, 2, True), (1, None, False), (None, None, False)],
)
def test_only_a_known_official_other_than_the_preparer_is_a_second_person(
    prepared_by, publisher, second
):
    assert rules.is_second({prepared_by}, publisher) is second


def test_the_address_of_a_version_can_be_taken_apart_again():
    address = rules.revision_address("ke-hoach-cho", 2)
    assert address == "ke-hoach-cho-ban-2"
    assert rules.split_revision(address) == ("ke-hoach-cho", 2)


@pytest.mark.parametrize("address", ["ke-hoach", "ke-hoach-ban-0", "ban-2", "x-ban-12345", ""])
def test_an_ordinary_address_names_no_version(address):
    assert rules.split_revision(address) is None


@pytest.mark.parametrize(
    ("cited", "printed", "same"),
    [
        ("UBND xã", "Ủy ban nhân dân xã Vân Khê", True),
        ("Uỷ ban nhân dân xã Vân Khê", "ỦY BAN NHÂN DÂN XÃ VÂN KHÊ", True),
        ("Chủ tịch Ủy ban nhân dân xã Vân Khê", "UBND xã Vân Khê", True),
        ("", "Ủy ban nhân dân xã", True),
        ("UBND tỉnh", "Ủy ban nhân dân xã Vân Khê", False),
        ("HĐND xã", "UBND xã", False),
    ],
)
def test_two_names_of_an_issuer_agree_unless_they_contradict(cited, printed, same):
    assert rules.may_be_same_issuer(cited, printed) is same


def test_what_xml_cannot_hold_is_taken_out_and_letters_stay():
    assert rules.without_controls("Kế\x00 hoạch\x0b\n\ufffe\ud800") == "Kế hoạch\n"
