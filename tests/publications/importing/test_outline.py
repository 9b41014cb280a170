import pytest

from portal.publications.importing import as_json, read_text
from portal.publications.importing.marks import mark_of

DECISION = """Số: 12/QĐ-UBND
Vân Khê, ngày 05 tháng 3 năm 2026
QUYẾT ĐỊNH
Về việc ban hành Quy chế tiếp công dân

CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ VÂN KHÊ

Căn cứ Luật Tiếp công dân số 42/2013/QH13;

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Quy chế tiếp công dân.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.

Nơi nhận:
- Như Điều 2;
- Lưu: VT.

CHỦ TỊCH

Lê Văn Hùng

QUY CHẾ
Tiếp công dân của Ủy ban nhân dân xã
(Ban hành kèm theo Quyết định số     /QĐ-UBND)

Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
1. Quy chế này quy định việc tiếp công dân.
2. Quy chế này áp dụng cho:
a) Cán bộ;
b) Công chức theo quy định tại
Điều 5 Luật Tiếp công dân.
Điều 2. Nguyên tắc
Công khai, minh bạch.
Chương II
TỔ CHỨC THỰC HIỆN
Điều 3. Trách nhiệm
Văn phòng theo dõi.
"""


def walk(sections):
    for section in sections:
        yield section
        yield from walk(section.sections)


def test_a_decision_and_its_regulation_have_articles_at_distinct_addresses():
    reading = read_text(DECISION)

    assert [(one.anchor, one.label, one.title) for one in walk(reading.sections)] == [
        ("dieu-1", "Điều 1", None),
        ("dieu-2", "Điều 2", None),
        ("quy-che", "Quy chế", "Tiếp công dân của Ủy ban nhân dân xã"),
        ("quy-che-chuong-i", "Chương I", "QUY ĐỊNH CHUNG"),
        ("quy-che-dieu-1", "Điều 1", "Phạm vi điều chỉnh"),
        ("quy-che-dieu-1-1", "1", None),
        ("quy-che-dieu-1-2", "2", None),
        ("quy-che-dieu-2", "Điều 2", "Nguyên tắc"),
        ("quy-che-chuong-ii", "Chương II", "TỔ CHỨC THỰC HIỆN"),
        ("quy-che-dieu-3", "Điều 3", "Trách nhiệm"),
    ]
    assert reading.warnings == ()


def test_points_of_a_clause_are_its_text():
    clause = read_text(DECISION).sections[2].sections[0].sections[0].sections[1]

    assert [(block.kind, block.label) for block in clause.blocks[:3]] == [
        *(("paragraph", None), ("point", "a)"), ("point", "b)")),
    ]
    assert clause.text.startswith("Quy chế này áp dụng cho:\na) Cán bộ;\nb) Công chức")


def test_what_stands_before_the_first_heading_opens_the_document():
    opening = [block.text for block in read_text(DECISION).opening]

    assert "Căn cứ Luật Tiếp công dân số 42/2013/QH13;" in opening


def test_a_repeated_number_gets_an_address_of_its_own_and_is_pointed_out():
    reading = read_text(
        "KẾ HOẠCH\nThực hiện\n\nI. MỤC ĐÍCH\nĐể dân biết.\nI. NỘI DUNG\nĐể dân bàn.\n"
    )

    assert [section.anchor for section in reading.sections] == ["i", "i--2"]
    doubts = [(doubt.code, doubt.line) for doubt in reading.warnings if "missing" not in doubt.code]
    assert doubts == [("numbering-repeated", 6)]


def test_the_outline_as_json_names_labels_titles_and_what_is_below():
    sections = as_json(
        read_text("KẾ HOẠCH\nThực hiện\n\nI. MỤC ĐÍCH\n1. Yêu cầu\n- Để dân biết.\n")
    )

    assert sections["sections"] == [
        {
            "label": "I",
            "title": "MỤC ĐÍCH",
            "sections": [{"label": "1", "title": "Yêu cầu", "sections": []}],
        },
    ]


def test_dotted_numbers_stand_below_plain_ones():
    reading = read_text(
        "KẾ HOẠCH\nThực hiện\n\nI. NỘI DUNG\n1. Việc\n1.1. Việc nhỏ\n1.1.1. Nhỏ hơn\n2. Khác\n"
    )

    assert [section.anchor for section in walk(reading.sections)] == [
        *("i", "i-1", "i-1-1-1", "i-1-1-1-1-1-1", "i-2"),
    ]


def labels(text):
    return [one.label for one in walk(read_text(f"KẾ HOẠCH\nThực hiện\n\n{text}\n").sections)]


def test_letters_and_dashes_count_where_their_neighbours_do():
    assert labels(
        "A. MỤC TIÊU\nI- Chung\nII– Riêng\nB. VIỆC\nI- Nói\n1– Loa\nC. Mác đã viết.\nC. LO LIỆU"
    ) == ["A", "I", "II", "B", "I", "1", "C"]
    assert labels("I. CHUNG\nQuý\nII - Tổ chức sơ kết.\nII. RIÊNG") == ["I", "II"]
    for lone in ("A. Nguyễn", "C. Mác viết", "V.I. Lênin", "XIV - Nghị quyết", "2025. Năm đó"):
        assert labels(f"1. Việc\nĐể làm.\n{lone}") == ["1"]


