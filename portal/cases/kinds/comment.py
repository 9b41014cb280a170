"""A comment (góp ý): an opinion on what the authority does or plans."""

from portal.cases.kinds.base import Kind
from portal.i18n import N_

KIND = Kind(
    slug="comment",
    title=N_("Góp ý"),
    description=N_("Điều quý vị thấy nên làm tốt hơn, hoặc ý kiến về một kế hoạch, dự thảo."),
    icon="comment",
)
