from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from portal.web import filters


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (1234.5, "1.234,5"), (1_000_000, "1.000.000"), (2.04, "2"), (-3.26, "-3,3")],
)
def test_numbers_are_written_the_vietnamese_way(value, shown):
    assert filters.number(value) == shown


def test_dates_are_those_of_viet_nam(app):
    evening = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
    assert filters.day(date(2026, 1, 2)) == "02/01/2026"
    assert filters.day(evening) == "21/11/2026"
    assert filters.moment(evening) == "01:30, 21/11/2026"
    assert filters.day(None) == ""
    with app.test_request_context(headers={"Accept-Language": "vi"}):
        assert filters.weekday(date(2026, 11, 20)) == "thứ Sáu, 20/11/2026"
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert filters.weekday(date(2026, 11, 20)) == "Friday, 20/11/2026"


@dataclass
class Person:
    name: str


def test_people_are_sorted_by_given_name_in_vietnamese_order():
    names = ["Trần Văn Đức", "Nguyễn Thị Dung", "Lê Ân", "Phạm An", "Hồ Ánh", "Bùi Văn Đông", ""]
    ordered = [person.name for person in filters.by_name(Person(name) for name in names)]
    assert ordered == [
        "",
        "Phạm An",
        "Hồ Ánh",
        "Lê Ân",
        "Nguyễn Thị Dung",
        "Bùi Văn Đông",
        "Trần Văn Đức",
    ]


def test_a_share_of_nothing_is_a_dash():
    assert filters.percent(1, 0) == "–"
    assert filters.percent(2, 3) == "67 %"


def test_codes_are_read_in_groups():
    assert filters.grouped("ABCDEFGHIJ") == ["ABCD", "EFGH", "IJ"]
