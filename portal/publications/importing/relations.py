"""How a document stands to one it cites, and that one to others, where the text says so."""

import re
from dataclasses import replace

from portal.publications.importing.reading import Citation, Relation
from portal.publications.importing.words import KIND_WORDS

_KIND = rf"(?:{KIND_WORDS})\s+(?:số\s*:?\s*)?$"
_BEFORE = (
    (Relation.REPLACES, re.compile(rf"(?:thay thế|thay cho)\s(?:các\s)?{_KIND}", re.IGNORECASE)),
    (Relation.REPEALS, re.compile(rf"(?:bãi bỏ|hủy bỏ|huỷ bỏ)\s(?:các\s)?{_KIND}", re.IGNORECASE)),
    (
        Relation.AMENDS,
        re.compile(
            rf"(?<!được )sửa đổi, bổ sung\s(?:một số (?:điều|nội dung) (?:của|tại)\s)?{_KIND}",
            re.IGNORECASE,
        ),
    ),
)
_AMENDED = re.compile(
    r"(?:được )?sửa đổi(?:, bổ sung)?(?: một số (?:điều|nội dung))? (?:bởi|tại|theo)"
    rf" (?:{KIND_WORDS}) số (?P<number>\d{{1,5}}[/-][\w/Đđ-]{{2,30}})",
    re.IGNORECASE,
)
_NOW = re.compile(r"[(,]\s?nay là\s(?P<now>[^(),.;]{3,80})")
_OTHER = re.compile(r"(?<!một )số \d")
_NEXT = re.compile(r"[.;]\s")
_BASIS = "Căn cứ"
_REACH_BACK, _REACH_ON = 120, 300


def relations_of(text: str, start: int, end: int, cited: Citation) -> Citation:
    """Return `cited` with what the words around it, from `start` to `end`, say of its standing."""
    before = text[max(0, start - _REACH_BACK) : start]
    after = _NEXT.split(text[end : end + _REACH_ON], maxsplit=1)[0]
    own = next((relation for relation, shape in _BEFORE if shape.search(before)), None)
    if own is None and is_basis(text):
        own = Relation.BASIS
    amended, now = _AMENDED.search(after), _NOW.search(after)
    return replace(
        cited,
        relation=own,
        amended_by=amended["number"] if amended and _is_next(after, amended) else None,
        now=now["now"].strip() if now else None,
    )


def is_basis(text: str) -> bool:
    """Whether the paragraph names what the document rests on."""
    return text.startswith(_BASIS)


def _is_next(after: str, found: re.Match[str]) -> bool:
    """Whether no other document is cited between a document and what amends it."""
    return _OTHER.search(after[: found.start()]) is None
