"""A question (câu hỏi): how something is done, whose matter it is, what applies."""

from portal.cases.kinds.base import Kind
from portal.i18n import N_

KIND = Kind(
    slug="question",
    title=N_("Câu hỏi"),
    description=N_("Hỏi về thủ tục, quyền lợi, việc chung; cơ quan giải đáp."),
    icon="question",
)
