"""The language each official is written to in."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; everybody there was written to in Vietnamese."""
    language = sa.Column("language", sa.String(), nullable=False, server_default="vi")
    op.add_column("officials", language)
