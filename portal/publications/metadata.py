"""The metadata every published document must carry (Nghị định 42/2022, Điều 4), as a table."""

import csv
import io
from collections.abc import Callable, Iterable

from flask_babel import gettext as _

from portal.publications.models import Publication
from portal.publications.types import BY_SLUG

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
Address = Callable[..., str]


def as_csv(publications: Iterable[Publication], address: Address) -> str:
    """Return the documents as one table, their days as ISO 8601 writes them.

    Args:
        publications: what the reader may see.
        address: `address(publication)` is its page, `address(publication, file)` one of its files.

    """
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow(_head())
    for publication in publications:
        writer.writerow([harmless(cell) for cell in _row(publication, address)])
    return text.getvalue()


def harmless(cell: str) -> str:
    """Return `cell` so that no spreadsheet takes it for a formula (WEB-8)."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell.replace("\0", "")


def _head() -> list[str]:
    return [
        _("Hình thức văn bản"),
        _("Thẩm quyền ban hành"),
        _("Số, ký hiệu"),
        _("Ngày ban hành"),
        _("Ngày có hiệu lực"),
        _("Trích yếu"),
        _("Tệp tải về"),
        _("Lĩnh vực"),
        _("Cơ quan đăng"),
        _("Trang văn bản"),
        _("Bản thứ"),
        _("Ai được xem"),
    ]


def _row(publication: Publication, address: Address) -> list[str]:
    days = (publication.issued_on, publication.effective_on)
    internal = publication.audience == "internal"
    return [
        _(BY_SLUG[publication.kind].title),
        publication.issuer,
        publication.number,
        *(day.isoformat() if day else "" for day in days),
        publication.title,
        " ".join(address(publication, file) for file in publication.files),
        publication.topic.name if publication.topic else "",
        publication.office.name,
        address(publication),
        str(publication.revision),
        _("Nội bộ cơ quan") if internal else _("Mọi người"),
    ]
