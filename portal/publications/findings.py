"""What must be looked at by name before a document is published (UPL-4: reported, confirmed)."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from portal.i18n import N_
from portal.publications.blocks import plain
from portal.publications.models import Publication

PERSONAL = "personal-data"
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
        "unopened": N_("không xem được bên trong"),
        PERSONAL: N_("trong lời văn có chỗ giống số điện thoại hoặc số căn cước: %(values)s"),
    }
)
_NUMBERS = re.compile(
    r"(?<![\d/.,-])(?:0\d{11}|0\d{2}(?:[ .]\d{3}){3}"  # identity card
    r"|(?:\+?84|0)[ .]?[35789](?:[ .-]?\d){8})(?![\d/])"  # mobile telephone
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
        return self.code != PERSONAL


def findings(publication: Publication) -> list[Finding]:
    """Return what the document's files hold unseen, and what looks personal in its words."""
    found = [
        Finding(code=code, file=file.name) for file in publication.files for code in file.unseen
    ]
    numbers = list(dict.fromkeys(_NUMBERS.findall(_words(publication))))
    if numbers:
        values = {"values": ", ".join(numbers[:_SHOWN]) + (" …" if numbers[_SHOWN:] else "")}
        found.append(Finding(code=PERSONAL, values=values))
    return found


def codes(found: Collection[Finding]) -> list[str]:
    """Return the codes, for the log, which holds no words."""
    return sorted({one.code for one in found})


def _words(publication: Publication) -> str:
    return "\n".join(_all(publication))


def _all(publication: Publication) -> Iterator[str]:
    yield publication.title
    for section in publication.sections:
        yield section.title
        yield plain(section.blocks)
    for task in publication.tasks:
        yield from (task.task, task.lead, task.coordinating, task.executing, task.product)
