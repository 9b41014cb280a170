"""A petition with enough signatures for the office to owe an answer; the portal opens it."""

from portal.cases.kinds.base import Kind
from portal.i18n import N_

KIND = Kind(
    slug="petition",
    title=N_("Kiến nghị tập thể"),
    description=N_("Đủ chữ ký để cơ quan phải trả lời; do cổng lập ra, không ai gõ vào."),
    offered=False,
    icon="letter",
)
