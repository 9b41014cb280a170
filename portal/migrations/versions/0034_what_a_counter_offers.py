"""Where to pay, and what to bring for a procedure."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

TEXTS = {
    "payment_targets": ("title", "receiver", "link", "bank", "bank_name", "account", "purpose"),
    "procedure_sheets": ("title", "fee", "time", "link"),
}


def upgrade() -> None:
    """Add both tables."""
    for table, texts in TEXTS.items():
        paid = table == "payment_targets"
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("office_id", sa.Integer(), nullable=paid),
            *(sa.Column(name, sa.String(), nullable=False) for name in texts),
            sa.Column("amount", sa.Integer(), nullable=False)
            if paid
            else sa.Column("papers", sa.Text(), nullable=False),
            sa.Column("position", sa.Integer(), nullable=False),
            sa.Column("active", sa.Boolean(), nullable=False),
            sa.ForeignKeyConstraint(
                ["office_id"], ["offices.id"], name=op.f(f"fk_{table}_office_id")
            ),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
        op.create_index(op.f(f"ix_{table}_office_id"), table, ["office_id"])
