"""The five real plans, each expectation written after reading the plan by eye."""

import re
import unicodedata
from collections import Counter
from datetime import date

import pytest

from portal.publications.importing import as_json, read_text
from portal.publications.importing.citations import find_mentions
from portal.publications.importing.lines import read_lines
from portal.publications.importing.passages import Passage, gather

HEAD = ("doc_number", "doc_type", "issuer", "place", "date", "title", "signer")
HEADS = {
    "000": {
        "doc_type": "Kế hoạch",
        "issuer": "Sở Giáo dục và Đào tạo",
        "title": "Triển khai thực hiện dân chủ ở cơ sở năm 2025",
        "signer": {"name": "Nguyễn Thị Thúy", "role": "Giám đốc"},
    },
    "001": {
        "doc_type": "Kế hoạch",
        "issuer": "UBND phường Ba Đình",
        "title": "Thực hiện Quy chế dân chủ ở cơ sở năm 2025",
        "signer": {"name": "Lê Văn Hùng", "role": "Chủ tịch"},
    },
    "002": {
        "doc_number": "79/KH-UBND",
        "doc_type": "Kế hoạch",
        "issuer": "Ủy ban nhân dân thành phố Đông Triều",
        "place": "Đông Triều",
        "date": "2025-03-03",
        "title": "Thực hiện dân chủ ở cơ sở thành phố Đông Triều năm 2025",
        "signer": {
            "name": "Nguyễn Khắc Dũng",
            "role": "Phó Chủ tịch",
            "authority": "TM. Ủy ban nhân dân, KT. Chủ tịch",
        },
    },
    "003": {
        "doc_type": "Kế hoạch",
        "issuer": "Sở Khoa học và Công nghệ",
        "title": "Thực hiện dân chủ ở cơ sở và công tác dân vận chính quyền "
        "từ nay đến cuối năm 2025",
        "signer": {"role": "Phó Giám đốc", "authority": "KT. Giám đốc"},
    },
    "004": {
        "doc_type": "Kế hoạch",
        "issuer": "Ủy ban nhân dân xã Bình Giang",
        "place": "Bình Giang",
        "title": "Triển khai thực hiện Nghị quyết số 82/NQ-HĐND ngày 11/12/2025 của Hội đồng "
        "nhân dân thành phố về việc quyết định các biện pháp bảo đảm thực hiện dân chủ ở cơ sở",
        "signer": {
            "name": "Vũ Thị Hòa",
            "role": "Phó Chủ tịch",
            "authority": "TM. Ủy ban nhân dân, KT. Chủ tịch",
        },
    },
}
OUTLINES = {
    "000": {"I": "12", "II": "1234", "III": "123"},
    "001": {"I": "12", "II": "12345", "IV": "123"},
    "002": {"I": "12", "II": "1234", "III": "", "IV": "1234567", "Phụ lục": ""},
    "003": {"I": "12", "II": "1234567", "III": "", "IV": "12"},
    "004": {
        "I": "12",
        "II": "123",
        "III": "12",
        "IV": "1234567",
        "Phụ lục I": "",
        "Phụ lục II": "",
    },
}
CITED = {
    "000": ["25/KH-UBND", "179/NQ-HĐND", "53/KH-UBND", "31-NQ/TU", "237/NQ-HĐND"],
    "001": [
        *("1018/KH-UBND", "120-KL/TW", None, "04/2015/NĐ-CP", "59/2023/NĐ-CP", "61/2023/NĐ-CP"),
        *("01/2016/TT-BNV", "11-CT/TU", "217-QĐ/TW", "218-QĐ/TW"),
    ],
    "002": [
        *(None, "59/2023/NĐ-CP", "346/QĐ-TTg", "53/KH-UBND", "208/NQ-HĐND", "282/KH-UBND"),
        *("220/KH-UBND", "22-NQ/TU", "243/NQ-HĐND", "22-NQ/TU", "73/2024/NĐ-CP"),
    ],
    "003": [
        *("67/KH-UBND", "33/CT-TTg", "05-CT/TW", "25-NQ/TW", "43-KL/TW", "23-QĐ/TW", "120-KL/TW"),
        *("114-KL/TW", None, None, "59/2023/NĐ-CP", "61/2023/NĐ-CP"),
    ],
    "004": ["82/NQ-HĐND", "61/2023/NĐ-CP", "82/NQ-HĐND"],
}
DEADLINES = {
    "000": [(18, 5, "6 tháng"), (10, 11, "năm")],
    "001": [],
    "002": [(10, 5, "6 tháng"), (10, 11, "năm")],
    "003": [],
    "004": [(10, 6, "6 tháng"), (15, 9, "9 tháng"), (15, 11, "năm")],
}
DOUBTS = {
    "000": [("number-missing", 1), ("date-missing", 1), ("duty-unread", 83)],
    "001": [("number-missing", 1), ("date-missing", 1), ("numbering-skipped", 255)],
    "002": [("citation-dates", 30), ("foreign-letters", 70), ("deadline-unread", 84)],
    "003": [("number-missing", 1), ("date-missing", 1), ("signer-missing", 318)],
    "004": [
        *(("number-blank", 3), ("date-blank", 5), ("date-before-citation", 5)),
        *(("duty-unread", 33), ("duty-unread", 41), ("duty-unread", 59)),
        *(("attachment-date", 157), ("citation-dates", 180), ("numbering-skipped", 217)),
    ],
}


