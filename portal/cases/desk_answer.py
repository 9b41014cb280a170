"""The answer as its writer sends it from the page: text, ticks, template."""

from typing import Any

from portal.cases import answer_templates, drafting, enclosures, service
from portal.cases.models import Case
from portal.errors import Invalid
from portal.i18n import N_
from portal.web.access import actor
from portal.web.session import db

NO_TEMPLATE = N_("Xin chọn một mẫu trả lời trong danh sách.")


def save(case: Case, form: Any) -> None:
    """Keep the draft with its ticks."""
    drafting.save_draft(db(), actor(), case, form.words())
    enclosures.tick(db(), case, form.covered.data)


def save_before_enclosing(case: Case, form: Any) -> None:
    """Keep what was written so far; nothing written is nothing to keep."""
    enclosures.permit_writing(actor(), case)
    if form.words():
        save(case, form)


def insert_template(case: Case, form: Any) -> None:
    """Keep the draft with the words of a template below what was written."""
    offered = answer_templates.offered(db(), case.office_id)
    chosen = next((row for row in offered if str(row.id) == form.template.data), None)
    if chosen is None:
        raise Invalid(NO_TEMPLATE)
    written = [form.words(), chosen.text]
    drafting.save_draft(db(), actor(), case, "\n\n".join(filter(None, written)))
    enclosures.tick(db(), case, form.covered.data)


def submit(case: Case, form: Any) -> None:
    """Hand the draft to the head."""
    service.submit(db(), actor(), case, form.words())
    enclosures.tick(db(), case, form.covered.data)


def send(case: Case, form: Any) -> None:
    """Send the answer where nobody has to approve it."""
    service.send(db(), actor(), case, form.words())
    enclosures.tick(db(), case, form.covered.data)
