"""The year a document is about."""

import re

from portal.publications.importing.head import Head
from portal.publications.importing.times import Year

_YEAR = re.compile(r"(?<!\w)năm (\d{4})(?!\d|\s?-)", re.IGNORECASE)
_SPAN = re.compile(r"giai đoạn|\d{4}\s?[-\u2013]\s?\d{4}", re.IGNORECASE)


def year_of(head: Head) -> Year | None:
    """Return the one year the title names, else that of the document's own day.

    A title about several years, or one that the day contradicts, decides nothing.
    """
    title, dated = head.title or "", head.dated
    own = dated.year if dated else None
    named = {int(year) for year in _YEAR.findall(title)}
    if _SPAN.search(title) or len(named) > 1:
        return None
    if named:
        (year,) = named
        return Year(value=year) if own is None or year - 1 <= own <= year else None
    return Year(value=dated.date.year, since=dated.date) if dated and dated.date else None
