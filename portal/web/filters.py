"""Dates, numbers and names as Vietnamese readers expect them, for every template."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from unicodedata import normalize

from flask import Flask
from flask_babel import force_locale, get_locale, gettext

from portal import clock
from portal.i18n import Words

WEEKDAYS_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LETTERS = " -0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")


def day(value: date | datetime | None) -> str:
    """Return 20/11/2026 for a date or an instant (as Viet Nam dates it), "" for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = clock.local_date(value)
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


def weekday(value: date | datetime) -> str:
    """Return "thứ Sáu, 20/11/2026", the day of the week in the reader's language."""
    on = clock.local_date(value) if isinstance(value, datetime) else value
    names: tuple[str, ...] = WEEKDAYS_EN if str(get_locale()) == "en" else WEEKDAYS_VI
    return f"{names[on.weekday()]}, {day(on)}"


def moment(value: datetime) -> str:
    """Return "14:05, 20/11/2026" in Viet Nam's time."""
    at = clock.local(value)
    return f"{at:%H:%M}, {day(at)}"


def number(value: float) -> str:
    """Return 1.234,5, or 1,234.5 to readers of English; at most one decimal."""
    rounded = round(value, 1)
    text = f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,.1f}"
    return text if str(get_locale()) == "en" else text.translate(str.maketrans(",.", ".,"))


def percent(part: float, whole: float) -> str:
    """Return "92 %", or a dash when there is nothing to divide by."""
    return f"{number(round(100 * part / whole))} %" if whole else "–"


def size(count: int) -> str:
    """Return "340 KB" or "1,2 MB" for a number of bytes."""
    mega = 1_000_000
    return f"{number(count / mega)} MB" if count >= mega else f"{max(1, count // 1000)} KB"


def grouped(code: str, by: int = 4) -> list[str]:
    """Return `code` in pieces of `by` characters, for reading aloud."""
    return [code[at : at + by] for at in range(0, len(code), by)]


def vietnamese_order(text: str) -> tuple[Any, ...]:
    """Return a sort key in the order of Vietnamese dictionaries: a ă â b c d đ …, then tones."""
    letters, tones = [], []
    for char in normalize("NFC", text.lower()):
        base, tone = _untoned(char)
        letters.append(LETTERS.find(base) if base in LETTERS else ord(base) + 1000)
        tones.append(tone)
    return (tuple(letters), tuple(tones))


def by_name(people: Iterable[Any], attribute: str = "name") -> list[Any]:
    """Return `people` sorted as Vietnamese lists are: by given name (the last word), then whole."""

    def key(person: Any) -> tuple[Any, ...]:
        name = getattr(person, attribute)
        return (vietnamese_order(name.split()[-1] if name.split() else ""), vietnamese_order(name))

    return sorted(people, key=key)


def count_of_days(days: int) -> str:
    """Return how far a due date is, in words: "còn 3 ngày", "hôm nay", "quá hạn 2 ngày"."""
    if days > 0:
        return str(gettext("còn %(days)s ngày", days=days))
    if days == 0:
        return str(gettext("đến hạn hôm nay"))
    return str(gettext("quá hạn %(days)s ngày", days=-days))


def said(text: str) -> str:
    """Return words in the reader's language: those typed in both, or a text of the catalogue."""
    if isinstance(text, Words):
        return text.english if str(get_locale()) == "en" else str(text)
    return str(gettext(text))


def in_english(text: str) -> str:
    """Return `text` in English, whatever the reader's language."""
    with force_locale("en"):
        return said(text)


def init_app(app: Flask) -> None:
    """Give the filters to every template."""
    for filter_ in (
        day,
        weekday,
        moment,
        number,
        size,
        grouped,
        by_name,
        count_of_days,
        said,
        in_english,
    ):
        app.jinja_env.filters[filter_.__name__] = filter_
    app.jinja_env.globals["percent"] = percent


def _untoned(char: str) -> tuple[str, int]:
    parts = normalize("NFD", char)
    tone = next((mark for mark in parts[1:] if mark in TONES), "")
    return normalize("NFC", parts.replace(tone, "") if tone else parts), TONES.index(tone)
