"""Handing out the register as a file; each time is in the history."""

from io import BytesIO

from flask import Blueprint, request, send_file
from flask.typing import ResponseReturnValue

from portal import clock
from portal.cases import desk_list, reading, register_file
from portal.errors import NotFound
from portal.history.service import record
from portal.permissions import Action
from portal.web.access import actor, requires
from portal.web.headers import private
from portal.web.session import db

bp = Blueprint("cases_export", __name__, url_prefix="/quan-tri/y-kien")
bp.after_request(private)

KINDS = {
    "csv": (register_file.as_csv, "text/csv"),
    "xlsx": (
        register_file.as_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


@bp.post("/so.<ending>")
@requires(Action.CASE_EXPORT)
def export(ending: str) -> ResponseReturnValue:
    """Hand out the items the address narrows to, in the columns the circular asks for."""
    if ending not in KINDS:
        raise NotFound
    taken = desk_list.filter_form(db(), actor(), request.args).taken()
    made, media_type = KINDS[ending]
    chosen = reading.every_item(db(), actor(), desk_list.filters(taken, 1))
    content, count = made(db(), actor(), chosen)
    record(db(), actor(), ("register", 1), "export", ending=ending, count=count)
    name = f"so-y-kien-{clock.today().isoformat()}.{ending}"
    return send_file(BytesIO(content), media_type, as_attachment=True, download_name=name)
