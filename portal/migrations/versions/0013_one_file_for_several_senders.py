"""One file with the same answer to several senders: its bytes are kept once."""

from portal.migrations.altering import drop_unique

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let several rows name the same bytes."""
    drop_unique("answer_files", "stored_as")


def downgrade() -> None:
    """There is no way back: which of the rows may keep its file nobody could say."""
    raise NotImplementedError
