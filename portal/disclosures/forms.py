"""What officials type about disclosures, postings and duties."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from portal.accounts.forms import number_or_none, one_line
from portal.accounts.models import Office
from portal.disclosures.duties import DutyFacts
from portal.disclosures.periods import Rhythm
from portal.disclosures.postings import PostingFacts
from portal.disclosures.rules import BY_HAND, Basis, Counted, Form
from portal.disclosures.types import GROUPS, FormType
from portal.disclosures.wording import BASES, COUNTS, FORMS, RHYTHMS, period_name
from portal.law import Unit
from portal.publications.models import Publication
from portal.publications.row_forms import DayField, RowForm
from portal.publications.rules import Audience
from portal.web.forms import AtMost, PortalForm, Required
from portal.web.media import ACCEPT

LINE, PARAGRAPH = 300, 2_000
MOST_DAYS = 1_000
UNITS = {Unit.WORKING: _("ngày làm việc"), Unit.CALENDAR: _("ngày")}
AUDIENCES = {Audience.PUBLIC: _("Mọi người"), Audience.INTERNAL: _("Nội bộ cơ quan")}


def _line(label: Any, *validators: Any) -> StringField:
    return StringField(label, filters=[one_line], validators=[*validators, AtMost(LINE)])


def _words(label: Any, *validators: Any, rows: int = 3) -> TextAreaField:
    return TextAreaField(label, [*validators, AtMost(PARAGRAPH)], render_kw={"rows": rows})


def _choice(label: Any, names: dict[Any, Any]) -> SelectField:
    return SelectField(
        label,
        choices=[SelectChoice(key.value, _(name)) for key, name in names.items()],
        validators=[Required()],
    )


def _days(label: Any, *validators: Any) -> IntegerField:
    wrong = _("Xin viết một số từ 0 đến 1000.")
    return IntegerField(label, [*validators, NumberRange(0, MOST_DAYS, wrong)])


class DisclosureForm(PortalForm):
    """One thing made public or about to be."""

    period = SelectField(_("Kỳ"), choices=[SelectChoice("", "")], validate_choice=False)
    title = _words(_("Tên nội dung"), rows=2)
    publication_id = SelectField(_("Văn bản trên cổng"), coerce=number_or_none)
    decided_on = DayField(_("Ngày ký quyết định, văn bản"), [Required()])
    office_id = SelectField(_("Cơ quan công khai"), coerce=number_or_none, validators=[Required()])
    audience = _choice(_("Ai được xem"), AUDIENCES)

    def offer(
        self, periods: Sequence[str], documents: Sequence[Publication], offices: Sequence[Office]
    ) -> "DisclosureForm":
        """Return this form with what can be chosen."""
        self.period.choices = [SelectChoice(key, period_name(key)) for key in periods] or [
            SelectChoice("", "")
        ]
        self.publication_id.choices = document_choices(documents)
        self.office_id.choices = [SelectChoice(office.id, office.name) for office in offices]
        return self


class LinkForm(PortalForm):
    """Which document of this portal a disclosure is."""

    publication_id = SelectField(_("Văn bản trên cổng"), coerce=number_or_none)

    def offer(self, documents: Sequence[Publication]) -> "LinkForm":
        """Return this form with the documents to choose from."""
        self.publication_id.choices = document_choices(documents)
        return self


class PostingForm(PortalForm):
    """In which form, where and when it was made public."""

    form = SelectField(
        _("Hình thức"), choices=[SelectChoice(one.value, _(FORMS[one])) for one in BY_HAND]
    )
    place = _line(_("Nơi công khai"), Required())
    started_on = DayField(_("Từ ngày"), [Required()])
    ended_on = DayField(_("Đến hết ngày"), [Optional()])
    done_by = _line(_("Người thực hiện"), Required())
    note = _words(_("Ghi chú"))
    files = MultipleFileField(_("Ảnh chụp hoặc biên bản"), render_kw={"accept": ACCEPT})
    shown = HiddenField()
    form_token = HiddenField()

    def facts(self) -> PostingFacts:
        """Return what was typed."""
        return PostingFacts(
            form=Form(self.form.data),
            place=self.place.data,
            started_on=self.started_on.data,
            ended_on=self.ended_on.data,
            done_by=self.done_by.data,
            note=self.note.data,
        )


class EndForm(PortalForm):
    """The last day a posting was up."""

    ended_on = DayField(_("Ngày gỡ xuống"), [Required()])


class ProofForm(PortalForm):
    """More photos or files of a posting."""

    files = MultipleFileField(
        _("Ảnh chụp hoặc biên bản"), [Required()], render_kw={"accept": ACCEPT}
    )


class ReasonForm(PortalForm):
    """Why something is taken out of the count."""

    reason = _words(_("Lý do"), Required())


class FormRow(RowForm):
    """One form a duty may ask for."""

    form = HiddenField()
    wanted = BooleanField(_("Bắt buộc"))
    days = _days(_("Giữ ít nhất bao nhiêu ngày"), Optional())
    basis = _choice(_("Căn cứ"), BASES)
    law = _line(_("Luật, điều, khoản"))


class DutyForm(PortalForm):
    """A duty to disclose."""

    title = _words(_("Nội dung phải công khai"), Required(), rows=2)
    group = SelectField(
        _("Nhóm"), choices=[SelectChoice(group.slug, _(group.title)) for group in GROUPS]
    )
    audience = _choice(_("Ai được xem"), AUDIENCES)
    office_id = SelectField(_("Cơ quan phụ trách"), coerce=number_or_none)
    law = _line(_("Luật, điều, khoản"))
    basis = _choice(_("Căn cứ của nội dung"), BASES)
    rhythm = _choice(_("Bao lâu một lần"), RHYTHMS)
    days = _days(_("Hạn công khai, số ngày"), Required())
    unit = _choice(_("Đơn vị"), UNITS)
    counted = _choice(_("Tính từ"), COUNTS)
    limit_law = _line(_("Căn cứ của hạn"))
    limit_basis = _choice(_("Hạn này"), BASES)
    valid_from = DayField(_("Có hiệu lực từ ngày"), [Required()])
    valid_to = DayField(_("Hết hiệu lực sau ngày"), [Optional()])
    owed_from = DayField(_("Sổ bắt đầu theo dõi từ ngày"), [Required()])
    forms = FieldList(FormField(FormRow))

    def offer(self, offices: Sequence[Office]) -> "DutyForm":
        """Return this form with `offices` to see to it."""
        self.office_id.choices = [
            SelectChoice("", gettext("Chưa giao")),
            *(SelectChoice(office.id, office.name) for office in offices),
        ]
        return self

    def facts(self) -> DutyFacts:
        """Return what was typed."""
        forms = [row.form for row in self.forms]
        return DutyFacts(
            title=self.title.data,
            group=self.group.data,
            audience=Audience(self.audience.data),
            law=self.law.data,
            basis=Basis(self.basis.data),
            rhythm=Rhythm(self.rhythm.data),
            counted=Counted(self.counted.data),
            days=self.days.data,
            unit=Unit(self.unit.data),
            limit_law=self.limit_law.data,
            limit_basis=Basis(self.limit_basis.data),
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            owed_from=self.owed_from.data,
            office_id=self.office_id.data,
            forms=tuple(_form_type(row) for row in forms if row.wanted.data),
        )


def document_choices(documents: Sequence[Publication]) -> list[SelectChoice]:
    """Return what a select of documents offers, "none" first."""
    none = gettext("Chưa có trên cổng")
    return [
        SelectChoice("", none),
        *(SelectChoice(one.id, _document_name(one)) for one in documents),
    ]


def typed_from(facts: DutyFacts | None, today: Any) -> dict[str, Any]:
    """Return what the form of a duty begins with: a known one, or a blank one."""
    if facts is None:
        return {
            "valid_from": today, "owed_from": today, "days": 5, "basis": Basis.AUTHORITY.value,
            "limit_basis": Basis.AUTHORITY.value, "rhythm": Rhythm.EVENT.value,
            "forms": [_row(form, None) for form in Form],
        }  # fmt: skip
    plain = {name: getattr(facts, name) for name in DutyFacts.__dataclass_fields__}
    known = {row.form: row for row in facts.forms}
    return plain | {"forms": [_row(form, known.get(form)) for form in Form]}


def _row(form: Form, known: FormType | None) -> dict[str, Any]:
    if known is None:
        wanted = {"wanted": False, "days": None, "basis": Basis.AUTHORITY.value, "law": ""}
        return {"form": form.value, **wanted}
    return {
        "form": form.value,
        "wanted": True,
        "days": known.days,
        "basis": known.basis.value,
        "law": known.law,
    }


def _form_type(row: Any) -> FormType:
    return FormType(
        form=Form(row.form.data),
        days=row.days.data,
        basis=Basis(row.basis.data),
        law=row.law.data,
    )


def _document_name(publication: Publication) -> str:
    head = " ".join(filter(None, (publication.number, publication.title)))
    return head if len(head) <= LINE // 3 else head[: LINE // 3].rpartition(" ")[0] + " …"
