"""What a clerk is told to look at: what is missing, impossible, or said and not taken."""

import pytest

from portal.publications.importing import read_text

HEAD = "UBND XÃ AN HÒA\nSố: 12/KH-UBND\nAn Hòa, ngày 05 tháng 3 năm 2026\nKẾ HOẠCH\nLàm đường\n\n"
SIGNED = "Nơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nLê Văn Hùng\n"


def doubts(text):
    return [(doubt.code, doubt.line) for doubt in read_text(text).warnings]


def test_a_document_with_number_day_and_signer_leaves_no_doubt():
    assert doubts(f"{HEAD}1. Mục đích\nĐể đi.\n{SIGNED}") == []


def test_number_and_day_are_missed_at_the_top_and_the_signer_at_the_end():
    missed = [("number-missing", 1), ("date-missing", 1), ("signer-missing", 5)]

    assert doubts("KẾ HOẠCH\nLàm đường\n\n1. Mục đích\nĐể đi.\n") == missed


PLAIN = [
    "Bà con thôn Đông họp tối thứ Bảy.\nAi bận thì báo trưởng thôn.\n",
    "NỘI QUY\nNhà văn hóa thôn\n1. Giữ sạch.\n2. Tắt đèn trước khi về.\n",
    "Lịch phát thanh tuần này:\n- Thứ Hai: tin xã;\n- Thứ Ba: dạy nghề.\n",
]


@pytest.mark.parametrize("text", PLAIN)
def test_a_text_that_is_no_administrative_document_misses_nothing(text):
    assert doubts(text) == []


def test_a_day_no_calendar_has_is_pointed_out_wherever_it_stands():
    text = HEAD.replace("05 tháng 3", "31 tháng 11") + (
        "1. Xong trước ngày 31/11/2026.\n2. Nộp trước ngày 30 tháng 2.\n"
        "3. Đạt 31/11 chỉ tiêu, từ ngày 29/02.\n"
        "STT\tNhiệm vụ\tChủ trì\tThời hạn\n1\tĐổ đá\tThôn\t31/9/2026\n"
    )

    found = [line for code, line in doubts(text + SIGNED) if code == "day-impossible"]
    assert found == [3, 7, 8, 11]


UNREAD = {
    "Các thôn hoàn thành trước ngày 15/9/2026.": ["deadline-unread"],
    "Phòng Kinh tế trình phương án trước ngày 30/11/2026.": ["deadline-unread"],
    "Nộp danh sách trước 17h00 ngày 25/9/2026.": ["deadline-unread"],
    "Rà soát trước ngày 15 tháng 6 hằng năm.": ["deadline-unread"],
    "Hằng tháng, trước ngày 25, các thôn họp.": ["deadline-unread"],
    "Làm xong trong tháng 9/2026.": ["deadline-unread"],
    "Công an xã chủ trì, phối hợp với các thôn tuần tra.": ["duty-unread"],
    "Giao Phòng Kinh tế rà soát các chợ.": ["duty-unread"],
    "Các cơ quan được giao chủ trì chịu trách nhiệm.": [],
    "Hồ sơ nộp trước ngày 01/7/2025 theo quy định cũ.": [],
    "Năm trước đạt 10/12 chỉ tiêu, trước 15% kế hoạch.": [],
    "Giao Phòng Kinh tế rà soát các chợ trước ngày 15/9/2026.": [],
    "Các thôn gửi báo cáo năm trước ngày 10/12.": [],
}


@pytest.mark.parametrize(("sentence", "codes"), UNREAD.items())
def test_a_deadline_or_duty_in_a_sentence_is_read_or_pointed_out(sentence, codes):
    assert [code for code, _ in doubts(f"{HEAD}1. {sentence}\n{SIGNED}")] == codes


TABLE = "STT\tNhiệm vụ\tChủ trì\tThời gian\n1\tĐổ đá\tThôn\t{}\n"
TIMES = {
    "Tháng 3, tháng 9": ["time-unclear"],
    "Trong 10 ngày kể từ ngày ký": ["time-unclear"],
    "01/6 và 15/11/2026": ["several-days"],
    "Theo kế hoạch": [],
    "Thường xuyên": [],
    "Trước 30/6/2026": [],
}


@pytest.mark.parametrize(("words", "codes"), TIMES.items())
def test_a_time_in_a_table_is_a_day_a_rhythm_or_a_doubt(words, codes):
    assert [code for code, _ in doubts(HEAD + TABLE.format(words) + SIGNED)] == codes


def test_a_table_of_last_days_that_gives_no_task_is_pointed_out():
    table = "TT\tCông trình\tGhi chú\tHạn hoàn thành\n1\tCầu\t\t15/9/2026\n"

    assert doubts(HEAD + table + SIGNED) == [("table-unread", 7)]
    assert doubts(HEAD + table.replace("Hạn hoàn thành", "Thời hạn giải quyết") + SIGNED) == []


def test_sentences_only_repeat_the_duties_of_a_table():
    table = TABLE.format("Hằng năm")

    assert doubts(f"{HEAD}1. Giao Phòng Kinh tế theo dõi.\n{table}{SIGNED}") == []


BOX = "Số ký hiệu: 12/KH-UBND\nNgày ban hành: 05/03/2026\nNgười ký: Lê Văn Hùng\n"


def test_a_box_above_that_says_otherwise_than_the_paper_is_pointed_out():
    paper = f"{HEAD}1. Mục đích\nĐể đi.\n{SIGNED}"
    wrong = BOX.replace("12/", "13/").replace("05/03", "06/03").replace("Hùng", "Khác")

    assert doubts(BOX + paper) == []
    assert doubts(wrong + paper) == [("box-differs", 1)] * 3


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("Điều 2. Một\nLàm.\nĐiều 3. Hai\nLàm.\n", [7]),
        ("Chương I\nĐiều 1. Một\nLàm.\nChương II\nĐiều 3. Hai\nLàm.\n", [11]),
        ("Chương I\nĐiều 1. Một\nLàm.\nChương II\nĐiều 2. Hai\nLàm.\n", []),
        ("II. VIỆC\nLàm.\n", [7]),
        ("I. CHUNG\n1. Một\n2. Hai\nII. RIÊNG\n3. Ba\n4. Bốn\n", []),
        ("I. CHUNG\n1. Một\n2. Hai\nII. RIÊNG\n5. Ba\n", [11]),
    ],
)
def test_numbers_that_begin_above_one_or_jump_between_chapters_are_pointed_out(body, lines):
    assert doubts(HEAD + body + SIGNED) == [("numbering-skipped", line) for line in lines]
