"""Documents cited in running text: by number in the state's and the Party's form, or by name."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from portal.publications.importing.days import DAY_MONTH_YEAR, DAY_TAIL, day_of
from portal.publications.importing.passages import Passage
from portal.publications.importing.reading import Citation, Relation
from portal.publications.importing.relations import is_basis, relations_of
from portal.publications.importing.subjects import subject_of
from portal.publications.importing.words import (
    BODY_WORDS,
    KIND_BY_FOLDED,
    KIND_BY_SIGN,
    KIND_WORDS,
    LAWS,
    folded,
)

# A hyphen may have a blank on one side ("120- KL/TW"), not on both: that is a dash.
_HYPHEN = r"(?:-\s?|\s-)"
_OFFICE = r"[A-ZĐ&]{2,12}[a-z]{0,2}\d{0,3}[A-ZĐ]{0,6}"
SIGN = rf"[A-ZĐ][A-ZĐa-zđ]{{1,7}}{_HYPHEN}{_OFFICE}(?:-{_OFFICE}){{0,3}}"
STATE = rf"(?P<n>\d{{1,5}})\s?/\s?(?:(?P<year>(?:19|20)\d{{2}})\s?/\s?)?(?P<sign>{SIGN})"
LAW = (
    r"(?P<law_n>\d{1,4})\s?/\s?(?P<law_year>(?:19|20)\d{2})\s?/\s?(?P<law_sign>(?:UBTV)?QH\d{1,2})"
)
PARTY = (
    rf"(?P<party_n>\d{{1,4}})\s?{_HYPHEN}(?P<party_kind>[A-ZĐ]{{1,4}}[a-z]?)\s?/\s?"
    r"(?P<party>[A-ZĐ]{2,10}[a-z]{0,2}(?:-[A-ZĐ]{2,8})?)"
)
_NUMBER = re.compile(rf"(?<![\w/.-])(?:{LAW}|{STATE}|{PARTY})(?![\w/])")
_KIND_BEFORE = re.compile(rf"(?<!\w)({KIND_WORDS})\s+(?:số\s*:?\s*)?$", re.IGNORECASE)
_LIST_BEFORE = re.compile(
    rf"(?<!\w)({KIND_WORDS})\s+(?:số\s+)?"
    r"((?:\d{1,5}\s?(?:,|;|và)\s?(?:số\s+)?){1,8})$",
    re.IGNORECASE,
)
_LAW_BEFORE = re.compile(rf"(?<!\w)((?:{'|'.join(LAWS)})\s[^;.“”\"]{{3,110}}?)\s+(?:số\s*)?$")
_ISSUER = re.compile(
    rf"\s?,?\s?của\s+((?:{BODY_WORDS}|Chính phủ|Thủ tướng|Quốc hội|Bộ|Tỉnh|Thành|Chủ tịch"
    r"|Giám đốc)(?!\w))"
)
# "Bộ Giáo dục và Đào tạo" is one body, "Bộ Nội vụ và Sở Y tế" are two.
_SECOND_HALVES = (
    "Đào tạo|Môi trường|Công nghệ|Xã hội|Du lịch|Dân vận|Tôn giáo|Truyền thông|Thông tin|Đô thị"
    "|Phát triển|Nhi đồng"
)
_ISSUER_END = re.compile(
    r"[;,.:()“”\"]|\s(?:[Vv]ề|[Qq]uy định|[Bb]an hành|Quyết định|gắn|để|kèm|[Ss]ửa đổi|[Hh]ướng dẫn"
    rf"|phê duyệt|(?<!HĐND\s)(?<!Hội đồng nhân dân\s)và(?!\s(?:{_SECOND_HALVES})))(?!\w)",
)
_AMENDING = r"(?:Luật|Bộ luật) sửa đổi, bổ sung một số điều của [^;.“”\"]{5,200}?"
_PLAIN_LAW = rf"(?:{'|'.join(LAWS)}) (?!số\s)[^;:.,()“”\"]{{3,100}}?"
_NAMED = re.compile(
    rf"(?<!\w)(?P<name>{_AMENDING}|{_PLAIN_LAW})"
    rf"(?:,?\s(?P<said>ngày\s+{DAY_MONTH_YEAR})"
    r"|\s(?P<year>năm\s+\d{4})(?=\s?[;,.)]|\s(?:và|của|quy định|được|đã|tại|có|cho|trên)\s|$))",
)
_UNFINISHED = ("trong", "từ", "đến", "của", "cho", "vào", "tại", "theo", "và", "hết", "cuối", "đầu")
_REACH_BACK = 130
_REACH_ON = 600
_LONGEST_ISSUER = 90
# Number or name, and day: the same number comes back every year.
_Identity = tuple[str, dt.date | None]


@dataclass(frozen=True, kw_only=True)
class Mention:
    """One place where a document is cited."""

    cited: Citation
    line: int


def find_mentions(passages: Iterable[Passage]) -> list[Mention]:
    """Return every place in `passages` where a document is cited, in order."""
    return [mention for passage in passages for mention in _in_passage(passage)]


def _in_passage(passage: Passage) -> Iterator[Mention]:
    found = [*_numbered(passage.text), *_named(passage.text)]
    for at, cited in sorted(found, key=lambda pair: pair[0]):
        yield Mention(cited=cited, line=passage.line_at(at))


def _numbered(text: str) -> Iterator[tuple[int, Citation]]:
    for found in _NUMBER.finditer(text):
        before = text[max(0, found.start() - _REACH_BACK) : found.start()]
        number, sign = _number(found)
        cited = _completed(text, found.end(), Citation(number=number))
        cited = _of_kind(relations_of(text, found.start(), found.end(), cited), before, sign)
        for extra in _listed(before):
            yield (
                found.start(),
                replace(cited, number=extra + number.lstrip("0123456789"), name=None),
            )
        yield found.start(), cited


def _number(found: re.Match[str]) -> tuple[str, str]:
    """Return the number without blanks, and the letters in it that tell the kind."""
    number = "".join(found[0].split())
    if found["law_n"]:
        return number, ""
    letters = found["party_kind"] or re.split(r"[-\s]", found["sign"])[0]
    return number, "" if found["party_kind"] == "QĐ" else letters


def _listed(before: str) -> list[str]:
    """Return the numbers of "Quy định số 217, " that share the sign of the next one."""
    found = _LIST_BEFORE.search(before)
    return re.findall(r"\d+", found[2]) if found else []


def _of_kind(cited: Citation, before: str, sign: str) -> Citation:
    found = _KIND_BEFORE.search(before) or _LIST_BEFORE.search(before)
    if found:
        return replace(cited, type=KIND_BY_FOLDED[folded(found[1])])
    if sign:
        return replace(cited, type=KIND_BY_SIGN.get(sign))
    law = _LAW_BEFORE.search(before)
    if law is None or not cited.number or "UBTV" in cited.number:
        return cited
    kind = next(kind for kind in LAWS if law[1].startswith(kind))
    return replace(cited, type=kind, name=law[1].rstrip(" ,("))


def _completed(text: str, end: int, cited: Citation) -> Citation:
    """Return `cited` with the date, issuer and subject that stand right behind its number."""
    after = text[end : end + _REACH_ON]
    on = DAY_TAIL.match(after)
    if on:
        cited = replace(cited, date=day_of(*on.groups()))
        after = after[on.end() :]
    issuer, after = _issuer(after)
    return replace(cited, issuer=issuer, name=subject_of(text, after))


def _issuer(after: str) -> tuple[str | None, str]:
    found = _ISSUER.match(after)
    if found is None:
        return None, after
    end = _ISSUER_END.search(after, found.end(1))
    stop = end.start() if end else len(after)
    words = after[found.start(1) : stop].strip()
    return (words, after[stop:]) if len(words) <= _LONGEST_ISSUER else (None, after)


def _named(text: str) -> Iterator[tuple[int, Citation]]:
    relation = Relation.BASIS if is_basis(text) else None
    for found in _NAMED.finditer(text):
        name = " ".join(found["name"].split())
        if not _is_one_law(name):
            continue
        kind = next(kind for kind in LAWS if name.startswith(kind))
        if found["said"]:
            on = day_of(*found.groups()[-4:-1])
            yield found.start(), Citation(type=kind, name=name, date=on, relation=relation)
        else:
            name = f"{name} {found['year']}"
            yield found.start(), Citation(type=kind, name=name, relation=relation)


def _is_one_law(name: str) -> bool:
    """Whether the words are the name of one law, not a sentence about laws."""
    if " sửa đổi, bổ sung " in name:
        return True
    rest = name.split(" ", 1)[1]
    return "Luật " not in rest and "số " not in rest and rest.split()[-1] not in _UNFINISHED


def gather(mentions: Sequence[Mention], *, own: Citation) -> tuple[Citation, ...]:
    """Return the documents cited, each once, without the document itself.

    A mention without a date belongs to the dated one of the same number; two dates are two.
    """
    dates: dict[str, dt.date] = {}
    for mention in mentions:
        if mention.cited.date is not None:
            dates.setdefault(_key(mention.cited), mention.cited.date)
    found: dict[_Identity, Citation] = {}
    for mention in mentions:
        cited, key = mention.cited, _key(mention.cited)
        if (
            cited.number is not None
            and cited.number == own.number
            and cited.date in {None, own.date}
        ):
            continue
        on = cited.date or dates.get(key)
        found[key, on] = _merged(found.get((key, on)), replace(cited, date=on))
    return tuple(found.values())


def _key(cited: Citation) -> str:
    return cited.number or folded(cited.name or "")


def _merged(known: Citation | None, cited: Citation) -> Citation:
    if known is None:
        return cited
    return replace(
        known,
        type=known.type or cited.type,
        name=known.name or cited.name,
        issuer=known.issuer or cited.issuer,
        relation=known.relation or cited.relation,
        amended_by=known.amended_by or cited.amended_by,
        now=known.now or cited.now,
    )
