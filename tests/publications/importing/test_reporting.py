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
