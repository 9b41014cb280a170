"""Tasks given in a sentence: "Giao Phòng A chủ trì, phối hợp với Phòng B lập kế hoạch trước …"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.publications.importing.passages import Passage

_BODIES = (
    r"(?:Phòng|Văn phòng|Trung tâm|Ban|Công an|Quân sự|Hội|Đoàn|Ủy ban|UBND|UBMTTQ|Mặt trận|Trạm"
    r"|Trường|Thanh tra|Sở|Bộ phận|Đài|Tổ|Chi cục|Công đoàn|Liên đoàn|Bí thư|Trưởng|Thủ trưởng"
    r"|Công chức|Các|các)"
)
# Where the words of a duty begin; before them stand the names of those it is given to.
_DUTIES = (
    "tham mưu|xây dựng|tổ chức|triển khai|rà soát|kiểm tra|lập|thực hiện|hướng dẫn|tuyên truyền"
    "|theo dõi|tổng hợp|báo cáo|trình|ban hành|niêm yết|công khai|cập nhật|đôn đốc|soạn|lắp|sửa"
    "|chuẩn bị|in|bố trí|đăng tải|phổ biến|khảo sát|thống kê|quản lý|hoàn thiện|xử lý|giải quyết"
    "|đề xuất|phát động|vận động|mở|duy trì|tiếp nhận|bảo đảm|đảm bảo|thẩm định|đánh giá"
    "|cấp|tập huấn"
)
_SENTENCE = re.compile(
    rf"(?:^|(?<=[.;] ))Giao (?P<lead>{_BODIES}[^.;:]{{2,120}}?)"
    r"(?: (?:là )?(?:cơ quan|đơn vị))? chủ trì"
    rf"(?:[,;]? phối hợp (?:với |cùng )?(?P<coordinating>[^.;:]{{2,200}}?))?"
    rf",? (?P<task>(?:{_DUTIES})\b[^.;]{{0,400}}?)"
    r"[,;]? (?P<deadline>(?:(?:hoàn thành|xong) )?(?:trước(?: ngày| tháng)?|chậm nhất|đến hết"
    r"|(?:trong|vào) (?:quý|tháng|năm|ngày))\b[^.;]{0,60}?[\dIVX][^.;,]{0,60}?)(?=[.;,]|$)",
)
_BARE = re.compile(rf"(?:{_DUTIES})(?: thực hiện| triển khai)?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Given:
    """One duty a sentence gives; `task` is None when it is what the heading says."""

    task: str | None
    lead: str
    coordinating: str | None
    deadline: str
    line: int


def given(passage: Passage) -> Iterator[Given]:
    """Yield the duties of one paragraph that name who, what and by when; others are left out."""
    for found in _SENTENCE.finditer(passage.text):
        task = found["task"].strip(" ,")
        yield Given(
            task=None if _BARE.fullmatch(task) else task[0].upper() + task[1:],
            lead=found["lead"].strip(" ,"),
            coordinating=(found["coordinating"] or "").strip(" ,") or None,
            deadline=found["deadline"].strip(" ,"),
            line=passage.line_at(found.start()),
        )
