"""Small Vietnamese documents for the tests of search."""

from datetime import date

from hypothesis import settings

from search import Document, Part

# Other work may share the machine: no property is about time.
calm = settings(deadline=None)


def part(text, anchor="p1", label="1.", title=""):
    return Part(anchor=anchor, label=label, title=title, text=text)


def document(ref="van-ban:1", title="Thông báo", text="", **fields):
    fields.setdefault("kind", "thong-bao")
    fields.setdefault("published_on", date(2025, 3, 1))
    fields.setdefault("parts", (part(text),) if text else ())
    return Document(ref=ref, title=title, **fields)


SHELF = (
    document(
        "van-ban:1",
        "Kế hoạch thực hiện dân chủ ở cơ sở năm 2025",
        number="53/KH-UBND",
        kind="ke-hoach",
        office="van-phong",
        published_on=date(2025, 2, 21),
        parts=(
            part("Nhân dân bàn và quyết định trực tiếp những việc ở thôn.", "muc-1", "I."),
            part("Kiểm tra, đánh giá việc công khai thủ tục hành chính.", "muc-2", "II."),
            part("Lắp bảng quét mã QR tại quầy để người dân đánh giá.", "muc-3", "III."),
        ),
    ),
    document(
        "van-ban:2",
        "Quyết định ban hành quy chế tiếp công dân",
        number="12/QĐ-UBND",
        kind="quyet-dinh",
        office="van-phong",
        published_on=date(2024, 6, 10),
        parts=(part("Thực hiện Kế hoạch số 53/KH-UBND ngày 21/02/2025 của Ủy ban nhân dân tỉnh."),),
    ),
    document(
        "van-ban:3",
        "Thông báo phun thuốc diệt muỗi",
        "Trạm Y tế phun thuốc diệt muỗi tại các hộ gia đình ở thôn Đông Khê.",
        office="tram-y-te",
        published_on=date(2025, 7, 1),
    ),
    document(
        "van-ban:4",
        "Thông báo thu mua muối",
        "Hợp tác xã thu mua muối của các hộ gia đình, trả tiền ngay.",
        office="phong-kinh-te",
        published_on=date(2025, 8, 1),
    ),
    document(
        "y-kien:YK-2026-000042",
        "Đường thôn Vân Hạ ngập khi mưa to",
        "Phòng Kinh tế đã khơi thông rãnh. UBND xã sẽ làm cống mới trong quý III.",
        number="YK-2026-000042",
        kind="y-kien",
        office="phong-kinh-te",
        published_on=date(2026, 1, 5),
    ),
)


def refs(page):
    return [hit.ref for hit in page.hits]


def shown(segments):
    return "".join(f"[{one.text}]" if one.marked else one.text for one in segments)
