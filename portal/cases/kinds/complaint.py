"""A complaint (khiếu nại), as a clerk enters it: the law wants it signed, never by the web."""

from portal.cases.kinds.base import Kind
from portal.i18n import N_

KIND = Kind(
    slug="complaint",
    title=N_("Khiếu nại"),
    description=N_("Đề nghị xem lại một quyết định, hành vi hành chính; chỉ cán bộ nhập vào sổ."),
    offered=False,
    icon="letter",
)
