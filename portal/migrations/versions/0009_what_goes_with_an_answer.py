"""What goes with an answer: points, sources, files, promises; templates; public wordings."""

import sqlalchemy as sa
from alembic import op

import portal.db
from portal.migrations.altering import allow

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

PURPOSES = ("question", "reply", "hand_over", "refusal", "draft", "return", "answer", "dispute",
            "hiding", "note", "decline", "decision", "extension", "partly", "joining",
            "progress")  # fmt: skip


def upgrade() -> None:
    """Make the tables, and let a letter tell the sender how it goes."""
    allow("letters", "purpose", PURPOSES)
    op.create_table('answer_settings',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('needs_approval', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('kind', name=op.f('pk_answer_settings'))
    )
    op.create_table('answer_templates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('changed_at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_answer_templates_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_templates'))
    )
    op.create_index(op.f('ix_answer_templates_office_id'), 'answer_templates', ['office_id'], unique=False)
    op.create_table('case_points',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('covered', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_points_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_points'))
    )
    op.create_index(op.f('ix_case_points_case_id'), 'case_points', ['case_id'], unique=False)
    op.create_table('public_wordings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.Column('official_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_public_wordings_case_id')),
    sa.ForeignKeyConstraint(['official_id'], ['officials.id'], name=op.f('fk_public_wordings_official_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_public_wordings'))
    )
    op.create_index(op.f('ix_public_wordings_case_id'), 'public_wordings', ['case_id'], unique=False)
    op.create_table('answer_sources',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('letter_id', sa.Integer(), nullable=True),
    sa.Column('publication_id', sa.Integer(), nullable=False),
    sa.Column('anchor', sa.String(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_answer_sources_case_id')),
    sa.ForeignKeyConstraint(['letter_id'], ['letters.id'], name=op.f('fk_answer_sources_letter_id')),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_answer_sources_publication_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_sources'))
    )
    op.create_index(op.f('ix_answer_sources_case_id'), 'answer_sources', ['case_id'], unique=False)
    op.create_index(op.f('ix_answer_sources_letter_id'), 'answer_sources', ['letter_id'], unique=False)
    op.create_index(op.f('ix_answer_sources_publication_id_anchor'), 'answer_sources', ['publication_id', 'anchor'], unique=False)
    op.create_table('commitments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('letter_id', sa.Integer(), nullable=True),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('public_text', sa.Text(), nullable=True),
    sa.Column('first_due_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=True),
    sa.Column('kept_on', sa.Date(), nullable=True),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('public_evidence', sa.Text(), nullable=True),
    sa.Column('overdue_on', sa.Date(), nullable=True),
    sa.CheckConstraint("kept_on IS NULL OR (made_on IS NOT NULL AND evidence <> '')", name=op.f('ck_commitments_has_evidence')),
    sa.CheckConstraint('made_on IS NULL OR letter_id IS NOT NULL', name=op.f('ck_commitments_has_answer')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_commitments_case_id')),
    sa.ForeignKeyConstraint(['letter_id'], ['letters.id'], name=op.f('fk_commitments_letter_id')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_commitments_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitments'))
    )
    op.create_index(op.f('ix_commitments_case_id'), 'commitments', ['case_id'], unique=False)
    op.create_index(op.f('ix_commitments_letter_id'), 'commitments', ['letter_id'], unique=False)
    op.create_index(op.f('ix_commitments_office_id_kept_on_due_on'), 'commitments', ['office_id', 'kept_on', 'due_on'], unique=False)
    op.create_table('answer_files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('letter_id', sa.Integer(), nullable=True),
    sa.Column('commitment_id', sa.Integer(), nullable=True),
    sa.Column('official_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('stored_as', sa.String(), nullable=False),
    sa.Column('released', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_answer_files_case_id')),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitments.id'], name=op.f('fk_answer_files_commitment_id')),
    sa.ForeignKeyConstraint(['letter_id'], ['letters.id'], name=op.f('fk_answer_files_letter_id')),
    sa.ForeignKeyConstraint(['official_id'], ['officials.id'], name=op.f('fk_answer_files_official_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_files')),
    sa.UniqueConstraint('stored_as', name=op.f('uq_answer_files_stored_as'))
    )
    op.create_index(op.f('ix_answer_files_case_id'), 'answer_files', ['case_id'], unique=False)
    op.create_index(op.f('ix_answer_files_commitment_id'), 'answer_files', ['commitment_id'], unique=False)
    op.create_index(op.f('ix_answer_files_letter_id'), 'answer_files', ['letter_id'], unique=False)
    op.create_table('commitment_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commitment_id', sa.Integer(), nullable=False),
    sa.Column('due_before', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.Column('official_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitments.id'], name=op.f('fk_commitment_changes_commitment_id')),
    sa.ForeignKeyConstraint(['official_id'], ['officials.id'], name=op.f('fk_commitment_changes_official_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment_changes'))
    )
    op.create_index(op.f('ix_commitment_changes_commitment_id'), 'commitment_changes', ['commitment_id'], unique=False)


def downgrade() -> None:
    """There is no way back: what was promised to citizens would be forgotten."""
    raise NotImplementedError
