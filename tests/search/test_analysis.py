"""What a text is found by."""

import sys
from pathlib import Path
from subprocess import run

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import bits
from search.analysis import analyse
from search.concepts import CONCEPTS, TABLE, Concepts
from search.folding import fold
from search.frames import FRAMES
from search.numbers import typed
from search.query import parse
from tests.search.makers import calm


def test_pairs_do_not_cross_punctuation():
    assert analyse("dân chủ, cơ sở").pairs == {"dan_chu", "co_so"}


def test_pairs_cross_the_end_of_a_line():
    assert "thuc_hien" in analyse("thực \n\nhiện").pairs


@pytest.mark.parametrize(
    "query",
    [
        *("53/KH-UBND", "53/kh-ubnd", "53 kh ubnd", "53-kh/ubnd", "53kh ubnd", "số 53/KH-UBND"),
        *("kế hoạch số 53/KH-UBND", "kh 53/kh-ubnd", "053/KH-UBND"),
    ],
)
def test_a_whole_number_is_the_same_in_every_form(query):
    (clause,) = parse(query).clauses
    assert clause.text == ("#53/kh-ubnd",)


@pytest.mark.parametrize(
    "query", ["kh 53", "kh53", "kế hoạch 53", "ke hoach so 53", "53/kh", "53 kh"]
)
def test_a_number_with_its_kind_is_the_same_in_every_form(query):
    (clause,) = parse(query).clauses
    assert clause.text[0] == "#53/kh"
    assert clause.number == ("#53/kh",)


@pytest.mark.parametrize(("query", "word"), [("3013da", "3013da"), ("kh53", "kh53"), ("53 kh", "")])
def test_what_is_typed_without_a_space_may_be_a_word_of_its_own(query, word):
    (clause,) = parse(query).clauses
    assert clause.text[1:] == ((word,) if word else ())


@pytest.mark.parametrize(
    "query",
    ["21/02/2025", "21-2-2025", "21.02.2025", "ngày 21 tháng 02 năm 2025", "21 thang 2 nam 2025"],
)
def test_a_date_is_the_same_in_every_form(query):
    (clause,) = parse(query).clauses
    assert clause.text == ("%21/2/2025",)


def test_numbers_in_a_text_are_found_across_a_line_break():
    tokens = analyse("Nghị quyết số 31-\nNQ/TU; Nghị định số 59/2023/NĐ-CP ngày 14/8/2023").folded
    assert {"#31/nq-tu", "#31/nq", "#59/nd-cp", "#59/2023/nd-cp", "%14/8/2023", "%8/2023"} <= tokens


def test_a_month_and_what_follows_is_no_document_number():
    assert not {
        token for token in analyse("tháng 5/2025 - Phòng Kinh tế").folded if token[0] == "#"
    }


def test_an_office_is_not_taken_for_the_word_number():
    assert {clause.text[0] for clause in parse("sở 53").clauses} == {"so", "53"}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_each_spelling_of_a_concept_meets_the_others(row):
    clauses = [parse(spelling, exactly=True).clauses for spelling in row]
    for spelling, (clause, *more) in zip(row, clauses, strict=True):
        assert not more
        others = [other for other in row if not _ambiguous(other)]
        assert all(set(clause.text) & analyse(other).folded for other in others), spelling


def _ambiguous(spelling):
    return sum(spelling in row for row in TABLE) > 1


def test_an_ambiguous_abbreviation_is_tried_with_each_meaning():
    (clause,) = parse("TT").clauses
    assert {"@thong-tu", "@trung-tam", "tt"} <= set(clause.text)
    assert not {"@thong-tu", "@trung-tam"} & analyse("TT").folded


def test_the_number_of_a_plan_is_not_the_word_plan():
    assert not {"@kh", "@ubnd"} & analyse("số 53/KH-UBND ngày").folded


def test_an_authority_can_bring_its_own_abbreviations():
    own = Concepts([*TABLE, ("VK", "Vân Khê")])
    assert "@vk" in analyse("xã Vân Khê", own).folded
    assert "@vk" not in analyse("xã Vân Khê", CONCEPTS).folded


@pytest.mark.parametrize("frame", FRAMES)
def test_a_question_is_answered_by_what_it_asks_about(frame):
    words = [word.exact for word in parse(f"đăng ký khai sinh {frame}").row]
    assert words == [word.exact for word in parse("đăng ký khai sinh").row]


def test_a_question_word_alone_is_searched_for():
    assert len(parse("ở đâu").clauses) == 2


def test_marks_tell_a_question_from_other_words():
    assert len(parse("đau đầu ở đầu gối").row) == 5


@calm
@given(st.text(max_size=80))
def test_any_string_is_understood(text):
    parse(text)
    analyse(text)
    typed(fold(text))


@calm
@given(st.sets(st.integers(0, 400)), st.lists(st.integers(1, 60), min_size=1, max_size=6))
def test_sums_in_bits_are_sums(members, weights):
    levels = []
    sets = [{m for m in members if m % (n + 2)} for n in range(len(weights))]
    for chosen, weight in zip(sets, weights, strict=True):
        bits.add(levels, bits.from_ids(chosen), weight)
    sums = {m: sum(w for s, w in zip(sets, weights, strict=True) if m in s) for m in members}
    columns = [bits.column(level) for level in levels]
    assert {m: bits.value(columns, m) for m in members} == sums
    expected = sorted(members, key=lambda m: (sums[m], m), reverse=True)
    everyone = bits.from_ids(members)
    assert bits.ranked(everyone, levels, 0, 500) == expected
    assert bits.ranked(everyone, levels, 3, 150) == expected[3:153]
    some = sum(weights) // 2
    assert bits.at_least(levels, some, everyone) == bits.from_ids(
        m for m in members if sums[m] >= some
    )


def test_the_library_needs_neither_portal_nor_flask():
    code = "import sys, search; print(*sorted({m.partition('.')[0] for m in sys.modules}))"
    root = Path(__file__).parents[2]
    done = run(
        [sys.executable, "-W", "error", "-c", code], cwd=root, capture_output=True, check=True
    )
    assert not {"portal", "flask", "werkzeug", "sqlalchemy"} & set(done.stdout.decode().split())


@pytest.mark.parametrize(
    ("query", "clauses"),
    [
        ("chứng thực chữ ký của cha", ["chung", "thuc", "chu", "ky", "cha"]),
        ("của", ["cua"]),
        ("chợ cho thuê", ["cho", "thue"]),
        ("cho hop", ["cho", "hop"]),
    ],
)
def test_a_slight_word_need_not_stand_there(query, clauses):
    assert [clause.text[0] for clause in parse(query).clauses] == clauses


def test_a_question_word_hopes_for_an_answer():
    assert ("body_pairs", "dia_diem") in parse("tiếp công dân ở đâu").hints
    assert parse("tiếp công dân ở đâu", exactly=True).hints == ()


def test_amounts_and_rates_hold_together():
    assert {"24_000", "dong_ho", "ho_thang"} <= analyse("24.000 đồng/hộ/tháng").pairs
    assert not analyse("Họp lúc 7. 30 người").pairs & {"7_30"}


@calm
@given(st.sets(st.integers(0, 200)), st.integers(0, 220), st.integers(0, 40))
def test_a_window_of_a_set_is_its_members_there(members, first, count):
    column = bits.column(bits.from_ids(members))
    here = {first + place for place in bits.ids(bits.between(column, first, count))}
    assert here == {m for m in members if first <= m < first + count}
    assert [m for m in range(230) if bits.holds(column, m)] == sorted(members)
