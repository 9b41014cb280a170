import pytest

from portal.publications.importing import read_text

SAID = {
    "(trước ngày 18/5 đối với báo cáo 6 tháng và trước ngày 10/11 đối với báo cáo năm)": [
        ("trước ngày 18/5 đối với báo cáo 6 tháng", 18, 5, "6 tháng"),
        ("trước ngày 10/11 đối với báo cáo năm", 10, 11, "năm"),
    ],
    "báo cáo 6 tháng trước ngày 10/6, báo cáo 9 tháng trước 15/9": [
        ("báo cáo 6 tháng trước ngày 10/6", 10, 6, "6 tháng"),
        ("báo cáo 9 tháng trước 15/9", 15, 9, "9 tháng"),
    ],
    "gửi báo cáo hằng năm chậm nhất ngày 05/12/2026": [
        ("báo cáo hằng năm chậm nhất ngày 05/12/2026", 5, 12, "năm"),
    ],
    "báo cáo quý (trước ngày 20/3)": [("báo cáo quý (trước ngày 20/3)", 20, 3, "quý")],
    "báo cáo năm trước 17h00 ngày 05/12": [("báo cáo năm trước 17h00 ngày 05/12", 5, 12, "năm")],
    "báo cáo quý trước ngày 20 của tháng cuối quý, báo cáo năm trước 15 tháng 12 hằng năm": [
        ("báo cáo quý trước ngày 20 của tháng cuối quý", 20, None, "quý"),
        ("báo cáo năm trước 15 tháng 12 hằng năm", 15, 12, "năm"),
    ],
    "gửi báo cáo kết quả về xã trước ngày 15 tháng 6 hằng năm": [
        ("báo cáo kết quả về xã trước ngày 15 tháng 6 hằng năm", 15, 6, "năm"),
    ],
    "gửi báo cáo về xã trước ngày 10 hằng tháng": [
        ("báo cáo về xã trước ngày 10 hằng tháng", 10, None, "tháng"),
    ],
    "Hằng tháng, trước ngày 25, các thôn gửi báo cáo": [
        ("Hằng tháng, trước ngày 25, các thôn gửi báo cáo", 25, None, "tháng"),
    ],
    "hằng tháng (trước ngày 20), 6 tháng (trước ngày 15/6) các thôn báo cáo": [
        ("hằng tháng (trước ngày 20)", 20, None, "tháng"),
        ("6 tháng (trước ngày 15/6)", 15, 6, "6 tháng"),
    ],
    "báo cáo năm gửi trước ngày 05 tháng 01 năm sau": [
        ("báo cáo năm gửi trước ngày 05 tháng 01 năm sau", 5, 1, "năm"),
    ],
    "báo cáo quý trước ngày 20 của tháng đầu quý sau": [],
    "gửi báo cáo trước ngày 15/9/2026": [],
    "báo cáo tình hình tháng trước, nộp trước ngày 5": [],
    "hoàn thành kế hoạch trước ngày 10/03/2025 và gửi báo cáo": [],
    "báo cáo năm trước ngày 31/02": [],
    "báo cáo kết quả năm trước đạt 10/12 chỉ tiêu": [],
    "trước ngày 10/5 tổ chức hội nghị": [],
}


@pytest.mark.parametrize(("words", "expected"), SAID.items())
def test_a_day_is_taken_only_where_a_report_is_owed_on_it(words, expected):
    reading = read_text(f"KẾ HOẠCH\nThực hiện\n\nI. BÁO CÁO\n- Các đơn vị thực hiện: {words}.\n")

    found = [(due.text, due.day, due.month, due.period) for due in reading.reporting_deadlines]
    assert found == expected


LAST = {
    "báo cáo 6 tháng trước ngày 18/5": (17, 5),
    "báo cáo 6 tháng trước ngày 01/7": (30, 6),
    "báo cáo 6 tháng chậm nhất ngày 18/5": (18, 5),
    "báo cáo năm trước 17h00 ngày 05/12": (5, 12),
    "báo cáo tháng trước ngày 10 hằng tháng": (9, None),
    "báo cáo năm trước ngày 01/3": (None, None),
    "báo cáo năm trước ngày 01/3/2027": (28, 2),
}


@pytest.mark.parametrize(("words", "last"), LAST.items())
def test_the_last_day_to_report_is_the_one_before(words, last):
    (due,) = read_text(f"KẾ HOẠCH\nThực hiện\n\nI. BÁO CÁO\n- Gửi {words}.\n").reporting_deadlines

    assert due.text == words
    assert (due.last_day, due.last_month) == last
