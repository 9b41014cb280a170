"""What a Word file holds beside the words that will be published."""

from dataclasses import dataclass, field

from docx.oxml.ns import qn

from portal.i18n import N_
from portal.publications.importing.package import Link, Package
from portal.publications.importing.reading import Doubt

MESSAGES = {
    "tracked-changes": N_(
        "Tệp còn vết sửa đổi chưa chấp nhận hoặc từ chối. Bản đọc lấy chữ đã thêm, bỏ chữ đã xóa.",
    ),
    "comments": N_("Tệp còn lời bình luận. Xin xóa trước khi đăng tệp gốc."),
    "hidden-text": N_("Tệp có chữ ẩn. Chữ ẩn không được đọc; xin xóa trước khi đăng tệp gốc."),
    "faint-text": N_(
        "Tệp có chữ mà người xem không thấy: trùng màu nền, quá nhỏ, bị ép sát hoặc nằm ngoài "
        "trang. Chữ ấy không được đọc; xin xóa trước khi đăng tệp gốc.",
    ),
    "embedded-objects": N_(
        "Tệp có tệp khác nhúng bên trong. Xin kiểm tra trước khi đăng tệp gốc.",
    ),
    "outside-parts": N_("Tệp lấy nội dung từ nơi khác khi mở. Xin kiểm tra trước khi đăng."),
    "text-boxes": N_("Tệp có khung chữ rời; chữ trong khung chưa được đọc."),
    "converted-encoding": N_(
        "Văn bản dùng bảng mã cũ (TCVN3, VNI) và đã được chuyển sang Unicode. "
        "Xin so lại với bản gốc.",
    ),
}
_BOXES = qn("w:txbxContent")
_OUTSIDE = frozenset(("attachedTemplate", "oleObject", "frame", "subDocument", "aFChunk"))


@dataclass(kw_only=True)
class Findings:
    """The first line where each thing was found."""

    lines: dict[str, int] = field(default_factory=dict)


def doubts_of(package: Package, findings: Findings) -> tuple[Doubt, ...]:
    """Return what a person should know before the file itself is published."""
    found = dict(findings.lines)
    if any(root.find(qn("w:comment")) is not None for root in package.linked("comments")):
        found.setdefault("comments", 1)
    if any("/embeddings/" in name or "/activeX/" in name for name in package.names):
        found.setdefault("embedded-objects", 1)
    if any(link.external and link.kind in _OUTSIDE for link in _all_links(package)):
        found.setdefault("outside-parts", 1)
    if _has_boxes(package):
        found.setdefault("text-boxes", 1)
    return tuple(doubt(code, found[code]) for code in MESSAGES if code in found)


def doubt(code: str, line: int = 1) -> Doubt:
    """Return the doubt of this code."""
    return Doubt(code=code, message=MESSAGES[code], line=line)


def _all_links(package: Package) -> list[Link]:
    settings = [link.target for link in package.links(package.main) if link.kind == "settings"]
    return [link for name in (package.main, *settings) for link in package.links(name)]


def _has_boxes(package: Package) -> bool:
    boxes = package.xml(package.main).iter(_BOXES)
    return any("".join(box.itertext()).strip() for box in boxes)
