from datetime import date

import pytest

from portal.publications.importing.times import Recurrence, read_time

DAYS = {
    "Quý I/2025": date(2025, 3, 31),
    "Quý II năm 2025": date(2025, 6, 30),
    "quý 3/2025": date(2025, 9, 30),
    "Quý IV/2025": date(2025, 12, 31),
    "Quý I, II/2026": date(2026, 6, 30),
    "Quý I và Quý II năm 2026": date(2026, 6, 30),
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
}
UNDECIDED = [
    *("", "Trước ngày 18/5", "trước 15/9", "Tháng 12", "Quý I", "01/6 và 15/11/2025", "6 tháng"),
    *("Đầu năm 2025", "Ngày 31/02/2025", "Tháng 13/2025", "Quý V/2025", "Theo kế hoạch"),
    *("Theo Quyết định số 12/QĐ-UBND ngày 03/03/2025", "Sau khi có hướng dẫn", "Phòng Nội vụ"),
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
