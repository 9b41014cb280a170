"""Whether a text answers: the points asked, gaps left open, boilerplate, mere receipts. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from portal.cases import thinness
from portal.cases.rules import fold

K = TypeVar("K")

WORDS_OF_A_SHINGLE = 4
NEARLY = 0.8  # of a text's own shingles stand in an earlier one: nearly the same
MOST_POINTS = 10
LONGEST_POINT = 300
SHORTEST_POINT = 3  # words; less is a sigh, not a request
LITTLE = 8  # words beside those of a receipt: too few to say anything

GAP = re.compile(r"\[\[\s*(.*?)\s*\]\]", re.DOTALL)
END = re.compile(r"(?<=[.!?…;])\s+|\n+")
BULLET = re.compile(r"^\s*(?:[-–•*+]|\d{1,2}[.)])\s+")

QUESTIONS = (
    "bao giờ", "khi nào", "ở đâu", "vì sao", "tại sao", "thế nào", "làm sao", "bao nhiêu",
    "bao lâu", "mấy giờ", "ai chịu trách nhiệm", "được không", "có phải", "phải không",
    "when", "why", "how long", "how much", "who is",
)  # fmt: skip
REQUESTS = (
    "đề nghị", "kiến nghị", "yêu cầu", "mong", "xin hỏi", "xin cho", "xin được", "xin đề nghị",
    "nhờ xã", "nhờ các", "nhờ cơ quan", "nhờ ủy ban", "nhờ chính quyền", "nhờ cán bộ",
    "cần phải", "please", "could you", "can you", "would you", "we ask", "i ask",
)  # fmt: skip
COURTESIES = (
    "cảm ơn", "cám ơn", "trân trọng", "kính gửi", "kính chào", "xin chào", "thank", "dear",
)  # fmt: skip
OPEN_QUESTION = re.compile(r"\b(?:co|da)\b.*\b(?:khong|chua)(?: a| vay| nhi| the)?\W*$")

RECEIPTS = (
    "da tiep nhan", "da nhan duoc", "da nhan", "da ghi nhan", "ghi nhan", "tiep thu",
    "dang xem xet", "se xem xet", "se nghien cuu", "dang nghien cuu", "dang xu ly",
    "se tra loi sau", "se tra loi", "se phan hoi", "se kiem tra", "se som", "se chuyen",
    "da chuyen", "chuyen bo phan", "we have received", "has been received", "have noted",
    "will look into", "will consider", "under consideration", "has been forwarded",
)  # fmt: skip
# What was found, done, decided or explained; a day or an article; where to go instead.
SUBSTANCE = re.compile(
    r"\d|\b(?:nguyen nhan|khong (?:the|thuoc|du|phai|duoc)|hom nay|sang nay"
    r"|chieu nay|hom qua|tuan nay|tuan sau|ngay mai|the reason|because|cannot|not able"
    r"|da (?:duoc )?(?:thay|sua|lap|don|nao vet|cap|tra|hoan thanh|khac phuc|xu phat|lap bien ban"
    r"|kiem tra|khao sat|lam viec|den|lam xong|lam|thu|phat|thong|xu ly xong|giai quyet xong"
    r"|moi|yeu cau|nhac nho|dinh chi|dieu chinh|bo tri|to chuc|mien|giam|hoan)"
    r"|was (?:repaired|replaced|fixed)|were (?:repaired|replaced|fixed)|fixed|replaced|repaired)\b"
)
REASONS = ("do", "vì", "bởi")
NOT_A_REASON = re.compile(r"\b(?:quy|don) vi\b|\bvi tri\b")
OWN_NUMBER = re.compile(r"\byk-\d{4}-\d+\b|\bso \d+/[\w/-]+\b")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = (
    r"(?:\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{1,2} thang \d{1,2}(?: nam \d{4})?"
    rf"|\d{{1,2}} {_MONTH}(?: \d{{4}})?|{_MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}}[hg:]\d{{0,2}}"
    r"|hom nay|sang nay|chieu nay|hom qua)"
)
_RECEIVED = r"(?:tiep nhan|nhan duoc|da nhan|ghi nhan|nhan y kien|received)"
_ON = r"(?:,? ?(?:vao |luc |ngay |on |at |from )*)"
# The day of receipt, and in how many days somebody will answer: numbers that say nothing.
WHEN_RECEIVED = re.compile(
    rf"\b{_RECEIVED}\b(?:(?! (?:va|se|da|and|will)\b)[^.:;]){{0,80}}?"
    rf"{_ON}\b{_DAY}(?:,? (?:ngay )?{_DAY})*"
    rf"|\b{_DAY}(?=,? (?:\w+ ){{0,6}}{_RECEIVED}\b)"
    r"|\b(?:tra loi|phan hoi|xem xet|answer|reply|back to you)\b[^.;]{0,30}?"
    r"\b(?:trong|sau|truoc|within|in|by)(?: vong| han| thoi han| ngay)? "
    rf"(?:\d+ (?:ngay|gio|tuan|thang|hours|days|weeks|working)|{_DAY})"
)
RESTATED = re.compile(
    r"\bve (?:viec |van de |tinh trang |noi dung )?.*?(?=[.,;\n]| va (?:se|dang|da)|$)"
)
FILLER = frozenset(map(fold, thinness.FILLER))


@dataclass(frozen=True, kw_only=True)
class Alike(Generic[K]):
    """An earlier answer that says nearly the same; `share` of the text's own words, 0 to 1."""

    key: K
    share: float


