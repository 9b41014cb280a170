"""Alembic's entry: one transaction for all steps, on SQLite as on PostgreSQL."""

from alembic import context
from sqlalchemy import text

import portal.accounts.models
import portal.apologies.models
import portal.cases.answer_models
import portal.cases.digest
import portal.cases.indexes
import portal.cases.kept_months
import portal.cases.models
import portal.cases.numbers
import portal.cases.phrases
import portal.cases.saved_filters
import portal.cases.word_index
import portal.counters.models
import portal.disclosures.models
import portal.history.models
import portal.outbox.models
import portal.petitions.models
import portal.procedures.models
import portal.publications.models
import portal.ratings.models
import portal.receptions.models
import portal.sealed.models  # noqa: F401 - each import registers its tables
from portal.db import Base, connect

ADVISORY_LOCK = 7_355_608

engine = connect(context.config.attributes["url"]).execution_options(writes=True)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
        context.run_migrations()
engine.dispose()
