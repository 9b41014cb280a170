"""What officials type beside an answer: points, promises, files, templates, settings."""

from collections.abc import Iterable
from typing import Any, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    MultipleFileField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from portal.accounts.models import Office
from portal.web.forms import AtMost, PortalForm, Required
from portal.web.media import ACCEPT

LINE, NOTE, LETTER = 200, 2_000, 20_000


class DayField(DateField):
    """A day, with a mistake said in the reader's language."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the day typed; raise ValueError when there is no such day."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Ngày này không có trong lịch. Xin nhập lại.")) from None


def long_text(label: Any, most: int, rows: int, missing: Any) -> TextAreaField:
    """Return a field for more than a line, which may not be empty."""
    return TextAreaField(
        label, validators=[Required(missing), AtMost(most)], render_kw={"rows": rows}
    )


class PointsForm(PortalForm):
    """Points of the sender, one a line."""

    more = TextAreaField(
        _("Điều khác, mỗi dòng một điều"), validators=[AtMost(NOTE)], render_kw={"rows": 3}
    )


class CommitmentForm(PortalForm):
    """What is promised, and by when."""

    promise = long_text(_("Sẽ làm gì"), NOTE, 2, _("Xin ghi sẽ làm gì."))
    due_on = DayField(_("Xong chậm nhất ngày"), [Required(_("Xin chọn ngày."))])


class EnclosedForm(PortalForm):
    """Files to go with the answer."""

    files = MultipleFileField(_("Thêm tệp"), render_kw={"accept": ACCEPT})


class KeepForm(PortalForm):
    """What shows that a promise was kept."""

    evidence = long_text(
        _("Đã làm xong điều gì"), NOTE, 4, _("Xin ghi đã làm xong điều gì, ở đâu, ngày nào.")
    )
    files = MultipleFileField(_("Ảnh hoặc tệp cho thấy việc đã xong"), render_kw={"accept": ACCEPT})


class PutOffForm(PortalForm):
    """A later day, and why."""

    later = DayField(_("Ngày hẹn mới"), [Required(_("Xin chọn ngày."))])
    why = long_text(_("Lý do dời ngày"), NOTE, 3, _("Xin ghi lý do dời ngày."))


class TemplateForm(PortalForm):
    """A template: whose it is, what it is called, what it says."""

    office = SelectField(_("Dùng cho"), validate_choice=True)
    title = StringField(_("Tên mẫu"), validators=[Required(_("Xin đặt tên mẫu.")), AtMost(LINE)])
    text = long_text(_("Nội dung mẫu"), LETTER, 12, _("Xin viết nội dung mẫu."))

    def offer(self, offices: Iterable[Office], *, everybody: bool) -> Self:
        """Let the official choose whose it is; `everybody` offers it to all offices."""
        named = [(str(office.id), office.name) for office in offices]
        self.office.choices = [("", gettext("Mọi cơ quan")), *named] if everybody else named
        return self


class ApprovalForm(PortalForm):
    """The kinds whose answers a head approves."""

    kinds = SelectMultipleField(_("Lãnh đạo duyệt trước khi gửi"), choices=[])
