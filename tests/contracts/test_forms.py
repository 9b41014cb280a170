"""No form of the portal speaks a language the reader did not ask for, whatever is sent to it."""

import importlib
import re
from pathlib import Path

import pytest
import wtforms
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField

import portal
from portal.cases.models import Case
from portal.web.form_words import OURS
from portal.web.forms import PortalForm

ROOT = Path(portal.__file__).parents[1]
VIETNAMESE = re.compile(
    "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)
FOR_PROGRAMMERS = {"Invalid field name '%s'.", "Choices cannot be None."}
GARBAGE = ("", "r@c <script>", "-1", "9" * 40, "0026-01-01", "31/31/2026", "1e400", "x" * 70_000)


def every_form():
    for path in Path(portal.__file__).parent.rglob("*.py"):
        if re.search(r"class \w+\(\w*Form\)", path.read_text(encoding="utf-8")):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    found = list(PortalForm.__subclasses__())
    for form in found:
        found += [child for child in form.__subclasses__() if child not in found]
    return sorted(found, key=lambda form: (form.__module__, form.__name__))


FORMS = every_form()


def leaves(form):
    for field in form:
        if isinstance(field, FieldList) and not field.entries:
            field.append_entry()
        if isinstance(field, FieldList | FormField):
            yield from leaves(field)
        else:
            yield field


def errors_of(form_type, value):
    """Return what is said when every field of the form gets `value`."""
    names = [field.name for field in leaves(form_type(formdata=MultiDict()))]
    form = form_type(formdata=MultiDict((name, value) for name in names))
    vars(form).update({"_known": (), "offices": {}, "case": Case(kind="comment", text="")})
    for field in leaves(form):
        if isinstance(field, wtforms.SelectField) and field.choices is None:
            field.choices = [("1", "a")]
    form.validate()
    return [str(error) for field in leaves(form) for error in field.errors]


@pytest.mark.parametrize("form_type", FORMS, ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_every_error_is_in_the_readers_language(routed, form_type):
    for lang, wanted in (("vi", True), ("en", False)):
        headers = {"Accept-Language": lang}
        with routed.test_request_context("/", method="POST", headers=headers):
            said = {error for value in GARBAGE for error in errors_of(form_type, value)}
        assert [error for error in said if bool(VIETNAMESE.search(error)) is not wanted] == []


def test_every_message_of_the_library_has_words_of_ours():
    listed = Path(wtforms.__file__).parent / "locale" / "wtforms.pot"
    known = set(re.findall(r'^msgid "(.+)"$', listed.read_text(encoding="utf-8"), re.MULTILINE))
    assert known - FOR_PROGRAMMERS == set(OURS)
