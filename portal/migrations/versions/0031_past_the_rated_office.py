"""Cases about a counter go past its office; reports of something asked beyond the rules."""

import sqlalchemy as sa
from alembic import op

from portal.migrations.altering import add_reference

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the table."""
    add_reference("cases", "past_office_id", "offices")
    op.create_table(
        "extra_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rating_id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_extra_reports_{column}")
            )
            for column, table in (
                ("rating_id", "ratings"),
                ("counter_id", "counters"),
                ("office_id", "offices"),
                ("settled_by_id", "officials"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_reports")),
        sa.UniqueConstraint("rating_id", name=op.f("uq_extra_reports_rating_id")),
    )
