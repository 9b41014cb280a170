"""What goes out with an answer, put together on a page of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.cases import commitments, downloads, drafting, enclosures, service
from portal.cases.answer_forms import CommitmentForm, EnclosedForm, PointsForm
from portal.cases.documents import find_sections
from portal.cases.models import Case
from portal.errors import Invalid, NotFound
from portal.permissions import Action, allowed
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.forms import tidy
from portal.web.session import db, files
from portal.web.uploads import read_files

LONGEST_QUERY = 200


@dataclass
class Sheet:
    """The forms of the page; the one just sent holds what was wrong with it."""

    points: PointsForm
    commitment: CommitmentForm
    files: EnclosedForm


def join(bp: Blueprint) -> None:
    """Add the pages of this module to the desk."""
    bp.add_url_rule("/y-kien/<number>/kem-theo", view_func=enclosures_page, endpoint="enclosures")
    bp.add_url_rule(
        "/y-kien/<number>/kem-theo", view_func=enclose, methods=["POST"], endpoint="enclose"
    )
    bp.add_url_rule("/y-kien/<number>/tra-loi/tep/<int:file_id>", view_func=answer_file)


@requires(Action.CASE_HANDLE)
def enclosures_page(number: str) -> ResponseReturnValue:
    """Show the points, sources, promises and files of the draft, and find more sources."""
    case = service.read_case(db(), actor(), number)
    enclosures.permit_writing(actor(), case)
    return _page(case, _sheet(sent=""))


@requires(Action.CASE_HANDLE)
@keeps_text
def enclose(number: str) -> ResponseReturnValue:
    """Put one thing with the draft, or take it away."""
    case = service.read_case(db(), actor(), number)
    act = request.form.get("act", "")
    if act not in ACTS:
        raise NotFound
    enclosures.permit_writing(actor(), case)
    sheet = _sheet(sent=act)
    form = FORMS[act](sheet) if act in FORMS else None
    if form is not None and not form.validate_on_submit():
        return _page(case, sheet), form.status()
    if form is None:
        sheet.points.csrf_token.validate(sheet.points)
        if sheet.points.csrf_token.errors:
            return _page(case, sheet), 422
    try:
        with db().begin_nested():
            ACTS[act](case, sheet)
    except Invalid as refusal:
        flash(gettext(refusal.advice))
    return redirect(url_for(".enclosures", number=number, _anchor=SHOWN[act]), 303)


@requires(Action.CASE_READ)
def answer_file(number: str, file_id: int) -> ResponseReturnValue:
    """Hand out a file an official put with an answer or with a promise."""
    case = service.read_case(db(), actor(), number)
    found = next((row for row in enclosures.every_file(db(), case) if row.id == file_id), None)
    sent = found is not None and (found.letter_id or found.commitment_id)
    if found is None or not (sent or allowed(actor(), Action.NOTES_READ, case)):
        raise NotFound
    try:
        return downloads.download(found)
    except FileNotFoundError:
        raise NotFound from None


def _sheet(sent: str) -> Sheet:
    def form(kind: type[Any], acts: set[str]) -> Any:
        return kind() if sent in acts else kind(formdata=None)

    return Sheet(
        points=form(PointsForm, {"points", *(act for act in ACTS if act not in FORMS)}),
        commitment=form(CommitmentForm, {"commitment"}),
        files=form(EnclosedForm, {"files"}),
    )


def _page(case: Case, sheet: Sheet) -> str:
    query = tidy(request.args.get("q", ""))[:LONGEST_QUERY]
    index = current_app.extensions["index"]
    return render_template(
        "cases_desk/enclosures.html",
        case=case,
        sheet=sheet,
        points=enclosures.points(db(), case),
        proposals=enclosures.proposals(db(), case),
        sources=enclosures.sources(db(), case),
        addresses=enclosures.addresses(db(), enclosures.sources(db(), case)),
        promises=commitments.drafted(db(), case),
        files=enclosures.answer_files(db(), case),
        draft=drafting.open_draft(case),
        query=query,
        found=find_sections(db(), index, query) if query else [],
    )


def _add_points(case: Case, sheet: Sheet) -> None:
    typed = (sheet.points.more.data or "").splitlines()
    texts = [*request.form.getlist("proposed"), *typed]
    enclosures.list_points(db(), actor(), case, [tidy(text) for text in texts])


def _add_commitment(case: Case, sheet: Sheet) -> None:
    form = sheet.commitment
    commitments.add(db(), actor(), case, form.promise.data, form.due_on.data)


def _add_files(case: Case, _sheet: Sheet) -> None:
    arrived = read_files(request.files.getlist("files"))
    for word in arrived.refusals:
        flash(gettext(word.message, **word.values))
    enclosures.attach(db(), files(), actor(), case, arrived.files)


def _add_source(case: Case, _sheet: Sheet) -> None:
    anchor = request.form.get("anchor", "")
    enclosures.add_source(db(), actor(), case, _row("publication"), anchor)


def _row(name: str = "row") -> int:
    """Return the number of the row a button names; raise NotFound for anything else."""
    typed = request.form.get(name, "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) < len("2147483647")):
        raise NotFound
    return int(typed)


ACTS: Mapping[str, Callable[[Case, Sheet], None]] = MappingProxyType(
    {
        "points": _add_points,
        "drop_point": lambda case, _: enclosures.drop_point(db(), actor(), case, _row()),
        "source": _add_source,
        "drop_source": lambda case, _: enclosures.drop_source(db(), actor(), case, _row()),
        "commitment": _add_commitment,
        "drop_commitment": lambda case, _: commitments.drop(db(), actor(), case, _row()),
        "files": _add_files,
        "drop_file": lambda case, _: enclosures.detach(db(), actor(), case, _row()),
    }
)
FORMS: Mapping[str, Callable[[Sheet], Any]] = MappingProxyType(
    {
        "points": lambda sheet: sheet.points,
        "commitment": lambda sheet: sheet.commitment,
        "files": lambda sheet: sheet.files,
    }
)
# Where on the page the official goes on.
SHOWN: Mapping[str, str] = MappingProxyType(
    {
        "points": "dieu-hoi",
        "drop_point": "dieu-hoi",
        "source": "can-cu",
        "drop_source": "can-cu",
        "commitment": "cam-ket",
        "drop_commitment": "cam-ket",
        "files": "tep",
        "drop_file": "tep",
    }
)
