"""The authority's own phrases for suggestions."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "triage_phrases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phrase", sa.String(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("entered_at", portal.db.UtcInstant(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("struck_at", portal.db.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["officials.id"], name=op.f("fk_triage_phrases_entered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_phrases")),
    )
