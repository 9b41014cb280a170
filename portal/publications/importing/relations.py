"""How a document stands to those it cites, and those to each other, where the text says so.

A document changes another only in its own voice: "Quyết định này thay thế …", or an article that
begins "Bãi bỏ …". What the documents it cites do to each other is kept with the changed one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from portal.publications.importing.quotes import quote_depth
from portal.publications.importing.reading import Change, Citation, Relation
from portal.publications.importing.words import KIND_WORDS, LAWS

_WHOLE = r"(?:toàn bộ\s)?(?:các\s|\d{1,2}\s)?"
_ARTICLES = r"(?:(?:điểm \w|khoản \d+|Điều \d+\w?|Phụ lục(?: [IVX\d]+)?)(?:\s?,\s|\svà\s|\s)){1,8}"
_SOME = rf"(?:(?:một số (?:điều|nội dung)(?:, khoản)?\s|{_ARTICLES})(?:của\s|tại\s)?|của\s)?"
_ACTS = tuple(
    (relation, re.compile(rf"(?<![\w(]){act}(?:các\s)?$", re.IGNORECASE))
    for relation, act in (
        (Relation.REPLACES, rf"(?:thay thế(?: cho)?|thay cho)\s{_WHOLE}"),
        (Relation.REPEALS, rf"(?:bãi bỏ|hủy bỏ|huỷ bỏ)\s{_WHOLE}"),
        (Relation.AMENDS, rf"(?<!được )sửa đổi(?:,? bổ sung)?\s{_SOME}"),
    )
)
_DONE = (
    r"(?:(?P<amends>sửa đổi(?:,? bổ sung)?(?: một số (?:điều|nội dung))?)|(?P<replaces>thay thế)"
    r"|(?P<repeals>bãi bỏ)) "
)
_CHANGED_BY = re.compile(
    rf"(?:(?:(?<!\w)(?:được|bị)\s|[(,]\s?(?:đã )?){_DONE}(?:bởi|tại|theo|bằng)"
    rf"|\s{_DONE.replace('P<', 'P<plainly_')}bởi)\s(?:các\s)?(?:số\s*:?\s*)?$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s?(?:[,;]\s?(?:và\s)?|và\s)(?:các\s)?(?:số\s*:?\s*)?", re.IGNORECASE)
_NEXT_ACT = re.compile(r"\s?(?:[,;]\s?(?:và\s|đồng thời\s)?|(?:và|đồng thời)\s)", re.IGNORECASE)
_STRAIGHT = re.compile(
    r"\s?(?:về(?: việc)?\s|có hiệu lực(?: thi hành)?[^,;.“”\"]{0,60}(?:,|\svà)\s)?[“\"]?",
    re.IGNORECASE,
)
_THIS = rf"(?:{KIND_WORDS}|Văn bản|Bản quy định) này"
# A document in its own voice: nothing in front of the act, or itself, up to a word that goes on.
_OWN_VOICE = re.compile(
    r"(?:(?:Nay|Đồng thời|Về việc|V/v:?|Về)\s?,?\s)?"
    rf"|{_THIS}\s(?:(?:được ban hành để|sẽ)\s)?"
    rf"|{_THIS}\s(?:có hiệu lực|(?:đã )?được|thay thế|bãi bỏ|sửa đổi|gồm)\s"
    r"[^“”\"]{0,300}?(?:[,;]|\s(?:và|đồng thời))\s"
    rf"|Ban hành kèm theo {_THIS}\s[^“”\"]{{0,300}}?"
    r"(?<!sửa đổi)(?<!bổ sung)(?<!bãi bỏ)(?:[,;]|\svà)\s"
    rf"|(?:Kể )?từ ngày {_THIS} có hiệu lực[^,;“”\"]{{0,60}},\s(?:thì\s)?",
    re.IGNORECASE,
)
# Somebody else acts, or nobody does yet.
_ANOTHER = re.compile(
    r"(?<!\w)(?:mà|trong đó|nếu|theo đó|dự kiến|đề nghị|kiến nghị|giao|yêu cầu|phân công|chỉ đạo"
    r"|trách nhiệm|không|chưa|cơ sở|rà soát|xem xét|tham mưu)(?!\w)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.:]\s+(?=[A-ZĐ\u00c0-\u00dd\u1ea0-\u1ef9])")
# "Bãi bỏ các Quyết định sau đây:", each of them in a line of its own below.
_BELOW = re.compile(
    rf"(?:Nay )?(?:(?P<repeals>bãi bỏ|hủy bỏ)|(?P<replaces>thay thế))\s{_WHOLE}(?:một số\s)?"
    rf"(?:{KIND_WORDS}|văn bản)(?!\w)[^.;:“”\"]{{0,120}}?\s(?:sau|gồm|dưới đây)(?!\w)"
    r"[^.;“”\"]{0,80}",
    re.IGNORECASE,
)
_NOW = re.compile(r"\s?[(,]\s?nay là\s(?P<now>[^(),.;]{3,120})")
_BASIS = "Căn cứ"
_REACH_BACK, _REACH_ON = 500, 600


@dataclass(frozen=True, kw_only=True)
class Place:
    """A document cited at one place of a paragraph.

    Attributes:
        head: where its kind begins ("Quyết định số …"); None where its kind is not named.
        start: where its number, or its name, begins.
        end: where its number or name ends.
        tail: where day and issuer behind that end.

    """

    cited: Citation
    head: int | None
    start: int
    end: int
    tail: int

    @property
    def front(self) -> int:
        """Where the first word of it stands."""
        return self.start if self.head is None else self.head


def related(
    text: str,
    places: Sequence[Place],
    *,
    quoted: bool = False,
    listed: Relation | None = None,
) -> list[Citation]:
    """Return the documents one paragraph cites with how they stand, in the order of `places`.

    Args:
        text: the paragraph.
        places: where it cites what, in order.
        quoted: whether the paragraph is another document's, between quotation marks.
        listed: what the document does to the one this line of a list names.

    """
    found: list[Citation] = []
    own: Relation | None = None
    for at, place in enumerate(places):
        before = places[at - 1] if at else None
        active = _active(text, place, before)
        basis = Relation.BASIS if is_basis(text) and active is None else None
        if quoted or active or is_basis(text):
            own = None
        else:
            own = _own(text, place, before, own) or (listed if place.front == 0 else None)
        changes = (*([active] if active else ()), *_passive(text, places, at))
        now = _NOW.match(text, place.tail)
        found.append(
            replace(
                place.cited,
                relation=own or basis,
                changed_by=changes,
                now=now["now"].strip() if now else None,
            )
        )
    return found


def listed_below(text: str) -> Relation | None:
    """Return what the document does to those named in the lines below: "Bãi bỏ … sau đây:"."""
    found = _BELOW.fullmatch(text)
    if found is None or _ANOTHER.search(text):
        return None
    return Relation.REPEALS if found["repeals"] else Relation.REPLACES


def is_basis(text: str) -> bool:
    """Whether the paragraph names what the document rests on."""
    return text.startswith(_BASIS)


def _act(text: str, place: Place) -> tuple[Relation, int] | None:
    """Return which act stands right before a document, and where it begins."""
    if place.head is None:
        return None
    start = max(0, place.head - _REACH_BACK)
    before = text[start : place.head]
    for relation, shape in _ACTS:
        if found := shape.search(before):
            return relation, start + found.start()
    return None


def _own(text: str, place: Place, before: Place | None, last: Relation | None) -> Relation | None:
    """Return what the document itself does to the one at `place`.

    Args:
        text: the paragraph.
        place: where the other is cited.
        before: the place before it.
        last: what the document does to that one.

    """
    act = _act(text, place)
    if act is None:
        is_listed = before is not None and _AND.fullmatch(text, before.tail, place.front)
        return last if is_listed else None
    relation, start = act
    if before is not None and last and _NEXT_ACT.fullmatch(text, before.tail, start):
        return relation
    sentence = max((one.end() for one in _SENTENCE.finditer(text, 0, start + 1)), default=0)
    voice = text[sentence:start]
    speaks = _OWN_VOICE.fullmatch(voice) and not _ANOTHER.search(voice)
    return relation if speaks and quote_depth(text[:start]) <= 0 else None


def _active(text: str, place: Place, before: Place | None) -> Change | None:
    """Return what the document named right before the act does: "Nghị định A sửa đổi Nghị định"."""
    act = _act(text, place)
    if before is None or act is None or not _are_alike(before.cited, place.cited):
        return None
    if before.tail > act[1] or not _STRAIGHT.fullmatch(text, before.tail, act[1]):
        return None
    return _change(act[0], before.cited)


def _passive(text: str, places: Sequence[Place], at: int) -> Iterator[Change]:
    """Yield what documents named behind it did: "được sửa đổi, bổ sung bởi Nghị định B"."""
    place, after = places[at], places[at + 1 : at + 2]
    if not after or after[0].front - place.end > _REACH_ON or after[0].front < place.end:
        return
    between = text[place.end : after[0].front]
    found = _CHANGED_BY.search(between)
    if found is None or re.search(r"[.;]\s", between):
        return
    names = [name for name, words in found.groupdict().items() if words]
    relation = Relation(names[0].removeprefix("plainly_"))
    lists = "các " in found[0] or between.count("(") > between.count(")")
    last: Place | None = None
    for other in places[at + 1 :]:
        if last and not (lists and _AND.fullmatch(text, last.tail, other.front)):
            return
        if not _are_alike(place.cited, other.cited):
            return
        yield _change(relation, other.cited)
        last = other


def _change(relation: Relation, by: Citation) -> Change:
    name = None if by.number else by.name
    return Change(relation=relation, number=by.number, date=by.date, name=name)


def _are_alike(one: Citation, other: Citation) -> bool:
    """Whether both are of one kind: a document changes only its own kind."""
    return _kind(one) == _kind(other)


def _kind(cited: Citation) -> str | None:
    is_law = cited.type in LAWS or (cited.type is None and "/QH" in (cited.number or ""))
    return LAWS[1] if is_law else cited.type
