"""Words marked in the text as it is written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import mark, normalise, snippet
from search.analysis import words
from search.spotting import spot
from tests.search.makers import calm, shown

LONG = (
    "Căn cứ Luật Tổ chức chính quyền địa phương. "
    "Thực hiện Kế hoạch số 53/KH-UBND ngày 21/02/2025 của Ủy ban nhân dân tỉnh về thực hiện "
    "dân chủ ở cơ sở. Người dân được biết mọi khoản thu. " + "Các thôn họp mỗi quý một lần. " * 20
)


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Thực hiện dân chủ ở cơ sở", "dan chu", "Thực hiện [dân chủ] ở cơ sở"),
        ("UBND xã Vân Khê", "ủy ban nhân dân xã", "[UBND xã] Vân Khê"),
        ("Ủy ban nhân dân xã", "ubnd", "[Ủy ban nhân dân] xã"),
        ("số 53/KH-UBND và 54/KH-UBND", "kh 53", "số [53/KH-UBND] và 54/KH-UBND"),
        ("muỗi và muối", "muỗi", "[muỗi] và muối"),
        ("muỗi và muối", "muoi", "[muỗi] và [muối]"),
        ("chỉ có muối", "muỗi", "chỉ có [muối]"),
        ("uỷ quyền", "ủy quyền", "[uỷ quyền]"),
        ("dân\u200b chủ", "dan chu", "[dân\u200b chủ]"),
        ("người dân làm chủ, dân chủ", "dân chủ", "người dân làm chủ, [dân chủ]"),
        ("không có gì", "muối", "không có gì"),
        ("đánh giá cán bộ", "làm sao đánh giá?", "[đánh giá] cán bộ"),
        ("<b>dân</b>", "dân", "<b>[dân]</b>"),
    ],
)
def test_a_title_is_marked_in_its_own_spelling(text, query, marked):
    assert shown(mark(text, query)) == marked


def test_a_snippet_is_the_passage_with_the_words_together():
    found = shown(snippet(LONG, "dan chu co so", length=120))
    assert "[dân chủ]" in found
    assert "[cơ sở]" in found


def test_a_snippet_without_a_match_is_the_beginning():
    assert shown(snippet(LONG, "muối", length=40)).startswith("Căn cứ Luật Tổ chức")


def test_a_snippet_says_where_text_is_left_out():
    segments = snippet(LONG, "mọi khoản thu", length=80)
    assert segments[0].text.startswith("…")
    assert segments[-1].text.endswith("…")
    assert len(shown(segments)) < 100


@calm
@given(st.text(max_size=600), st.text(max_size=20), st.integers(20, 300))
def test_a_snippet_is_the_text_itself(text, query, length):
    segments = snippet(text, query, length=length)
    _holds(text, "".join(segment.text for segment in segments))


@calm
@given(st.integers(0, len(LONG.split()) - 3), st.integers(20, 300))
def test_a_snippet_of_words_that_are_there_has_marks(start, length):
    query = " ".join(LONG.split()[start : start + 3])
    segments = snippet(LONG, query, length=length)
    _holds(LONG, "".join(segment.text for segment in segments))
    assert any(segment.marked for segment in segments)


@calm
@given(st.text(), st.text(max_size=20))
def test_marking_never_changes_a_title(text, query):
    joined = "".join(segment.text for segment in mark(text, query))
    assert joined == unicodedata.normalize("NFC", text)


def _holds(text, joined):
    text = unicodedata.normalize("NFC", text)
    cut = [joined, joined.removeprefix("…"), joined.removesuffix("…"), joined[1:-1]]
    assert any(passage in text for passage in cut)


@calm
@given(st.text(max_size=40), st.text(max_size=200))
def test_words_are_spotted_as_they_are_taken_apart(query, text):
    text = normalise(f"{text} {query} {text}")
    keys = {word.folded for word in words(normalise(query))}
    apart = [word[:5] for word in words(text) if word.folded in keys]
    assert set(apart) >= {word[:5] for word in spot(text, keys)}
    latin = [word for word in apart if text[word[0] : word[1]].isascii()]
    assert set(latin) <= {word[:5] for word in spot(text, keys)}


def test_a_name_with_other_words_in_between_is_no_name():
    assert shown(mark("Ủy ban gần nhân dân", "UBND")) == "Ủy ban gần nhân dân"
