"""What an administrator types about the calendar and the time limits."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from portal.accounts.forms import one_line
from portal.law import Term, Unit
from portal.procedures.rules import Day, DayKind
from portal.procedures.service import PromiseFacts
from portal.procedures.wording import DAY_KINDS, UNITS, term_title
from portal.web.forms import AtMost, PortalForm, Required

LINE = 200
NOTICE = _("Xin ghi số và ngày của thông báo, để ai cũng tra lại được.")
DOCUMENT = _("Xin ghi số và ngày của văn bản, để ai cũng tra lại được.")
NO_DAY = _("Xin chọn một ngày, dạng ngày/tháng/năm.")


def _line(label: Any, missing: Any) -> StringField:
    return StringField(label, filters=[one_line], validators=[Required(missing), AtMost(LINE)])


class DayForm(PortalForm):
    """A day off or a day worked, by a notice."""

    on = DateField(_("Ngày"), validators=[Required(NO_DAY)])
    kind = SelectField(_("Ngày đó"), validate_choice=False)
    name = _line(_("Vì sao"), _("Xin ghi vì sao, để người dân hiểu."))
    notice = _line(_("Theo thông báo"), NOTICE)

    def offer(self) -> Self:
        """Fill the list of kinds."""
        self.kind.choices = [(kind.value, gettext(DAY_KINDS[kind])) for kind in DayKind]
        return self

    def validate_kind(self, field: Any) -> None:
        """Refuse what was not offered."""
        if field.data not in set(DayKind):
            raise ValidationError(gettext("Xin chọn trong danh sách."))

    def facts(self) -> Day:
        """Return what was typed."""
        return Day(
            on=self.on.data,
            kind=DayKind(self.kind.data),
            name=self.name.data,
            notice=self.notice.data,
        )


class StrikeForm(PortalForm):
    """By which document an entry is taken back."""

    notice = _line(_("Gỡ theo văn bản"), DOCUMENT)


class PromiseForm(PortalForm):
    """A time limit of the authority's own."""

    code = SelectField(_("Thời hạn nào"), validate_choice=False)
    days = IntegerField(_("Bao nhiêu ngày"), validators=[Required(_("Xin viết số ngày."))])
    unit = SelectField(_("Loại ngày"), validate_choice=False)
    valid_from = DateField(_("Áp dụng từ ngày"), validators=[Required(NO_DAY)])
    valid_to = DateField(_("Đến hết ngày"), validators=[Optional()])
    document = _line(_("Theo văn bản"), DOCUMENT)

    def offer(self, terms: Iterable[Term], today: date) -> Self:
        """Fill the lists, and start from today."""
        self.code.choices = [(term.code, term_title(term)) for term in terms]
        self.unit.choices = [(unit.value, gettext(UNITS[unit])) for unit in Unit]
        if not self.is_submitted():
            self.valid_from.data = today
        return self

    def validate_unit(self, field: Any) -> None:
        """Refuse what was not offered."""
        if field.data not in set(Unit):
            raise ValidationError(gettext("Xin chọn trong danh sách."))

    def facts(self) -> PromiseFacts:
        """Return what was typed."""
        return PromiseFacts(
            code=self.code.data or "",
            days=self.days.data,
            unit=Unit(self.unit.data),
            document=self.document.data,
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
        )


class EndForm(PortalForm):
    """Until when a limit of the authority's own holds, and by which document it ends."""

    last_day = DateField(_("Ngày cuối áp dụng"), validators=[Required(NO_DAY)])
    document = _line(_("Theo văn bản"), DOCUMENT)
