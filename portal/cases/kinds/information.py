"""A request for information the authority holds (yêu cầu cung cấp thông tin)."""

from portal.cases.kinds.base import Kind
from portal.i18n import N_

KIND = Kind(
    slug="information",
    title=N_("Yêu cầu cung cấp thông tin"),
    description=N_("Xin xem hoặc nhận bản sao một hồ sơ, số liệu mà cơ quan đang giữ."),
    icon="document",
)
