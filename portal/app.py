"""Putting the portal together: the only file that knows every feature."""

from functools import cache, partial
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.local import LocalProxy
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import navigation
from portal.accounts import desk as accounts_desk
from portal.accounts import identity
from portal.accounts import views as accounts
from portal.apologies import desk as apologies_desk
from portal.cases import desk as cases_desk
from portal.cases import desk_entry as cases_entry
from portal.cases import desk_export as cases_export
from portal.cases import public_answers
from portal.cases import views as cases
from portal.config import Settings, from_environment
from portal.counters import desk as counters_desk
from portal.counters import desk_editions as editions_desk
from portal.counters import desk_hours as hours_desk
from portal.counters import desk_offers as offers_desk
from portal.db import connect, make_sessions
from portal.disclosures import desk as disclosures_desk
from portal.disclosures import views as disclosures
from portal.files import open_files
from portal.history import views as history
from portal.home import desk as home_desk
from portal.home import indexing, satisfaction
from portal.home import views as home
from portal.petitions import desk as petitions_desk
from portal.petitions import views as petitions
from portal.procedures import desk as procedures_desk
from portal.publications import desk as publications_desk
from portal.publications import views as publications
from portal.ratings import desk as ratings_desk
from portal.ratings import desk_visits as visits_desk
from portal.ratings import kiosk
from portal.ratings import views as ratings
from portal.receptions import desk as receptions_desk
from portal.receptions import views as receptions
from portal.sealed import desk as sealed_desk
from portal.sealed import entry as sealed_entry
from portal.sealed import views as sealed
from portal.web import access, assets, bodies, csrf, filters, headers, language, limits, refusals
from portal.web.session import Portal, RowNumber, close

ROOT = Path(__file__).parents[1]
FEATURES = (
    home,
    home_desk,
    satisfaction,
    history,
    publications,
    publications_desk,
    disclosures,
    disclosures_desk,
    cases,
    cases_desk,
    cases_entry,
    cases_export,
    counters_desk,
    petitions,
    petitions_desk,
    editions_desk,
    hours_desk,
    offers_desk,
    procedures_desk,
    ratings,
    kiosk,
    ratings_desk,
    receptions,
    receptions_desk,
    visits_desk,
    apologies_desk,
    sealed,
    sealed_desk,
    sealed_entry,
    accounts,
    accounts_desk,
)
LARGEST_REQUEST = 60_000_000  # fifty megabytes of files, and what they are wrapped in
LARGEST_TEXT = 8_000_000  # so that a text far too long can still be handed back


def create_app(settings: Settings | None = None) -> Flask:
    """Return a portal set up as `settings` say, as the environment (PORTAL_*) says otherwise."""
    settings = settings or from_environment()
    app = Portal("portal", root_path=str(ROOT / "portal"), template_folder=str(ROOT / "templates"))
    app.url_map.converters["int"] = RowNumber
    configure(app, settings)
    app.teardown_appcontext(close)
    language.init_app(app, str(ROOT / "translations"))
    identity.init_app(app)
    access.init_app(app)
    csrf.init_app(app)
    for part in (bodies, headers, refusals, filters, assets, limits, navigation):
        part.init_app(app)
    app.extensions["identify"] = identity.identify
    app.extensions["desk_counts"] = lambda: cases_desk.desk_counts() | petitions_desk.counted()
    app.extensions["relying"] = public_answers.relying
    app.extensions["opened_by_code"] = (sealed.opened_by, receptions.opened_by)
    for feature in FEATURES:
        app.register_blueprint(feature.bp)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # the documented way to wrap
    return app


def configure(app: Flask, settings: Settings) -> None:
    """Set `app` up as `settings` say: its keys, its database, its files, its index."""
    app.config.update(
        SECRET_KEY=settings.derive("flask"),
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_TEXT,
        MAX_FORM_PARTS=200,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["settings"] = settings
    app.extensions["sessions"] = make_sessions(
        connect(settings.database, settings.lock_seconds, settings.keys)
    )
    app.extensions["files"] = open_files(settings.files_url, settings.data / "files")
    # Opened when first asked: a command that only lists routes has no business with the index.
    app.extensions["index"] = LocalProxy(cache(partial(indexing.open_index, settings)))
