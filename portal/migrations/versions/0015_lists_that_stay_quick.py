"""Lists that stay quick: the words of each case, and indexes that hold what lists ask for."""

import sqlalchemy as sa
from alembic import op

from portal.cases.word_index import words_of

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BATCH = 1_000
REPLACED = (
    ("ix_cases_state_due_on", "cases"),
    ("ix_cases_office_id_state_due_on", "cases"),
    ("ix_cases_visibility_answered_at", "cases"),
    ("ix_case_clocks_met_on", "case_clocks"),
    ("ix_case_clocks_started_on", "case_clocks"),
)
ADDED = (
    ("ix_case_clocks_met", "case_clocks", ["span", "met_on", "due_on", "case_id"]),
    ("ix_case_clocks_started", "case_clocks", ["span", "started_on", "round", "case_id"]),
    ("ix_letters_by_office", "letters", ["office_id", "purpose", "id"]),
    (
        "ix_cases_by_state", "cases",
        ["state", "due_on", "office_id", "kind", "topic_id", "counter_id", "visibility", "paused_on"],
    ),
    (
        "ix_cases_by_office", "cases",
        ["office_id", "state", "due_on", "kind", "topic_id", "counter_id", "visibility", "paused_on"],
    ),
    (
        "ix_cases_by_day", "cases",
        ["due_on", "id", "state", "office_id", "kind", "topic_id", "counter_id", "visibility"],
    ),
    ("ix_cases_public", "cases", ["visibility", "answered_at", "id", "kind", "office_id", "number"]),
)


def upgrade() -> None:
    """Add the table, fill it, change the indexes."""
    op.create_table(
        "case_words",
        sa.Column(
            "word", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_words_case_id")),
        sa.PrimaryKeyConstraint("word", "case_id", name=op.f("pk_case_words")),
        sqlite_with_rowid=False,
    )
    _fill()
    op.create_index(op.f("ix_case_words_case_id"), "case_words", ["case_id"])
    for name, table in REPLACED:
        op.drop_index(op.f(name), table)
    for name, table, columns in ADDED:
        op.create_index(op.f(name), table, columns)


def _fill() -> None:
    """Write down the words of what is there already."""
    words = sa.table("case_words", sa.column("word"), sa.column("case_id"))
    asked = sa.text("SELECT id, folded FROM cases WHERE id > :last ORDER BY id LIMIT :most")
    last = 0
    while found := op.get_bind().execute(asked, {"last": last, "most": BATCH}).all():
        last = found[-1][0]
        rows = [{"word": word, "case_id": key} for key, text in found for word in words_of(text)]
        if rows:
            op.bulk_insert(words, rows)