@pytest.mark.parametrize("number", HEADS)
def test_the_head_says_what_the_paper_says_and_no_more(plan, number):
    found = as_json(plan(number))

    assert {key: found[key] for key in HEAD if key in found} == HEADS[number]


@pytest.mark.parametrize("number", OUTLINES)
def test_the_outline_has_every_heading_in_its_place(plan, number):
    sections = plan(number).sections

    found = {top.label: "".join(below.label for below in top.sections) for top in sections}
    assert found == OUTLINES[number]
    assert not any(deeper.sections for top in sections for deeper in top.sections)


@pytest.mark.parametrize("number", CITED)
def test_each_cited_document_is_listed_once(plan, number):
    assert [cited.number for cited in plan(number).cited_documents] == CITED[number]


def test_all_53_numbered_citations_of_the_plans_are_seen_and_the_one_that_shares_a_sign(plan_text):
    mentions = [m for number in HEADS for m in find_mentions(_passages(plan_text(number)))]

    numbered = Counter(mention.cited.number for mention in mentions if mention.cited.number)
    assert numbered.total() == 53 + 1
    assert numbered["217-QĐ/TW"] == 1
    assert all(m.cited.type for m in mentions)


def _passages(text):
    found = gather(read_lines(text))
    cells = [
        Passage(mark=None, text=cell, line=row.number)
        for passage in found
        for row in passage.rows
        for cell in row.cells
    ]
    return [*found, *cells]


@pytest.mark.parametrize("number", DEADLINES)
def test_reports_are_owed_on_the_days_written(plan, number):
    found = [(due.day, due.month, due.period) for due in plan(number).reporting_deadlines]

    assert found == DEADLINES[number]


def test_a_reporting_deadline_keeps_the_words_of_the_plan(plan):
    assert [due.text for due in plan("004").reporting_deadlines] == [
        "báo cáo 6 tháng trước ngày 10/6",
        "báo cáo 9 tháng trước 15/9",
        "báo cáo năm trước ngày 15/11 hằng năm",
    ]


@pytest.mark.parametrize("number", DOUBTS)
def test_doubts_point_to_their_line(plan, number):
    assert [(doubt.code, doubt.line) for doubt in plan(number).warnings] == DOUBTS[number]


@pytest.mark.parametrize("number", HEADS)
def test_no_words_of_the_body_are_lost(plan, plan_text, number):
    """Every word between head and signature stands in some block, title or cell."""
    text = plan_text(number)
    body = text[text.index("I. MỤC ĐÍCH") : text.index("Nơi nhận")]

    lost = _words(body) - _words(" ".join(_all_words(plan(number))))
    assert not +lost


def _words(text):
    return Counter(re.findall(r"[^\W\d_]{2,}", text))


def _all_words(reading):
    for section in _walk(reading.sections):
        yield section.label
        yield section.title or ""
        yield section.text
    for block in (*reading.opening, *reading.closing):
        yield block.text


def _walk(sections):
    for section in sections:
        yield section
        yield from _walk(section.sections)


def test_hard_wrapped_lines_and_page_breaks_are_joined(plan):
    bullets = plan("000").sections[0].sections[0].blocks

    assert bullets[0].text.startswith("Tiếp tục triển khai thực hiện tốt Luật Thực hiện dân chủ ở ")
    assert "Nghị quyết số 31-NQ/TU của Ban Chấp hành Đảng bộ tỉnh" in bullets[0].text
    assert bullets[0].text.endswith("đảm bảo việc thực hiện dân chủ phải thực chất, hiệu quả.")
    assert [bullet.line for bullet in bullets] == [14, 23, 30]
    lead = plan("002").sections[1].sections[0].blocks[1]
    assert "theo thẩm quyền; phân công nhiệm vụ cho cán bộ" in lead.text


