"""What is asked of whoever moves an item to the sealed lane."""

from flask_babel import lazy_gettext as _
from wtforms import SelectChoice, SelectField

from portal.cases.erasing import REASONS
from portal.web.forms import PortalForm, Required


class SealingForm(PortalForm):
    """Why; chosen and not written, for the office spoken of can read it."""

    why = SelectField(
        _("Vì sao"),
        choices=[
            SelectChoice("", _("Xin chọn")),
            *(SelectChoice(name, _(said)) for name, said in REASONS.items()),
        ],
        validators=[Required()],
    )
