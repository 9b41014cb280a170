"""What is typed to split one submission: a row for each matter in it."""

from collections.abc import Iterable, Sequence
from typing import Any, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FieldList, FormField, SelectField, StringField, TextAreaField

from portal.accounts.models import Office
from portal.cases import quoting, splitting, wording
from portal.cases.answer_forms import LETTER, LINE
from portal.cases.desk_forms import MoveForm
from portal.cases.models import Case
from portal.cases.splitting import Matter
from portal.cases.suggesting import Passage
from portal.web.forms import AtMost, PortalForm


class MatterRow(PortalForm):
    """One matter: its words, its kind, its office."""

    class Meta(PortalForm.Meta):
        """The token is the outer form's."""

        csrf = False

    subject = StringField(_("Việc này là gì, trong một câu ngắn"), validators=[AtMost(LINE)])
    text = TextAreaField(
        _("Lời của người gửi về việc này"), validators=[AtMost(LETTER)], render_kw={"rows": 5}
    )
    kind = SelectField(_("Loại ý kiến"), validate_choice=False)
    office = SelectField(_("Cơ quan"), validate_choice=False)

    @property
    def filled(self) -> bool:
        """Whether anything was typed."""
        return bool(self.subject.data or self.text.data)


class SplitForm(MoveForm):
    """The matters in one submission; blank rows count for nothing."""

    place = "split"

    matters = FieldList(
        FormField(MatterRow), min_entries=splitting.FEWEST, max_entries=splitting.MOST
    )
    nothing_else = BooleanField(_("Những câu ấy không cần được trả lời"))

    def offer(self, case: Case, offices: Iterable[Office]) -> Self:
        """Let each row choose a kind and one of `offices`; excerpts are those of `case`."""
        self.case = case
        self.offices = {str(office.id): office for office in offices}
        for row in self._rows:
            row.kind.choices = [
                (slug, wording.kind_name(slug)) for slug in splitting.kinds_for(case)
            ]
            named = [(key, office.name) for key, office in self.offices.items()]
            row.office.choices = [("", gettext("Chọn cơ quan")), *named]
        return self

    def propose(self, passages: Sequence[Passage]) -> Self:
        """Put each passage with its office into a row; the title is for a person to write."""
        for place, passage in enumerate(passages[: splitting.MOST]):
            if place == len(self.matters):
                self.matters.append_entry()
            row = self._rows[place]
            row.text.data = passage.text
            row.office.data = str(passage.office.id) if passage.office else ""
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether every row that was begun is whole and in the sender's own words."""
        fine = super().validate(extra_validators)
        for row in self._rows:
            if row.filled:
                self._look_at(row)
        return fine and not self.mistakes

    @property
    def mistakes(self) -> list[Any]:
        """The fields of the rows that have to be looked at again."""
        return [field for row in self._rows for field in row if field.errors]

    def typed(self) -> list[Matter]:
        """Return the matters, once they were found to be whole."""
        return [
            Matter(
                subject=row.subject.data,
                text=row.text.data,
                kind=row.kind.data,
                office=self.offices[row.office.data],
            )
            for row in self._rows
            if row.filled
        ]

    def left_out(self) -> list[str]:
        """Return the sentences that stand in no row."""
        return quoting.left_out(self.case, [row.text.data or "" for row in self._rows])

    @property
    def _rows(self) -> list[MatterRow]:
        return [entry.form for entry in self.matters]

    def _look_at(self, row: MatterRow) -> None:
        other = quoting.foreign(self.case, row.text.data or "")
        faults = (
            (row.subject, not row.subject.data, gettext("Xin ghi việc này là gì.")),
            (row.text, not row.text.data, gettext("Xin chép lời của người gửi về việc này.")),
            (row.text, other, gettext("Không có câu này trong ý kiến: %(line)s", line=other)),
            (row.office, row.office.data not in self.offices, gettext("Xin chọn một cơ quan.")),
        )
        for field, so, message in faults:
            if so:
                field.errors = [message]
