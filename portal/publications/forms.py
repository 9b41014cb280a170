"""What editors type: a file to read, the reading to check, a reason to withdraw."""

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    MultipleFileField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, ValidationError

from portal.accounts.forms import number_or_none
from portal.accounts.models import Office, Topic
from portal.publications.blocks import text_of
from portal.publications.content import Content, Facts, SectionDraft, TaskDraft, facts_of
from portal.publications.doubting import name_of
from portal.publications.importing.times import Recurrence
from portal.publications.models import Publication
from portal.publications.row_forms import (
    LINE,
    PARAGRAPH,
    CitationRow,
    DayField,
    RowForm,
    typed_citation,
)
from portal.publications.rules import MEDIA_TYPES, Audience
from portal.publications.types import KINDS
from portal.web.forms import AtMost, PortalForm, Required
from portal.web.media import ACCEPT

TEXT = 200_000
DEPTHS = 6
RHYTHMS = {
    Recurrence.CONTINUOUS: _("Thường xuyên"),
    Recurrence.WEEKLY: _("Hằng tuần"),
    Recurrence.MONTHLY: _("Hằng tháng"),
    Recurrence.QUARTERLY: _("Hằng quý"),
    Recurrence.HALF_YEARLY: _("6 tháng một lần"),
    Recurrence.YEARLY: _("Hằng năm"),
    Recurrence.PERIODIC: _("Định kỳ, chưa rõ kỳ"),
    Recurrence.ON_REQUEST: _("Khi có yêu cầu"),
    Recurrence.TERM: _("Theo nhiệm kỳ"),
}


class UploadForm(PortalForm):
    """A file, and the office that publishes it."""

    file = FileField(
        _("Tệp văn bản"),
        [Required(_("Xin chọn tệp."))],
        render_kw={"accept": ",".join(MEDIA_TYPES)},
    )
    office = SelectField(_("Cơ quan đăng"), coerce=number_or_none, validators=[Required()])

    def offer(self, offices: Sequence[Office]) -> "UploadForm":
        """Return this form with `offices` to publish for."""
        self.office.choices = [SelectChoice(office.id, office.name) for office in offices]
        return self


class RevisionForm(PortalForm):
    """The file of a new version; without one the new version begins as the former stands."""

    file = FileField(_("Tệp của bản mới"), render_kw={"accept": ",".join(MEDIA_TYPES)})


class AttachForm(PortalForm):
    """Files to go with a document."""

    files = MultipleFileField(_("Thêm tệp kèm theo"), render_kw={"accept": ACCEPT})


class SectionRow(RowForm):
    """One section of the outline; `place` orders the rows, for one may be put in between."""

    anchor = HiddenField()
    place = HiddenField(default="")
    depth = SelectField(
        _("Cấp"), coerce=int, choices=[SelectChoice(depth) for depth in range(1, DEPTHS + 1)]
    )
    label = StringField(_("Ký hiệu mục"), [AtMost(LINE)])
    title = StringField(_("Tên mục"), [AtMost(PARAGRAPH)])
    text = TextAreaField(_("Nội dung"), [AtMost(TEXT)], render_kw={"rows": 8})
    drop = BooleanField(_("Bỏ mục này"))


class TaskRow(RowForm):
    """One task; a new one left blank is no task."""

    position = HiddenField(default="0")
    appendix = HiddenField()
    section = HiddenField()
    group = StringField(_("Nhóm nhiệm vụ"), [AtMost(PARAGRAPH)])
    number = StringField(_("Số thứ tự"), [AtMost(LINE)])
    task = TextAreaField(_("Nhiệm vụ"), [AtMost(PARAGRAPH)], render_kw={"rows": 3})
    lead = StringField(_("Chủ trì"), [AtMost(PARAGRAPH)])
    executing = StringField(_("Thực hiện"), [AtMost(PARAGRAPH)])
    coordinating = StringField(_("Phối hợp"), [AtMost(PARAGRAPH)])
    deadline = StringField(_("Thời gian, như văn bản ghi"), [AtMost(PARAGRAPH)])
    due_on = DayField(_("Ngày phải xong"), [Optional()])
    recurrence = SelectField(
        _("Lặp lại"), choices=[SelectChoice("", "–"), *map(SelectChoice, RHYTHMS, RHYTHMS.values())]
    )
    product = StringField(_("Sản phẩm"), [AtMost(PARAGRAPH)])
    drop = BooleanField(_("Bỏ nhiệm vụ này"))

    def validate_task(self, field: Any) -> None:
        """Ask for the words of a task that is there."""
        if self.position.data not in {"", "0"} and not self.drop.data and not field.data:
            raise ValidationError(gettext("Xin ghi nội dung nhiệm vụ, hoặc chọn bỏ nhiệm vụ này."))


