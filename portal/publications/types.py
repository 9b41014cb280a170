"""The kinds of documents an authority publishes (tên loại văn bản), as data."""

from dataclasses import dataclass
from functools import lru_cache

from portal.i18n import N_
from portal.publications.rules import APPENDIX, plain_letters

LABELS = 4_096  # a page asks of each of its sections several times; labels recur: "Điều 12"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of document.

    Attributes:
        slug: its name in addresses and in the database.
        title: as printed above the subject.
        letters: its abbreviation in numbers (Nghị định 30/2020, phụ lục III); "" for none.
        comments: whether its page offers to comment on each section.
        consults: whether a last day for comments must leave the time the law asks for.

    """

    slug: str
    title: str
    letters: str = ""
    comments: bool = True
    consults: bool = False


OTHER = "van-ban-khac"

KINDS = (
    Kind(slug="ke-hoach", title=N_("Kế hoạch"), letters="KH"),
    Kind(slug="quyet-dinh", title=N_("Quyết định"), letters="QĐ"),
    Kind(slug="nghi-quyet", title=N_("Nghị quyết"), letters="NQ"),
    Kind(slug="thong-bao", title=N_("Thông báo"), letters="TB"),
    Kind(slug="bao-cao", title=N_("Báo cáo"), letters="BC"),
    Kind(slug="du-thao", title=N_("Dự thảo lấy ý kiến"), consults=True),
    Kind(slug="cong-khai-ngan-sach", title=N_("Công khai ngân sách")),
    Kind(slug="quy-che", title=N_("Quy chế"), letters="QC"),
    Kind(slug="quy-dinh", title=N_("Quy định"), letters="QyĐ"),
    Kind(slug="chi-thi", title=N_("Chỉ thị"), letters="CT"),
    Kind(slug="chuong-trinh", title=N_("Chương trình"), letters="CTr"),
    Kind(slug="phuong-an", title=N_("Phương án"), letters="PA"),
    Kind(slug="de-an", title=N_("Đề án"), letters="ĐA"),
    Kind(slug="du-an", title=N_("Dự án"), letters="DA"),
    Kind(slug="to-trinh", title=N_("Tờ trình"), letters="TTr"),
    Kind(slug="huong-dan", title=N_("Hướng dẫn"), letters="HD"),
    Kind(slug="ket-luan", title=N_("Kết luận"), letters="KL"),
    Kind(slug="thong-cao", title=N_("Thông cáo"), letters="TC"),
    Kind(slug="noi-quy", title=N_("Nội quy")),
    Kind(slug="huong-uoc", title=N_("Hương ước, quy ước")),
    Kind(slug="cong-van", title=N_("Công văn"), comments=False),
    Kind(slug="cong-dien", title=N_("Công điện"), letters="CĐ", comments=False),
    Kind(slug="bien-ban", title=N_("Biên bản"), letters="BB", comments=False),
    Kind(slug="hop-dong", title=N_("Hợp đồng"), letters="HĐ", comments=False),
    Kind(slug="giay-moi", title=N_("Giấy mời"), letters="GM", comments=False),
    Kind(slug=OTHER, title=N_("Văn bản khác"), comments=False),
)
BY_SLUG = {kind.slug: kind for kind in KINDS}
_BY_NAME = {plain_letters(kind.title): kind.slug for kind in KINDS}


def kind_of(name: str | None) -> str:
    """Return the slug of the kind a document calls itself, or that of the rest."""
    return _BY_NAME.get(plain_letters(name or ""), OTHER)


@lru_cache(LABELS)
def is_appendix(label: str) -> bool:
    """Return whether a section so labelled is an appendix (phụ lục)."""
    return plain_letters(label).startswith(APPENDIX)


@lru_cache(LABELS)
def is_appended(label: str) -> bool:
    """Return whether a section so labelled comes after the signature: an appendix, a statute."""
    return is_appendix(label) or kind_of(label) != OTHER
