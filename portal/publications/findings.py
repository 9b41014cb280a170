"""What must be looked at by name before a document is published (UPL-4: reported, confirmed)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from portal.i18n import N_
from portal.publications.blocks import plain
from portal.publications.content import Content, SectionDraft, TaskDraft, facts_of
from portal.publications.doubting import open_doubts
from portal.publications.importing.personal import personal_numbers
from portal.publications.models import Publication, Task
from portal.publications.rules import Audience, Standing
from portal.publications.types import BY_SLUG

PERSONAL = "personal-data"
WIDER = "wider-audience"
MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "tracked-changes": N_("còn vết sửa đổi chưa chấp nhận hoặc từ chối"),
        "comments": N_("còn lời bình luận"),
        "hidden-text": N_("có chữ ẩn"),
        "faint-text": N_("có chữ mắt thường không thấy: bị che, trùng màu nền hoặc quá nhỏ"),
        "hidden-sheets": N_("có trang tính ẩn"),
        "hidden-cells": N_("có hàng hoặc cột ẩn"),
        "pivot-caches": N_("giữ dữ liệu gốc của bảng tổng hợp"),
        "embedded-objects": N_("có tệp khác nhúng bên trong"),
        "outside-parts": N_("lấy nội dung từ nơi khác khi mở"),
        "personal-numbers": N_("có chỗ giống số điện thoại hoặc số căn cước"),
        "unopened": N_("không xem được bên trong"),
        PERSONAL: N_("Trong lời văn có chỗ giống số điện thoại hoặc số căn cước: %(values)s"),
        "doubts": N_("Còn %(values)s chỗ cần kiểm tra chưa được đánh dấu là đã xem"),
        "no-number": N_("Chưa có số, ký hiệu"),
        "no-date": N_("Chưa có ngày ban hành"),
        WIDER: N_("Văn bản nội bộ sẽ được mọi người xem, cùng các tệp kèm theo"),
    }
)
_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing a reader would not see, or should not.

    Attributes:
        code: key of MESSAGES.
        file: name of the file it is in, "" for the words of the document.
        values: what the message needs.

    """

    code: str
    file: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The message id of what was found."""
        return MESSAGES[self.code]

    @property
    def hidden(self) -> bool:
        """Whether whoever prepared the document may well not know of it."""
        return bool(self.file)


def findings(publication: Publication) -> list[Finding]:
    """Return what to look at before the document is published as it stands."""
    return [*_in_files(publication), *_in_words(_words(publication)), *_unsettled(publication)]


def new_findings(publication: Publication, typed: Content) -> list[Finding]:
    """Return what to look at before a published document is changed to what was `typed`.

    Nothing while it is a draft: then publishing asks.
    """
    if publication.standing is not Standing.PUBLISHED:
        return []
    facts, words = facts_of(publication), _words(publication)
    wider = facts.audience is Audience.INTERNAL and typed.facts.audience is Audience.PUBLIC
    if wider:
        return [
            Finding(code=WIDER),
            *_in_files(publication),
            *_in_words(_typed(publication, typed)),
        ]
    return _in_words(_typed(publication, typed), known=personal_numbers(words))


def personal_in(publication: Publication) -> frozenset[str]:
    """Return the numbers in its words that look personal, as written."""
    return frozenset(personal_numbers(_words(publication)))


def codes(found: Collection[Finding]) -> list[str]:
    """Return the codes, for the log, which holds no words."""
    return sorted({one.code for one in found})


def _in_files(publication: Publication) -> list[Finding]:
    return [
        Finding(code=code, file=file.name) for file in publication.files for code in file.unseen
    ]


def _in_words(words: str, known: Collection[str] = ()) -> list[Finding]:
    numbers = [one for one in personal_numbers(words) if one not in known]
    if not numbers:
        return []
    shown = ", ".join(numbers[:_SHOWN]) + (" …" if numbers[_SHOWN:] else "")
    return [Finding(code=PERSONAL, values={"values": shown})]


def _unsettled(publication: Publication) -> Iterator[Finding]:
    """Yield what the reading left open and what a document of its kind ought to say."""
    if BY_SLUG[publication.kind].letters:
        if not publication.number:
            yield Finding(code="no-number")
        if publication.issued_on is None:
            yield Finding(code="no-date")
    waiting = len(open_doubts(publication))
    if waiting:
        yield Finding(code="doubts", values={"values": str(waiting)})


def _words(publication: Publication) -> str:
    return "\n".join(
        [
            *(str(value) for value in vars(facts_of(publication)).values()),
            *map(str, publication.recipients),
            *_of_sections(publication),
            *_of_tasks(publication.tasks),
        ]
    )


def _typed(publication: Publication, typed: Content) -> str:
    """Return the words as they will stand once what was typed is put in."""
    sections, tasks = typed.sections, typed.tasks
    kept = {section.anchor: plain(section.blocks) for section in publication.sections}
    return "\n".join(
        [
            *(str(value) for value in vars(typed.facts).values()),
            *map(str, publication.recipients),
            *(
                _of_sections(publication)
                if sections is None
                else (f"{one.title}\n{_own(one, kept)}" for one in sections)
            ),
            *_of_tasks(publication.tasks if tasks is None else tasks),
        ]
    )


def _own(section: SectionDraft, kept: Mapping[str, str]) -> str:
    return kept.get(section.anchor, "") if section.text is None else section.text


def _of_sections(publication: Publication) -> Iterator[str]:
    for section in publication.sections:
        yield section.title
        yield plain(section.blocks)


def _of_tasks(tasks: Iterable[Task | TaskDraft]) -> Iterator[str]:
    for task in tasks:
        yield from (task.task, task.lead, task.coordinating, task.executing, task.product)
