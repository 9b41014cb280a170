"""What is typed about counters."""

from collections.abc import Sequence
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import NumberRange, Optional, Regexp

from portal.accounts.forms import number_or_none, office_choices, one_line
from portal.accounts.models import Office
from portal.counters.hours import Hours
from portal.counters.offers import PaymentFacts, SheetFacts
from portal.counters.questions import USUAL, Edition
from portal.counters.service import CounterFacts
from portal.web.filters import WEEKDAYS_EN, WEEKDAYS_VI, said
from portal.web.forms import AtMost, PortalForm, Required

TIME_HINT = _("Xin ghi giờ, dạng 07:30.")


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

    def offer(
        self, offices: Sequence[Office], editions: Sequence[Edition], asked: int = USUAL
    ) -> "CounterForm":
        """Return this form with `offices` to belong to and `editions` to ask, now `asked`."""
        self.office_id.choices = office_choices(offices, _("Xin chọn"))
        if not self.is_submitted():
            self.questions.data = asked
        self.questions.choices = [
            (edition.number, said(edition.title))
            for edition in editions
            if edition.questions and (edition.offered or edition.number == asked)
        ]
        return self

    def facts(self) -> CounterFacts:
        """Return what was typed."""
        return CounterFacts(**{name: self[name].data for name in CounterFacts.__annotations__})


class HoursForm(PortalForm):
    """When a counter is open: morning and afternoon, each on its weekdays."""

    morning_opens = TimeField(_("Buổi sáng mở"), validators=[Required(TIME_HINT)])
    morning_closes = TimeField(_("Buổi sáng đóng"), validators=[Required(TIME_HINT)])
    mornings = SelectMultipleField(_("Làm việc buổi sáng"), coerce=int)
    afternoon_opens = TimeField(_("Buổi chiều mở"), validators=[Required(TIME_HINT)])
    afternoon_closes = TimeField(_("Buổi chiều đóng"), validators=[Required(TIME_HINT)])
    afternoons = SelectMultipleField(_("Làm việc buổi chiều"), coerce=int)

    def offer(self, hours: Hours) -> "HoursForm":
        """Return this form with the days of the week to choose from, `hours` at first."""
        names = WEEKDAYS_EN if str(get_locale()) == "en" else WEEKDAYS_VI
        self.mornings.choices = self.afternoons.choices = list(enumerate(names))
        if not self.is_submitted():
            self.morning_opens.data, self.morning_closes.data = hours.morning
            self.afternoon_opens.data, self.afternoon_closes.data = hours.afternoon
            self.mornings.data = sorted(hours.mornings)
            self.afternoons.data = sorted(hours.afternoons)
        return self

    def facts(self) -> Hours:
        """Return what was typed."""
        return Hours(
            morning=(self.morning_opens.data, self.morning_closes.data),
            afternoon=(self.afternoon_opens.data, self.afternoon_closes.data),
            mornings=frozenset(self.mornings.data),
            afternoons=frozenset(self.afternoons.data),
        )


class ReplaceForm(PortalForm):
    """Why a counter's code is replaced."""

    reason = _line(_("Lý do thay mã"), 300, Required(_("Xin ghi lý do, để người sau hiểu.")))


class OfferForm(PortalForm):
    """What every offer of a counter has."""

    title = _line(_("Tên"), 120, Required())
    link = _line(_("Đường dẫn"), 300)
    position = IntegerField(_("Thứ tự"), default=0, validators=[Optional(), NumberRange(0, 999)])
    active = BooleanField(_("Đang dùng"), default=True)
    facts_type: type[PaymentFacts | SheetFacts]

    def facts(self) -> PaymentFacts | SheetFacts:
        """Return what was typed."""
        names = self.facts_type.__annotations__
        typed: dict[str, Any] = {name: self[name].data for name in names}
        typed.update({name: typed[name] or 0 for name in ("amount", "position") if name in typed})
        return self.facts_type(**typed)


class PaymentForm(OfferForm):
    """Where to pay: a link, or an account."""

    facts_type = PaymentFacts
    office_id = SelectField(_("Cơ quan"), coerce=number_or_none)
    receiver = _line(_("Tên người nhận"), 120, Required())
    bank = _line(_("Mã ngân hàng (6 chữ số)"), 6)
    bank_name = _line(_("Tên ngân hàng"), 80)
    account = _line(_("Số tài khoản"), 19)
    amount = IntegerField(
        _("Số tiền, đồng"), default=0, validators=[Optional(), NumberRange(0, 10**9)]
    )
    purpose = _line(_("Nội dung chuyển khoản"), 25)

    def offer(self, offices: Sequence[Office]) -> "PaymentForm":
        """Return this form with `offices` to choose from."""
        self.office_id.choices = office_choices(offices, _("Mọi quầy"))
        return self


class SheetForm(OfferForm):
    """What to bring for a procedure."""

    facts_type = SheetFacts
    office_id = SelectField(_("Cơ quan"), coerce=number_or_none, validators=[Required()])
    papers = TextAreaField(
        _("Giấy tờ cần mang, mỗi dòng một thứ"),
        validators=[Required(), AtMost(4000)],
        render_kw={"rows": 6},
    )
    fee = _line(_("Lệ phí"), 120)
    time = _line(_("Thời gian giải quyết"), 120)

    def offer(self, offices: Sequence[Office]) -> "SheetForm":
        """Return this form with `offices` to choose from."""
        self.office_id.choices = office_choices(offices, _("Xin chọn"))
        return self
