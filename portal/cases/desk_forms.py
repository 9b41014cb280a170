"""What officials type about a case: one form for each move, and the filter of the list."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, ValidationError

from portal.accounts.models import Office
from portal.cases.models import Case
from portal.web.forms import AtMost, PortalForm, Required

LETTER = 20_000
NOTE = 2_000
LINE = 200


class MoveForm(PortalForm):
    """What every move carries besides its words: which page it was made on.

    Attributes:
        version: of the case when the page was shown; another one now means it has changed.
        seen: how many entries of the history stood on that page.
        place: where on the page the form stands; two buttons may share one form.

    """

    place: ClassVar[str] = ""
    version = HiddenField()
    seen = HiddenField()

    def opened_at(self, case: Case, seen: int) -> Self:
        """Note which state of `case` this form is shown beside."""
        self.version.data, self.seen.data = str(case.version), str(seen)
        return self

    def is_stale(self, case: Case) -> bool:
        """Return whether `case` has changed since the form was shown."""
        return bool(self.version.data != str(case.version))

    def entries_seen(self) -> int:
        """Return how many entries of the history the official had before them."""
        typed = self.seen.data or ""
        return int(typed) if typed.isdecimal() and len(typed) < len(str(LETTER)) else 0

    def words(self) -> str:
        """Return what was written, "" for a move without words."""
        return next((field.data or "" for field in self if field.type == "TextAreaField"), "")


class OfficeMoveForm(MoveForm):
    """A move that names an office."""

    office = SelectField(
        _("Cơ quan"), validate_choice=False, validators=[Required(_("Xin chọn một cơ quan."))]
    )

    def offer(self, offices: Iterable[Office]) -> Self:
        """Let the official choose among `offices`."""
        self.offices = {str(office.id): office for office in offices}
        names = [(key, office.name) for key, office in self.offices.items()]
        self.office.choices = [("", _("Chọn cơ quan")), *names]
        # Two such forms may stand on one page.
        self.office.id = self.office.label.field_id = f"{self.place}_office"
        return self

    def validate_office(self, field: Any) -> None:
        """Refuse anything that was not offered."""
        if field.data not in self.offices:
            raise ValidationError(gettext("Xin chọn một cơ quan trong danh sách."))

    def chosen(self) -> Office:
        """Return the office chosen."""
        found: Office = self.offices[self.office.data]
        return found


def _text(label: Any, most: int, rows: int, missing: Any) -> TextAreaField:
    return TextAreaField(
        label, validators=[Required(missing), AtMost(most)], render_kw={"rows": rows}
    )


class AssignForm(OfficeMoveForm):
    """Which office shall answer."""

    place = "assign"


class AcceptForm(MoveForm):
    """Nothing to type."""

    place = "accept"


class AskForm(MoveForm):
    """A question to the sender."""

    place = "ask"

    question = _text(_("Câu hỏi gửi người dân"), NOTE, 4, _("Xin viết câu hỏi."))


class HandOverForm(OfficeMoveForm):
    """Whose case it is, and why."""

    place = "hand_over"

    handing_reason = _text(
        _("Vì sao thuộc cơ quan đó"), NOTE, 3, _("Xin ghi vì sao việc này thuộc cơ quan khác.")
    )


class ExtendForm(MoveForm):
    """By how much, and why, the answer takes longer."""

    place = "extend"

    days = IntegerField(
        _("Thêm bao nhiêu ngày"), validators=[DataRequired(_("Xin viết số ngày gia hạn."))]
    )
    extension = _text(
        _("Vì sao cần thêm thời gian"), NOTE, 4, _("Xin ghi lý do để người gửi hiểu.")
    )


class ResumeForm(MoveForm):
    """Nothing to type."""

    place = "resume"


class DeclineForm(MoveForm):
    """Why the case is not this office's either."""

    place = "decline"

    declining = _text(
        _("Vì sao không phải việc của cơ quan quý vị"), NOTE, 3, _("Xin ghi lý do không nhận.")
    )


class DecideForm(OfficeMoveForm):
    """Whose case it is, for good, and why."""

    place = "decide"

    deciding = _text(_("Căn cứ để quyết định"), NOTE, 3, _("Xin ghi căn cứ."))


