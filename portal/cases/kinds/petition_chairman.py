"""A petition with enough signatures for the chairman to owe an answer; the portal opens it."""

from portal.cases.kinds.base import Kind
from portal.i18n import N_

KIND = Kind(
    slug="petition_chairman",
    title=N_("Kiến nghị tập thể gửi Chủ tịch"),
    description=N_("Đủ chữ ký để Chủ tịch phải trả lời; do cổng lập ra, không ai gõ vào."),
    offered=False,
    icon="letter",
)
