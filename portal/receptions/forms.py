"""What somebody types to book a turn, and an official to enter a day."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.fields import SelectChoice

from portal.publications.row_forms import DayField
from portal.receptions.rules import MOST_PEOPLE, MOST_SEATS
from portal.receptions.service import DayFacts, Offer, Wish
from portal.web.filters import weekday
from portal.web.forms import AtMost, PortalForm, Required

LINE, PARAGRAPH = 200, 2_000


def span(day: Any) -> str:
    """Return from when to when a day lasts: "08:00 - 11:30"."""
    return f"{day.starts:%H:%M} - {day.ends:%H:%M}"


def _up_to(most: int) -> list[SelectChoice]:
    return [SelectChoice(number) for number in range(1, most + 1)]


class HourField(TimeField):
    """A time of day, with a mistake said in the reader's language."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the time typed; raise ValueError when there is no such time."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Xin ghi giờ và phút, ví dụ 08:00.")) from None


class TurnForm(PortalForm):
    """A turn at a reception."""

    day = RadioField(_("Buổi tiếp"), validators=[Required(_("Xin chọn một buổi."))])
    name = StringField(
        _("Họ và tên"),
        validators=[Required(_("Xin ghi tên để cán bộ mời đúng người.")), AtMost(LINE)],
        render_kw={"autocomplete": "name"},
    )
    phone = StringField(
        _("Số điện thoại"),
        validators=[AtMost(LINE)],
        render_kw={"inputmode": "tel", "autocomplete": "tel"},
    )
    people = SelectField(_("Đi mấy người"), coerce=int, choices=_up_to(MOST_PEOPLE), default=1)
    form_token = HiddenField()

    def offer(self, offers: Iterable[Offer]) -> "TurnForm":
        """Return this form with the days that have a seat left."""
        self.day.choices = [
            SelectChoice(str(one.day.id), f"{weekday(one.day.held_on)}, {span(one.day)}")
            for one in offers
            if one.left
        ]
        return self

    def wish(self) -> Wish:
        """Return what was typed."""
        return Wish(
            form_token=self.form_token.data,
            day_id=int(self.day.data),
            name=self.name.data,
            phone=self.phone.data or "",
            people=self.people.data,
        )


class TurnCodeForm(PortalForm):
    """The code of a turn, carried by its own page."""

    code = HiddenField(validators=[Required()])


class DayForm(PortalForm):
    """A day on which citizens are received."""

    held_on = DayField(_("Ngày tiếp"), validators=[Required()])
    starts = HourField(_("Từ giờ"), validators=[Required()])
    ends = HourField(_("Đến giờ"), validators=[Required()])
    host = StringField(_("Người tiếp"), validators=[Required(), AtMost(LINE)])
    place = StringField(_("Nơi tiếp"), validators=[Required(), AtMost(LINE)])
    seats = SelectField(_("Số lượt đặt được"), coerce=int, choices=_up_to(MOST_SEATS), default=10)

    def facts(self) -> DayFacts:
        """Return what was typed."""
        names = DayFacts.__dataclass_fields__
        return DayFacts(**{name: self[name].data for name in names})


class OffForm(PortalForm):
    """Why a day does not take place."""

    reason = TextAreaField(
        _("Lý do"), validators=[Required(), AtMost(PARAGRAPH)], render_kw={"rows": 3}
    )
