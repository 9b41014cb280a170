"""What the documents a publication names did to each other, and what they are called today."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is known of what was read before."""
    op.add_column("citations", sa.Column("now", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "cited_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("changed_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_id"], ["citations.id"], name=op.f("fk_cited_changes_changed_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["citations.id"], name=op.f("fk_cited_changes_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cited_changes")),
    )
    op.create_index(op.f("ix_cited_changes_changed_id"), "cited_changes", ["changed_id"])
    op.create_index(op.f("ix_cited_changes_by_id"), "cited_changes", ["by_id"])