def test_a_bold_beginning_is_the_title_and_the_rest_is_text(plan):
    fifth = plan("002").sections[3].sections[4]

    assert fifth.title == "Đề nghị Ban Tuyên giáo và Dân vận Thành ủy"
    assert fifth.text.startswith("- Cơ quan thường trực Ban Chỉ đạo thực hiện dân chủ")
    assert fifth.anchor == "iv-5"


def test_an_item_that_is_a_whole_paragraph_has_text_and_no_title(plan):
    first = plan("000").sections[2].sections[0]

    assert first.title is None
    assert first.text.startswith("Trưởng các đơn vị thuộc Sở căn cứ Kế hoạch này")


@pytest.mark.parametrize("number", HEADS)
def test_addresses_are_distinct(plan, number):
    anchors = [section.anchor for section in _walk(plan(number).sections)]

    assert len(anchors) == len(set(anchors))


def test_recipients_stand_without_the_signer(plan):
    recipients = plan("001").recipients

    assert recipients[0] == "UBND Thị xã(B/c)"
    assert recipients[-1] == "Lưu: VT"
    assert len(recipients) == 7


def test_002_gives_17_tasks_in_five_groups(plan):
    tasks = plan("002").tasks

    assert len(tasks) == 17
    third = (
        "III. Công tác thi đua, khen thưởng trong thực hiện dân chủ ở cơ sở tại cơ quan, đơn vị, "
        "xã, phường, và các tổ chức có sử dụng lao động"
    )
    assert list(Counter(task.group for task in tasks).items()) == [
        ("I. Công tác lãnh đạo, chỉ đạo nâng cao hiệu quả thực hiện dân chủ ở cơ sở", 6),
        ("II. Công tác thông tin, tuyên truyền", 3),
        (third, 2),
        ("IV. Công tác kiểm tra, giám sát", 3),
        ("V. Thực hiện chế độ thông tin báo cáo", 3),
    ]
    assert {task.appendix for task in tasks} == {"Phụ lục"}
    assert {task.section for task in tasks} == {"phu-luc"}


def test_002_keeps_each_cell_under_its_column_when_the_order_changes(plan):
    tasks = plan("002").tasks

    model = tasks[9]
    assert model.task.startswith("Chủ động rà soát, đăng ký các mô hình")
    assert model.lead == "Các cơ quan, đơn vị, xã, phường Nội vụ"
    assert model.coordinating == "Ban Tuyên giáo và Dân vận Thành ủy; Phòng Nội vụ"
    assert (model.deadline, model.due_on) == ("Quý I/2025", date(2025, 3, 31))
    inspection = tasks[13]
    assert inspection.lead == "Công đoàn cơ quan, đơn vị"
    assert inspection.coordinating == "Thủ trưởng các cơ quan, đơn vị"
    assert all(task.lead and task.coordinating and task.deadline for task in tasks)


def test_002_times_are_days_or_rhythms(plan):
    found = [task.due_on or task.recurrence for task in plan("002").tasks]

    first, second, last = date(2025, 3, 31), date(2025, 6, 30), date(2025, 12, 31)
    always, again = "continuous", "periodic"
    assert found == [
        *(always, first, first, last, always, always),
        *(always, always, always),
        *(first, last),
        *(second, second, first),
        *(always, again, again),
    ]


def test_002_one_task_in_full(plan):
    assert as_json(plan("002"))["tasks"][3] == {
        "group": "I. Công tác lãnh đạo, chỉ đạo nâng cao hiệu quả thực hiện dân chủ ở cơ sở",
        "task": "Thủ trưởng các cơ quan, đơn vị, UBND các xã, phường phối hợp Công đoàn cùng cấp "
        "tổ chức Hội nghị cán bộ, công chức, viên chức, người lao động theo quy định của pháp luật",
        "lead": "Thủ trưởng các cơ quan, đơn vị, xã, phường",
        "coordinating": "Các tổ chức công đoàn",
        "deadline": "Tháng 12/2025",
        "due_on": "2025-12-31",
    }


def test_003_gives_seven_tasks_from_lines_below_its_items(plan):
    tasks = plan("003").tasks

    assert [task.number for task in tasks] == list("1234567")
    units = "Các phòng, đơn vị"
    office = "Văn phòng Sở"
    assert [task.lead for task in tasks] == [units, units, units, office, office, units, office]
    assert [task.coordinating for task in tasks] == [None, None, None, units, None, None, None]
    assert [task.executing for task in tasks] == [None, None, None, None, units, None, units]
    assert [task.deadline for task in tasks] == [*["Thường xuyên"] * 4, "Năm 2025"] + [
        "Thường xuyên",
    ] * 2
    assert tasks[4].due_on == date(2025, 12, 31)
    assert {task.section for task in tasks} == {f"ii-{number}" for number in range(1, 8)}


