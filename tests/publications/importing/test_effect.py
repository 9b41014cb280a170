"""The day a document takes effect, read of itself alone."""

from datetime import date

import pytest

from portal.publications.drafting import publication_of
from portal.publications.importing import read_file
from portal.publications.importing.effect import find_effect
from portal.publications.importing.passages import Passage

ISSUED = date(2026, 11, 20)
DECISION = """ỦY BAN NHÂN DÂN XÃ VÂN KHÊ
Số: 12/QĐ-UBND
Vân Khê, ngày 20 tháng 11 năm 2026

QUYẾT ĐỊNH
Ban hành Quy chế nhà văn hóa

Điều 1. Ban hành kèm theo Quyết định này Quy chế nhà văn hóa.
Điều 2. Quyết định này có hiệu lực kể từ ngày 01/12/2026.

CHỦ TỊCH
Nguyễn Văn Bình

QUY CHẾ
Nhà văn hóa
(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 20/11/2026)

Điều 1. Quy chế này có hiệu lực từ ngày 01/01/2027.
"""


def found(*texts, issued=ISSUED):
    passages = [Passage(mark=None, text=text, line=at) for at, text in enumerate(texts, 1)]
    return find_effect(passages, issued)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Quyết định này có hiệu lực kể từ ngày 01/12/2026.", date(2026, 12, 1)),
        ("Quyết định có hiệu lực thi hành từ ngày 01 tháng 12 năm 2026", date(2026, 12, 1)),
        ("Điều khoản thi hành. Quy chế này có hiệu lực từ ngày 1-12-2026.", date(2026, 12, 1)),
        ("Nghị quyết này có hiệu lực kể từ ngày ký và thay thế Nghị quyết số 5.", ISSUED),
        ("Quyết định này có hiệu lực thi hành kể từ ngày ký ban hành.", ISSUED),
        ("Luật này có hiệu lực từ ngày 01/7/2023.", None),
        ("Căn cứ Quyết định số 5/QĐ-UBND có hiệu lực từ ngày 01/7/2023;", None),
        ("Theo đó quyết định này có hiệu lực từ ngày 01/7/2023", None),
        ("Quyết định này có hiệu lực kể từ ngày 31/11/2026.", None),
        ("Quyết định này có hiệu lực sau 10 ngày.", None),
        ("Quyết định này hết hiệu lực từ ngày 01/12/2026.", None),
    ],
)
def test_it_is_read_only_where_the_document_speaks_of_itself(text, day):
    assert found(text) == day


def test_two_days_are_none():
    one = "Quyết định này có hiệu lực từ ngày 01/12/2026."
    assert found(one, one) == date(2026, 12, 1)
    assert found(one, "Quy chế này có hiệu lực từ ngày 02/12/2026.") is None


def test_the_day_of_signing_is_not_made_up():
    assert found("Quyết định này có hiệu lực kể từ ngày ký.", issued=None) is None


def test_what_is_appended_says_nothing_of_the_document():
    assert read_file("quyet-dinh.txt", DECISION.encode()).effective == date(2026, 12, 1)


def test_the_draft_holds_it():
    reading = read_file("quyet-dinh.txt", DECISION.encode())
    assert publication_of(reading).effective_on == date(2026, 12, 1)
