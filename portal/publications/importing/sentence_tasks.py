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
# Words behind "tổ chức" that make it a body and no duty.
_BODIES_TOO = (
    r"[,;](?! (?:hoàn thành|xong|trước) )| chính trị| xã hội| đoàn thể| đảng| có | liên quan"
    r"| thành viên| cá nhân| khác| kinh tế| tôn giáo| hội(?! nghị| thảo| thi| họp| chợ| diễn)"
)
# Where the words of a duty begin; before them stand the names of those it is given to.
_DUTIES = (
    "(?:tham mưu|xây dựng|triển khai|rà soát|kiểm tra|lập|thực hiện|hướng dẫn|tuyên truyền"
    "|theo dõi|tổng hợp|báo cáo|trình|ban hành|niêm yết|công khai|cập nhật|đôn đốc|soạn|lắp|sửa"
    "|chuẩn bị|in|bố trí|đăng tải|phổ biến|khảo sát|thống kê|quản lý|hoàn thiện|xử lý|giải quyết"
    "|đề xuất|phát động|vận động|mở|duy trì|tiếp nhận|bảo đảm|đảm bảo|thẩm định|đánh giá"
    "|cấp|tập huấn|tuần tra|gửi|nộp|chi trả|nghiệm thu|phát quang|nạo vét|khắc phục|xác minh"
    "|trả lời|đăng ký|nhập|số hóa|đối chiếu|lấy ý kiến|thông báo|giám sát|chỉ đạo|kiện toàn"
    "|thẩm tra|thành lập|bàn giao|thay|dán|treo|trồng|dọn|tu sửa|mua|tổng kết|sơ kết"
    rf"|tổ chức(?!{_BODIES_TOO}))"
)
# The same words inside a name: "Ban quản lý chợ", "các tổ chức", "Đoàn kiểm tra".
_INSIDE = "".join(
    f"(?<!{word} )"
    for word in (
        *("Ban", "ban", "Tổ", "tổ", "Đoàn", "đoàn", "phận", "các", "và", "cán bộ", "công chức"),
        *("Hội", "hội", ",", "trạm", "Trạm", "đội", "Đội"),
    )
)
_DEADLINE = (
    r"(?P<deadline>(?:(?:hoàn thành|xong) )?(?:trước(?: ngày| tháng)?|chậm nhất|đến hết"
    r"|(?:trong|vào) (?:quý|tháng|năm|ngày))\b(?:[^.;]|\.(?=\d)){0,60}?[\dIVX]"
    r"(?:[^.;,]|\.(?=\d)){0,60}?)"
    r"(?=[.;,](?!\d)|$|\s(?:để|theo|nhằm|gửi|báo cáo|và(?! (?:trước |ngày )*\d))(?!\w))"
)
_TASK = rf"(?P<task>{_INSIDE}{_DUTIES}\b(?:[^.;]|\.(?=\d)){{0,400}}?)[,;]? {_DEADLINE}"
_LED = re.compile(
    rf"(?:^|(?<=[.;:] ))(?:(?:Giao|Yêu cầu|Đề nghị) )?(?P<lead>{_BODIES}[^.;:]{{0,120}}?)"
    r"(?: (?:là )?(?:cơ quan|đơn vị))? chủ trì"
    rf"(?:[,;]? phối hợp (?:với |cùng )?(?P<coordinating>[^.;:]{{2,200}}?))?,? {_TASK}",
)
# Without "chủ trì" the name must stand right before the duty.
_CHARGED = re.compile(
    rf"(?:^|(?<=[.;:] ))Giao (?P<lead>{_BODIES} [^.;:]{{2,80}}?)(?P<coordinating>) {_TASK}"
)
_NO_NAME = re.compile(rf"{_INSIDE}(?<!\w){_DUTIES}(?!\w)|chủ trì|(?: và| các|,);")
_BARE = re.compile(r"(?:tổ chức|(?:tổ chức |triển khai )?thực hiện|triển khai)", re.IGNORECASE)
# What gives somebody a duty, however it goes on.
CHARGE = re.compile(
    rf"(?:^|(?<=[.;:] ))(?:Giao {_BODIES}|(?:Yêu cầu |Đề nghị )?{_BODIES}"
    r"(?:(?!được)[^.;:]){0,120}? chủ trì)(?!\w)(?!\s?:)"
)


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
    led = list(_LED.finditer(passage.text))
    charged = [] if led else _CHARGED.finditer(passage.text)
    for found in (*led, *charged):
        names = f"{found['lead']}; {found['coordinating'] or ''}"
        if _NO_NAME.search(names):
            continue
        task = found["task"].strip(" ,")
        yield Given(
            task=None if _BARE.fullmatch(task) else task[0].upper() + task[1:],
            lead=found["lead"].strip(" ,"),
            coordinating=(found["coordinating"] or "").strip(" ,") or None,
            deadline=found["deadline"].strip(" ,"),
            line=passage.line_at(found.start()),
        )
