"""Lines that say by name who does something and when: "Cơ quan chủ trì: …; thời gian: …"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from portal.publications.importing.marks import Rank
from portal.publications.importing.passages import Passage
from portal.publications.importing.words import says_nothing

_BODY = r"(?:(?:các )?(?:cơ quan|đơn vị|bộ phận|phòng|ban)(?:, đơn vị|, tổ chức)? )?"
NAMES = (
    ("lead", rf"{_BODY}(?:chủ trì|chịu trách nhiệm)(?: thực hiện)?"),
    ("executing", r"(?:cơ quan|đơn vị|bộ phận)(?:, đơn vị)?(?: tổ chức)? thực hiện"),
    ("coordinating", rf"{_BODY}phối hợp(?: thực hiện)?"),
    (
        "deadline",
        r"(?:thời gian|thời hạn|tiến độ|lộ trình)(?: thực hiện| hoàn thành|, tiến độ){0,2}",
    ),
    ("product", r"(?:sản phẩm|kết quả)(?: hoàn thành| đầu ra| dự kiến| thực hiện)?"),
)
_NAMED = re.compile(
    r"(?:^|[;.]\s)(?:" + "|".join(f"(?P<{name}>{shape})" for name, shape in NAMES) + r")\s?:",
    re.IGNORECASE,
)
WHO = ("lead", "executing")
_LEADS_ON = re.compile(r"(?:^|:|,? (?:trong đó|cụ thể|như sau)\s?:?)$", re.IGNORECASE)
_TIME = re.compile(
    r"\d\s?/\s?\d|(?<!\w)(?:ngày|tháng|tuần|quý|năm|đợt) (?:\d|[IV])"
    r"|(?:hằng|hàng) (?:tuần|tháng|quý|năm)|thường xuyên|định kỳ",
    re.IGNORECASE,
)
_LONGEST_NAME = 120


def said_in(text: str) -> dict[str, str]:
    """Return what a passage says by name: "Cơ quan chủ trì: …; thời gian: …"."""
    found = list(_NAMED.finditer(text))
    if not found or found[0].start() > 0:
        return {}
    ends = [*(match.start() for match in found[1:]), len(text)]
    said: dict[str, str] = {}
    for match, end in zip(found, ends, strict=True):
        words = text[match.end() : end].strip(" .;")
        if not says_nothing(words):
            said.setdefault(match.lastgroup or "", words)
    return said


def joined(passages: Sequence[Passage]) -> list[Passage]:
    """Return `passages` with the bullets that finish a named line ("Thời gian:", "+ …") in it."""
    found: list[Passage] = []
    at = 0
    while at < len(passages):
        line = passages[at]
        rest = list(_finishing(passages, at))
        if rest:
            line = replace(line, text=_with(line.text, rest))
        found.append(line)
        at += 1 + len(rest)
    return found


def _with(text: str, rest: Sequence[Passage]) -> str:
    front = text.rstrip(" .;")
    glue = " " if _LEADS_ON.search(_value(front)[1]) else "; "
    return front + glue + "; ".join(one.text.rstrip(" .;") for one in rest)


def _finishing(passages: Sequence[Passage], at: int) -> Iterator[Passage]:
    """Yield the bullets behind the named line at `at` that are part of what it says."""
    name, value = _value(passages[at].text.rstrip(" .;"))
    run = list(_run(passages, at)) if name else []
    if not run or _opens_next(passages, at, len(run)):
        return
    if _LEADS_ON.search(value):
        is_short = all(len(one.text) <= _LONGEST_NAME for one in run)
        yield from run if name == "deadline" or is_short else ()
    elif name == "deadline" and run[0].mark and run[0].mark.label == "+":
        yield from takewhile(lambda one: _TIME.search(one.text), run)


def _run(passages: Sequence[Passage], at: int) -> Iterator[Passage]:
    """Yield the bullets of one kind that follow, unlike the mark of the line, and name nothing."""
    above = passages[at].mark
    own = above.label if above else None
    after = passages[at + 1 : at + 2]
    mark = after[0].mark if after else None
    if mark is None or mark.rank is not Rank.BULLET or mark.label == own:
        return
    for passage in passages[at + 1 :]:
        if passage.mark is None or passage.mark.label != mark.label or _value(passage.text)[0]:
            return
        yield passage


def _opens_next(passages: Sequence[Passage], at: int, count: int) -> bool:
    """Whether the last bullet is the next thing to do: who does it stands right below."""
    below = passages[at + count + 1 : at + count + 2]
    known = any(name in said_in(one.text) for one in passages[: at + 1] for name in WHO)
    return known and any(name in said_in(one.text) for one in below for name in WHO)


def _value(text: str) -> tuple[str, str]:
    """Return the last name in a named line and what stands behind it; two "" for any other."""
    found = list(_NAMED.finditer(text))
    if not found or found[0].start() > 0:
        return "", ""
    return found[-1].lastgroup or "", text[found[-1].end() :].strip()
