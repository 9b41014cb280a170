"""What is typed for a letter of apology."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, StringField, TextAreaField

from portal.accounts.forms import DATE_HINT, number_or_none, office_choices, one_line
from portal.accounts.models import Office
from portal.apologies.service import ApologyFacts
from portal.web.forms import AtMost, PortalForm, Required


def _line(label: Any, most: int, *validators: Any) -> StringField:
    return StringField(label, filters=[one_line], validators=[*validators, AtMost(most)])


class ApologyForm(PortalForm):
    """One letter."""

    office_id = SelectField(_("Cơ quan xin lỗi"), coerce=number_or_none, validators=[Required()])
    name = _line(_("Người nộp hồ sơ"), 120, Required())
    receipt = _line(_("Số biên nhận hồ sơ"), 60, Required())
    procedure = _line(_("Thủ tục"), 200, Required())
    standing = _line(_("Hồ sơ đang ở bước nào"), 200)
    due_on = DateField(_("Ngày hẹn ban đầu"), validators=[Required(DATE_HINT)])
    new_date = DateField(_("Ngày hẹn lại, chỉ một lần"), validators=[Required(DATE_HINT)])
    reason = TextAreaField(
        _("Vì sao chậm"), validators=[Required(), AtMost(2000)], render_kw={"rows": 4}
    )
    at_fault = _line(_("Đơn vị gây chậm"), 160)
    signed_name = _line(_("Người ký"), 120, Required())
    signed_title = _line(_("Chức vụ"), 120, Required())

    def offer(self, offices: Sequence[Office]) -> "ApologyForm":
        """Return this form with `offices` to choose from."""
        self.office_id.choices = office_choices(offices, _("Xin chọn"))
        return self

    def facts(self) -> ApologyFacts:
        """Return what was typed."""
        return ApologyFacts(**{name: self[name].data for name in ApologyFacts.__annotations__})


class FinishForm(PortalForm):
    """The day the result was ready."""

    on = DateField(_("Ngày có kết quả"), validators=[Required(DATE_HINT)])
