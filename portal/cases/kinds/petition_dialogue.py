"""A petition with enough signatures for a dialogue to be owed; the portal opens it."""

from portal.cases.kinds.base import Kind
from portal.i18n import N_

KIND = Kind(
    slug="petition_dialogue",
    title=N_("Yêu cầu đối thoại"),
    description=N_("Đủ chữ ký để phải tổ chức đối thoại; do cổng lập ra, không ai gõ vào."),
    offered=False,
    icon="letter",
)
