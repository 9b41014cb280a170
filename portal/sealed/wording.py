"""Words for the states of a sealed item and for what was done with it."""

from portal.i18n import N_

STATES = {
    "received": N_("Đã nhận, chưa ai mở"),
    "opened": N_("Đã có người mở"),
    "answered": N_("Đã có trả lời"),
    "transferred": N_("Đã chuyển nơi có thẩm quyền"),
}
TAGS = {
    "received": "received",
    "opened": "in_progress",
    "answered": "answered",
    "transferred": "withdrawn",
}
ACTS = {
    "received": N_("Đã nhận"),
    "seen": N_("Xem trang này"),
    "refused": N_("Bị từ chối khi mở trang này"),
    "fetched": N_("Lấy bản đã khóa"),
    "answered": N_("Gửi trả lời đã khóa"),
    "late": N_("Quá hạn"),
    "transferred": N_("Chuyển nơi có thẩm quyền"),
}
