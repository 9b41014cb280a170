"""The base of every form: signed token, stripped text in NFC, limits that say themselves."""

import re
import unicodedata
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import FieldList, FormField
from wtforms.validators import Length, StopValidation

from portal.web.csrf import SignedCSRF
from portal.web.form_words import EMPTY, FormWords

REQUIRED = lazy_gettext(EMPTY)
WORDS = FormWords()

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


class PortalForm(FlaskForm):
    """A form of the portal; see the module."""

    class Meta(FlaskForm.Meta):
        """Our token instead of Flask-WTF's, which needs a cookie, and our words."""

        csrf = True
        csrf_class = SignedCSRF

        def get_translations(self, form: Any) -> FormWords:  # noqa: ARG002 - WTForms asks for it
            """Return what speaks for WTForms."""
            return WORDS

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Bind a field so that its text arrives in NFC, without blank ends."""
            if issubclass(unbound_field.field_class, FieldList | FormField):
                return unbound_field.bind(form=form, **options)  # their fields have filters
            filters = [*unbound_field.kwargs.get("filters", ()), tidy]
            return unbound_field.bind(form=form, **options | {"filters": filters})

    def status(self) -> int:
        """Return the HTTP answer this filled-in form deserves: 413, 422 or 200."""
        if not self.is_submitted():
            return 200
        return 413 if any(getattr(field, "too_long", False) for field in self) else 422


class Required:
    """There must be something besides white space."""

    field_flags = {"required": True}

    def __init__(self, message: object = REQUIRED) -> None:
        """Say `message` when there is nothing."""
        self._message = message

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ARG002 - WTForms asks for it
        """Stop at once, with one error, when the field is empty."""
        data = field.data
        if data is None or (isinstance(data, str) and not data.strip()):
            field.errors = []
            raise StopValidation(str(self._message))


class AtMost(Length):
    """At most `max` characters, said with both numbers."""

    def __init__(self, limit: int) -> None:
        """Accept up to `limit` characters."""
        super().__init__(max=limit)
        self.field_flags: dict[str, object] = {}

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ARG002 - WTForms asks for it
        """Raise StopValidation, and mark the field, when the text is too long."""
        length = len(field.data or "")
        if length > self.max:
            field.too_long = True
            raise StopValidation(
                gettext(
                    "Dài quá %(most)s chữ (hiện có %(now)s). "
                    "Xin rút gọn; phần dài có thể gửi kèm tệp.",
                    most=_dotted(self.max),
                    now=_dotted(length),
                )
            )


def tidy(value: Any) -> Any:
    """Return text in NFC without odd line ends or blank ends, and without signs nobody sees.

    Controls, and those that turn the direction of writing, would let a text read otherwise than it
    is; what is not text stays as it is.
    """
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
    return UNSEEN.sub("", text).strip()


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")