def test_003_a_task_is_the_heading_and_not_the_point_below_it(plan):
    tasks = plan("003").tasks

    assert tasks[0].task == (
        "Tăng cường sự lãnh đạo của chính quyền đối với thực hiện dân chủ ở cơ sở "
        "và công tác dân vận chính quyền"
    )
    assert tasks[6].task.endswith("thực hiện tốt phong trào “Dân vận khéo”")


def test_004_gives_ten_and_twenty_three_tasks(plan):
    tasks = plan("004").tasks

    assert Counter(task.appendix for task in tasks) == {"Phụ lục I": 10, "Phụ lục II": 23}
    groups = Counter((task.appendix, task.group.split(".")[0]) for task in tasks)
    assert list(groups.items()) == [
        *((("Phụ lục I", "I"), 4), (("Phụ lục I", "II"), 6)),
        *((("Phụ lục II", "1"), 5), (("Phụ lục II", "2"), 4), (("Phụ lục II", "3"), 5)),
        *((("Phụ lục II", "4"), 3), (("Phụ lục II", "6"), 2), (("Phụ lục II", "7"), 4)),
    ]


def test_004_a_row_cut_by_a_page_break_is_one_task(plan):
    tasks = plan("004").tasks

    joined = tasks[12]
    assert joined.task.endswith(
        "tham gia góp ý vào các dự thảo văn bản có liên quan đến quyền, lợi ích hợp pháp chính "
        "đáng của đoàn viên, hội viên và Nhân dân.",
    )
    assert joined.product == "Các văn bản triển khai phối hợp thực hiện"
    cells = tasks[22]
    assert cells.lead == (
        "Cán bộ, công chức, viên chức, người lao động, công dân và hộ gia đình tại các thôn "
        "trên địa bàn xã"
    )
    assert cells.product == (
        "Bảng tổng hợp ý kiến tham gia hoặc biên bản họp các cuộc họp của cơ quan, đơn vị hoặc "
        "cộng đồng dân cư tại các thôn"
    )
    assert cells.coordinating == "Các cơ quan, đơn vị, thôn"


def test_004_blank_cells_stay_blank(plan):
    tasks = plan("004").tasks

    assert tasks[14].coordinating is None
    assert tasks[14].product.startswith("Các tổ chức, cá nhân, mô hình tiêu biểu")
    assert (tasks[18].deadline, tasks[18].due_on, tasks[18].recurrence) == (None, None, None)
    assert tasks[18].lead == "Các cơ quan, đơn vị"
    assert tasks[23].coordinating is None
    assert tasks[23].lead == "Phòng Văn hóa - Xã hội; các cơ quan, đơn vị, thôn"


def test_004_marks_of_layout_are_not_words(plan):
    last = plan("004").tasks[9]

    assert last.coordinating == (
        "- Phòng Văn hóa – Xã hội xã (về khen thưởng) - Văn phòng HĐND và UBND xã (xử lý vi phạm)"
    )


def test_004_the_qr_code_task_in_full(plan):
    assert as_json(plan("004"))["tasks"][26] == {
        "group": "4. Ứng dụng công nghệ thông tin, thực hiện chuyển đổi số trong thực hiện dân "
        "chủ ở cơ sở phù hợp với mức độ xây dựng chính quyền điện tử, chính quyền số, xã hội số "
        "tại địa phương",
        "task": "Triển khai ứng dụng quét mã QR-code tại bộ phận một cửa để người dân tiếp cận "
        "thanh toán tiện ích công, đánh giá công tác, tiếp công dân, giải quyết các TTHC.",
        "lead": "Trung tâm Phục vụ hành chính công xã",
        "coordinating": "Văn phòng HĐND&UBND",
        "deadline": "Năm 2026 và các năm tiếp theo",
        "product": "Báo cáo kết quả thực hiện hàng năm",
        "recurrence": "yearly",
    }


def test_004_the_blank_number_and_day_are_never_filled_from_elsewhere(plan):
    reading = plan("004")

    assert (reading.doc_number, reading.date) == (None, None)
    assert "doc_number" not in as_json(reading)


def test_the_shown_table_has_its_header_once_and_its_rows_whole(plan):
    (table,) = [b for b in plan("004").sections[-1].blocks if b.rows]

    assert table.rows[0][0] == "STT"
    assert [row[0] for row in table.rows].count("STT") == 1
    assert len(table.rows) == 1 + 6 + 23


@pytest.mark.parametrize("number", HEADS)
def test_a_plan_saved_with_other_line_ends_and_split_letters_reads_the_same(plan_text, number):
    text = plan_text(number)
    other = unicodedata.normalize("NFD", text).replace("\n", "\r\n")

    assert as_json(read_text(other)) == as_json(read_text(text))
