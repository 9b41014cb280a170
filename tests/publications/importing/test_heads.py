from datetime import date

import pytest

from portal.publications.importing import read_text
from portal.publications.importing.reading import Signer

BODY = """
I. MỤC ĐÍCH
1. Mục đích
- Thực hiện Kế hoạch số 53/KH-UBND ngày 21/02/2025 của UBND tỉnh Lam Giang.
"""


def head(text):
    return read_text(f"{text}\n{BODY}")


def test_two_columns_on_one_line_are_told_apart():
    reading = head(
        "ỦY BAN NHÂN DÂN                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "XÃ VÂN KHÊ                         Độc lập - Tự do - Hạnh phúc\n"
        "Số: 12/KH-UBND                     Vân Khê, ngày 05 tháng 3 năm 2026\n\n"
        "KẾ HOẠCH\nThực hiện dân chủ ở cơ sở năm 2026\n",
    )

    assert reading.doc_number == "12/KH-UBND"
    assert reading.date == date(2026, 3, 5)
    assert reading.place == "Vân Khê"
    assert reading.issuer == "Ủy ban nhân dân xã Vân Khê"
    assert reading.title == "Thực hiện dân chủ ở cơ sở năm 2026"


BLANK = [
    ("Số: /KH-UBND\n\nVân Khê, ngày tháng 01 năm 2025", "Vân Khê"),
    ("Số:      /KH-UBND          Vân Khê, ngày    tháng 01 năm 2025", "Vân Khê"),
    ("Số: ....../KH-UBND\nVân Khê, ngày ... tháng ... năm 2025", "Vân Khê"),
    ("Số:        -KH/ĐU\nVân Khê, ngày      tháng       năm 202...", "Vân Khê"),
]


@pytest.mark.parametrize(("lines", "place"), BLANK)
def test_a_blank_number_and_day_stay_blank_and_are_pointed_out(lines, place):
    reading = head(f"{lines}\n\nKẾ HOẠCH\nThực hiện dân chủ\n")

    assert (reading.doc_number, reading.date, reading.place) == (None, None, place)
    assert {"number-blank", "date-blank"} <= {doubt.code for doubt in reading.warnings}


def test_a_head_without_number_line_takes_none_from_a_cited_document():
    reading = head("KẾ HOẠCH\nThực hiện Kế hoạch số 53/KH-UBND ngày 21/02/2025\n")

    assert (reading.doc_number, reading.date) == (None, None)
    assert reading.title == "Thực hiện Kế hoạch số 53/KH-UBND ngày 21/02/2025"


UNDER = [
    "Về lịch tiếp công dân\nSố: 130/TB-UBND — An Hòa, ngày 12 tháng 9 năm 2026\n",
    "Về lịch tiếp công dân\n(Số: 130/TB-UBND, An Hòa, ngày 12/9/2026)\n\n",
    "Số: 130/TB-UBND\nAn Hòa, ngày 12 tháng 9 năm 2026\nVề lịch tiếp công dân\n\n",
]


@pytest.mark.parametrize("lines", UNDER)
def test_number_place_and_day_may_stand_under_kind_or_title(lines):
    reading = head(f"UBND XÃ AN HÒA\nTHÔNG BÁO\n{lines}")

    assert (reading.doc_number, reading.place) == ("130/TB-UBND", "An Hòa")
    assert (reading.date, reading.title) == (date(2026, 9, 12), "Về lịch tiếp công dân")
    assert [cited.number for cited in reading.cited_documents] == ["53/KH-UBND"]


KINDS = {
    "KẾ HOẠCH\nLàm đường": ("Kế hoạch", "Làm đường"),
    "Kế hoạch\nLàm đường": ("Kế hoạch", "Làm đường"),
    "KẾ HOẠCH LÀM ĐƯỜNG": ("Kế hoạch", "LÀM ĐƯỜNG"),
    "QUYẾT ĐỊNH CỦA CHỦ TỊCH XÃ\nVề việc làm đường": ("Quyết định", "Về việc làm đường"),
    "Kính gửi: Các thôn": (None, None),
}


@pytest.mark.parametrize(("lines", "said"), KINDS.items())
def test_below_the_number_the_kind_may_stand_with_the_title_or_in_small_letters(lines, said):
    reading = head(f"BAN CHỈ ĐẠO\nCHƯƠNG TRÌNH MỤC TIÊU\nSố: 12/KH-BCĐ\n{lines}\n")

    assert (reading.doc_type, reading.title) == said


