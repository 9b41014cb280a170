from hypothesis import given
from hypothesis import strategies as st

from portal.cases.figures import FEWEST
from portal.cases.small_groups import guarded

COUNTS = st.lists(st.integers(0, 40), max_size=12)


def told(count):
    return None if 0 < count < FEWEST else count


def test_one_hidden_office_takes_the_next_smallest_with_it():
    assert guarded(43, [None, 10, 30]) == [None, None, 30]


def test_hidden_offices_of_fewer_than_five_together_take_another_with_them():
    assert guarded(34, [None, None, 10, 21]) == [None, None, None, 21]


def test_enough_hidden_together_stay_alone():
    assert guarded(38, [None, None, 10, 21]) == [None, None, 10, 21]


def test_nothing_is_hidden_where_nothing_was():
    assert guarded(31, [10, 0, 21]) == [10, 0, 21]


def test_without_a_total_nothing_can_be_worked_out():
    assert guarded(None, [None, 10]) == [None, 10]


@given(COUNTS)
def test_no_small_group_can_be_worked_out(counts):
    total = sum(counts)
    shown = guarded(told(total), [told(count) for count in counts])
    hidden = [count for count, seen in zip(counts, shown, strict=True) if seen is None]
    if told(total) is not None and any(seen for seen in shown):
        assert not hidden or (len(hidden) > 1 and sum(hidden) >= FEWEST)


@given(COUNTS)
def test_a_figure_is_told_right_or_not_at_all(counts):
    shown = guarded(told(sum(counts)), [told(count) for count in counts])
    assert all(seen in (None, count) for count, seen in zip(counts, shown, strict=True))
