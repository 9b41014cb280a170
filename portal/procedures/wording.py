"""The words pages use for days of the calendar and for limits."""

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import gettext

from portal.i18n import N_
from portal.law import Extension, Standing, Term, Unit
from portal.procedures.rules import DayKind

DAY_KINDS: Mapping[DayKind, str] = MappingProxyType(
    {
        DayKind.OFF: N_("Nghỉ, hoặc nghỉ hoán đổi"),
        DayKind.CLOSED: N_("Nghỉ vì bão, lũ, việc khẩn cấp"),
        DayKind.WORKED: N_("Làm việc, làm bù"),
    }
)
SHORT_KINDS: Mapping[DayKind, str] = MappingProxyType(
    {
        DayKind.OFF: N_("nghỉ"),
        DayKind.CLOSED: N_("nghỉ khẩn cấp"),
        DayKind.WORKED: N_("làm bù"),
    }
)
DAY_TAGS: Mapping[DayKind, str] = MappingProxyType(
    {DayKind.OFF: "hidden", DayKind.CLOSED: "overdue", DayKind.WORKED: "published"}
)
UNITS: Mapping[Unit, str] = MappingProxyType(
    {Unit.WORKING: N_("ngày làm việc"), Unit.CALENDAR: N_("ngày theo lịch")}
)
STANDINGS: Mapping[Standing, str] = MappingProxyType(
    {Standing.LAW: N_("luật định"), Standing.COMMITMENT: N_("cam kết của cơ quan")}
)
SIGNERS: Mapping[str, str] = MappingProxyType(
    {"head": N_("trưởng cơ quan ký"), "leader": N_("lãnh đạo ký")}
)
# What is limited, by code; what a lawyer adds to law.toml without a name here is told by its basis.
TERMS: Mapping[str, str] = MappingProxyType(
    {
        "feedback.acknowledge": N_("Báo đã nhận ý kiến"),
        "feedback.classify": N_("Phân loại ý kiến"),
        "feedback.accept": N_("Cơ quan nhận việc hoặc nói lý do"),
        "feedback.forward": N_("Chuyển nơi có thẩm quyền"),
        "feedback.hand_over": N_("Nhận việc được chuyển đến"),
        "feedback.answer": N_("Trả lời góp ý, phản ánh, kiến nghị, câu hỏi"),
        "feedback.second_look": N_("Xem lại khi người gửi chưa đồng ý"),
        "feedback.judge": N_("Người gửi đánh giá câu trả lời"),
        "feedback.pause": N_("Đợi người gửi trả lời câu hỏi"),
        "praise.answer": N_("Chuyển lời khen và báo lại"),
        "information.simple": N_("Cung cấp thông tin theo yêu cầu"),
        "complaint.accept": N_("Thụ lý khiếu nại"),
        "complaint.answer": N_("Giải quyết khiếu nại lần đầu"),
        "denunciation.classify": N_("Vào sổ, phân loại tố cáo"),
        "denunciation.forward": N_("Chuyển tố cáo không thuộc thẩm quyền"),
        "consultation": N_("Lấy ý kiến về dự thảo"),
    }
)


def term_title(term: Term) -> str:
    """Return what the reader calls the limit."""
    return str(gettext(TERMS[term.code])) if term.code in TERMS else term.basis


def length(limit: Term | Extension) -> str:
    """Return "10 ngày làm việc" or "20 ngày"."""
    if limit.unit is Unit.WORKING:
        return str(gettext("%(days)s ngày làm việc", days=limit.days))
    return str(gettext("%(days)s ngày", days=limit.days))


def extension(rule: Extension) -> str:
    """Return how a limit may be made longer, in one line."""
    said = gettext(
        "thêm tối đa %(length)s, %(signer)s",
        length=length(rule),
        signer=gettext(SIGNERS[rule.signer]),
    )
    if rule.within is None:
        return str(said)
    return str(gettext("%(rule)s, báo trong %(days)s ngày làm việc", rule=said, days=rule.within))
