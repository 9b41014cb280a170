"""What a moderator types: the words everyone reads, or why nobody does."""

from flask_babel import lazy_gettext as _
from wtforms import (
    FieldList,
    FormField,
    HiddenField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from portal.cases.answer_forms import LETTER, LINE, NOTE, long_text
from portal.cases.desk_forms import MoveForm
from portal.cases.wordings import Beside
from portal.web.forms import AtMost, PortalForm, Required


class PromiseRow(PortalForm):
    """What everyone will read of one promise; empty stays hidden."""

    class Meta(PortalForm.Meta):
        """The token is the outer form's."""

        csrf = False

    row = HiddenField()
    public_text = TextAreaField(_("Cam kết, bản công khai"), render_kw={"rows": 2})
    public_evidence = TextAreaField(_("Việc đã xong, bản công khai"), render_kw={"rows": 2})


class ReleaseForm(MoveForm):
    """What everyone will read."""

    place = "release"

    public_subject = StringField(
        _("Tiêu đề công khai"),
        validators=[Required(_("Xin điền tiêu đề công khai.")), AtMost(LINE)],
    )
    public_text = long_text(_("Ý kiến công khai"), LETTER, 6, _("Xin điền nội dung công khai."))
    public_answer = long_text(
        _("Trả lời công khai"), LETTER, 8, _("Xin điền câu trả lời công khai.")
    )
    promises = FieldList(FormField(PromiseRow))
    released = SelectMultipleField(
        _("Tệp ai cũng tải được"), coerce=int, validate_choice=False, choices=[]
    )
    change_reason = TextAreaField(
        _("Vì sao sửa bản công khai"), validators=[AtMost(NOTE)], render_kw={"rows": 2}
    )

    def beside(self) -> Beside:
        """Return what is shown beside the three texts."""
        rows = [row.form for row in self.promises if (row.form.row.data or "").isdecimal()]
        return Beside(
            promises={int(row.row.data): row.public_text.data or "" for row in rows},
            evidence={int(row.row.data): row.public_evidence.data or "" for row in rows},
            files=frozenset(self.released.data or ()),
        )


class HideForm(MoveForm):
    """Why the case is not shown."""

    place = "hide"

    reason = long_text(_("Lý do không công khai"), NOTE, 3, _("Xin ghi lý do."))
