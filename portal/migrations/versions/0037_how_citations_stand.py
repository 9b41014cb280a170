"""How a document stands to one it cites."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was read before stays a plain mention."""
    op.add_column(
        "citations", sa.Column("relation", sa.String(), nullable=False, server_default="")
    )
