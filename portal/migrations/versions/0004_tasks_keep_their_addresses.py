"""Tasks keep their addresses, files tell what they hold unseen"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Write down the address each task has had; what is published already was looked at."""
    op.add_column("tasks", sa.Column("anchor", sa.String(), nullable=False, server_default=""))
    op.execute("UPDATE tasks SET anchor = 'nhiem-vu-' || position")
    op.add_column(
        "publication_files", sa.Column("unseen", sa.JSON(), nullable=False, server_default="[]")
    )


def downgrade() -> None:
    """Go back to addresses made of the position."""
    op.drop_column("publication_files", "unseen")
    op.drop_column("tasks", "anchor")
