"""How many offices declined a case"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody could decline before."""
    op.add_column(
        "cases", sa.Column("declined", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    """Forget how many there were."""
    op.drop_column("cases", "declined")
