"""What is typed about counters."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Regexp

from portal.accounts.forms import number_or_none, office_choices, one_line
from portal.accounts.models import Office
from portal.counters.questions import EDITIONS, USUAL
from portal.counters.service import CounterFacts
from portal.web.forms import AtMost, PortalForm, Required


def _line(label: Any, most: int, *validators: Any) -> StringField:
    return StringField(label, filters=[one_line], validators=[*validators, AtMost(most)])


class CounterForm(PortalForm):
    """A counter and its office; lengths are what a poster can show."""

    name = _line(_("Tên quầy"), 80, Required())
    code = _line(
        _("Mã quầy"),
        20,
        Required(),
        Regexp(
            r"^[A-Za-z0-9][A-Za-z0-9-]{0,19}$",
            message=_("Mã gồm chữ không dấu, số và gạch ngang, tối đa 20 ký tự."),
        ),
    )
    office_id = SelectField(_("Cơ quan"), coerce=number_or_none, validators=[Required()])
    place = _line(_("Vị trí"), 120)
    window = _line(_("Cửa số"), 10)
    questions = SelectField(_("Bộ câu hỏi sau khi chấm điểm"), coerce=int, default=USUAL)
    active = BooleanField(_("Quầy đang phục vụ"), default=True)

    def offer(self, offices: Sequence[Office]) -> "CounterForm":
        """Return this form with `offices` to belong to."""
        self.office_id.choices = office_choices(offices, _("Xin chọn"))
        self.questions.choices = [
            (edition.number, gettext(edition.title))
            for edition in EDITIONS.values()
            if edition.offered or edition.number == self.questions.data
        ]
        return self

    def facts(self) -> CounterFacts:
        """Return what was typed."""
        return CounterFacts(**{name: self[name].data for name in CounterFacts.__annotations__})


class ReplaceForm(PortalForm):
    """Why a counter's code is replaced."""

    reason = _line(_("Lý do thay mã"), 300, Required(_("Xin ghi lý do, để người sau hiểu.")))