@dataclass(frozen=True, kw_only=True)
class Doubts(Generic[K]):
    """What speaks against sending a text as it is.

    Attributes:
        uncovered: points of the sender nobody has ticked off.
        alike: earlier answers that say nearly the same, the nearest first.
        receipt: whether it only says that the item was received.
        thin: whether it is a greeting, "xong", a full stop: nothing anybody learns from.
        gaps: gaps of a template still open, by their names.
        template_only: whether nothing stands in it beside the words of a template.

    """

    uncovered: tuple[str, ...] = ()
    alike: tuple[Alike[K], ...] = ()
    receipt: bool = False
    thin: bool = False
    gaps: tuple[str, ...] = ()
    template_only: bool = False

    @property
    def any(self) -> bool:
        """Whether there is something to say at all."""
        return bool(
            self.uncovered
            or self.alike
            or self.receipt
            or self.thin
            or self.gaps
            or self.template_only
        )


def doubts(
    text: str,
    *,
    uncovered: Iterable[str] = (),
    earlier: Mapping[K, str] | None = None,
    templates: Iterable[str] = (),
) -> Doubts[K]:
    """Return what speaks against sending `text`.

    Args:
        text: the answer as it stands.
        uncovered: points of the sender that are not ticked off.
        earlier: the office's earlier answers by whatever names them.
        templates: the words anybody may use again; they make nothing alike.

    """
    shared = list(templates)
    return Doubts(
        uncovered=tuple(uncovered),
        alike=tuple(alike(text, earlier or {}, shared)),
        receipt=is_receipt(text),
        thin=thinness.is_thin(text),
        gaps=tuple(open_gaps(text)),
        template_only=is_template_only(text, shared),
    )


def open_gaps(text: str) -> list[str]:
    """Return the names of the gaps left open: `[[tên đường]]` gives "tên đường"."""
    return [" ".join(name.split()) or "…" for name in GAP.findall(text)]


def sentences(text: str) -> list[str]:
    """Return the sentences and lines of `text`, list marks taken off."""
    return [found for part in END.split(text) if (found := BULLET.sub("", part).strip())]


def proposed_points(text: str) -> list[str]:
    """Return the sentences of `text` that ask or ask for something, as the sender wrote them."""
    asked = [part for part in sentences(text) if _asks(part)]
    return [_shortened(part) for part in dict.fromkeys(asked)][:MOST_POINTS]


def is_receipt(text: str) -> bool:
    """Return whether `text` only says that the item was received and will be looked at."""
    plain = OWN_NUMBER.sub(" ", fold(text.replace("\n", " . "))).replace("da duoc ", "da ")
    plain = WHEN_RECEIVED.sub(_without_days, plain)
    if not any(phrase in plain for phrase in RECEIPTS) or SUBSTANCE.search(plain):
        return False
    if _has(text.lower(), NOT_A_REASON.sub(" ", plain), REASONS):
        return False
    rest = RESTATED.sub(" ", plain)
    for phrase in RECEIPTS:
        rest = rest.replace(phrase, " ")
    return sum(word not in FILLER for word in re.findall(r"\w+", rest)) <= LITTLE


def shingles(text: str) -> frozenset[str]:
    """Return every run of four words of `text`, marks, capitals and punctuation aside."""
    words = re.findall(r"\w+", fold(text))
    size = min(WORDS_OF_A_SHINGLE, len(words))
    starts = range(len(words) - size + 1) if words else ()
    return frozenset(" ".join(words[at : at + size]) for at in starts)


def alike(text: str, earlier: Mapping[K, str], templates: Iterable[str] = ()) -> list[Alike[K]]:
    """Return which of `earlier` hold nearly all of the text's own words, the nearest first."""
    own = shingles(text) - _of_templates(templates)
    if not own:
        return []
    shares = [
        Alike(key=key, share=len(own & shingles(other)) / len(own))
        for key, other in earlier.items()
    ]
    return sorted(
        (found for found in shares if found.share >= NEARLY), key=lambda found: -found.share
    )


def is_template_only(text: str, templates: Iterable[str]) -> bool:
    """Return whether every word of `text` stands in a template as it is."""
    said = shingles(GAP.sub("\n", text))
    return bool(said) and said <= _of_templates(templates)


def _without_days(found: re.Match[str]) -> str:
    return re.sub(rf"{_DAY}|\d+", " ", found[0])


def _of_templates(templates: Iterable[str]) -> frozenset[str]:
    pieces = (piece for text in templates for piece in GAP.split(text)[::2])
    return frozenset().union(*(shingles(piece) for piece in pieces))


def _asks(sentence: str) -> bool:
    low = sentence.lower()
    plain = fold(sentence)
    if len(plain.split()) < SHORTEST_POINT or _has(low, plain, COURTESIES):
        return "?" in sentence and not _has(low, plain, COURTESIES)
    return (
        "?" in sentence
        or _has(low, plain, QUESTIONS + REQUESTS)
        or OPEN_QUESTION.search(plain) is not None
    )


def _has(low: str, plain: str, phrases: Iterable[str]) -> bool:
    """Return whether a phrase stands in the text: with its marks, where the writer set any."""
    marked = not low.isascii()
    return any(
        re.search(rf"\b{re.escape(phrase if marked else fold(phrase))}\b", low if marked else plain)
        for phrase in phrases
    )


def _shortened(sentence: str) -> str:
    if len(sentence) <= LONGEST_POINT:
        return sentence
    return sentence[:LONGEST_POINT].rpartition(" ")[0] + " …"
