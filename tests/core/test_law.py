from datetime import date

import pytest

from portal import law
from portal.cases.kinds import ALL


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.slug)
def test_every_kind_names_limits_in_force(kind):
    for code in (kind.answer_term, kind.second_look_term):
        assert law.term(code, date(2026, 11, 21)).basis


def test_a_limit_that_is_not_law_says_so():
    assert law.term("feedback.answer", date(2026, 11, 21)).standing is law.Standing.COMMITMENT
    assert law.term("consultation", date(2026, 11, 21)).standing is law.Standing.LAW


def test_nothing_was_in_force_before_it_began():
    with pytest.raises(LookupError, match=r"feedback\.answer"):
        law.term("feedback.answer", date(2020, 1, 1))


def test_the_due_day_is_counted_in_the_limits_own_unit():
    assert law.term("feedback.answer", date(2026, 2, 13)).due_on(date(2026, 2, 13)) == date(
        2026, 3, 6
    )
    assert law.term("consultation", date(2026, 2, 13)).due_on(date(2026, 2, 3)) == date(2026, 2, 23)
