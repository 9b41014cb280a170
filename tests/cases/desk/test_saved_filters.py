"""Filters an official keeps: own ones only, under a name, as links."""

import pytest
from sqlalchemy import func, select

from portal.cases import saved_filters
from portal.cases.saved_filters import SavedFilter
from portal.errors import Invalid

LIST = "/quan-tri/y-kien"
KEPT = f"{LIST}/bo-loc"


@pytest.fixture
def keep(browser, staff):
    """Save what `query` narrows to under `name`; return the reply."""

    def make(name: str, query: str = "due=overdue&q=den", actor=None):
        browser.be(actor or staff.officer)
        browser.open(f"{LIST}?{query}")
        return browser.send(f"{KEPT}?{query}", name=name)

    return make


def test_a_filter_is_saved_shown_as_a_link_and_dropped(browser, db, keep):
    assert keep("Đèn quá hạn").status_code == 303
    page = browser.open(LIST).text
    assert f'href="{LIST}?q=den&amp;due=overdue"' in page
    assert "Đèn quá hạn" in page
    assert "Đèn quá hạn" in browser.open(KEPT).text
    kept = db.scalar(select(SavedFilter))
    assert browser.send(f"{KEPT}/{kept.id}/bo").status_code == 303
    assert db.scalar(select(func.count(SavedFilter.id))) == 0


def test_nobody_sees_or_drops_the_filter_of_another(browser, db, keep, staff):
    keep("Của riêng tôi")
    browser.open(LIST)  # where the page says that it was saved
    kept = db.scalar(select(SavedFilter))
    browser.be(staff.head)
    for url in (LIST, KEPT):
        assert "Của riêng tôi" not in browser.open(url).text
    browser.open(f"{LIST}?due=overdue")
    assert browser.send(f"{KEPT}/{kept.id}/bo").status_code == 404
    assert db.get(SavedFilter, kept.id) is not None


def test_the_same_name_is_replaced_and_twenty_are_enough(db, keep, staff):
    keep("Việc gấp", "due=today")
    keep("Việc gấp", "due=soon")
    assert [row.query for row in db.scalars(select(SavedFilter))] == [{"due": "soon"}]
    for number in range(saved_filters.MOST - 1):
        saved_filters.save(db, staff.officer, f"Số {number}", {"q": str(number)})
    db.commit()
    reply = keep("Một nữa")
    assert reply.status_code == 422
    assert "20 bộ lọc" in reply.text
    assert 'value="Một nữa"' in reply.text
    assert keep("Việc gấp", "due=overdue").status_code == 303
    assert keep("Một nữa", actor=staff.head).status_code == 303


@pytest.mark.parametrize(
    ("name", "query"),
    [("", "due=today"), ("x" * 61, "due=today"), ("Tất cả", "due=never&office=9999")],
)
def test_a_name_and_something_narrowed_are_needed(db, keep, name, query):
    assert keep(name, query).status_code in {413, 422}
    assert db.scalar(select(SavedFilter)) is None


def test_what_narrows_nothing_is_not_kept(db, staff):
    with pytest.raises(Invalid):
        saved_filters.save(db, staff.officer, "Không lọc", {})


def test_what_is_typed_as_a_name_is_shown_as_text(browser, keep):
    keep("<script>alert(1)</script>")
    for url in (LIST, KEPT):
        assert "<script>alert" not in browser.open(url).text
