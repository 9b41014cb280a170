from datetime import date

import pytest

from portal.publications.importing import read_text
from portal.publications.importing.times import Recurrence, Time, Year, names_time, read_time

DAYS = {
    "Quý I/2025": date(2025, 3, 31),
    "Quý II năm 2025": date(2025, 6, 30),
    "quý 3/2025": date(2025, 9, 30),
    "Quý IV/2025": date(2025, 12, 31),
    "Quý I, II/2026": date(2026, 6, 30),
    "Trước Quý I/2026": date(2025, 12, 31),
    "Tháng 12/2025": date(2025, 12, 31),
    "Trong tháng 2 năm 2028": date(2028, 2, 29),
    "Tháng 3-6/2025": date(2025, 6, 30),
    "Từ tháng 3 đến tháng 6/2025": date(2025, 6, 30),
    "Trước tháng 01/2026": date(2025, 12, 31),
    "Trước ngày 18/5/2025": date(2025, 5, 17),
    "hoàn thành trước ngày 10/03/2025": date(2025, 3, 9),
    "Trước ngày 01/01/2026": date(2025, 12, 31),
    "Chậm nhất ngày 15/11/2025": date(2025, 11, 15),
    "Ngày 5 tháng 3 năm 2026": date(2026, 3, 5),
    "10-15/12/2025": date(2025, 12, 15),
    "10–15/12/2025": date(2025, 12, 15),
    "Từ ngày 10/12 đến ngày 15/12/2025": date(2025, 12, 15),
    "6 tháng đầu năm 2026": date(2026, 6, 30),
    "Năm 2025": date(2025, 12, 31),
    "từ nay đến cuối năm 2025": date(2025, 12, 31),
    "Đến hết năm 2026.": date(2026, 12, 31),
    "Năm 2025 - 2026": date(2026, 12, 31),
    "Giai đoạn 2026 – 2030": date(2030, 12, 31),
    "Trước 30/6/2026": date(2026, 6, 29),
    "Trước 17h00 ngày 25/9/2026": date(2026, 9, 25),
    "Hoàn thành trước 16 giờ 30, ngày 25/9/2026": date(2026, 9, 25),
    "Không muộn hơn ngày 30/4/2026": date(2026, 4, 30),
    "Từ tháng 12/2025 đến tháng 3/2026": date(2026, 3, 31),
    "Từ 01/12/2025 đến 15/01/2026": date(2026, 1, 15),
    "Quý I đến Quý III/2026": date(2026, 9, 30),
}
RHYTHMS = {
    "Thường xuyên": Recurrence.CONTINUOUS,
    "Thường xuyên.": Recurrence.CONTINUOUS,
    "Thường xuyên trong năm 2025": Recurrence.CONTINUOUS,
    "Hàng năm": Recurrence.YEARLY,
    "Hằng năm, trước ngày 15/11": Recurrence.YEARLY,
    "Năm 2026 và các năm tiếp theo": Recurrence.YEARLY,
    "Định kỳ hằng quý": Recurrence.QUARTERLY,
    "Hàng tháng": Recurrence.MONTHLY,
    "Định kỳ 6 tháng, hằng năm": Recurrence.HALF_YEARLY,
    "6 tháng, năm": Recurrence.HALF_YEARLY,
    "Định kỳ": Recurrence.PERIODIC,
    "Định kỳ, đột xuất": Recurrence.PERIODIC,
    "Định kỳ và khi có yêu cầu": Recurrence.PERIODIC,
    "Khi có yêu cầu": Recurrence.ON_REQUEST,
    "Theo nhiệm kỳ": Recurrence.TERM,
    "Trước ngày 15/11 hằng năm": Recurrence.YEARLY,
    "Tháng 11 hằng năm": Recurrence.YEARLY,
    "01/6 và 15/11 hằng năm": Recurrence.HALF_YEARLY,
    "Trước ngày 25 hằng tháng": Recurrence.MONTHLY,
    "Hằng tháng, trước ngày 25": Recurrence.MONTHLY,
    "Gửi trước ngày 10 hằng tháng": Recurrence.MONTHLY,
    "Trước ngày 15 tháng 6 hằng năm": Recurrence.YEARLY,
    "Trước ngày 20 của tháng cuối quý": Recurrence.QUARTERLY,
    "Trước ngày 15 của tháng đầu quý sau": Recurrence.QUARTERLY,
    "Tháng 3 và tháng 9 hằng năm": Recurrence.HALF_YEARLY,
    "Tháng 3, 6, 9, 12 hằng năm": Recurrence.QUARTERLY,
    "Tháng 3,6,9 hằng năm": Recurrence.PERIODIC,
    "Thứ Hai hằng tuần": Recurrence.WEEKLY,
    "02 lần/năm": Recurrence.HALF_YEARLY,
}
UNDECIDED = [
    *("", "Trước ngày 18/5", "trước 15/9", "Tháng 12", "Quý I", "01/6 và 15/11", "6 tháng"),
    *("Đầu năm 2025", "Ngày 31/02/2025", "Tháng 13/2025", "Quý V/2025", "Theo kế hoạch"),
    *("Theo Quyết định số 12/QĐ-UBND ngày 03/03/2025", "Sau khi có hướng dẫn", "Phòng Nội vụ"),
    *("Tháng 3, tháng 9/2026", "Tháng 5, 6/2026", "Quý I, III/2026", "Trước ngày 31/11/2026"),
    *("Báo cáo năm 2025", "Báo cáo quý I/2026", "Báo cáo hằng năm"),
    *("2025", "Ngày 10/5/20255", "Định kỳ quý IV năm 2025 và các việc khác"),
]


