"""What a citizen taps after a visit."""

from collections.abc import Iterable

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from portal.accounts.forms import number_or_none
from portal.counters.models import Counter
from portal.counters.questions import Edition
from portal.ratings.notes import NoteFacts
from portal.ratings.proof import MOST, MOST_VISITS
from portal.ratings.rules import LONGEST_WORDS
from portal.web.forms import AtMost, PortalForm, Required, tidy

ONE_OF_FIVE = _("Xin chọn một trong năm mức, từ rất không hài lòng đến rất hài lòng.")
HOW_MANY = _("Xin ghi một số trong khoảng cho phép.")
WHICH_DAY = _("Xin chọn ngày.")


class RatingForm(PortalForm):
    """A score; then the questions of the counter's edition, one a page; then words."""

    form_token = HiddenField(name="form_token")
    asked = HiddenField()
    kiosk = HiddenField()
    visit = StringField(
        _("Mã lượt phục vụ ghi trên phiếu"),
        validators=[Optional(), AtMost(40)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    score = IntegerField(
        _("Mức độ hài lòng"),
        validators=[Required(ONE_OF_FIVE), NumberRange(min=1, max=5, message=ONE_OF_FIVE)],
    )
    words = TextAreaField(
        _("Quý vị muốn nói thêm điều gì?"), validators=[Optional(), AtMost(LONGEST_WORDS)]
    )

    def answers(self, edition: Edition) -> dict[str, str]:
        """Return what was tapped, by name of the question."""
        names = (question.name for question in edition.questions)
        return {name: tidy(request.form[name]) for name in names if request.form.get(name)}


class SlipsForm(PortalForm):
    """How many one-time codes to print."""

    count = IntegerField(
        _("Số phiếu"), default=48, validators=[Required(), NumberRange(1, MOST, message=HOW_MANY)]
    )


class ServedForm(PortalForm):
    """How many were served on a day."""

    on = DateField(_("Ngày"), validators=[Required(WHICH_DAY)])
    visits = IntegerField(
        _("Số lượt đã phục vụ"),
        validators=[Required(), NumberRange(0, MOST_VISITS, message=HOW_MANY)],
    )


class NoteForm(PortalForm):
    """What was changed, and which ratings made one do it."""

    counter_id = SelectField(_("Quầy"), coerce=number_or_none, validators=[Required()])
    title = StringField(_("Đã thay đổi gì, trong một câu"), validators=[Required(), AtMost(160)])
    text = TextAreaField(
        _("Nói rõ hơn"), validators=[Required(), AtMost(LONGEST_WORDS)], render_kw={"rows": 4}
    )
    since = DateField(_("Các lượt đánh giá từ ngày"), validators=[Required(WHICH_DAY)])
    until = DateField(_("đến hết ngày"), validators=[Required(WHICH_DAY)])
    changed_on = DateField(_("Áp dụng từ ngày"), validators=[Required(WHICH_DAY)])

    def offer(self, counters: Iterable[Counter]) -> "NoteForm":
        """Return this form with `counters` to choose from."""
        named = [(counter.id, counter.name) for counter in counters]
        self.counter_id.choices = [("", gettext("Xin chọn")), *named]
        return self

    def facts(self) -> NoteFacts:
        """Return what was typed."""
        return NoteFacts(**{name: self[name].data for name in NoteFacts.__annotations__})
