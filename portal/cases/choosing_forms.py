"""What is chosen among items: those to be assigned, the one to be answered together with."""

from collections.abc import Iterable, Iterator
from typing import Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)

from portal.accounts.models import Office
from portal.cases.assigning import Waiting
from portal.cases.joining import Candidate
from portal.cases.models import Case
from portal.web.forms import PortalForm

SUGGESTED = "goi-y"  # each to the office its words speak for


class AssignManyForm(PortalForm):
    """Which items go to which office; an item is named together with its version."""

    chosen = SelectMultipleField(validate_choice=False)
    office = SelectField(_("Phân công cho"), validate_choice=False)

    def offer(self, rows: Iterable[Waiting], offices: Iterable[Office]) -> Self:
        """Offer `rows` as they stand now, and `offices`."""
        self.rows = {f"{row.case.id}:{row.case.version}": row for row in rows}
        self.offices = {str(office.id): office for office in offices}
        self.chosen.choices = [(key, row.case.subject) for key, row in self.rows.items()]
        self.chosen.label.text = gettext(
            "%(count)s ý kiến, việc đến hạn trước đứng trên cùng", count=len(self.rows)
        )
        self.office.choices = [
            ("", gettext("Chọn cơ quan")),
            (SUGGESTED, gettext("Mỗi ý kiến đến cơ quan được gợi ý")),
            *((key, office.name) for key, office in self.offices.items()),
        ]
        return self

    @property
    def whole(self) -> bool:
        """Whether items and an office were chosen."""
        return bool(self.chosen.data) and self.office.data in {SUGGESTED, *self.offices}

    def taken(self) -> Iterator[tuple[Case, Office | None]]:
        """Yield the items that still stand as they were shown, each with its office."""
        for row in (self.rows[key] for key in self.chosen.data if key in self.rows):
            yield row.case, self.offices.get(self.office.data, row.office)


class JoinForm(PortalForm):
    """The item to join to: one that reads alike, or any other by its number."""

    chosen = RadioField(_("Gần giống, xin đọc kỹ trước khi gộp"), choices=[], validate_choice=False)
    number = StringField(
        _("Hoặc gõ số ý kiến"),
        id="join-number",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    version = HiddenField()
    read = BooleanField(
        _("Tôi đã đọc cả hai: đúng là cùng một việc (chỉ cần khi chữ không giống nhau)"),
        id="join-read",
    )

    def offer(self, candidates: Iterable[Candidate]) -> Self:
        """Offer `candidates`."""
        self.rows = {one.case.number: one for one in candidates}
        self.chosen.choices = [(number, one.case.subject) for number, one in self.rows.items()]
        return self

    def wanted(self) -> str:
        """Return the number typed, else the one chosen, "" for none."""
        return self.number.data or self.chosen.data or ""
