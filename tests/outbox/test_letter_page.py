"""The same letter as a page: nothing typed becomes markup, nothing is fetched."""

import re

import pytest

from portal.config import Settings
from portal.outbox.letter_page import letter_page
from portal.outbox.mailbox import Notice, message

NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }} {title} {body} %(x)s",
    "javascript:alert(1)",
    'https://evil.example/"onmouseover="alert(1)',
]


@pytest.mark.parametrize("typed", NASTY)
def test_nothing_typed_becomes_markup(typed):
    page = letter_page(typed, f"Kính gửi quý vị,\n\n{typed}\n{typed}")
    assert set(re.findall(r"<(\w+)", page)) <= {
        *("DOCTYPE", "html", "head", "meta", "title", "body", "div", "p", "a", "br")
    }
    assert not re.search(r"\son\w+=", re.sub(r">[^<]*<", "><", page))
    assert "49" not in page


def test_paragraphs_and_addresses_are_as_in_the_letter():
    page = letter_page("Tiêu đề", "Một.\nHai.\n\nXem tại http://localhost/tra-cuu.\n")
    assert page.count("<p ") == 2
    assert "Một.<br>Hai." in page
    assert '<a href="http://localhost/tra-cuu" ' in page
    assert "<img" not in page
    assert "tra-cuu.</a>" not in page


def test_a_message_is_text_first_and_the_same_words_as_a_page(tmp_path):
    settings = Settings(data=tmp_path, key="11" * 32)
    made = message(
        settings, Notice(to="a@example.vn", subject="Đã trả lời", text="Một.\n\nHai.", key="k")
    )
    assert made.get_content_type() == "multipart/alternative"
    plain, page = made.iter_parts()
    assert plain.get_content_type() == "text/plain"
    assert "Hai." in plain.get_content()
    assert "Hai." in page.get_content()
