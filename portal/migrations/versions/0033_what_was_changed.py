"""What was changed because of ratings."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "change_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("published_at", portal.db.UtcInstant(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_change_notes_{column}")
            )
            for column, table in (
                ("office_id", "offices"),
                ("counter_id", "counters"),
                ("author_id", "officials"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_notes")),
    )
    op.create_index(op.f("ix_change_notes_office_id"), "change_notes", ["office_id"])
