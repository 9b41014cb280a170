"""The search index in PostgreSQL: what the portal promises of search holds there as well."""

import secrets

import psycopg
import pytest
from sqlalchemy import text

from portal.config import from_environment
from portal.home import indexing
from search.postgres_index import PostgresIndex
from tests.home.test_search import (  # noqa: F401 -- each runs once more, on the other engine
    test_a_document_is_found_without_marks_and_leads_to_its_section,
    test_a_hidden_document_is_gone_at_once_though_no_worker_runs,
    test_a_hidden_document_is_gone_even_when_nothing_was_promised,
    test_an_item_its_sender_took_back_is_gone_at_once,
    test_facets_narrow_by_kind_office_and_year,
    test_officials_find_internal_documents_and_nobody_else,
)

pytestmark = pytest.mark.postgresql


@pytest.fixture(autouse=True)
def second_engine(request, engine):
    """Put the index of the portal under test into its database."""
    if engine.dialect.name != "postgresql":
        pytest.skip("needs a PostgreSQL server")
    if "app" not in request.fixturenames:
        yield None
        return
    name = f"search_{secrets.token_hex(4)}"
    index = PostgresIndex(engine.url.render_as_string(hide_password=False), schema=name)
    request.getfixturevalue("app").extensions["index"] = index
    yield index
    index.close()
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))


def test_the_setting_chooses_the_engine(engine):
    url = engine.url.render_as_string(hide_password=False)
    chosen = {"PORTAL_SEARCH_ENGINE": "postgresql", "PORTAL_DATABASE_URL": url}
    index = indexing.open_index(from_environment(chosen))
    try:
        assert isinstance(index, PostgresIndex)
        assert index.rebuild_needed
    finally:
        index.close()


def test_a_server_that_is_away_says_the_index_is_being_rebuilt(browser, second_engine, monkeypatch):
    def refuse(*_, **__):
        raise psycopg.OperationalError

    second_engine.close()
    monkeypatch.setattr("search.postgres_tables.psycopg.connect", refuse)
    page = browser.open("/tim-kiem?q=dan+chu")
    assert page.status_code == 200
    assert "Đang dựng lại chỉ mục" in page.text
