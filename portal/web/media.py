"""Which files are taken from people, and in what form they are kept. Pure.

A file must be on the list by its extension, its first bytes and its structure. Pictures are drawn
anew, so nothing hidden in them survives; other files are kept byte for byte.
"""

import io
import re
import threading
import unicodedata
import zipfile
from dataclasses import dataclass, field

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from portal.i18n import N_

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 3_000
QUALITY = 85
LONGEST_NAME = 100
MOST_ENTRIES = 1_000
MOST_UNPACKED = 100_000_000
HIGHEST_RATIO = 100
SMALL = 1_000_000  # a bomb that unpacks to less than this is none
CHUNK = 1 << 16

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
PDF = "application/pdf"
OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX = OFFICE + "wordprocessingml.document", OFFICE + "spreadsheetml.sheet"

EXTENSIONS = {
    "jpg": JPEG,
    "jpeg": JPEG,
    "png": PNG,
    "webp": WEBP,
    "pdf": PDF,
    "docx": DOCX,
    "xlsx": XLSX,
}
PICTURES = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
ENDINGS = {JPEG: "jpg", PNG: "png", WEBP: "webp"}
MAIN_PARTS = {DOCX: "word/document.xml", XLSX: "xl/workbook.xml"}
ACCEPT = ",".join(f".{extension}" for extension in EXTENSIONS)

TOO_MANY_PIXELS = N_(
    "Ảnh “%(name)s” quá lớn (nhiều nhất 40 triệu điểm ảnh). Xin thu nhỏ rồi gửi lại."
)

_DRAWING = threading.Lock()
_PDFIUM = threading.Lock()  # the library is not made for two threads at once


@dataclass(frozen=True, kw_only=True)
class NewFile:
    """A file that was looked at and may be kept.

    Attributes:
        name: cleaned, as the sender called it.
        media_type: what its content is, not what the browser said.

    """

    name: str
    media_type: str
    content: bytes = field(repr=False)


class Refused(ValueError):
    """A file that is not taken; `message` is a message id about `%(name)s`."""

    def __init__(self, message: str) -> None:
        """Say why."""
        super().__init__(message)
        self.message = message


def clean_name(raw: str) -> str:
    """Return the file's own name: no folders, no control or direction characters, not too long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    visible = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    name = " ".join(visible.split()).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return name[:LONGEST_NAME] or "tep"
    return f"{stem[: LONGEST_NAME - len(ending) - 1] or 'tep'}.{ending}"


def admit(raw_name: str, content: bytes) -> NewFile:
    """Return the file as it is to be kept; raise Refused when it is not one we take."""
    name = clean_name(raw_name)
    claimed = EXTENSIONS.get(name.rpartition(".")[2].lower())
    if claimed is None:
        raise Refused(
            N_("Chưa nhận được “%(name)s”. Cổng nhận ảnh JPG, PNG, WEBP và tệp PDF, DOCX, XLSX.")
        )
    if not content:
        raise Refused(N_("Tệp “%(name)s” không có nội dung. Xin chọn lại tệp."))
    actual = _by_first_bytes(content)
    if claimed in PICTURES and actual in PICTURES:
        # Phones and chat programs often call a WebP .jpg; drawn anew, it gets its true ending.
        return _draw_again(name, content, actual)
    if actual == PDF == claimed:
        _check_pdf(content)
    elif actual == "zip" and claimed in MAIN_PARTS:
        _check_office(content, MAIN_PARTS[claimed])
    else:
        raise Refused(
            N_("Nội dung của tệp “%(name)s” không đúng với đuôi tệp, nên chưa nhận được.")
        )
    return NewFile(name=name, media_type=claimed, content=content)


def _by_first_bytes(content: bytes) -> str | None:
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"%PDF-"):
        return PDF
    return "zip" if content.startswith(b"PK\x03\x04") else None


def _draw_again(name: str, content: bytes, media_type: str) -> NewFile:
    """Return the picture upright, at most 3000 pixels long, without any metadata."""
    try:
        with Image.open(io.BytesIO(content), formats=[PICTURES[media_type]]) as picture:
            drawn = _redrawn(picture, media_type)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(TOO_MANY_PIXELS) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, ArithmeticError):
        # Pillow reports damage in all of these ways.
        raise Refused(N_("Không mở được ảnh “%(name)s”; có thể ảnh bị hỏng.")) from None
    stem = name.rpartition(".")[0]
    return NewFile(name=f"{stem}.{ENDINGS[media_type]}", media_type=media_type, content=drawn)


def _redrawn(picture: Image.Image, media_type: str) -> bytes:
    """Return the picture drawn anew; one at a time, since each may take half a gigabyte."""
    with _DRAWING:
        return _drawn(picture, media_type)


def _drawn(picture: Image.Image, media_type: str) -> bytes:
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused(TOO_MANY_PIXELS)
    side = (LONGEST_SIDE, LONGEST_SIDE)
    if media_type == JPEG:
        picture.draft("RGB", side)
    upright = ImageOps.exif_transpose(picture)
    clear = media_type != JPEG and upright.has_transparency_data
    plain = upright.convert("RGBA" if clear else "RGB")
    plain.thumbnail(side, Image.Resampling.LANCZOS)
    plain.info.clear()  # else Pillow writes comments and profiles into the copy
    out = io.BytesIO()
    plain.save(out, PICTURES[media_type], quality=QUALITY)
    return out.getvalue()


def _check_pdf(content: bytes) -> None:
    try:
        with _PDFIUM, pypdfium2.PdfDocument(content) as document:
            pages = len(document)
    except pypdfium2.PdfiumError:
        raise Refused(
            N_("Không mở được tệp “%(name)s”; có thể tệp bị hỏng hoặc có đặt mật khẩu.")
        ) from None
    if not pages or zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused(N_("Tệp “%(name)s” không phải là một tệp PDF thông thường."))


def _check_office(content: bytes, main_part: str) -> None:
    strange = Refused(N_("Tệp “%(name)s” không phải là một tệp Word hoặc Excel thông thường."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if not _orderly(entries, main_part):
                raise strange
            unpacked = sum(_length(archive, entry) for entry in entries)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError):
        raise strange from None
    except ValueError:
        raise strange from None
    if unpacked > SMALL and unpacked > HIGHEST_RATIO * len(content):
        raise strange


def _orderly(entries: list[zipfile.ZipInfo], main_part: str) -> bool:
    names = [entry.filename for entry in entries]
    return (
        len(entries) <= MOST_ENTRIES
        and sum(entry.file_size for entry in entries) <= MOST_UNPACKED
        and len(set(names)) == len(names)
        and {"[Content_Types].xml", main_part} <= set(names)
        and not any(_suspicious(entry) for entry in entries)
    )


def _suspicious(entry: zipfile.ZipInfo) -> bool:
    """Return whether an entry leads out of its folder, is a link, is locked or holds macros."""
    name = entry.filename.lower()
    link = entry.external_attr >> 28 == 0xA  # noqa: PLR2004 - S_IFLNK, the mode of a symbolic link
    locked = entry.flag_bits & 1
    outside = name.startswith("/") or ".." in name.split("/") or "\\" in name
    return bool(link or locked or outside or name.endswith("vbaproject.bin"))


def _length(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """Return how much really comes out of `entry`, its checksum checked on the way."""
    length = 0
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            length += len(chunk)
            if length > MOST_UNPACKED:
                raise zipfile.BadZipFile
    return length
