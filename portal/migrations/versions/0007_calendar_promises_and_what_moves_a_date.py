"""The authority's own calendar and limits; pauses, extensions and recounts; digests sent."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcInstant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STANDING = sa.text("struck_at IS NULL")


def upgrade() -> None:
    """Add the tables and columns; what was promised so far is what the count gave."""
    _tables_of_the_authority()
    op.add_column("cases", sa.Column("paused_on", sa.Date(), nullable=True))
    op.add_column(
        "case_clocks",
        sa.Column("counted_on", sa.Date(), nullable=False, server_default="1970-01-01"),
    )
    op.execute("UPDATE case_clocks SET counted_on = due_on")
    op.create_table(
        "clock_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock_id", sa.Integer(), nullable=False),
        sa.Column("change", _choice("change", "pause", "extension", "recount"), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("unit", _choice("unit", "working", "calendar"), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("after", sa.Date(), nullable=False),
        sa.Column("counted", sa.Date(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("signed_name", sa.String(), nullable=False),
        sa.Column("signed_title", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clock_id"], ["case_clocks.id"], name=op.f("fk_clock_changes_clock_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_changes")),
    )
    op.create_index(op.f("ix_clock_changes_clock_id"), "clock_changes", ["clock_id"])
    op.create_table(
        "digests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["official_id"], ["officials.id"], name=op.f("fk_digests_official_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("official_id", "on", name=op.f("uq_digests_official_id_on")),
    )


def downgrade() -> None:
    """There is no way back: dates given to citizens rest on these rows."""
    raise NotImplementedError


def _tables_of_the_authority() -> None:
    op.create_table(
        "calendar_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", _choice("kind", "off", "closed", "worked"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("entered_at", UtcInstant(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("struck_at", UtcInstant(), nullable=True),
        sa.Column("struck_notice", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["officials.id"], name=op.f("fk_calendar_days_entered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_days")),
    )
    op.create_index(
        "uq_calendar_days_standing",
        "calendar_days",
        ["on"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_table(
        "term_promises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("unit", _choice("unit", "working", "calendar"), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.Column("entered_at", UtcInstant(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("days > 0", name=op.f("ck_term_promises_some_days")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_term_promises_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["officials.id"], name=op.f("fk_term_promises_entered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_promises")),
    )
    op.create_index(op.f("ix_term_promises_code_valid_from"), "term_promises", ["code", "valid_from"])


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
