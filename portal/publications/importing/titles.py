"""The title of a document or of an appendix, and where the text below it begins."""

import re
from collections.abc import Sequence

from portal.publications.importing.lines import Line
from portal.publications.importing.marks import mark_of
from portal.publications.importing.words import BODY_WORDS

TITLE_LINES = 8
_SURE_OPENER = ("Căn cứ ", "Xét ", "Theo đề nghị", "Kính gửi", "Hôm nay,")
_ISSUES = re.compile(
    rf"(?:{BODY_WORDS})(?!\w).{{0,90}}?\s(?:xây dựng|ban hành|thông báo|báo cáo|đề nghị|hướng dẫn"
    r"|yêu cầu|triển khai|tổ chức)\s",
)
_AUTHORITY = re.compile(
    r"(?:(?:PHÓ )?CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|TRƯỞNG BAN"
    r"|HỘI ĐỒNG NHÂN DÂN|(?:ỦY|UỶ) BAN NHÂN DÂN)(?!\w)",
)
_ATTACHED = re.compile(r"\(?\s?(?:Ban hành |Phê duyệt )?kèm theo\s", re.IGNORECASE)
_TO_FILL_IN = re.compile(r"[.…]{3}|…")
_BODY_OPENER = re.compile(
    r"(?:Căn cứ|Xét|Theo đề nghị|Kính gửi|Hôm nay,|Nhằm|Để |Ngày \d|Trên cơ sở|Trong thời gian"
    r"|Triển khai thực hiện (?:[^\W\d]+\s){1,4}số\s|Thực hiện (?:[^\W\d]+\s){1,4}số\s)",
)


def is_body(line: Line) -> bool:
    """Whether the line opens the text: a heading, or words legal bases begin with."""
    mark = mark_of(line.text)
    opens = mark is not None and mark.rank.is_heading and mark.value in {None, 1}
    return opens or _BODY_OPENER.match(line.text) is not None


def title_from(lines: Sequence[Line], start: int, words: str = "") -> tuple[str | None, int]:
    """Return the title that begins at line `start`, and the index of the line behind it."""
    pieces = [words] if words else []
    index = start
    for line in lines[start : start + TITLE_LINES]:
        above = lines[index - 1] if index > start else None
        if _ends_title(line, pieces) or (above and _changes(above, line)):
            break
        pieces.append(line.text)
        index += 1
    return " ".join(pieces) or None, index


def _changes(above: Line, line: Line) -> bool:
    """Whether a title ends between two lines: bold above, or a whole sentence below."""
    if line.text[0].islower():
        return False
    plain_below = (above.marked and not line.marked) or _TO_FILL_IN.search(line.text) is not None
    return (
        plain_below or line.text.endswith((".", ":", ";")) or _ISSUES.match(line.text) is not None
    )


def _ends_title(line: Line, pieces: list[str]) -> bool:
    if line.cells or _ATTACHED.match(line.text) or _AUTHORITY.match(line.text):
        return True
    if not pieces:
        return mark_of(line.text) is not None or line.text.startswith(_SURE_OPENER)
    if is_body(line):
        return True
    return not line.text[0].islower() and (line.gap > 0 or line.text.startswith("("))
