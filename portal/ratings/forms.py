"""What a citizen taps after a visit."""

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import NumberRange, Optional

from portal.counters.questions import Edition
from portal.ratings.rules import LONGEST_WORDS
from portal.web.forms import AtMost, PortalForm, Required, tidy

ONE_OF_FIVE = _("Xin chọn một trong năm mức, từ rất không hài lòng đến rất hài lòng.")


class RatingForm(PortalForm):
    """A score; then the questions of the counter's edition, one a page; then words."""

    form_token = HiddenField(name="form_token")
    asked = HiddenField()
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
