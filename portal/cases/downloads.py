"""Handing out a file of a case to somebody who may read it."""

from flask import Response

from portal.cases.answer_models import AnswerFile
from portal.cases.models import CaseFile
from portal.files import Files
from portal.web.headers import attach, private
from portal.web.session import files

SANDBOX = "default-src 'none'; sandbox"


def download(file: CaseFile | AnswerFile, store: Files | None = None) -> Response:
    """Return the file as an attachment that no browser opens or runs in our name."""
    response = Response((store or files()).get(file.stored_as), mimetype=file.media_type)
    attach(response, file.name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return private(response)
