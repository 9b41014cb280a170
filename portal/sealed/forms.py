"""What somebody sends sealed, and what those who handle it fill in."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    FileField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from portal.accounts.models import Office, Official
from portal.cases.desk_words import CHANNELS
from portal.cases.entry_forms import CHOICES
from portal.sealed.service import LONGEST_PURPOSE
from portal.web.forms import AtMost, PortalForm, Required
from portal.web.media import ACCEPT

LONGEST_TEXT = 20_000
LONGEST_LINE = 300


class SealedForm(PortalForm):
    """A denunciation or tip; everything in it is sealed."""

    about = StringField(_("Nói về ai, cơ quan nào"), validators=[AtMost(LONGEST_LINE)])
    office = SelectField(_("Người đó làm ở đâu"), validate_choice=False)
    text = TextAreaField(
        _("Nội dung"),
        validators=[Required(_("Xin viết nội dung.")), AtMost(LONGEST_TEXT)],
        render_kw={"rows": 8},
    )
    files = MultipleFileField(_("Ảnh hoặc tệp kèm theo"), render_kw={"accept": ACCEPT})
    not_for = SelectMultipleField(_("Ai không được mở nội dung này"), validate_choice=False)
    name = StringField(_("Họ và tên của quý vị"), validators=[AtMost(LONGEST_LINE)])
    address = StringField(_("Địa chỉ"), validators=[AtMost(LONGEST_LINE)])
    phone = StringField(
        _("Điện thoại"), validators=[AtMost(LONGEST_LINE)], render_kw={"inputmode": "tel"}
    )
    form_token = HiddenField()
    shown = HiddenField()
    here = HiddenField()  # tells this form from another one that led to it

    def offer(self, offices: Iterable[Office], people: Iterable[Official]) -> None:
        """Fill the lists people choose from."""
        self.office.choices = [
            ("", gettext("Không rõ, hoặc không thuộc cơ quan nào ở đây")),
            *((office.slug, office.name) for office in offices),
        ]
        self.not_for.choices = [
            (str(person.id), f"{person.name}, {person.title or person.office.name}")
            for person in people
        ]

    def facts(self) -> dict[str, str]:
        """Return what goes into the bundle, by the names of the fields."""
        chosen = dict(self.office.choices).get(self.office.data or "", "")
        typed: dict[str, Any] = {
            "about": self.about.data,
            "office": chosen if self.office.data else "",
            "text": self.text.data,
            "name": self.name.data,
            "address": self.address.data,
            "phone": self.phone.data,
        }
        return {name: value for name, value in typed.items() if value}


class SealedEntryForm(SealedForm):
    """The same as a clerk types it for somebody; who typed it goes under the seal with it.

    Attributes:
        taken_by: name of the clerk.

    """

    channel = RadioField(
        _("Người dân gửi bằng cách nào?"), validators=[Required(_("Xin chọn cách gửi."))]
    )
    name = StringField(_("Họ và tên người tố cáo"), validators=[AtMost(LONGEST_LINE)])
    taken_by = ""

    def offer(self, offices: Iterable[Office], people: Iterable[Official]) -> None:
        """Fill the lists the clerk chooses from."""
        super().offer(offices, people)
        self.channel.choices = [(str(one), gettext(CHANNELS[one])) for one in CHOICES]

    def facts(self) -> dict[str, str]:
        """Return what goes into the bundle: also how it came, and who wrote it down."""
        came = {"channel": self.channel.data, "taken_by": self.taken_by}
        return came | super().facts()


class FetchForm(PortalForm):
    """Why the bundle is taken."""

    purpose = StringField(
        _("Mở vì việc gì"),
        validators=[Required(_("Xin ghi vì việc gì mà mở.")), AtMost(LONGEST_PURPOSE)],
    )


class AnswerForm(PortalForm):
    """An answer sealed elsewhere."""

    file = FileField(_("Bản trả lời đã khóa"), validators=[Required(_("Xin chọn tệp."))])


class KeyForm(PortalForm):
    """A public key and whose it is."""

    public = StringField(
        _("Khóa công khai"),
        validators=[Required(), AtMost(200)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    owner = StringField(_("Nơi giữ khóa riêng"), validators=[Required(), AtMost(LONGEST_LINE)])
