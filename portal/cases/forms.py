"""What citizens type: a submission, a code, and what they say about an answer."""

import re
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, StopValidation

from portal.accounts.models import Topic
from portal.cases.kinds import OFFERED
from portal.cases.noticing import Noticed
from portal.web.forms import AtMost, PortalForm, Required
from portal.web.media import ACCEPT

LONGEST_TEXT = 20_000
LONGEST_SUBJECT = 200
LONGEST_NAME = 120
EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII
)
LONGEST_EMAIL = 254
PHONE = re.compile(r"\+?[0-9][0-9 .()-]{6,18}[0-9]", re.ASCII)


class Listed:
    """The value must be one of the choices."""

    def __init__(self, message: object) -> None:
        """Say `message` when it is not."""
        self._message = message

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ARG002 - WTForms asks for it
        """Raise StopValidation for a value nobody offered."""
        if (field.data or "") not in {value for value, *_rest in field.choices}:
            raise StopValidation(str(self._message))


class Like:
    """The value must look as `pattern` says."""

    def __init__(self, pattern: re.Pattern[str], longest: int, message: object) -> None:
        """Say `message` when it does not."""
        self._pattern, self._longest, self._message = pattern, longest, message

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ARG002 - WTForms asks for it
        """Raise StopValidation for anything else."""
        if len(field.data) > self._longest or not self._pattern.fullmatch(field.data):
            raise StopValidation(str(self._message))


class AskedForm(PortalForm):
    """Words that may have to go elsewhere, and the sender's word that they need not."""

    ordinary = BooleanField(
        _("Đây không phải đơn khiếu nại hay tố cáo; xin nhận như một ý kiến thường")
    )

    def asks(self, noticed: Noticed) -> bool:
        """Return whether the sender has to say first where it shall go."""
        open_question = noticed.question is not None and not self.ordinary.data
        if open_question:
            self.ordinary.errors = [gettext("Xin chọn nơi gửi trước khi gửi.")]
        return open_question


class WriteForm(AskedForm):
    """A comment, reflection or recommendation."""

    kind = RadioField(
        _("Quý vị muốn gửi gì?"),
        validators=[
            Required(_("Xin chọn một loại ý kiến.")),
            Listed(_("Xin chọn một loại ý kiến trong danh sách.")),
        ],
        validate_choice=False,
    )
    text = TextAreaField(
        _("Nội dung"),
        validators=[Required(_("Xin viết nội dung ý kiến.")), AtMost(LONGEST_TEXT)],
        render_kw={"rows": 6},
    )
    subject = StringField(
        _("Tóm tắt trong một câu ngắn"),
        validators=[Required(_("Xin tóm tắt trong một câu ngắn.")), AtMost(LONGEST_SUBJECT)],
    )
    files = MultipleFileField(_("Ảnh hoặc tệp kèm theo"), render_kw={"accept": ACCEPT})
    topic = SelectField(
        _("Lĩnh vực"),
        validators=[Listed(_("Xin chọn một lĩnh vực trong danh sách."))],
        validate_choice=False,
    )
    name = StringField(
        _("Họ và tên"), validators=[AtMost(LONGEST_NAME)], render_kw={"autocomplete": "name"}
    )
    phone = StringField(
        _("Số điện thoại"),
        validators=[
            Optional(),
            Like(PHONE, 20, _("Xin xem lại số điện thoại, ví dụ 0912 345 678.")),
        ],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    email = StringField(
        _("E-mail"),
        validators=[
            Optional(),
            Like(EMAIL, LONGEST_EMAIL, _("Xin xem lại địa chỉ e-mail, ví dụ lan@example.vn.")),
        ],
        render_kw={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"},
    )
    publish = BooleanField(_("Tôi đồng ý công khai ý kiến này cùng câu trả lời"))
    website = StringField(
        _("Xin để trống ô này"), render_kw={"autocomplete": "off", "tabindex": "-1"}
    )
    publication = HiddenField()
    section = HiddenField()
    counter = HiddenField()
    shown = HiddenField()
    form_token = HiddenField()

    def offer(self, topics: Iterable[Topic]) -> None:
        """Fill the lists people choose from."""
        self.kind.choices = [(kind.slug, gettext(kind.title)) for kind in OFFERED]
        self.topic.choices = [
            ("", gettext("Chưa rõ, nhờ cơ quan chọn giúp")),
            *((topic.slug, topic.name) for topic in topics),
        ]


class CodeForm(PortalForm):
    """The tracking code."""

    code = StringField(
        _("Mã tra cứu"),
        validators=[Required(_("Xin nhập mã tra cứu ghi trên biên nhận.")), AtMost(200)],
        render_kw={
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "class": "field__input--code",
        },
    )


class FollowForm(PortalForm):
    """Something done to one's own item: the code again, and a token that serves once.

    Attributes:
        part: which part of it, "" for what was sent as a whole.

    """

    code = HiddenField()
    part = HiddenField()
    form_token = HiddenField()


class WordsForm(FollowForm, AskedForm):
    """The same with words.

    Attributes:
        noticed: what the sender is asked about them, None for nothing.

    """

    noticed: Noticed | None = None
    words = TextAreaField(
        _("Nội dung"), validators=[Required(), AtMost(LONGEST_TEXT)], render_kw={"rows": 5}
    )
