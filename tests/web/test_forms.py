"""What every text that is typed loses on its way in."""

import pytest

from portal.web.forms import tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Kế hoạch\u202e nạd", "Kế hoạch nạd"),
        ("\u2066a\u2069\u200fb\ufeff", "ab"),
        ("a\0b\x0b\x1bc", "abc"),
        ("một\r\nhai\tba\r", "một\nhai\tba"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("e\u0302\u0301", "ế"),
        (None, None),
    ],
)
def test_what_would_make_a_text_read_otherwise_is_left_out(typed, kept):
    assert tidy(typed) == kept
