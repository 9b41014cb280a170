"""Answers to the questions of any edition, one row each; a counter knows which edition it asks."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0020"
branch_labels = None
depends_on = None

OLD = ("attitude", "time", "guidance")


def upgrade() -> None:
    """Move the three taps of the first edition into rows."""
    op.create_table(
        "rating_answers",
        sa.Column("rating_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rating_id"], ["ratings.id"], name=op.f("fk_rating_answers_rating_id")
        ),
        sa.PrimaryKeyConstraint("rating_id", "question", name=op.f("pk_rating_answers")),
    )
    for name in OLD:
        op.execute(
            f"""
            INSERT INTO rating_answers (rating_id, question, value)
            SELECT id, '{name}', CASE WHEN "{name}" THEN 'good' ELSE 'bad' END
            FROM ratings WHERE "{name}" IS NOT NULL
            """
        )
    for name in OLD:
        op.drop_column("ratings", name)
    op.add_column(
        "counters", sa.Column("questions", sa.Integer(), nullable=False, server_default="2")
    )
