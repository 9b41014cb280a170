"""Days of reception and the turns booked on them."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "reception_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("called_off_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("seats > 0", name=op.f("ck_reception_days_has_seats")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["officials.id"], name=op.f("fk_reception_days_entered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reception_days")),
        sa.UniqueConstraint("held_on", "starts", name=op.f("uq_reception_days_held_on_starts")),
    )
    op.create_index(op.f("ix_reception_days_held_on"), "reception_days", ["held_on"])
    op.create_table(
        "reception_turns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("place_no", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("form_mark", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("booked_at", portal.db.UtcInstant(timezone=True), nullable=False),
        sa.Column("ended_at", portal.db.UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('booked', 'cancelled', 'came', 'missed')",
            name=op.f("ck_reception_turns_known_state"),
        ),
        sa.ForeignKeyConstraint(
            ["day_id"], ["reception_days.id"], name=op.f("fk_reception_turns_day_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reception_turns")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_reception_turns_code_hash")),
        sa.UniqueConstraint("day_id", "place_no", name=op.f("uq_reception_turns_day_id_place_no")),
        sa.UniqueConstraint("form_mark", name=op.f("uq_reception_turns_form_mark")),
    )
    op.create_index(op.f("ix_reception_turns_day_id"), "reception_turns", ["day_id"])
