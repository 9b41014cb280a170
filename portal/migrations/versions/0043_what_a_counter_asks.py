"""Questions of the authority's own, from when a counter asks them; its hours; who scans a code."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every counter goes on asking what it asked; programs were not told apart before."""
    op.add_column(
        "counter_tokens",
        sa.Column("machine_scans", sa.Integer(), nullable=False, server_default="0"),
    )
    op.create_table(
        "question_editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_editions")),
        sa.UniqueConstraint("number", name=op.f("uq_question_editions_number")),
    )
    op.create_table(
        "question_turns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.id"], name=op.f("fk_question_turns_counter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_turns")),
    )
    op.create_index(op.f("ix_question_turns_counter_id"), "question_turns", ["counter_id"])
    op.create_table(
        "opening_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=True),
        *(
            sa.Column(f"{half}_{end}", sa.Time(), nullable=False)
            for half in ("morning", "afternoon")
            for end in ("opens", "closes")
        ),
        sa.Column("mornings", sa.String(), nullable=False),
        sa.Column("afternoons", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.id"], name=op.f("fk_opening_hours_counter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_hours")),
        sa.UniqueConstraint("counter_id", name=op.f("uq_opening_hours_counter_id")),
    )
