"""Document numbers and dates in each form people write them, as single tokens."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Symbol to folded name, after the appendix of Decree 30/2020/NĐ-CP on clerical work.
KINDS = {
    "kh": "ke hoach",
    "qd": "quyet dinh",
    "nq": "nghi quyet",
    "nd": "nghi dinh",
    "tb": "thong bao",
    "bc": "bao cao",
    "ct": "chi thi",
    "tt": "thong tu",
    "ttr": "to trinh",
    "cv": "cong van",
    "hd": "huong dan",
    "qc": "quy che",
    "ctr": "chuong trinh",
    "cd": "cong dien",
    "gm": "giay moi",
    "bb": "bien ban",
    "pa": "phuong an",
    "da": "de an",
}
SYMBOLS = {name: symbol for symbol, name in KINDS.items()}
ISSUERS = (
    *("ubnd", "hdnd", "cp", "ttg", "tu", "tw", "hu", "du", "qh", r"qh\d\d", r"ubtvqh\d\d"),
    *("mttq", "vpcp", "vp", "btc", "bnv", "bca", "byt", "btp", "bxd", "bgddt", "bkhcn", "btnmt"),
    *("sgddt", "stc", "snv", "sxd", "syt", "stp", "skhcn"),
)
_KIND = "|".join(sorted((*KINDS, *KINDS.values()), key=len, reverse=True))
_ISSUER = "|".join(sorted(ISSUERS, key=len, reverse=True))
_NUMBER = r"(?P<n>\d{1,5})"
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_BEFORE = r"(?<![\w/.,-])"
_AFTER = r"(?![\w])"
_NAMED = rf"(?:(?:{_KIND})\s+)?(?:so\s*:?\s*)?"
_SYMBOL = r"(?P<s>[a-z][a-z0-9]{0,11}(?:[-/.]\s?[a-z][a-z0-9]{0,11}){0,3})"

DATES = (
    re.compile(
        rf"{_BEFORE}(?:ngay\s+)?(?P<d>\d{{1,2}})\s?[/.-]\s?(?P<m>\d{{1,2}})\s?[/.-]\s?{_YEAR}{_AFTER}"
    ),
    re.compile(
        rf"\b(?:ngay\s+)?(?P<d>\d{{1,2}})\s+thang\s+(?P<m>\d{{1,2}})(?:\s+nam\s+{_YEAR})?{_AFTER}"
    ),
    re.compile(rf"\bthang\s+(?P<m>\d{{1,2}})\s*(?:/\s?|nam\s+){_YEAR}{_AFTER}"),
    re.compile(rf"{_BEFORE}(?:ngay\s+)?(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})(?![\w/]|-[a-z])"),
)
RECEIPT = re.compile(rf"\b(?P<p>[a-z]{{2,3}})-{_YEAR}-(?P<n>\d{{3,8}}){_AFTER}")
WRITTEN = re.compile(rf"{_BEFORE}{_NUMBER}(?:/{_YEAR})?(?:\s?/|-)\s?{_SYMBOL}{_AFTER}")
CITED = re.compile(rf"\b(?P<k>{_KIND})\s+so\s*:?\s*{_NUMBER}(?:/{_YEAR})?(?![\w/-])")

TYPED_RECEIPT = re.compile(
    rf"\b(?P<p>(?!nam)[a-z]{{2,3}})[- ]?{_YEAR}[- ]?(?P<n>\d{{3,8}}){_AFTER}"
)
TYPED = (
    re.compile(rf"\b{_NAMED}{_NUMBER}(?:/{_YEAR})?\s*[/-]\s*{_SYMBOL}{_AFTER}"),
    re.compile(
        rf"\b{_NAMED}{_NUMBER}(?:[/ ]{_YEAR})?[\s/.-]*"
        rf"(?P<s>(?:{'|'.join(KINDS)})(?:[\s/.-]*(?:{_ISSUER}))*){_AFTER}"
    ),
    re.compile(rf"\b(?P<k>{_KIND})\s*(?:so\s*:?\s*)?{_NUMBER}(?:/{_YEAR})?(?![\w/-])"),
)
MONTH_OR_NUMBER = re.compile(rf"{_BEFORE}{_NUMBER}/{_YEAR}(?![\w/-])")
BARE = re.compile(rf"\bso\s*:?\s*{_NUMBER}(?![\w/-])")
IN_YEAR = re.compile(rf"\bnam\s+{_YEAR}{_AFTER}")
MONTHS, DAYS = 12, 31


class Found(NamedTuple):
    """A number or date at `start`..`end`, its tokens from the most to the least particular."""

    start: int
    end: int
    tokens: tuple[str, ...]


def written(text: str, folded: str) -> list[Found]:
    """Return the numbers and dates that stand in `text`, of which `folded` is the folded form."""
    found = _dates(folded)
    found += [_receipt(match) for match in RECEIPT.finditer(folded)]
    found += [
        _number(match) for match in WRITTEN.finditer(folded) if text[match.start("s")].isupper()
    ]
    found += [_cited(match) for match in CITED.finditer(folded)]
    return found


def typed(folded: str) -> list[Found]:
    """Return the numbers and dates somebody asks for in the query `folded`, none overlapping."""
    found = _dates(folded)
    found += [_receipt(match) for match in TYPED_RECEIPT.finditer(folded)]
    for pattern in TYPED[:2]:
        found += [_number(match) for match in pattern.finditer(folded)]
    found += [_cited(match) for match in TYPED[2].finditer(folded)]
    found += list(_month_or_number(folded))
    return _apart(found)


def own(number: str) -> tuple[str, ...]:
    """Return the tokens a document with the printed `number` (folded) answers to."""
    compact = re.sub(r"\s+", "", number)
    tokens = {f"#{compact}"} if compact else set()
    leading = re.match(r"0*(\d{1,5})", compact)
    if leading:
        tokens.add(f"#{leading[1]}")
    for found in typed(number):
        tokens.update(found.tokens)
    return tuple(sorted(tokens))


def of_date(year: int, month: int, day: int) -> tuple[str, ...]:
    """Return the tokens of a date, the most particular first."""
    return f"%{day}/{month}/{year}", f"%{day}/{month}", f"%{month}/{year}"


def _apart(found: list[Found]) -> list[Found]:
    """Return `found` in order, the longer of two that overlap."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda found: found.start - found.end):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept)


