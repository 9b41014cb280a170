"""What only officials read: ways in, visibility, letters, what came back, what was done."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.cases.models import Case, Channel, Purpose
from portal.cases.rules import Judgement, State, Visibility
from portal.i18n import N_

VISIBILITIES: Mapping[Visibility, str] = MappingProxyType(
    {
        Visibility.PRIVATE: N_("Không công khai"),
        Visibility.PENDING: N_("Chờ kiểm duyệt"),
        Visibility.PUBLISHED: N_("Đã công khai"),
        Visibility.HIDDEN: N_("Kiểm duyệt không cho công khai"),
    }
)
CHANNELS: Mapping[Channel, str] = MappingProxyType(
    {
        Channel.WEB: N_("Gửi trên cổng"),
        Channel.COUNTER: N_("Quét mã tại quầy"),
        Channel.IN_PERSON: N_("Nhập hộ, người gửi đến trực tiếp"),
        Channel.PHONE: N_("Nhập hộ, qua điện thoại"),
        Channel.PAPER: N_("Nhập hộ, từ đơn giấy"),
    }
)
LETTERS: Mapping[Purpose, str] = MappingProxyType(
    {
        Purpose.QUESTION: N_("Cơ quan hỏi thêm"),
        Purpose.REPLY: N_("Người gửi trả lời"),
        Purpose.HAND_OVER: N_("Lý do chuyển cơ quan"),
        Purpose.REFUSAL: N_("Lý do không xử lý"),
        Purpose.DRAFT: N_("Bản nháp"),
        Purpose.RETURN: N_("Đề nghị viết lại"),
        Purpose.ANSWER: N_("Trả lời"),
        Purpose.DISPUTE: N_("Người gửi chưa đồng ý"),
        Purpose.HIDING: N_("Lý do không công khai"),
        Purpose.NOTE: N_("Trao đổi nội bộ"),
        Purpose.DECLINE: N_("Lý do không nhận"),
        Purpose.DECISION: N_("Quyết định cơ quan trả lời"),
        Purpose.EXTENSION: N_("Lý do gia hạn"),
        Purpose.PARTLY: N_("Điều người gửi thấy còn thiếu"),
        Purpose.JOINING: N_("Lý do ghép"),
        Purpose.PROGRESS: N_("Báo tin cho người gửi"),
    }
)
DUES: Mapping[str, str] = MappingProxyType(
    {
        "overdue": N_("Quá hạn"),
        "today": N_("Đến hạn hôm nay"),
        "soon": N_("Trong 3 ngày tới"),
    }
)
COMEBACKS: Mapping[str, str] = MappingProxyType(
    {
        "return": N_("Lãnh đạo đề nghị viết lại"),
        "dispute": N_("Người gửi chưa đồng ý"),
        "hand_over": N_("Cơ quan khác chuyển đến"),
        "decline": N_("Cơ quan kia không nhận"),
        "decide": N_("Bộ phận tiếp nhận quyết định"),
    }
)
SUSPICIONS: Mapping[str, str] = MappingProxyType(
    {
        "fast": N_("Gửi nhanh bất thường, có thể là máy gửi"),
        "accuses": N_("Lời lẽ giống khiếu nại, tố cáo; người gửi cho biết không phải"),
        "honeypot": N_("Có dấu hiệu do máy gửi"),
    }
)
# What comes next for a case the reader can do nothing with.
NEXT: Mapping[State, str] = MappingProxyType(
    {
        State.RECEIVED: N_("Đang chờ cơ quan được phân công nhận xử lý."),
        State.IN_PROGRESS: N_("Cơ quan được phân công đang tìm hiểu và viết câu trả lời."),
        State.WAITING: N_("Đang chờ người gửi trả lời câu hỏi của cơ quan."),
        State.FOR_APPROVAL: N_("Bản trả lời đang chờ lãnh đạo cơ quan duyệt."),
        State.ANSWERED: N_("Đã trả lời. Người gửi có thể đồng ý, hoặc đề nghị xem lại."),
        State.CLOSED: N_("Người gửi cho biết câu trả lời đã giải đáp được. Không còn việc gì."),
        State.REFUSED: N_("Đã báo không xử lý. Người gửi có thể đề nghị xem lại."),
        State.WITHDRAWN: N_("Người gửi đã rút ý kiến. Không còn việc gì."),
        State.SPLIT: N_("Mỗi phần được trả lời riêng; người gửi đọc tất cả bằng một mã."),
        State.JOINED: N_("Phần này đã được nhập lại vào ý kiến chung."),
        State.SEALED: N_(
            "Đã chuyển sang đường gửi kín; chỉ người được giao mở, hạn tính tiếp ở đó."
        ),
    }
)
CLOSED: Mapping[Judgement, str] = MappingProxyType(
    {
        Judgement.PARTLY: N_("Người gửi cho biết câu trả lời giải đáp được một phần."),
        Judgement.NO_WORD: N_(
            "Hết thời gian đã hẹn mà chưa có hồi âm; ý kiến được khép, không tính là hài lòng."
            " Người gửi vẫn có thể đề nghị xem lại."
        ),
    }
)
# What is said after a move was made.
DONE: Mapping[str, str] = MappingProxyType(
    {
        "assign": N_("Đã phân công %(number)s."),
        "accept": N_("Đã nhận xử lý %(number)s."),
        "ask": N_("Đã gửi câu hỏi cho người gửi %(number)s."),
        "hand_over": N_("Đã chuyển %(number)s sang cơ quan khác. Hạn trả lời giữ nguyên."),
        "decline": N_("Đã báo %(number)s không thuộc cơ quan quý vị."),
        "decide": N_("Đã quyết định cơ quan trả lời %(number)s; không chuyển tiếp nữa."),
        "refuse": N_("Đã báo người gửi %(number)s lý do không xử lý."),
        "extend": N_("Đã gia hạn %(number)s và báo người gửi lý do, ngày hẹn mới."),
        "resume": N_("%(number)s được làm tiếp, không đợi người gửi nữa."),
        "draft": N_("Đã lưu bản nháp của %(number)s."),
        "submit": N_("Đã trình lãnh đạo bản trả lời %(number)s."),
        "send": N_("Đã gửi câu trả lời %(number)s."),
        "template": N_("Đã chèn mẫu vào bản nháp của %(number)s. Xin điền các chỗ trống."),
        "progress": N_("Đã báo tin cho người gửi %(number)s. Hạn trả lời vẫn tính."),
        "note": N_("Đã ghi trao đổi trong cơ quan về %(number)s."),
        "return": N_("Đã trả lại bản nháp của %(number)s để viết tiếp."),
        "approve": N_("Đã duyệt và gửi câu trả lời %(number)s."),
        "release": N_("Đã công khai %(number)s."),
        "hide": N_("%(number)s không hiện công khai nữa."),
    }
)


def next_of(case: Case) -> str:
    """Return what comes next for a case the reader can do nothing with."""
    closed = CLOSED.get(case.judgement) if case.judgement and case.state is State.CLOSED else None
    return closed or NEXT[case.state]
