"""What everyone reads of answers besides their pages: promises, files, feeds, relied-on texts."""

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal import clock
from portal.accounts import service as accounts
from portal.cases import service, wordings
from portal.cases.downloads import download
from portal.cases.feed import Feed, as_atom, as_rows
from portal.cases.service import PublicFilters
from portal.errors import NotFound
from portal.publications.models import Publication
from portal.web.access import public
from portal.web.filters import day
from portal.web.forms import tidy
from portal.web.session import db, settings

NAMES = ("loai", "co-quan", "nam")


def join(bp: Blueprint) -> None:
    """Add the pages of this module to the citizens' pages."""
    bp.add_url_rule("/cam-ket", view_func=commitments)
    bp.add_url_rule("/y-kien.atom", view_func=feed)
    bp.add_url_rule("/y-kien.json", view_func=rows)
    bp.add_url_rule("/y-kien/<number>/tep/<int:file_id>", view_func=public_file)


@public
def commitments() -> ResponseReturnValue:
    """List what published answers promised, and whether it was kept."""
    state, office = tidy(request.args.get("xem", "")), tidy(request.args.get("co-quan", ""))
    found = service.public_commitments(db(), state, office, request.args.get("trang", 1, int))
    state = state if state in found.counts else ""
    labels = {
        "": gettext("Tất cả"),
        "overdue": gettext("Quá hạn"),
        "open": gettext("Đang làm"),
        "kept": gettext("Đã xong"),
    }
    return render_template(
        "cases/commitments.html",
        found=found,
        today=clock.today(),
        tabs=[
            {
                "label": label,
                "url": _address(xem=name, **{"co-quan": office}),
                "current": name == state,
                "count": found.counts[name] if name else sum(found.counts.values()),
            }
            for name, label in labels.items()
        ],
        office=next((row for row in accounts.offices(db()) if row.slug == office), None),
        page_url=lambda page: _address(xem=state, trang=str(page), **{"co-quan": office}),
    )


@public
def feed() -> ResponseReturnValue:
    """Hand out what was answered and published last as a feed, the same for whoever asks."""
    answer = Response(as_atom(_feed(), _found()), mimetype="application/atom+xml")
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


@public
def rows() -> ResponseReturnValue:
    """Give the same to programs."""
    return jsonify(as_rows(_feed(), _found()))


@public
def public_file(number: str, file_id: int) -> ResponseReturnValue:
    """Hand out a file of a published answer that a moderator released."""
    case = service.published_item(db(), tidy(number))
    found = next((row for row in wordings.along(db(), case).files if row.id == file_id), None)
    if found is None:
        raise NotFound
    try:
        return download(found)
    except FileNotFoundError:
        raise NotFound from None


def relying(publication: Publication) -> dict[str, list[dict[str, str]]]:
    """Return the published answers that rely on a document, by the anchor of the section."""
    by_anchor: dict[str, list[dict[str, str]]] = {}
    for source in service.relying_on(db(), publication):
        case = source.case
        by_anchor.setdefault(source.anchor, []).append(
            {
                "title": case.public_subject or "",
                "url": url_for("cases.published_item", number=case.number, _anchor="tra-loi"),
                "answered": day(case.answered_at),
                "section": source.name,
            }
        )
    return by_anchor


def narrowing() -> dict[str, Any]:
    """Return the filters of the list as its address says them."""
    asked = {name: tidy(request.args.get(name, "")) for name in NAMES}
    return {name: value for name, value in asked.items() if value}


def _found() -> list[Any]:
    filters = PublicFilters(
        kind=tidy(request.args.get("loai")) or None,
        office=tidy(request.args.get("co-quan")) or None,
        year=request.args.get("nam", type=int),
    )
    return service.published(db(), filters).cases


def _feed() -> Feed:
    authority = accounts.authority(db())
    return Feed(
        title=f"Ý kiến đã trả lời, {authority.name}",
        author=authority.name,
        site=settings().public_url,
        narrowing=narrowing(),
    )


def _address(**wanted: str) -> str:
    given: dict[str, Any] = {name: value for name, value in wanted.items() if value}
    return url_for("cases.commitments", **given)
