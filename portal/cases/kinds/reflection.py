"""A reflection (phản ánh): something is wrong and an office should put it right."""

from portal.cases.kinds.base import Kind
from portal.i18n import N_

KIND = Kind(
    slug="reflection",
    title=N_("Phản ánh"),
    description=N_("Một việc đang không ổn: đường hỏng, rác ứ đọng, thủ tục chậm…"),
    icon="flag",
)
