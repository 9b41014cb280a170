"""Tasks keep their addresses"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Write down the address each task has had, so that later versions can keep it."""
    op.add_column("tasks", sa.Column("anchor", sa.String(), nullable=False, server_default=""))
    op.execute("UPDATE tasks SET anchor = 'nhiem-vu-' || position")


def downgrade() -> None:
    """Go back to addresses made of the position."""
    op.drop_column("tasks", "anchor")
