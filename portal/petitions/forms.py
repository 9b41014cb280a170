"""What citizens type: a petition, and their own signature."""

from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation

from portal.accounts.models import Office
from portal.cases.forms import EMAIL, LONGEST_EMAIL, LONGEST_NAME, Listed
from portal.petitions import rules
from portal.petitions.doubts import Place
from portal.petitions.rules import LONGEST_ACTION, LONGEST_BACKGROUND, Way
from portal.petitions.signing import NO_CONTACT, Signing
from portal.web.forms import AtMost, PortalForm, Required
from portal.web.limits import network_of

LONGEST_AGENT = 300
IN_LIST = _("Xin chọn trong danh sách.")


class Reachable:
    """The contact must be an e-mail address or a Vietnamese telephone number."""

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ARG002 - WTForms asks for it
        """Raise StopValidation for anything else."""
        way = rules.way_of(field.data)
        try:
            rules.canonical(way, field.data)
        except ValueError:
            raise StopValidation(gettext(NO_CONTACT)) from None
        if way is Way.EMAIL and not (
            len(field.data) <= LONGEST_EMAIL and EMAIL.fullmatch(field.data)
        ):
            raise StopValidation(gettext(NO_CONTACT))


class SignForm(PortalForm):
    """A signature."""

    name = StringField(
        _("Họ và tên"),
        validators=[Required(_("Xin ghi họ và tên.")), AtMost(LONGEST_NAME)],
        render_kw={"autocomplete": "name"},
    )
    contact = StringField(
        _("E-mail hoặc số điện thoại"),
        validators=[Required(_("Xin ghi e-mail hoặc số điện thoại.")), Reachable()],
        render_kw={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"},
    )
    village = SelectField(
        _("Thôn, tổ dân phố"), validators=[Listed(IN_LIST)], validate_choice=False
    )
    website = StringField(
        _("Xin để trống ô này"), render_kw={"autocomplete": "off", "tabindex": "-1"}
    )

    def offer(self, villages: Iterable[str]) -> None:
        """Fill the list of villages."""
        self.village.choices = [
            ("", gettext("Nơi khác, hoặc không muốn ghi")),
            *((name, name) for name in villages),
        ]

    def signing(self) -> Signing:
        """Return what is signed with."""
        return Signing(
            name=self.name.data,
            way=rules.way_of(self.contact.data),
            contact=self.contact.data,
            village=self.village.data or "",
            language=str(get_locale()),
            place=here(),
            honeypot=bool(self.website.data),
        )


class WishForm(PortalForm):
    """What somebody wants, asked before anything else; it travels in the address."""

    viec = StringField(_("Đề nghị làm việc gì?"), validators=[Required()])
    quay = HiddenField()


class StartForm(SignForm):
    """A petition and the signature of whoever starts it."""

    action = StringField(
        _("Đề nghị làm việc gì?"),
        validators=[Required(_("Xin ghi đề nghị làm việc gì.")), AtMost(LONGEST_ACTION)],
    )
    background = TextAreaField(
        _("Vì sao?"),
        validators=[Required(_("Xin ghi vì sao.")), AtMost(LONGEST_BACKGROUND)],
        render_kw={"rows": 6},
    )
    office = SelectField(
        _("Đề nghị cơ quan nào?"), validators=[Listed(IN_LIST)], validate_choice=False
    )
    show_name = BooleanField(_("Tôi đồng ý ghi tên tôi là người nêu kiến nghị"))
    ordinary = BooleanField(_("Đây không phải đơn khiếu nại hay tố cáo"))
    counter = HiddenField()
    form_token = HiddenField()

    def offer_offices(self, offices: Iterable[Office]) -> None:
        """Fill the list of offices."""
        self.office.choices = [
            ("", gettext("Chưa rõ, nhờ Ủy ban chọn giúp")),
            *((office.slug, office.name) for office in offices),
        ]


class EmptyForm(PortalForm):
    """A button and nothing else."""


def here() -> Place:
    """Return where this request comes from."""
    return Place(
        network=network_of(request.remote_addr or ""),
        agent=request.headers.get("User-Agent", "")[:LONGEST_AGENT],
    )