class CheckForm(PortalForm):
    """The whole reading, to be put right."""

    version = HiddenField()
    kind = SelectField(
        _("Loại văn bản"), choices=[SelectChoice(kind.slug, _(kind.title)) for kind in KINDS]
    )
    number = StringField(_("Số, ký hiệu"), [AtMost(LINE)])
    title = TextAreaField(_("Trích yếu"), [Required(), AtMost(PARAGRAPH)], render_kw={"rows": 3})
    issuer = StringField(_("Cơ quan ban hành"), [AtMost(LINE)])
    place = StringField(_("Địa danh"), [AtMost(LINE)])
    issued_on = DayField(_("Ngày ban hành"), [Optional()])
    signer_name = StringField(_("Người ký"), [AtMost(LINE)])
    signer_role = StringField(_("Chức vụ người ký"), [AtMost(LINE)])
    signer_authority = StringField(_("Ký thay, ký thừa lệnh"), [AtMost(LINE)])
    audience = SelectField(
        _("Ai được xem"),
        choices=[
            SelectChoice(Audience.PUBLIC.value, _("Mọi người")),
            SelectChoice(Audience.INTERNAL.value, _("Nội bộ cơ quan")),
        ],
    )
    effective_on = DayField(_("Ngày có hiệu lực"), [Optional()])
    topic_id = SelectField(_("Lĩnh vực"), coerce=number_or_none)
    comments_until = DayField(_("Lấy ý kiến đến hết ngày"), [Optional()])
    confirmed = BooleanField(_("Tôi đã xem các điểm trên và vẫn công bố"))
    looked = SelectMultipleField(_("Chỗ đã xem"), validate_choice=False)
    sections = FieldList(FormField(SectionRow))
    tasks = FieldList(FormField(TaskRow))
    citations = FieldList(FormField(CitationRow))

    def offer(self, topics: Iterable[Topic]) -> "CheckForm":
        """Return this form with `topics` to choose a field from."""
        self.topic_id.choices = [
            SelectChoice("", _("Chưa chọn")),
            *(SelectChoice(topic.id, topic.name) for topic in topics),
        ]
        return self

    @property
    def ordered(self) -> list[Any]:
        """The rows of sections in reading order, those put in between at their place."""
        return sorted(self.sections, key=_place)

    def add_row(self, which: str) -> None:
        """Put in a blank section or task to fill in.

        Args:
            which: "task", "citation" and "section" go to the end, "section:<place>" after it.

        """
        if which == "task":
            self.tasks.append_entry({"position": 0})
            return
        if which == "citation":
            self.citations.append_entry({})
            return
        places = [_place(row) for row in self.ordered] or [0.0]
        before = _number(which.partition(":")[2]) if ":" in which else places[-1]
        after = next((place for place in places if place > before), before + 2)
        depth = next((r.form.depth.data for r in self.ordered if _place(r) == before), 1)
        self.sections.append_entry({"depth": depth, "place": str((before + after) / 2)})

    def let_go_of(self, known: Collection[str]) -> None:
        """Make the sections whose addresses are not `known` any more new ones."""
        for row in self.sections:
            if row.form.anchor.data not in known:
                row.form.anchor.data = ""

    def content(self) -> Content:
        """Return what was typed."""
        names = [name for name in Facts.__dataclass_fields__ if name != "audience"]
        facts = {name: self[name].data for name in names}
        return Content(
            facts=Facts(audience=Audience(self.audience.data), **facts),
            sections=tuple(_section(row.form) for row in self.ordered if not row.form.drop.data),
            tasks=tuple(_task(row.form) for row in self.tasks if _is_task(row.form)),
            citations=tuple(row.form.draft() for row in self.citations if row.form.is_kept),
            looked=frozenset(self.looked.data or ()),
        )


class ReasonForm(PortalForm):
    """Why a document is taken away."""

    reason = TextAreaField(_("Lý do gỡ"), [Required(), AtMost(PARAGRAPH)], render_kw={"rows": 4})


class Mistakes:
    """The mistakes of a form with rows, as the error summary takes them."""

    def __init__(self, form: PortalForm) -> None:
        """Look through every row."""
        self.form_errors = form.form_errors
        self._fields = [field for field in leaves(form) if field.errors]
        self.errors = bool(self._fields or form.form_errors)

    def __iter__(self) -> Iterator[Any]:
        """Yield the fields with mistakes."""
        return iter(self._fields)


def leaves(form: Iterable[Any]) -> Iterator[Any]:
    """Yield every single field of a form, those of its rows included."""
    for field in form:
        if isinstance(field, FieldList | FormField):
            yield from leaves(field)
        else:
            yield field


def typed_from(publication: Publication) -> dict[str, Any]:
    """Return a publication as the check form begins with."""
    facts = facts_of(publication)
    return {
        **{name: getattr(facts, name) for name in Facts.__dataclass_fields__},
        "audience": facts.audience.value,
        "version": str(publication.version),
        "looked": [name_of(row) for row in publication.warnings if row.get("looked")],
        "sections": sections_from(publication),
        "tasks": [
            {name: getattr(task, name) for name in TaskDraft.__dataclass_fields__}
            for task in publication.tasks
        ],
        "citations": [typed_citation(row) for row in publication.citations],
    }


def sections_from(publication: Publication) -> list[dict[str, Any]]:
    """Return its sections as the rows of the check form begin with."""
    names = SectionDraft.__dataclass_fields__.keys() - {"text"}
    return [
        {name: getattr(section, name) for name in names}
        | {"text": text_of(section.blocks), "place": str(place), "drop": False}
        for place, section in enumerate(publication.sections)
    ]


def _place(row: Any) -> float:
    return _number(row.form.place.data)


def _number(text: str | None) -> float:
    try:
        number = float(text or "")
    except ValueError:
        return math.inf
    return math.inf if math.isnan(number) else number


def _section(row: Any) -> SectionDraft:
    return SectionDraft(**{name: row[name].data for name in SectionDraft.__dataclass_fields__})


def _task(row: Any) -> TaskDraft:
    typed = {name: row[name].data for name in TaskDraft.__dataclass_fields__}
    position = str(typed["position"])
    return TaskDraft(**typed | {"position": int(position) if position.isdecimal() else 0})


def _is_task(row: Any) -> bool:
    return bool(row.task.data) and not row.drop.data
