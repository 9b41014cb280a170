"""Documents cited in running text: by number in the state's and the Party's form, or by name."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from portal.publications.importing.days import DAY_MONTH_YEAR, DAY_TAIL, day_of
from portal.publications.importing.passages import Passage
from portal.publications.importing.quotes import opens_quote, quoted_lines
from portal.publications.importing.reading import Change, Citation, Relation
from portal.publications.importing.relations import Place, listed_below, related
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
    r"|[Tt]hay thế|[Bb]ãi bỏ|[Hh]ủy bỏ|được|đã|bị|nay là|(?:có|còn|hết) hiệu lực|không còn"
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
    every = list(passages)
    quoted = quoted_lines([passage.text for passage in every])
    found: list[Mention] = []
    listed: Relation | None = None
    for at, passage in enumerate(every):
        text = passage.text
        places = sorted((*_numbered(text), *_named(text)), key=lambda place: place.start)
        is_quoted = at in quoted or opens_quote(text)
        cited = related(text, places, quoted=is_quoted, listed=listed)
        found += _in_passage(passage, places, cited)
        if not is_quoted and not (listed and places and places[0].front == 0):
            listed = listed_below(text)
    return found


def _in_passage(
    passage: Passage, places: Sequence[Place], said: Iterable[Citation]
) -> Iterator[Mention]:
    for place, cited in zip(places, said, strict=True):
        line = passage.line_at(place.start)
        for number in _listed(passage.text[max(0, place.start - _REACH_BACK) : place.start]):
            shared = number + (cited.number or "").lstrip("0123456789")
            yield Mention(cited=replace(cited, number=shared, name=None), line=line)
        yield Mention(cited=cited, line=line)


def _numbered(text: str) -> Iterator[Place]:
    for found in _NUMBER.finditer(text):
        back = max(0, found.start() - _REACH_BACK)
        before = text[back : found.start()]
        number, sign = _number(found)
        cited, tail = _completed(text, found.end(), Citation(number=number))
        cited, head = _of_kind(cited, before, sign)
        yield Place(
            cited=cited,
            head=None if head is None else back + head,
            start=found.start(),
            end=found.end(),
            tail=tail,
        )


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


def _of_kind(cited: Citation, before: str, sign: str) -> tuple[Citation, int | None]:
    """Return `cited` with its kind, and where in `before` the words that name it begin."""
    found = _KIND_BEFORE.search(before) or _LIST_BEFORE.search(before)
    if found:
        return replace(cited, type=KIND_BY_FOLDED[folded(found[1])]), found.start()
    if sign:
        return replace(cited, type=KIND_BY_SIGN.get(sign)), None
    law = _LAW_BEFORE.search(before)
    if law is None or not cited.number or "UBTV" in cited.number:
        return cited, None
    kind = next(kind for kind in LAWS if law[1].startswith(kind))
    return replace(cited, type=kind, name=law[1].rstrip(" ,(")), law.start()


def _completed(text: str, end: int, cited: Citation) -> tuple[Citation, int]:
    """Return `cited` with the day, issuer and subject behind its number; where the issuer ends."""
    after = text[end : end + _REACH_ON]
    whole = len(after)
    on = DAY_TAIL.match(after)
    if on:
        cited = replace(cited, date=day_of(*on.groups()))
        after = after[on.end() :]
    issuer, after = _issuer(after)
    tail = end + whole - len(after)
    return replace(cited, issuer=issuer, name=subject_of(text, after)), tail


def _issuer(after: str) -> tuple[str | None, str]:
    found = _ISSUER.match(after)
    if found is None:
        return None, after
    end = _ISSUER_END.search(after, found.end(1))
    stop = end.start() if end else len(after)
    words = after[found.start(1) : stop].strip()
    return (words, after[stop:]) if len(words) <= _LONGEST_ISSUER else (None, after)


def _named(text: str) -> Iterator[Place]:
    for found in _NAMED.finditer(text):
        name = " ".join(found["name"].split())
        if not _is_one_law(name):
            continue
        kind = next(kind for kind in LAWS if name.startswith(kind))
        if found["said"]:
            on = day_of(*found.groups()[-4:-1])
            cited = Citation(type=kind, name=name, date=on)
        else:
            cited = Citation(type=kind, name=f"{name} {found['year']}")
        start, end = found.start(), found.end()
        yield Place(cited=cited, head=start, start=start, end=end, tail=end)


def _is_one_law(name: str) -> bool:
    """Whether the words are the name of one law, not a sentence about laws."""
    if " sửa đổi, bổ sung " in name:
        return True
    rest = name.split(" ", 1)[1]
    return "Luật " not in rest and "số " not in rest and rest.split()[-1] not in _UNFINISHED


def gather(mentions: Sequence[Mention], *, own: Citation) -> tuple[Citation, ...]:
    """Return the documents cited, each once, without the document itself.

    A mention without a date belongs to the dated one of the same number; two dates are two. A
    document changes only its own kind: of another it says what somebody else did.
    """
    dates: dict[str, dt.date] = {}
    for mention in mentions:
        if mention.cited.date is not None:
            dates.setdefault(_key(mention.cited), mention.cited.date)
    found: dict[_Identity, Citation] = {}
    for mention in mentions:
        cited, key = mention.cited, _key(mention.cited)
        if _is_same(cited, own):
            continue
        on = cited.date or dates.get(key)
        changes = _dated(cited.changed_by, dates, own)
        cited = replace(cited, date=on, relation=_possible(cited, own), changed_by=changes)
        found[key, on] = _merged(found.get((key, on)), cited)
    return tuple(found.values())


def _is_same(cited: Citation | Change, own: Citation) -> bool:
    is_numbered = cited.number is not None and cited.number == own.number
    return is_numbered and cited.date in {None, own.date}


def _possible(cited: Citation, own: Citation) -> Relation | None:
    alike = folded(cited.type or "") == folded(own.type or "")
    return cited.relation if alike or cited.relation is Relation.BASIS else None


def _dated(
    changes: Iterable[Change], dates: Mapping[str, dt.date], own: Citation
) -> tuple[Change, ...]:
    """Return what other documents did, each with the day it is cited by elsewhere."""
    known = (replace(one, date=one.date or dates.get(_key(one))) for one in changes)
    return tuple(one for one in known if not _is_same(one, own))


def _key(cited: Citation | Change) -> str:
    return cited.number or folded(cited.name or "")


def _merged(known: Citation | None, cited: Citation) -> Citation:
    if known is None:
        return cited
    changes = [one for one in cited.changed_by if one not in known.changed_by]
    said = (known.relation, cited.relation)
    # What is done to a document tells more than that the document rests on it too.
    acts = (one for one in said if one not in {None, Relation.BASIS})
    return replace(
        known,
        type=known.type or cited.type,
        name=known.name or cited.name,
        issuer=known.issuer or cited.issuer,
        relation=next(acts, known.relation or cited.relation),
        changed_by=(*known.changed_by, *changes),
        now=known.now or cited.now,
    )
