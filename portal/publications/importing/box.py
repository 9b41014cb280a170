"""The box of facts a web site prints above a document: "Số ký hiệu: …", "Ngày ban hành: …"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.publications.importing.lines import Line
from portal.publications.importing.words import folded, is_capital

NAMES = {
    "number": r"(?:số(?:,|/)? ?(?:ký|kí)? ?hiệu(?: văn bản)?|số văn bản|số hiệu)",
    "kind": r"(?:loại văn bản|thể loại|hình thức văn bản)",
    "issuer": r"(?:cơ quan ban hành|nơi ban hành|đơn vị ban hành)",
    "day": r"(?:ngày ban hành|ngày văn bản|ngày ký)",
    "signer": r"(?:người ký|người ký duyệt)(?! ?văn bản)",
    "subject": r"(?:trích yếu(?: nội dung)?)",
    "other": r"(?:ngày (?:có |hết )?hiệu lực|tình trạng(?: hiệu lực)?|lĩnh vực|tệp đính kèm|tệp tin"
    r"|file đính kèm|tải về|ngày đăng(?: tải)?|chức vụ|phạm vi|nguồn|ngày hiệu lực|lượt xem"
    r"|phân loại|ngày cập nhật)",
}
_ENTRY = re.compile(
    r"\|?\s*(?:" + "|".join(f"(?P<{name}>{shape})" for name, shape in NAMES.items()) + r")\s*"
    r"(?:[:|]\s*(?P<words>.*?)\s*\|?)",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"(?:thuộc tính(?: văn bản)?|thông tin (?:chung|văn bản)|nội dung toàn văn|toàn văn"
    r"|chi tiết văn bản|thông tin chi tiết)",
)
_FEWEST, _FARTHEST = 3, 30


@dataclass(frozen=True, kw_only=True)
class Box:
    """What a box says by name; empty when there is none.

    Attributes:
        end: index of the first line behind the box.

    """

    said: dict[str, str] = field(default_factory=dict)
    end: int = 0


def read_box(lines: Sequence[Line]) -> Box:
    """Return what the box above a document says."""
    said: dict[str, str] = {}
    named = end = 0
    for index, line in enumerate(lines[:_FARTHEST]):
        entry = _entry(line)
        if entry is None and not _TITLES.fullmatch(folded(line.text).strip(" :*#")):
            if is_capital(line.text) or named == 0:
                break
            continue
        if entry is not None:
            named += 1
            said.setdefault(*entry)
        end = index + 1
    return Box(said=said, end=end) if named >= _FEWEST else Box()


def _entry(line: Line) -> tuple[str, str] | None:
    text = f"{line.parts[0]}: {' '.join(line.parts[1:])}" if _is_pair(line) else line.text
    found = _ENTRY.fullmatch(text)
    if found is None:
        return None
    return next(name for name in NAMES if found[name]), found["words"]


def _is_pair(line: Line) -> bool:
    return len(line.parts) > 1 and ":" not in line.parts[0] and "|" not in line.text
