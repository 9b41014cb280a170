"""The sealed lane: keys, items without a word in them, and who may fetch each."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "sealing_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("public", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("added_at", portal.db.UtcInstant(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", portal.db.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["officials.id"], name=op.f("fk_sealing_keys_added_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealing_keys")),
        sa.UniqueConstraint("name", name=op.f("uq_sealing_keys_name")),
    )
    op.create_table(
        "sealed_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("form_mark", sa.String(), nullable=False),
        sa.Column("body_mark", sa.String(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("stored_as", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("reply_key", sa.String(), nullable=False),
        sa.Column("answer_as", sa.String(), nullable=True),
        sa.Column("answer_sha256", sa.String(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state IN ('received', 'opened', 'answered', 'transferred')",
            name=op.f("ck_sealed_items_known_state"),
        ),
        sa.ForeignKeyConstraint(
            ["key_id"], ["sealing_keys.id"], name=op.f("fk_sealed_items_key_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_items")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_sealed_items_code_hash")),
        sa.UniqueConstraint("form_mark", name=op.f("uq_sealed_items_form_mark")),
        sa.UniqueConstraint("number", name=op.f("uq_sealed_items_number")),
    )
    op.create_table(
        "sealed_handlers",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["sealed_items.id"], name=op.f("fk_sealed_handlers_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["official_id"], ["officials.id"], name=op.f("fk_sealed_handlers_official_id")
        ),
        sa.PrimaryKeyConstraint("item_id", "official_id", name=op.f("pk_sealed_handlers")),
    )
    op.create_index(op.f("ix_sealed_handlers_official_id"), "sealed_handlers", ["official_id"])
