"""What else a counter's code leads to: what to bring, where to pay, when the leader receives."""

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

import qr
from portal import clock
from portal.counters import offers, opening
from portal.counters import service as counters
from portal.counters.hours import spans
from portal.counters.models import Counter, PaymentTarget
from portal.procedures import service as procedures_service
from portal.web.access import public
from portal.web.headers import private
from portal.web.session import db


def join(bp: Blueprint) -> None:
    """Add these pages to the counter's."""
    for rule, view in (("thu-tuc", procedures), ("thanh-toan", payments)):
        bp.get(f"/q/<token>/{rule}")(view)


@public
def procedures(token: str) -> ResponseReturnValue:
    """Tell what to bring for each procedure of the counter's office."""
    found, _edition = counters.resolve(db(), token)
    return render_template(
        "ratings/procedures.html", counter=found, token=token, sheets=offers.sheets_at(db(), found)
    )


@public
def payments(token: str) -> ResponseReturnValue:
    """Show where to pay, by link or code; an old poster's code shows none, it may be forged."""
    found, edition = counters.resolve(db(), token)
    if edition.replaced_at is not None or not found.active:
        return replaced(found, token)
    targets = offers.payments_at(db(), found)
    page = render_template(
        "ratings/payments.html",
        counter=found,
        token=token,
        targets=targets,
        drawings={target.id: _drawn(target) for target in targets if target.account},
    )
    return private(make_response(page))


def open_today(found: Counter) -> str | None:
    """Return the hours of a counter today in words, "" for a day off, None when none are kept."""
    hours = opening.told(db(), found)
    if hours is None:
        return None
    today = spans(hours, clock.today(), procedures_service.calendar(db()))
    return ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in today)


def replaced(found: Counter, token: str) -> Response:
    """Return the page that kindly says that a poster is old."""
    page = render_template("ratings/replaced.html", counter=found, token=token)
    return make_response(page, 410)


def _drawn(target: PaymentTarget) -> Markup:
    return Markup(qr.svg(offers.vietqr(target)))  # noqa: S704 - drawn by us, no text in it
