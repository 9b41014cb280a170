"""Letters of apology for late files."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

WORDS = ("receipt_mark", "receipt", "name", "procedure", "standing", "at_fault", "signed_name",
         "signed_title")  # fmt: skip


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "apologies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in WORDS),
        sa.Column("reason", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("due_on", "new_date", "issued_on")),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("new_date > due_on", name=op.f("ck_apologies_later")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_apologies_office_id")),
        sa.ForeignKeyConstraint(["author_id"], ["officials.id"], name=op.f("fk_apologies_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apologies")),
        sa.UniqueConstraint("receipt_mark", name=op.f("uq_apologies_receipt_mark")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_apologies_year_number")),
    )
    op.create_index(op.f("ix_apologies_office_id"), "apologies", ["office_id"])
