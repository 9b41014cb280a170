"""What differs between two versions, as values; which section is which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publications.alignment import align
from portal.publications.blocks import rows_of
from portal.publications.comparison import Mark, compare, marked
from portal.publications.models import Publication, Section, Task


def section(anchor, title="", text="", label="", depth=1):
    return Section(anchor=anchor, title=title, label=label, depth=depth, blocks=rows_of(text))


def document(*sections, tasks=(), **facts):
    given = {"title": "Kế hoạch", "number": "1/KH-UBND"} | facts
    return Publication(sections=list(sections), tasks=list(tasks), **given)


def marks(pieces):
    return [(piece.mark.value, piece.text) for piece in pieces]


TEXT = st.text(alphabet="ab \n", max_size=40) | st.text(max_size=100)


@given(TEXT, TEXT)
def test_both_texts_can_be_read_off_their_marked_words(before, after):
    pieces = marked(before, after)
    assert "".join(p.text for p in pieces if p.mark is not Mark.ADDED) == before
    assert "".join(p.text for p in pieces if p.mark is not Mark.REMOVED) == after


def test_one_word_changed_is_one_word_marked():
    assert marks(marked("Mỗi quầy một mã.", "Mỗi quầy hai mã.")) == [
        ("same", "Mỗi quầy"),
        ("removed", " một"),
        ("added", " hai"),
        ("same", " mã."),
    ]


def test_a_line_put_after_the_last_leaves_the_last_as_it_is():
    assert marks(marked("Điều 1.", "Điều 1.\nĐiều 2.")) == [
        ("same", "Điều 1."),
        ("added", "\nĐiều 2."),
    ]


@pytest.mark.parametrize("between", [" ", "\n"])
def test_a_very_long_passage_is_replaced_in_whole(between):
    before, after = f"a{between}" * 30_000, f"b{between}" * 30_000
    assert marks(marked(before, after)) == [("removed", before), ("added", after)]


def test_sections_are_added_removed_and_changed():
    found = compare(
        document(section("i", "Mục đích", "Để thử."), section("ii", "Kinh phí", "Ngân sách.")),
        document(section("i", "Mục đích", "Để làm."), section("iii", "Tổ chức", "Các thôn.")),
    )
    assert [(row.mark.value, row.anchor) for row in found.sections] == [
        ("changed", "i"),
        ("removed", "ii"),
        ("added", "iii"),
    ]
    assert found.unchanged == 0


def test_a_table_is_compared_in_words_not_as_an_editor_types_it():
    one, other = (
        section("phu-luc", "Danh mục", "| Việc | Hạn |"),
        section("phu-luc", "Danh mục", "| Việc | Hạn mới |"),
    )
    (found,) = compare(document(one), document(other)).sections
    assert "".join(piece.text for piece in found.passages[0].pieces).endswith("Việc · Hạn mới")


def test_a_section_that_only_moved_is_the_same():
    rows = [("i", "Mục đích", "Để thử."), ("ii", "Kinh phí", "Ngân sách.")]
    one, other = ([section(*row) for row in order] for order in (rows, reversed(rows)))
    found = compare(document(*one), document(*other))
    assert found.empty
    assert found.unchanged == 2


def test_a_fact_that_differs_is_named():
    (row,) = compare(document(), document(number="2/KH-UBND")).facts
    assert row.label == "Số, ký hiệu"
    assert marks(row.pieces) == [("removed", "1/KH-UBND"), ("added", "2/KH-UBND")]


def task(position, words, **facts):
    return Task(position=position, anchor=f"nhiem-vu-{position}", task=words, **facts)


def test_a_task_is_the_same_by_its_words_not_by_its_place():
    former = [task(1, "Đặt bảng", lead="A"), task(2, "Báo cáo")]
    later = [task(1, "Báo cáo"), task(2, "Đặt bảng", lead="B")]
    (change,) = compare(document(tasks=former), document(tasks=later)).tasks
    assert (change.mark, change.name, change.anchor) == (Mark.CHANGED, "Đặt bảng", "nhiem-vu-2")
    assert [passage.label for passage in change.passages] == ["Chủ trì"]


def test_tasks_come_and_go():
    found = compare(
        document(tasks=[task(1, "Đặt bảng")]),
        document(tasks=[task(1, "Tập huấn")]),
    ).tasks
    assert [(row.mark.value, row.name) for row in found] == [
        *(("added", "Tập huấn"), ("removed", "Đặt bảng")),
    ]


def test_an_address_follows_words_before_numbers():
    former = [section("1", text="Một."), section("2", text="Hai."), section("3", text="Ba.")]
    new = [section("1", text="Một."), section("2", text="Chen vào."), section("3", text="Hai.")]
    assert dict(align(former, new)) == {"1": "1", "3": "2", "2": "2-2"}


def test_a_new_section_never_gets_an_address_somebody_else_had():
    former = [section("i", "Một", "a"), section("ii", "Hai", "b")]
    new = [section("i", "Hai", "b"), section("ii", "Một", "a"), section("iii", "Ba", "c")]
    assert dict(align(former, new)) == {"i": "ii", "ii": "i", "iii": "iii"}


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abcd"), max_size=6))
def test_addresses_stay_distinct_whatever_came_before(old, new):
    former = [section(f"i-{n}", title) for n, title in enumerate(old)]
    later = [section(f"i-{n}", title) for n, title in enumerate(new)]
    given = align(former, later)
    assert len(set(given.values())) == len(new)
