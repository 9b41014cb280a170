"""A state of its own for what was moved to the sealed lane: nobody took it back."""

from portal.migrations.altering import allow

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STATES = ("received", "in_progress", "waiting", "for_approval", "answered", "closed", "refused",
          "withdrawn", "split", "joined", "sealed")  # fmt: skip


def upgrade() -> None:
    """Allow the state; what was moved before stays as the log says it was."""
    allow("cases", "state", STATES)


def downgrade() -> None:
    """There is no way back: a sealed item would read as taken back by its sender."""
    raise NotImplementedError
