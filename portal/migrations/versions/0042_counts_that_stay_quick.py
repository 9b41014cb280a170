"""Counts that stay quick: indexes that hold the office an item goes past."""

from alembic import op

revision = "0042"
down_revision = "0037"
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
