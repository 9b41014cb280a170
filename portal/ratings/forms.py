"""What a citizen taps after a visit."""

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from portal.counters.questions import Edition
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
