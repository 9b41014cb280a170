"""Codes that prove a visit, visits served, what a rating counts for, and when it may be seen."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and tables; what was given before counts in full and stays in sight."""
    instant = portal.db.UtcInstant(timezone=True)
    for column in (
        sa.Column("verified", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("flags", sa.String(), nullable=False, server_default=""),
        sa.Column("weight", sa.Integer(), nullable=False, server_default="100"),
        sa.Column("shown_from", instant, nullable=True),
    ):
        op.add_column("ratings", column)
    op.execute("UPDATE ratings SET shown_from = given_at")
    op.create_index(
        op.f("ix_ratings_counter_id_shown_from"), "ratings", ["counter_id", "shown_from"]
    )
    op.create_table(
        "visit_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.id"], name=op.f("fk_visit_codes_counter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_visit_codes_code_hash")),
    )
    op.create_index(op.f("ix_visit_codes_counter_id"), "visit_codes", ["counter_id"])
    op.create_table(
        "visits_served",
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.id"], name=op.f("fk_visits_served_counter_id")
        ),
        sa.PrimaryKeyConstraint("counter_id", "on_day", name=op.f("pk_visits_served")),
    )