@pytest.mark.parametrize(("words", "day"), DAYS.items())
def test_the_last_day_is_read_from_the_words(words, day):
    time = read_time(words)

    assert (time.due_on, time.recurrence) == (day, None)


@pytest.mark.parametrize(("words", "rhythm"), RHYTHMS.items())
def test_what_comes_back_has_a_rhythm_and_no_day(words, rhythm):
    time = read_time(words)

    assert (time.due_on, time.recurrence) == (None, rhythm)


@pytest.mark.parametrize("words", UNDECIDED)
def test_words_that_do_not_decide_give_nothing(words):
    assert not read_time(words).is_decided


WITHOUT_YEAR = {
    "Trước ngày 10/6": date(2026, 6, 9),
    "10–15/12": date(2026, 12, 15),
    "Tháng 12": date(2026, 12, 31),
    "Trong Quý I": date(2026, 3, 31),
    "Chậm nhất ngày 15 tháng 3": date(2026, 3, 15),
}


@pytest.mark.parametrize(("words", "day"), WITHOUT_YEAR.items())
def test_a_day_without_year_falls_in_the_year_of_the_document(words, day):
    assert read_time(words, Year(value=2026)).due_on == day
    assert not read_time(words).is_decided


def test_nothing_falls_due_before_the_day_of_the_document():
    year = Year(value=2026, since=date(2026, 9, 1))

    assert read_time("Trước ngày 10/6", year).due_on is None
    assert read_time("Trước ngày 10/12", year).due_on == date(2026, 12, 9)


@pytest.mark.parametrize("words", ["Tháng 3, tháng 9", "Tháng 3 và tháng 9/2026"])
def test_of_two_months_none_is_made_a_day(words):
    assert read_time(words, Year(value=2026)) == Time(several=True)


@pytest.mark.parametrize("words", ["01/6 và 15/11/2026", "Trước ngày 02/6 và ngày 15/11/2026"])
def test_of_two_days_the_first_is_kept_and_pointed_out(words):
    time = read_time(words)

    assert (time.due_on, time.several) == (date(2026, 6, 1), True)


YEARS = {
    "KẾ HOẠCH\nLàm đường năm 2026\n": date(2026, 6, 9),
    "Vân Khê, ngày 05 tháng 12 năm 2025\nKẾ HOẠCH\nLàm đường năm 2026\n": date(2026, 6, 9),
    "Vân Khê, ngày 05 tháng 3 năm 2026\nKẾ HOẠCH\nLàm đường\n": date(2026, 6, 9),
    "Vân Khê, ngày 05 tháng 8 năm 2026\nKẾ HOẠCH\nLàm đường\n": None,
    "KẾ HOẠCH\nLàm đường giai đoạn 2026 - 2030\n": None,
    "KẾ HOẠCH\nLàm đường năm 2026 và năm 2027\n": None,
    "Vân Khê, ngày 05 tháng 3 năm 2021\nKẾ HOẠCH\nLàm đường năm 2026\n": None,
    "KẾ HOẠCH\nLàm đường\n": None,
}
TABLE = "\nI. VIỆC\nSTT\tNhiệm vụ\tChủ trì\tThời gian\n1\tĐổ đá\tThôn\tTrước ngày 10/6\n"


@pytest.mark.parametrize(("head", "day"), YEARS.items())
def test_the_document_decides_the_year_by_its_title_or_its_own_day(head, day):
    (task,) = read_text(head + TABLE).tasks

    assert (task.due_on, task.deadline) == (day, "Trước ngày 10/6")


@pytest.mark.parametrize(
    "words", ["Quý III và quý IV năm 2026", "Học kỳ II", "Xong trước Tết Nguyên đán"]
)
def test_two_quarters_a_term_and_a_feast_are_times_without_a_day(words):
    assert not read_time(words).is_decided
    assert names_time(words)