def test_blanks_around_the_strokes_of_a_number_are_no_part_of_it():
    assert head("Số: 12 / KH - UBND\n\nKẾ HOẠCH\nLàm đường\n").doc_number == "12/KH-UBND"
    assert head("Số: 12/KH-UBND - An Hòa\n\nKẾ HOẠCH\nLàm đường\n").doc_number == "12/KH-UBND"


def test_a_letter_without_subject_is_known_by_its_number():
    reading = head("UBND XÃ AN HÒA\nSố: 12/UBND-VP\nKính gửi: Các thôn\n")

    assert (reading.doc_type, reading.title) == ("Công văn", None)


NOT_OWN = [
    "KẾ HOẠCH\nTriển khai Nghị quyết\nSố 82/NQ-HĐND\n",
    "BIÊN BẢN\nHọp thôn\nHôm nay, ngày 12 tháng 9 năm 2026\n",
    "GIẤY MỜI\nDự đối thoại\nNgày 12 tháng 9 năm 2026\n",
    "GIẤY MỜI\nDự hội nghị\nHội trường xã, ngày 12 tháng 9 năm 2026\n",
]


@pytest.mark.parametrize("lines", NOT_OWN)
def test_a_number_or_day_of_something_else_under_the_title_is_not_its_own(lines):
    reading = head(lines)

    assert (reading.doc_number, reading.date) == (None, None)


def test_the_day_above_the_signature_is_the_one_of_a_document_without_another():
    text = (
        f"THÔNG BÁO\nVề chợ\n{BODY}\nAn Hòa, ngày 12 tháng 9 năm 2026\nTRƯỞNG THÔN\nLê Văn Hùng\n"
    )

    reading = read_text(text)
    assert (reading.date, reading.place) == (date(2026, 9, 12), "An Hòa")
    assert reading.signer == Signer(name="Lê Văn Hùng", role="Trưởng thôn")
    assert read_text(f"Vân Khê, ngày   tháng 9 năm 2026\n{text}").date is None


SPELLED = {
    "ỦY BAN MTTQ VIỆT NAM XÃ AN HÒA": "Ủy ban MTTQ Việt Nam xã An Hòa",
    "BAN CHỈ ĐẠO THỰC HIỆN DÂN CHỦ Ở CƠ SỞ XÃ AN HÒA": "Ban Chỉ đạo thực hiện dân chủ ở cơ sở "
    "xã An Hòa",
    "PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ": "Phòng Kinh tế, Hạ tầng và Đô thị",
    "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ CẤP TIẾN": "Trung tâm Phục vụ hành chính công xã "
    "Cấp Tiến",
    "TRƯỜNG TIỂU HỌC SỐ 1 SUỐI NGỌT": "Trường Tiểu học số 1 Suối Ngọt",
    "UBND THÀNH PHỐ HỘI AN": "UBND thành phố Hội An",
    "TRUNG TÂM HOÀNG MAI": "TRUNG TÂM HOÀNG MAI",
}


@pytest.mark.parametrize(("capitals", "small"), SPELLED.items())
def test_a_body_in_capitals_is_spelled_out_where_every_word_is_known(capitals, small):
    assert head(f"{capitals}\nKẾ HOẠCH\nThực hiện\n").issuer == small


APPENDIX = "\nPHỤ LỤC\nDanh mục việc cần làm\n"


def test_the_line_of_the_appendix_decides_a_number_the_head_lacks():
    reading = read_text(
        f"KẾ HOẠCH\nThực hiện dân chủ\n{BODY}{APPENDIX}"
        "(Kèm theo Kế hoạch số 79/KH-UBND ngày 03/03/2025 của UBND xã Vân Khê)\n",
    )

    assert (reading.doc_number, reading.date) == ("79/KH-UBND", date(2025, 3, 3))
    assert [cited.number for cited in reading.cited_documents] == ["53/KH-UBND"]


def test_a_whole_day_in_the_appendix_fills_a_blank_one_only_when_the_rest_agrees():
    text = (
        f"Vân Khê, ngày   tháng 3 năm 2025\nKẾ HOẠCH\nThực hiện\n{BODY}{APPENDIX}"
        "(Kèm theo Kế hoạch số 79/KH-UBND ngày 03/{month}/2025 của UBND xã Vân Khê)\n"
    )

    assert read_text(text.replace("{month}", "03")).date == date(2025, 3, 3)
    assert read_text(text.replace("{month}", "04")).date is None


@pytest.mark.parametrize(
    "line", ["TP. Hạ Long, ngày 05/3/2026", "TP. Hạ Long, ngày 5 tháng 3 năm 2026"]
)
def test_place_and_day_are_read_in_short_forms(line):
    reading = head(f"{line}\n\nKẾ HOẠCH\nThực hiện dân chủ\n")

    assert (reading.place, reading.date) == ("TP. Hạ Long", date(2026, 3, 5))


