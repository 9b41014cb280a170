"""When a counter's code was last scanned."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody knows of the scans before."""
    op.add_column("counter_tokens", sa.Column("scanned_on", sa.Date(), nullable=True))
    op.add_column(
        "counter_tokens", sa.Column("scans", sa.Integer(), nullable=False, server_default="0")
    )