class RefuseForm(MoveForm):
    """Why the case is not dealt with, for the sender to read."""

    place = "refuse"

    refusal = _text(
        _("Lý do, viết cho người gửi đọc"), NOTE, 5, _("Xin ghi lý do để người gửi hiểu.")
    )


class AnswerForm(MoveForm):
    """The answer being written.

    Attributes:
        covered: which points of the sender it deals with.
        template: whose words to put in, "" for none.

    """

    place = "submit"

    answer = _text(_("Câu trả lời"), LETTER, 14, _("Xin viết câu trả lời."))
    covered = SelectMultipleField(
        _("Câu trả lời đã nói đến"), coerce=int, validate_choice=False, choices=[]
    )
    template = SelectField(_("Mẫu trả lời"), validate_choice=False, choices=[])


class UnfinishedForm(AnswerForm):
    """The same, taken as it stands, even empty: something else is done first."""

    answer = TextAreaField(_("Câu trả lời"), validators=[AtMost(LETTER)], render_kw={"rows": 14})


class ProgressForm(MoveForm):
    """How it goes, for the sender."""

    place = "progress"

    news = _text(_("Tin báo cho người gửi"), NOTE, 4, _("Xin viết tin muốn báo."))


class NoteForm(MoveForm):
    """Something for the colleagues."""

    place = "note"

    inner_note = _text(_("Ghi cho đồng nghiệp"), NOTE, 3, _("Xin viết điều muốn trao đổi."))


class ReturnForm(MoveForm):
    """What the draft still lacks."""

    place = "return"

    comment = _text(
        _("Cần viết lại điều gì"), NOTE, 3, _("Xin ghi điều cần viết lại, để người soạn biết.")
    )


class ApproveForm(MoveForm):
    """Nothing to type: the draft goes out as it stands."""

    place = "approve"


class CorrectForm(MoveForm):
    """The draft in the approver's own words."""

    place = "correct"

    corrected = _text(_("Câu trả lời sẽ gửi"), LETTER, 14, _("Xin viết câu trả lời."))


MOVE_FORMS: Mapping[str, type[MoveForm]] = MappingProxyType(
    {
        "assign": AssignForm,
        "accept": AcceptForm,
        "ask": AskForm,
        "hand_over": HandOverForm,
        "decline": DeclineForm,
        "decide": DecideForm,
        "refuse": RefuseForm,
        "extend": ExtendForm,
        "resume": ResumeForm,
        "draft": AnswerForm,
        "submit": AnswerForm,
        "send": AnswerForm,
        "template": UnfinishedForm,
        "enclose": UnfinishedForm,
        "progress": ProgressForm,
        "note": NoteForm,
        "return": ReturnForm,
        "approve": ApproveForm,
        "correct": CorrectForm,
    }
)


class Offered:
    """The value must be one of the field's choices."""

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ARG002 - WTForms asks for it
        """Raise ValidationError for anything else, in the reader's language."""
        if field.data not in dict(field.choices):
            raise ValidationError(gettext("Xin chọn trong danh sách."))


def _choice(label: Any) -> SelectField:
    return SelectField(label, default="", validate_choice=False, validators=[Offered()])


class FilterForm(PortalForm):
    """The filter of the list; it travels in the address, so nothing is signed."""

    class Meta(PortalForm.Meta):
        """Reading needs no proof of where it comes from."""

        csrf = False

    q = StringField(_("Tìm"), validators=[AtMost(LINE)])
    state = _choice(_("Trạng thái"))
    due = _choice(_("Hạn trả lời"))
    office = _choice(_("Cơ quan"))
    topic = _choice(_("Lĩnh vực"))
    kind = _choice(_("Loại ý kiến"))
    visibility = _choice(_("Công khai"))
    counter = _choice(_("Quầy"))

    def offer(self, **choices: Iterable[tuple[str, str]]) -> Self:
        """Let each field choose among its `choices`, and nothing."""
        for name, offered in choices.items():
            self[name].choices = [("", _("Tất cả")), *offered]
        return self

    def taken(self) -> dict[str, str]:
        """Return the fields that narrow the list, by name; what is not offered is left out."""
        self.validate()
        fields = (field for field in self if not field.errors)
        return {field.name: field.data for field in fields if field.data}
