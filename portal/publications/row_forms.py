"""The parts of the check form that stand in rows: what they share, and the cited documents."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from portal.publications.content import CitationDraft
from portal.publications.importing.reading import Relation
from portal.publications.models import Citation
from portal.web.forms import AtMost, PortalForm

LINE, PARAGRAPH = 500, 4_000
FIRST_YEAR = 1945
NEW = "-1"
RELATIONS = {
    "": _("Nhắc tới"),
    Relation.BASIS: _("Căn cứ"),
    Relation.AMENDS: _("Sửa đổi, bổ sung"),
    Relation.REPLACES: _("Thay thế"),
    Relation.REPEALS: _("Bãi bỏ"),
}


class DayField(DateField):
    """A day, with a mistake said in the reader's language."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the day typed; raise ValueError when there is no such day, or a year cut short."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Ngày này không có trong lịch. Xin nhập lại.")) from None
        typed: Any = self.data
        if typed is not None and typed.year < FIRST_YEAR:
            raise ValueError(gettext("Xin ghi năm đủ bốn chữ số."))


class RowForm(PortalForm):
    """A row inside a form: the token is the outer form's."""

    class Meta(PortalForm.Meta):
        """No token of its own."""

        csrf = False


class CitationRow(RowForm):
    """One cited document; a new one left blank is none."""

    position = HiddenField(default=NEW)
    relation = SelectField(
        _("Văn bản này đối với văn bản ấy"),
        choices=[SelectChoice(str(name), title) for name, title in RELATIONS.items()],
    )
    kind = StringField(_("Loại văn bản"), [AtMost(LINE)])
    number = StringField(_("Số, ký hiệu"), [AtMost(LINE)])
    issued_on = DayField(_("Ngày ban hành"), [Optional()])
    name = StringField(_("Tên hoặc trích yếu"), [AtMost(PARAGRAPH)])
    drop = BooleanField(_("Bỏ văn bản này"))

    @property
    def title(self) -> str:
        """Kind and number, or the name of what has no number."""
        numbered = " ".join(filter(None, (self.kind.data, self.number.data)))
        return numbered if self.number.data else self.name.data or numbered

    @property
    def is_kept(self) -> bool:
        """Whether it is a document, new or not, that stays."""
        return bool(self.number.data or self.name.data) and not self.drop.data

    def validate_number(self, field: Any) -> None:
        """Ask for number or name of a document that is there."""
        is_there = self.position.data not in {"", NEW} or self.kind.data or self.issued_on.data
        if is_there and not self.drop.data and not (field.data or self.name.data):
            raise ValidationError(
                gettext("Xin ghi số hoặc tên của văn bản, hoặc chọn bỏ văn bản này.")
            )

    def draft(self) -> CitationDraft:
        """Return what was typed."""
        typed = {name: self[name].data for name in CitationDraft.__dataclass_fields__}
        position = str(typed["position"])
        return CitationDraft(**typed | {"position": int(position) if position.isdecimal() else -1})


def typed_citation(row: Citation) -> dict[str, Any]:
    """Return a cited document as its row begins with."""
    return {name: getattr(row, name) for name in CitationDraft.__dataclass_fields__}
