"""The check page: what it shows beside the form."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import service as accounts
from portal.accounts.models import Office, Official, Topic
from portal.history.service import events_of
from portal.permissions import GRANTS, Action, allowed
from portal.publications import revisions
from portal.publications.doubting import doubts, name_of
from portal.publications.findings import Finding, findings
from portal.publications.forms import CheckForm, Mistakes, SectionRow, sections_from, typed_from
from portal.publications.models import Publication
from portal.publications.rules import Move, Standing, is_second, open_moves
from portal.publications.second import preparers
from portal.publications.views import words
from portal.web.access import actor
from portal.web.session import db, settings


@dataclass(frozen=True, kw_only=True)
class SecondPerson:
    """What the rule of two pairs of eyes asks of this draft, for whoever looks at it.

    Attributes:
        waits: whether somebody else has to publish it.
        prepared_by: name of whoever prepared it, "" when nobody knows.
        people: names of those who may publish it then.

    """

    waits: bool
    prepared_by: str
    people: list[str]


@dataclass(frozen=True, kw_only=True)
class OutlineRow:
    """One section as the page shows it.

    Attributes:
        name: what the names of its fields begin with.
        data: what stands in them, by their names.
        form: its bound form where it is new or something in it is wrong, else None.

    """

    name: str
    data: Mapping[str, Any]
    form: Any = None


def check_form(publication: Publication) -> CheckForm:
    """Return the form that begins with the publication as it stands.

    The sections are bound only when something was sent: a decree has hundreds of them, each with
    seven fields, and opening the page shows them as they are kept.
    """
    typed = typed_from(publication)
    if not _is_sent():
        typed["sections"] = []
    form = CheckForm(data=typed)
    return form.offer(_topics(publication))


def outline_rows(publication: Publication, form: CheckForm) -> list[OutlineRow]:
    """Return the sections as typed, or as they are kept where nothing was sent."""
    if not _is_sent():
        kept = enumerate(sections_from(publication))
        return [OutlineRow(name=f"sections-{at}", data=row) for at, row in kept]
    return [
        OutlineRow(
            name=entry.name,
            data=entry.form.data,
            form=entry.form if entry.form.errors or not entry.form.anchor.data else None,
        )
        for entry in form.ordered
    ]


def show_check(
    publication: Publication,
    form: CheckForm,
    status: int = 200,
    other: str | None = None,
    asked: Collection[Finding] | None = None,
) -> ResponseReturnValue:
    """Return the page.

    Args:
        publication: as it is stored.
        form: as it was typed.
        status: of the answer.
        other: the name of who saved meanwhile.
        asked: what is to be confirmed, None for what publishing the draft asks for.

    """
    found = (findings(publication) if _is_draft(publication) else ()) if asked is None else asked
    told = _told(publication)
    versions = revisions.family(db(), publication)
    page = render_template(
        "publications_desk/check.html",
        publication=publication,
        form=form,
        outline=outline_rows(publication, form),
        blank=SectionRow(formdata=None),
        mistakes=Mistakes(form),
        lines=publication.source_text.split("\n"),
        doubts=told,
        doubtful={row["line"] for row in told},
        other=other,
        moves=_moves(publication),
        second=_second_person(publication, found),
        findings=found,
        versions=versions,
        former=next((row for row in versions if row.revision < publication.revision), None),
        **words(),
    )
    return page, status


def _told(publication: Publication) -> list[dict[str, Any]]:
    """Return each doubt with its words and the field it is about."""
    return [
        {"line": row["line"], "text": _said(row), "name": name_of(row)}
        for row in doubts(publication)
    ]


def _is_sent() -> bool:
    return request.method == "POST"


def _is_draft(publication: Publication) -> bool:
    return publication.standing is Standing.DRAFT


def _said(row: Mapping[str, Any]) -> str:
    message, values = row["message"], row["values"]
    return str(gettext(message, **values))


def last_editor(publication: Publication) -> str:
    """Return who saved last, as the editor who came second is told."""
    events = [row for row in events_of(db(), "publication", publication.id) if row.official_id]
    return _name(events[-1].official_id if events else None) or gettext("Người khác")


def _moves(publication: Publication) -> set[Move]:
    """Return what this editor may do with the publication now."""
    moves = set(open_moves(publication.standing))
    if settings().four_eyes and publication.standing is Standing.PUBLISHED:
        moves.discard(Move.EDIT)
    if allowed(actor(), Action.PUBLICATION_PUBLISH, publication):
        return moves
    return moves & {Move.EDIT, Move.DELETE, Move.REVISE}


def _second_person(publication: Publication, found: Collection[Finding]) -> SecondPerson | None:
    """Return what the rule of two pairs of eyes asks, None where it is not in force.

    It is in force for what is hidden in a file even where it is not otherwise.
    """
    if not _is_draft(publication):
        return None
    first = preparers(db(), publication, found, four_eyes=settings().four_eyes)
    if first is None:
        return None
    return SecondPerson(
        waits=not is_second(first, actor().official_id),
        prepared_by=_name(publication.prepared_by_id),
        people=[person.name for person in _publishers(publication) if person.id not in first],
    )


def _publishers(publication: Publication) -> list[Official]:
    """Return the officials who may publish it: those of its office and of the offices above."""
    offices = [office.id for office in _upwards(publication.office)]
    roles = [role for role, grants in GRANTS.items() if Action.PUBLICATION_PUBLISH in grants]
    found = [row for role in roles for row in accounts.officials_with(db(), role, offices)]
    return list(dict.fromkeys(found))


def _upwards(office: Office | None) -> Iterator[Office]:
    while office is not None:
        yield office
        office = office.parent


def _topics(publication: Publication) -> Iterable[Topic]:
    """Return the fields to choose from; one no longer offered stays where it was chosen."""
    offered = accounts.topics(db())
    own = publication.topic
    return offered if own is None or own in offered else [*offered, own]


def _name(official_id: int | None) -> str:
    official = db().get(Official, official_id) if official_id else None
    return official.name if official else ""
