import pytest

from portal.publications.importing.lines import read_lines

CLEANED = {
    "TƢ PHÁP": "TƯ PHÁP",
    "Ðiều 1. Ðơn vị": "Điều 1. Đơn vị",
    "Văn\u00a0phòng\u200b": "Văn phòng",
    "phu\u031b\u01a1\u0300ng": "phường",
    "## **2. Yêu cầu**": "2. Yêu cầu",
    "nói “*Dân biết*” và": "nói “Dân biết” và",
    "<ul style='x'> <b>- Phòng</b>": "- Phòng",
    "HĐND&amp;UBND": "HĐND&UBND",
    "HĐND&UBND": "HĐND&UBND",
    "nhỏ hơn < 5 và > 3": "nhỏ hơn < 5 và > 3",
}


@pytest.mark.parametrize(("raw", "text"), CLEANED.items())
def test_a_line_is_the_words_of_the_document(raw, text):
    (line,) = read_lines(raw)

    assert line.text == text


@pytest.mark.parametrize(
    "raw", ["", "  ", "12", "- 3 -", "Trang 4", "-----", "____", "|---|---|", "…….."]
)
def test_rules_and_page_numbers_hold_no_words(raw):
    assert read_lines(raw) == []


def test_lines_keep_their_number_in_the_source_and_the_gap_above():
    lines = read_lines("Một\r\n\r\n\r\nHai\n2\nBa")

    assert [(line.number, line.gap) for line in lines] == [(1, 0), (4, 2), (6, 1)]


def test_columns_side_by_side_are_parts_and_cells_are_cells():
    (beside,) = read_lines("Nơi nhận:          CHỦ TỊCH")
    (row,) = read_lines("1\tTiếp công dân\t\tThường xuyên")
    (indented,) = read_lines("\t\tVăn phòng theo dõi")

    assert (beside.parts, beside.cells) == (("Nơi nhận:", "CHỦ TỊCH"), ())
    assert row.cells == ("1", "Tiếp công dân", "", "Thường xuyên")
    assert indented.cells == ()