def test_an_appendix_of_another_kind_of_document_decides_nothing():
    reading = read_text(
        f"KẾ HOẠCH\nThực hiện dân chủ\n{BODY}{APPENDIX}"
        "(Kèm theo Quyết định số 79/QĐ-UBND ngày 03/03/2025 của UBND xã Vân Khê)\n",
    )

    assert (reading.doc_number, reading.date) == (None, None)


def test_an_appendix_with_another_number_is_pointed_out():
    reading = read_text(
        f"Số: 78/KH-UBND\nKẾ HOẠCH\nThực hiện dân chủ\n{BODY}{APPENDIX}"
        "(Kèm theo Kế hoạch số 79/KH-UBND ngày 03/03/2025 của UBND xã Vân Khê)\n",
    )

    assert reading.doc_number == "78/KH-UBND"
    (doubt,) = [found for found in reading.warnings if found.code == "attachment-number"]
    assert doubt.text == "Phụ lục ghi số 79/KH-UBND, nơi khác ghi số 78/KH-UBND."


TITLES = [
    (
        "KẾ HOẠCH\nThực hiện dân chủ\nở cơ sở năm 2026\n\nCăn cứ Luật;",
        "Thực hiện dân chủ ở cơ sở năm 2026",
    ),
    ("**KẾ HOẠCH**\n**Thực hiện dân chủ**\n", "Thực hiện dân chủ"),
    ("KẾ HOẠCH Thực hiện dân chủ\n", "Thực hiện dân chủ"),
    (
        "THÔNG BÁO\nLịch tiếp công dân của\nChủ tịch xã\n\nKính gửi: ông bà",
        "Lịch tiếp công dân của Chủ tịch xã",
    ),
    ("KẾ HOẠCH\n", None),
]


@pytest.mark.parametrize(("lines", "title"), TITLES)
def test_the_title_is_what_stands_between_kind_and_body(lines, title):
    assert head(lines).title == title


def test_a_letter_names_no_kind_and_is_known_by_its_subject():
    reading = read_text(
        "UBND TỈNH LAM GIANG\nSỞ NỘI VỤ\nSố: 1246/SNV-XDCQ\nV/v báo cáo thực hiện dân chủ\n"
        "Lam Giang, ngày 05 tháng 3 năm 2026\n\nKính gửi: UBND các xã\n\n"
        "Sở Nội vụ đề nghị các xã gửi báo cáo.\n\nGIÁM ĐỐC\n\nNguyễn Văn An\n",
    )

    assert (reading.doc_type, reading.title) == ("Công văn", "báo cáo thực hiện dân chủ")
    assert (reading.doc_number, reading.issuer) == ("1246/SNV-XDCQ", "Sở Nội vụ")
    assert reading.signer == Signer(name="Nguyễn Văn An", role="Giám đốc")


ISSUERS = [
    (
        "Thực hiện Kế hoạch của UBND tỉnh. UBND phường Ba Đình xây dựng Kế hoạch như sau:",
        "UBND phường Ba Đình",
    ),
    ("Theo Nghị quyết của tỉnh; Sở Y tế ban hành Kế hoạch thực hiện như sau:", "Sở Y tế"),
    ("Thực hiện Kế hoạch của UBND tỉnh Lam Giang ban hành Kế hoạch năm 2025.", None),
    ("Các phòng xây dựng kế hoạch của mình theo quy định.", None),
]


@pytest.mark.parametrize(("sentence", "issuer"), ISSUERS)
def test_the_issuer_is_who_issues_by_the_words_of_the_opening(sentence, issuer):
    assert head(f"KẾ HOẠCH\nThực hiện dân chủ\n\nCăn cứ Luật;\n{sentence}\n").issuer == issuer


def test_a_unit_without_name_gets_it_from_the_place_but_a_province_does_not():
    opening = "\n\nKẾ HOẠCH\nThực hiện dân chủ\n\nỦy ban nhân dân {} ban hành Kế hoạch:\n"
    day = "Hạ Long, ngày 03 tháng 3 năm 2025"

    assert head(day + opening.format("thành phố")).issuer == "Ủy ban nhân dân thành phố Hạ Long"
    assert head(f"TP. {day}{opening.format('thành phố')}").issuer.endswith("thành phố Hạ Long")
    assert head(day + opening.format("tỉnh")).issuer == "Ủy ban nhân dân tỉnh"


