"""Counts that stay quick: indexes that hold all that is asked for, months that are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0038"
branch_labels = None
depends_on = None

NARROWED = ["kind", "topic_id", "counter_id", "visibility", "past_office_id"]
CHANGED = (
    ("ix_cases_by_state", ["state", "due_on", "office_id", *NARROWED, "paused_on"]),
    ("ix_cases_by_office", ["office_id", "state", "due_on", *NARROWED, "paused_on"]),
    ("ix_cases_by_day", ["due_on", "id", "state", "office_id", *NARROWED]),
    (
        "ix_cases_public",
        [
            "visibility", "answered_at", "id", "kind", "office_id", "number",
            "state", "suspect", "past_office_id",
        ],
    ),
)


def upgrade() -> None:
    """Make the indexes anew: a count that has to look at the rows reads them all."""
    for name, columns in CHANGED:
        op.drop_index(op.f(name), "cases")
        op.create_index(op.f(name), "cases", columns)
    op.create_table(
        "kept_months",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_kept_months")),
    )
    op.create_table(
        "month_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_marks")),
    )
    op.create_index(
        op.f("ix_commitments_by_first_day"),
        "commitments",
        ["first_due_on", "made_on", "kept_on", "office_id"],
    )
