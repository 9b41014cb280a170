"""The log as a tree: places, branches, signed heads, salts; all but the salts only grow."""

import sqlalchemy as sa
from alembic import op

import portal.db
from portal.migrations.guards import guard_table, refuse_replacing

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; what is already in the log gets its place from the worker."""
    op.add_column("events", sa.Column("nonce", sa.String(), nullable=True))
    op.create_table(
        "log_leaves",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_log_leaves_event_id")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_log_leaves")),
        sa.UniqueConstraint("event_id", name=op.f("uq_log_leaves_event_id")),
    )
    op.create_index(op.f("ix_log_leaves_hash"), "log_leaves", ["hash"])
    op.create_table(
        "log_branches",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("level", "index", name=op.f("pk_log_branches")),
    )
    op.create_table(
        "log_heads",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("at", portal.db.UtcInstant(timezone=True), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_log_heads")),
    )
    op.create_table(
        "log_salts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_salts")),
        sa.UniqueConstraint(
            "subject", "subject_id", "part", name=op.f("uq_log_salts_subject_subject_id_part")
        ),
    )
    for table in ("log_leaves", "log_branches", "log_heads"):
        guard_table(table)
    refuse_replacing("events", "id = NEW.id")
    refuse_replacing("log_leaves", "position = NEW.position OR event_id = NEW.event_id")
    refuse_replacing("log_branches", "level = NEW.level AND \"index\" = NEW.\"index\"")
    refuse_replacing("log_heads", "number = NEW.number")


def downgrade() -> None:
    """There is no way back: what was proved could not be proved any more."""
    raise NotImplementedError
