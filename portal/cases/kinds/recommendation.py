"""A recommendation (kiến nghị): a request that the authority do something."""

from portal.cases.kinds.base import Kind
from portal.i18n import N_

KIND = Kind(
    slug="recommendation",
    title=N_("Kiến nghị"),
    description=N_("Đề nghị chính quyền làm hoặc thay đổi một việc cụ thể."),
    icon="letter",
)