def test_items_go_on_above_99():
    many = [str(number) for number in range(1, 1002)]

    assert labels("\n".join(f"{number}. Việc" for number in many)) == many


CLAUSES = """KẾ HOẠCH
Thực hiện

Điều 1. Trách nhiệm
1. Trách nhiệm của Ủy ban nhân dân xã
Ủy ban nhân dân xã công khai quy hoạch.
2. Ủy ban nhân dân xã có trách nhiệm
a) Trả lời;
3. Hồ sơ gồm:
a) Đơn;
4. Quyết định này có hiệu lực từ ngày ký
"""


def test_a_clause_has_a_title_only_where_words_of_its_own_head_it():
    (article,) = read_text(CLAUSES).sections

    assert [clause.title for clause in article.sections] == [
        *("Trách nhiệm của Ủy ban nhân dân xã", None, None, None),
    ]


MARKS = {
    "I. MỤC ĐÍCH": ("I", "MỤC ĐÍCH"),
    "IV/ TỔ CHỨC": ("IV", "TỔ CHỨC"),
    "1. Mục đích": ("1", "Mục đích"),
    "2) Yêu cầu": ("2", "Yêu cầu"),
    "1.2. Yêu cầu": ("1.2", "Yêu cầu"),
    "a) Cán bộ": ("a)", "Cán bộ"),
    "đ) cán bộ": ("đ)", "cán bộ"),
    "- Như trên": ("-", "Như trên"),
    "+ Như trên": ("+", "Như trên"),
    "Điều 12a. Hiệu lực": ("Điều 12a", "Hiệu lực"),
    "Điều 3: Hiệu lực": ("Điều 3", "Hiệu lực"),
    "ĐIỀU 3.": ("Điều 3", ""),
    "1– Mục đích": ("1", "Mục đích"),
    "2.1/ Mục đích": ("2.1", "Mục đích"),
    "II – Mục đích": ("II", "Mục đích"),
    "B/ MỤC ĐÍCH": ("B", "MỤC ĐÍCH"),
    "125. Mục đích": ("125", "Mục đích"),
    "Chương II": ("Chương II", ""),
    "CHƯƠNG II. QUY ĐỊNH": ("Chương II", "QUY ĐỊNH"),
    "Mục 1. Quy định": ("Mục 1", "Quy định"),
    "Phần thứ nhất": ("Phần thứ nhất", ""),
}
WORDS = [
    *("Điều 5 Luật Tiếp công dân.", "điều 5. của Luật", "Chương trình công tác", "Mục đích"),
    *("2025 - 2030; phát huy", "6 tháng và trước", "43-KL/TW ngày", "XVI và đại biểu", "IIII. Sai"),
    *("10.000 đồng", "12.5 triệu", "1. công tác", "mục 3 của", "Phần mềm", "59/2023/NĐ-CP ngày"),
]


@pytest.mark.parametrize(("line", "expected"), MARKS.items())
def test_a_mark_is_told_from_the_words_behind_it(line, expected):
    mark = mark_of(line)

    assert (mark.label, line[mark.end :]) == expected


@pytest.mark.parametrize("line", WORDS)
def test_words_that_look_like_a_mark_are_words(line):
    assert mark_of(line) is None


def test_a_dash_inside_a_sentence_is_no_bullet():
    lines = [
        *("I. MỤC ĐÍCH", "- Phát huy vai trò của Mặt trận Tổ quốc, các tổ chức chính trị"),
        *("- xã hội trong tuyên truyền và giám sát việc thực hiện dân chủ"),
    ]
    wrapped = "\n".join([*lines[:2], "".join(lines[2:])])
    filler = "\nở cơ sở theo phương châm dân biết, dân bàn, dân làm, dân kiểm tra" * 9
    (section,) = read_text(f"KẾ HOẠCH\nThực hiện\n\n{wrapped}{filler}.\n").sections

    (bullet,) = section.blocks
    assert "chính trị - xã hội trong tuyên truyền" in bullet.text


def test_articles_alone_on_their_lines_are_headings_where_their_row_confirms_them():
    assert labels(
        "Điều 1\nMột.\nĐiều 2\nHai.\nĐiều 3. Ba\nTheo quy định tại\nĐiều 4\nLuật này."
    ) == [
        *("Điều 1", "Điều 2", "Điều 3"),
    ]
    assert labels("Điều 1. Một\nĐể làm.\nĐiều 7\nLuật này.") == ["Điều 1"]
    assert labels("1. Việc\nTheo Luật\nĐiều 1\nNhư trên.") == ["1"]


@pytest.mark.parametrize(("opening", "closing"), ["“”", '""', '“"'])
def test_an_article_quoted_by_an_amending_text_is_none_of_the_document(opening, closing):
    quote = (
        f"{opening}2. Mức thu: theo {opening}bảng giá{closing}.\nĐiều 4a. Miễn thu\n1. Trẻ em.\n"
        f"b) Người già.{closing}\n"
    )

    assert labels(f"Điều 1. Sửa đổi như sau:\n{quote}Điều 2. Thi hành\nĐể làm.") == [
        *("Điều 1", "Điều 2"),
    ]
    assert labels(f"Điều 1. Sửa\n{opening}Điều 4. Không đóng\nĐiều 2. Thi hành\nĐể làm.") == [
        *("Điều 1", "Điều 2"),
    ]
