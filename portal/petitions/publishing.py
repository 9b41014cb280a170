"""What petitions are beside their pages: feed, JSON, the card shared with a link, the poster."""

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from portal.accounts import service as accounts
from portal.errors import Invalid, NotFound
from portal.i18n import N_
from portal.petitions import counts, feed, printed, reading
from portal.petitions.feed import Site
from portal.petitions.models import Petition
from portal.petitions.rules import State
from portal.web.access import public
from portal.web.forms import tidy
from portal.web.session import db, settings

CARD_SECONDS = 600
DOES_NOT_FIT = N_("Chưa in được: nội dung hoặc địa chỉ cổng quá dài so với khổ giấy.")


def join(bp: Blueprint) -> None:
    """Add the addresses of this module to the citizens' pages."""
    bp.add_url_rule("/kien-nghi.json", view_func=rows)
    bp.add_url_rule("/kien-nghi.atom", view_func=atom)
    bp.add_url_rule("/kien-nghi/<int:number>.json", view_func=row)
    bp.add_url_rule("/kien-nghi/<int:number>/the.png", view_func=card)
    bp.add_url_rule("/kien-nghi/<int:number>/ap-phich.pdf", view_func=poster)


@public
def rows() -> ResponseReturnValue:
    """Give a list of petitions to programs: `?state=` and `?page=` as in the British ones."""
    name = tidy(request.args.get("state", "all"))
    name = name if name in reading.LISTS else "all"
    found = reading.shelf(db(), name, request.args.get("page", 1, type=int))
    return _for_programs(jsonify(feed.as_list(db(), _site(), found, name)))


@public
def row(number: int) -> ResponseReturnValue:
    """Give one petition to programs."""
    petition = reading.public_petition(db(), number)
    return _for_programs(jsonify(feed.as_one(db(), _site(), petition)))


@public
def atom() -> ResponseReturnValue:
    """Hand out the open and the ended petitions as a feed, the latest first."""
    found = reading.shelf(db(), "all").petitions
    answer = Response(feed.as_atom(db(), _site(), found), mimetype="application/atom+xml")
    return _for_programs(answer)


@public
def card(number: int) -> ResponseReturnValue:
    """Draw the picture that goes with a shared link."""
    petition = _shareable(number)
    facts = printed.facts(settings(), accounts.authority(db()), petition)
    picture = printed.card(facts, counts.count(db(), petition).total)
    answer = Response(picture, mimetype="image/png")
    answer.headers["Cache-Control"] = f"public, max-age={CARD_SECONDS}"
    return answer


@public
def poster(number: int) -> ResponseReturnValue:
    """Give a sheet for the village board, A4, with the code that leads to the petition."""
    petition = _shareable(number)
    facts = printed.facts(settings(), accounts.authority(db()), petition)
    try:
        content = printed.poster(facts)
    except ValueError as reason:
        raise Invalid(DOES_NOT_FIT) from reason
    answer = Response(content, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=f"kien-nghi-{number}.pdf")
    return answer


def _shareable(number: int) -> Petition:
    petition = reading.public_petition(db(), number)
    if petition.state is State.REFUSED:
        raise NotFound
    return petition


def _for_programs(answer: Response) -> Response:
    """Let any page read it, and ask again only whether it changed."""
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _site() -> Site:
    authority = accounts.authority(db())
    title = f"Kiến nghị, {authority.name}"
    return Site(title=title, author=authority.name, url=settings().public_url)
