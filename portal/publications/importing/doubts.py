"""What a person should look at before the reading is published."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from portal.i18n import N_
from portal.publications.importing.attachments import Attachment
from portal.publications.importing.citations import Mention
from portal.publications.importing.days import day_of
from portal.publications.importing.head import DAY, Head
from portal.publications.importing.imprint import NUMBER, Dated
from portal.publications.importing.lines import Line
from portal.publications.importing.marks import Rank
from portal.publications.importing.outline import Node
from portal.publications.importing.passages import Passage
from portal.publications.importing.reading import Doubt, Signer, Task
from portal.publications.importing.signature import has_several
from portal.publications.importing.tasks import Group
from portal.publications.importing.times import Year, read_time
from portal.publications.importing.words import OTHERS, folded, roman_value

_COUNTED = frozenset((Rank.PART, Rank.CHAPTER, Rank.DIVISION, Rank.ROMAN, Rank.ARABIC))
_ANY_YEAR = Year(value=2024)
# Outlines count with Đ and F or without them.
_LETTERS = tuple("ABCDEGH")
_NOT_LATIN = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]+")


def of_head(head: Head) -> Iterator[Doubt]:
    """Yield what the head left blank, or gave as a day that no calendar has."""
    if head.blank_number and head.number_line:
        message = N_("Số văn bản còn để trống.")
        yield Doubt(code="number-blank", message=message, line=head.number_line)
    if head.dated and head.dated_line and head.dated.is_whole and head.dated.date is None:
        message = N_("Ngày ban hành %(day)s không có trong lịch.")
        values = {"day": _written(head.dated)}
        yield Doubt(code="day-impossible", message=message, line=head.dated_line, values=values)
    elif head.dated and head.dated_line and head.dated.date is None:
        message = N_("Ngày ban hành còn để trống hoặc chưa đúng.")
        yield Doubt(code="date-blank", message=message, line=head.dated_line)


def of_box(said: Mapping[str, str], own: Head, signer: Signer | None) -> Iterator[Doubt]:
    """Yield what the box a web site printed above says otherwise than the document itself."""
    day = DAY.fullmatch(said.get("day", ""))
    number = NUMBER.fullmatch(said.get("number", ""))
    on = day_of(*day.groups()) if day else None
    issued = own.dated.date if own.dated else None
    pairs = (
        ("".join(number[0].split()) if number else "", own.number),
        (_day(on) if on else "", _day(issued) if issued else None),
        (said.get("signer", ""), signer.name if signer else None),
    )
    message = N_("Khung thông tin ở đầu trang ghi “%(here)s”, văn bản ghi “%(there)s”.")
    for here, there in pairs:
        # A box leaves out the rank in front of a name.
        if here and there and not folded(there).endswith(folded(here)):
            values = {"here": here, "there": there}
            yield Doubt(code="box-differs", message=message, line=1, values=values)


def of_missing(
    own: Head, signer: Signer | None, signature: Sequence[Line], *, end: int
) -> Iterator[Doubt]:
    """Yield what an administrative document must have and this one nowhere names.

    Args:
        own: its head, completed from elsewhere.
        signer: who signed, as far as it was read.
        signature: the lines of the signature.
        end: number of the last line.

    """
    named = own.kind or own.number or own.blank_number
    if not named or own.kind in OTHERS:
        return
    if own.number is None and not own.blank_number:
        message = N_("Không thấy số văn bản.")
        yield Doubt(code="number-missing", message=message, line=1)
    if own.dated is None:
        message = N_("Không thấy ngày ban hành.")
        yield Doubt(code="date-missing", message=message, line=1)
    if has_several(signature):
        message = N_("Có nhiều người cùng ký; hãy ghi người ký của cơ quan ban hành.")
        yield Doubt(code="signers-several", message=message, line=end)
    elif signer is None or signer.name is None:
        message = N_("Không thấy họ tên người ký.")
        yield Doubt(code="signer-missing", message=message, line=end)


def of_attachments(head: Head, attached: Sequence[Attachment]) -> Iterator[Doubt]:
    """Yield where the line of an appendix says another number or day than the rest."""
    own = [one for one in attached if one.kind == head.kind]
    number, dated = head.number, head.dated
    for one in own:
        if one.number and number and folded(one.number) != folded(number):
            message = N_("Phụ lục ghi số %(here)s, nơi khác ghi số %(there)s.")
            values = {"here": one.number, "there": number}
            yield Doubt(code="attachment-number", message=message, line=one.line, values=values)
        if one.dated and dated and not one.dated.agrees(dated):
            message = N_("Phụ lục ghi ngày %(here)s, nơi khác ghi ngày %(there)s.")
            values = {"here": _written(one.dated), "there": _written(dated)}
            yield Doubt(code="attachment-date", message=message, line=one.line, values=values)
        number, dated = number or one.number, dated or one.dated


def _written(dated: Dated) -> str:
    pieces = (f"{dated.day:02}" if dated.day else "…", f"{dated.month:02}" if dated.month else "…")
    return "/".join((*pieces, str(dated.year or "…")))


def of_citations(mentions: Sequence[Mention]) -> Iterator[Doubt]:
    """Yield where the same document is cited with another day than before."""
    known: dict[str, list[tuple[date, str]]] = {}
    for mention in mentions:
        cited = mention.cited
        if cited.number is None or cited.date is None:
            continue
        issuer = folded(cited.issuer or "")
        before = known.setdefault(cited.number, [])
        # Two agencies may have given the same number; then the days do not contradict.
        others = [on for on, who in before if not (who and issuer) or who == issuer]
        if others and cited.date not in others:
            message = N_("Văn bản số %(number)s được dẫn ngày %(here)s, chỗ khác ngày %(there)s.")
            values = {"number": cited.number, "here": _day(cited.date), "there": _day(others[0])}
            yield Doubt(code="citation-dates", message=message, line=mention.line, values=values)
        before.append((cited.date, issuer))


def _day(on: date) -> str:
    return f"{on:%d/%m/%Y}"


def of_basis(head: Head, mentions: Sequence[Mention]) -> Iterator[Doubt]:
    """Yield when the document is dated before one it cites."""
    later = [
        m for m in mentions if m.cited.date and head.dated and _is_before(head.dated, m.cited.date)
    ]
    if head.dated is None or not later or head.dated_line is None:
        return
    cited = later[0].cited
    message = N_("Văn bản đề %(own)s nhưng dẫn văn bản ngày %(day)s (%(number)s).")
    values = {
        "own": _written(head.dated),
        "day": _day(cited.date) if cited.date else "",
        "number": cited.number or cited.name or "",
    }
    yield Doubt(code="date-before-citation", message=message, line=head.dated_line, values=values)


def _is_before(dated: Dated, other: date) -> bool:
    if dated.year is None or dated.year != other.year:
        return dated.year is not None and dated.year < other.year
    if dated.month is None or dated.month != other.month:
        return dated.month is not None and dated.month < other.month
    return dated.day is not None and dated.day < other.day


def of_outline(root: Node) -> Iterator[Doubt]:
    """Yield where the numbers of headings or appendices skip or repeat.

    Articles count through all chapters; other headings begin anew, or go on, below each one.
    """
    nodes = list(root.walk())
    articles = [node for node in nodes if node.rank is Rank.ARTICLE]
    yield from _of_numbers((one.rank, one.label, one.line) for one in articles)
    if articles:
        yield from _of_first(articles[0], 0)
    ran: dict[Rank | None, int] = {}
    for node in nodes:
        below = [one for one in node.below if one.rank is not Rank.ARTICLE]
        yield from _of_numbers((one.rank, one.label, one.line) for one in below)
        if below and below[0].rank in _COUNTED:
            yield from _of_first(below[0], ran.get(below[0].rank, 0))
        ran |= {one.rank: _value(one.label)[0] or 0 for one in below}


def _of_first(node: Node, last: int) -> Iterator[Doubt]:
    """Yield when the first heading of a row neither begins at 1 nor goes on from `last`."""
    value, _ = _value(node.label)
    if value is not None and value not in {1, last + 1}:
        message, code = _numbering(value, 0)
        yield Doubt(code=code, message=message, line=node.line, values={"label": node.label})


def of_groups(groups: Sequence[Group]) -> Iterator[Doubt]:
    """Yield where the numbers of groups in a task table skip or repeat."""
    yield from _of_numbers((None, group.label, group.line) for group in groups if group.label)


def _of_numbers(labels: Iterable[tuple[object, str, int]]) -> Iterator[Doubt]:
    before: dict[tuple[object, str], int] = {}
    for rank, label, line in labels:
        value, shape = _value(label)
        if value is None:
            continue
        last = before.get((rank, shape))
        before[rank, shape] = value
        restarts = value == 1 and last != 1
        if last is None or value == last + 1 or restarts:
            continue
        message, code = _numbering(value, last)
        yield Doubt(code=code, message=message, line=line, values={"label": label})


def _numbering(value: int, last: int) -> tuple[str, str]:
    if value == last:
        return N_("Mục %(label)s lặp lại."), "numbering-repeated"
    if value < last:
        return N_("Mục %(label)s đứng sau mục có số lớn hơn."), "numbering-backwards"
    return N_("Số thứ tự nhảy quãng trước mục %(label)s."), "numbering-skipped"


def _value(label: str) -> tuple[int | None, str]:
    """Return the value of the last number in a label, and its kind."""
    last = label.rsplit(" ", 1)[-1].rsplit(".", 1)[-1]
    if last.isdecimal():
        return int(last), "arabic"
    if last in _LETTERS:
        return _LETTERS.index(last), "letter"
    return roman_value(last), "roman"


def of_letters(passages: Iterable[Passage]) -> Iterator[Doubt]:
    """Yield where letters of another script stand among the words."""
    for passage in passages:
        found = _NOT_LATIN.search(passage.text)
        if found and not unicodedata.combining(found[0][0]):
            message = N_("Có chữ lạ trong câu: “%(letters)s”.")
            line = passage.line_at(found.start())
            values = {"letters": found[0][:40]}
            yield Doubt(code="foreign-letters", message=message, line=line, values=values)


def of_times(tasks: Iterable[Task]) -> Iterator[Doubt]:
    """Yield the tasks whose time names several days, of which only the first is kept."""
    message = N_("Thời gian “%(words)s” nêu nhiều ngày; hạn đang lấy ngày đầu.")
    for task in tasks:
        if task.due_on and task.deadline and read_time(task.deadline, _ANY_YEAR).several:
            values = {"words": task.deadline}
            yield Doubt(code="several-days", message=message, line=task.line, values=values)


def of_rows(lines: Iterable[int]) -> Iterator[Doubt]:
    """Yield the rows of task tables that could not be read with certainty."""
    message = N_("Dòng này trong bảng thiếu hoặc thừa ô nên chưa rõ ô nào thuộc cột nào.")
    for line in lines:
        yield Doubt(code="row-unclear", message=message, line=line)
