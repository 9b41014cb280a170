"""Words for the states of a petition, for its duties, for what was done."""

from portal.i18n import N_
from portal.petitions.rules import Duty, Standing, State

STATES = {
    State.PENDING: N_("Chờ người nêu xác nhận"),
    State.GATHERING: N_("Đang tìm người ủng hộ"),
    State.MODERATING: N_("Đang được xem xét"),
    State.OPEN: N_("Đang nhận chữ ký"),
    State.CLOSED: N_("Đã hết hạn nhận chữ ký"),
    State.REFUSED: N_("Không nhận"),
    State.LAPSED: N_("Không đủ người ủng hộ"),
    State.WITHDRAWN: N_("Người nêu đã rút"),
}
TAGS = {
    State.PENDING: "draft",
    State.GATHERING: "draft",
    State.MODERATING: "waiting",
    State.OPEN: "received",
    State.CLOSED: "closed",
    State.REFUSED: "refused",
    State.LAPSED: "withdrawn",
    State.WITHDRAWN: "withdrawn",
}
STANDINGS = {
    Standing.WAITING: N_("Chưa xác nhận"),
    Standing.COUNTED: N_("Được tính"),
    Standing.DOUBTFUL: N_("Cần xem lại"),
    Standing.INVALID: N_("Không được tính"),
    Standing.WITHDRAWN: N_("Đã rút"),
}
DUTIES = {
    Duty.ANSWER: N_("Cơ quan phải trả lời"),
    Duty.CHAIRMAN: N_("Chủ tịch phải trả lời"),
    Duty.DIALOGUE: N_("Phải tổ chức đối thoại"),
}
MARKS = {
    "device": N_("Cùng một máy"),
    "block": N_("Cùng một mạng"),
    "domain": N_("Cùng một tên miền thư"),
}
ACTS = {
    "started": N_("Người nêu gửi kiến nghị"),
    "confirm": N_("Người nêu xác nhận"),
    "supported": N_("Đủ người ủng hộ"),
    "taken": N_("Nhận xem xét"),
    "admit": N_("Công khai để lấy chữ ký"),
    "refuse": N_("Không nhận"),
    "reached": N_("Đạt một mốc chữ ký"),
    "scheduled": N_("Ấn định ngày đối thoại"),
    "concluded": N_("Ghi kết quả đối thoại"),
    "sheet": N_("Nhập một tờ chữ ký giấy"),
    "sheet_struck": N_("Bỏ một tờ chữ ký giấy"),
    "found": N_("Tìm một chữ ký chờ xác nhận"),
    "vouched": N_("Xác nhận chữ ký tại quầy"),
    "swept": N_("Xử lý nhiều chữ ký một lúc"),
    "unswept": N_("Hoàn lại một lần xử lý"),
    "close": N_("Hết hạn nhận chữ ký"),
    "lapse": N_("Hết hạn tìm người ủng hộ"),
    "withdraw": N_("Người nêu rút kiến nghị"),
    "anonymised": N_("Xóa thông tin người ký"),
    "erased": N_("Xóa nội dung chưa từng công khai"),
}