SIGNED = {
    "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nVũ Thị Hòa": Signer(
        name="Vũ Thị Hòa",
        role="Phó Chủ tịch",
        authority="TM. Ủy ban nhân dân, KT. Chủ tịch",
    ),
    "TM. UỶ BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH\n(Đã ký)\nVũ Thị Hòa": Signer(
        name="Vũ Thị Hòa",
        role="Phó Chủ tịch",
        authority="TM. Ủy ban nhân dân, KT. Chủ tịch",
    ),
    "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn Hùng": Signer(
        name="Lê Văn Hùng",
        role="Chủ tịch",
        authority="TM. Ủy ban nhân dân",
    ),
    "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\n\nTrần An": Signer(
        name="Trần An",
        role="Chánh Văn phòng",
        authority="TL. Chủ tịch",
    ),
    "Q. GIÁM ĐỐC\n\nTS. Trần An": Signer(name="Trần An", role="Q. Giám đốc"),
    "CHỦ TỌA KỲ HỌP\nPhó Chủ tịch HĐND\n(Đã ký)\nTrần An": Signer(
        name="Trần An",
        role="Chủ tọa kỳ họp, Phó Chủ tịch HĐND",
    ),
    "TM. BAN CHỈ ĐẠO\nTRƯỞNG BAN\n(Đã ký)\nCHỦ TỊCH UBND XÃ\nTrần An": Signer(
        name="Trần An",
        role="Trưởng ban, Chủ tịch UBND xã",
        authority="TM. Ban Chỉ đạo",
    ),
    "CHỦ TỊCH UBND XÃ - TRƯỞNG BAN CHỈ ĐẠO\nTrần An": Signer(
        name="Trần An",
        role="Chủ tịch UBND xã, Trưởng ban Chỉ đạo",
    ),
    "TUQ. CHỦ TỊCH UBND XÃ\nTRƯỞNG PHÒNG KINH TẾ\nTrần An": Signer(
        name="Trần An",
        role="Trưởng phòng Kinh tế",
        authority="TUQ. Chủ tịch UBND xã",
    ),
    "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC": Signer(role="Phó Giám đốc", authority="KT. Giám đốc"),
    "GIÁM ĐỐC\n\nNguyễn Thị Thúy": Signer(name="Nguyễn Thị Thúy", role="Giám đốc"),
}
RECIPIENTS = "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\n"


@pytest.mark.parametrize(("block", "signer"), SIGNED.items())
def test_the_block_of_the_signature_is_read_line_by_line(block, signer):
    assert read_text(f"KẾ HOẠCH\nThực hiện\n{BODY}\n{RECIPIENTS}{block}\n").signer == signer
    assert read_text(f"KẾ HOẠCH\nThực hiện\n{BODY}\n{block}\n\n{RECIPIENTS}").signer == signer


def test_the_signature_beside_the_recipients_is_told_from_them():
    reading = read_text(
        f"KẾ HOẠCH\nThực hiện\n{BODY}\nNơi nhận:                         CHỦ TỊCH\n"
        "- Chủ tịch, PCT UBND phường;\n- Lưu: VT.                        Lê Văn Hùng\n",
    )

    assert reading.signer == Signer(name="Lê Văn Hùng", role="Chủ tịch")
    assert reading.recipients == ("Chủ tịch, PCT UBND phường", "Lưu: VT")


def test_a_document_without_signature_has_no_signer():
    assert read_text(f"KẾ HOẠCH\nThực hiện\n{BODY}").signer is None


SIDE_BY_SIDE = [
    "THƯ KÝ                    CHỦ TỌA\nTrần An                   Lê Văn Hùng",
    "TM. UBMTTQ XÃ        TM. UBND XÃ\nCHỦ TỊCH             CHỦ TỊCH\nTrần An      Lê Hùng",
]


@pytest.mark.parametrize("block", SIDE_BY_SIDE)
def test_of_two_who_sign_side_by_side_none_is_taken(block):
    reading = read_text(f"BIÊN BẢN\nHọp thôn\n{BODY}\n{block}\n")

    assert reading.signer is None
    assert "signers-several" in {doubt.code for doubt in reading.warnings}


def test_the_role_above_the_legal_bases_signs_nothing():
    reading = read_text(
        "QUYẾT ĐỊNH\nVề chợ\nCHỦ TỊCH UBND XÃ AN HÒA\nCăn cứ Luật;\nQUYẾT ĐỊNH:\n"
        "Điều 1. Mở chợ.\nNơi nhận:\n- Như trên.\n",
    )

    assert (reading.signer, len(reading.sections)) == (None, 1)