def _dates(folded: str) -> list[Found]:
    """Return the dates in `folded`."""
    dates = [_date(match) for pattern in DATES for match in pattern.finditer(folded)]
    return [found for found in dates if found]


def _date(match: re.Match[str]) -> Found | None:
    """Return the date matched, unless no calendar has it."""
    parts = match.groupdict()
    day, month, year = (int(parts.get(name) or 0) for name in "dmy")
    if not 1 <= month <= MONTHS or day > DAYS:
        return None
    exact, yearless, dayless = of_date(year, month, day)
    tokens = (exact, yearless, dayless) if day and year else (yearless if day else dayless,)
    return Found(match.start(), match.end(), tokens)


def _receipt(match: re.Match[str]) -> Found:
    """Return the receipt number matched, such as YK-2026-000042."""
    token = f"#{match['p']}-{match['y']}-{match['n']}"
    return Found(match.start(), match.end(), (token,))


def _number(match: re.Match[str]) -> Found:
    """Return the number with a symbol matched, such as 53/KH-UBND or 59/2023/NĐ-CP."""
    number, year = int(match["n"]), match["y"]
    symbol = [part for part in re.split(r"[\s/.-]+", match["s"]) if part]
    full = "-".join(symbol)
    tokens = [f"#{number}/{year}/{full}", f"#{number}/{year}"] if year else []
    tokens[1:1] = dict.fromkeys((f"#{number}/{full}", f"#{number}/{symbol[0]}"))
    return Found(match.start(), match.end(), tuple(tokens))


def _cited(match: re.Match[str]) -> Found:
    """Return the number named by its kind, such as "kế hoạch số 53"."""
    number, year = int(match["n"]), match["y"]
    token = f"#{number}/{SYMBOLS.get(match['k'], match['k'])}"
    return Found(match.start(), match.end(), (token, f"#{number}/{year}") if year else (token,))


def _month_or_number(folded: str) -> Iterator[Found]:
    """Yield what "10/2022" may be: a month, or a number with its year."""
    for match in MONTH_OR_NUMBER.finditer(folded):
        number = int(match["n"])
        yield Found(match.start(), match.end(), (f"#{number}/{match['y']}",))
