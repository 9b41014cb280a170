"""A denunciation (tố cáo): an entry in the register that holds the first limits, nothing more."""

from portal.cases.kinds.base import Kind
from portal.i18n import N_

KIND = Kind(
    slug="denunciation",
    title=N_("Tố cáo"),
    description=N_("Báo hành vi vi phạm pháp luật; chỉ cán bộ vào sổ, nội dung giữ ở nơi khác."),
    offered=False,
    icon="lock",
)
