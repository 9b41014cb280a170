"""What a case can become: split, joined, judged, entered by a clerk, with several clocks."""

import sqlalchemy as sa
from alembic import op

from portal.migrations.altering import add_reference, allow

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None

STATES = ("received", "in_progress", "waiting", "for_approval", "answered", "closed", "refused",
          "withdrawn")  # fmt: skip
PURPOSES = ("question", "reply", "hand_over", "refusal", "draft", "return", "answer", "dispute",
            "hiding")  # fmt: skip
ROLES = ("visitor", "holder", "editor", "dispatcher", "officer", "head", "moderator", "inspector")
JUDGEMENTS = ("yes", "partly", "no", "no_word")
SPANS = ("acknowledge", "classify", "accept", "forward", "answer", "hand_over", "judge")
REFERENCES = {
    "handler_id": "officials",
    "part_of_id": "cases",
    "joined_to_id": "cases",
    "entered_by_id": "officials",
}
INDEXED = ("handler_id", "part_of_id", "joined_to_id")


def upgrade() -> None:
    """Add the columns and the new choices; what was answered and accepted counts as judged."""
    for column, to in REFERENCES.items():
        add_reference("cases", column, to)
    for column in INDEXED:
        op.create_index(op.f(f"ix_cases_{column}"), "cases", [column])
    for column in ("bound", "urgent"):
        op.add_column(
            "cases",
            sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()),
        )
    op.add_column("cases", sa.Column("part", sa.Integer(), nullable=True))
    op.add_column("cases", sa.Column("place", sa.String(), nullable=False, server_default=""))
    op.execute(f"ALTER TABLE cases ADD COLUMN judgement VARCHAR(40) {_check('cases', 'judgement', JUDGEMENTS)}")
    op.execute("UPDATE cases SET judgement = 'yes' WHERE state = 'closed'")
    op.execute(
        "ALTER TABLE case_clocks ADD COLUMN span VARCHAR(40) DEFAULT 'answer' NOT NULL"
        f" {_check('case_clocks', 'span', SPANS)}"
    )
    allow("cases", "state", (*STATES, "split", "joined"))
    allow("cases", "channel", ("web", "counter", "assisted", "in_person", "phone", "paper"))
    op.execute("UPDATE cases SET channel = 'in_person' WHERE channel = 'assisted'")
    allow("cases", "channel", ("web", "counter", "in_person", "phone", "paper"))
    allow("letters", "purpose", (*PURPOSES, "note", "decline", "decision", "extension", "partly", "joining"))
    allow("official_roles", "role", (*ROLES, "clerk", "leader", "confidant", "administrator"))


def downgrade() -> None:
    """There is no way back: what was split or joined could not be told any more."""
    raise NotImplementedError


def _check(table: str, column: str, values: tuple[str, ...]) -> str:
    among = ", ".join(f"'{value}'" for value in values)
    return f"CONSTRAINT ck_{table}_{column} CHECK ({column} IN ({among}))"
