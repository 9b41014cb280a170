"""What a citizen taps after a visit."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import NumberRange, Optional

from portal.ratings.rules import ASPECTS, LONGEST_WORDS
from portal.web.forms import AtMost, PortalForm, Required

GOOD, BAD = "good", "bad"
ONE_OF_FIVE = _("Xin chọn một trong năm mức, từ rất không hài lòng đến rất hài lòng.")


class RatingForm(PortalForm):
    """A score, three optional taps, optional words."""

    form_token = HiddenField(name="form_token")
    score = IntegerField(
        _("Mức độ hài lòng"),
        validators=[Required(ONE_OF_FIVE), NumberRange(min=1, max=5, message=ONE_OF_FIVE)],
    )
    words = TextAreaField(
        _("Quý vị muốn nói thêm điều gì?"), validators=[Optional(), AtMost(LONGEST_WORDS)]
    )

    def taps(self) -> dict[str, bool]:
        """Return the answers given, by aspect."""
        return {
            aspect.name: self[aspect.name].data == GOOD
            for aspect in ASPECTS
            if self[aspect.name].data
        }


for aspect in ASPECTS:
    setattr(
        RatingForm,
        aspect.name,
        RadioField(
            _(aspect.label),
            choices=[SelectChoice(GOOD, _(aspect.good)), SelectChoice(BAD, _(aspect.bad))],
            validators=[Optional()],
        ),
    )
