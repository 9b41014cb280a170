"""The register of disclosures"""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table('disclosure_reminders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('promised_at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure_reminders')),
    sa.UniqueConstraint('key', name=op.f('uq_disclosure_reminders_key'))
    )
    op.create_table('disclosure_duties',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('group', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('audience', sa.Enum('public', 'internal', name='audience', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('law', sa.Text(), nullable=False),
    sa.Column('basis', sa.Enum('law', 'to_confirm', 'authority', name='basis', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('rhythm', sa.Enum('year', 'half', 'quarter', 'month', 'once', 'event', name='rhythm', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('counted', sa.Enum('document', 'start', 'end', name='counted', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('unit', sa.Enum('working', 'calendar', name='unit', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('limit_law', sa.Text(), nullable=False),
    sa.Column('limit_basis', sa.Enum('law', 'to_confirm', 'authority', name='limit_basis', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('owed_from', sa.Date(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_disclosure_duties_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure_duties')),
    sa.UniqueConstraint('code', name=op.f('uq_disclosure_duties_code')),
    sa.UniqueConstraint('slug', name=op.f('uq_disclosure_duties_slug'))
    )
    op.create_index(op.f('ix_disclosure_duties_office_id'), 'disclosure_duties', ['office_id'], unique=False)
    op.create_table('disclosure_duty_forms',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('duty_id', sa.Integer(), nullable=False),
    sa.Column('form', sa.Enum('portal', 'board', 'loudspeaker', 'village_head', 'letter', 'meeting', 'spokesperson', 'organisation', 'network', 'other', name='form', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('days', sa.Integer(), nullable=True),
    sa.Column('basis', sa.Enum('law', 'to_confirm', 'authority', name='basis', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('law', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['duty_id'], ['disclosure_duties.id'], name=op.f('fk_disclosure_duty_forms_duty_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure_duty_forms')),
    sa.UniqueConstraint('duty_id', 'form', name=op.f('uq_disclosure_duty_forms_duty_id_form'))
    )
    op.create_index(op.f('ix_disclosure_duty_forms_duty_id'), 'disclosure_duty_forms', ['duty_id'], unique=False)
    op.create_table('disclosures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('duty_id', sa.Integer(), nullable=True),
    sa.Column('period', sa.String(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('publication_id', sa.Integer(), nullable=True),
    sa.Column('audience', sa.Enum('public', 'internal', name='audience', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('due_law', sa.Text(), nullable=False),
    sa.Column('due_basis', sa.Enum('law', 'to_confirm', 'authority', name='basis', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('wanted', sa.JSON(), nullable=False),
    sa.Column('opened_at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.Column('cancelled_at', portal.db.UtcInstant(timezone=True), nullable=True),
    sa.Column('cancelled_reason', sa.Text(), nullable=True),
    sa.CheckConstraint("duty_id IS NOT NULL OR publication_id IS NOT NULL OR title <> ''", name=op.f('ck_disclosures_has_name')),
    sa.CheckConstraint('cancelled_at IS NULL OR cancelled_reason IS NOT NULL', name=op.f('ck_disclosures_cancelled_why')),
    sa.ForeignKeyConstraint(['duty_id'], ['disclosure_duties.id'], name=op.f('fk_disclosures_duty_id')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_disclosures_office_id')),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_disclosures_publication_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosures'))
    )
    op.create_index(op.f('ix_disclosures_duty_id'), 'disclosures', ['duty_id'], unique=False)
    op.create_index(op.f('ix_disclosures_office_id'), 'disclosures', ['office_id'], unique=False)
    op.create_index(op.f('ix_disclosures_publication_id'), 'disclosures', ['publication_id'], unique=False)
    op.create_table('disclosure_postings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('disclosure_id', sa.Integer(), nullable=False),
    sa.Column('form', sa.Enum('portal', 'board', 'loudspeaker', 'village_head', 'letter', 'meeting', 'spokesperson', 'organisation', 'network', 'other', name='form', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('stay_until', sa.Date(), nullable=True),
    sa.Column('done_by', sa.String(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('official_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.Column('struck_at', portal.db.UtcInstant(timezone=True), nullable=True),
    sa.Column('struck_reason', sa.Text(), nullable=True),
    sa.CheckConstraint("form <> 'portal'", name=op.f('ck_disclosure_postings_by_hand')),
    sa.CheckConstraint('ended_on IS NULL OR ended_on >= started_on', name=op.f('ck_disclosure_postings_ends_after_start')),
    sa.CheckConstraint('struck_at IS NULL OR struck_reason IS NOT NULL', name=op.f('ck_disclosure_postings_struck_why')),
    sa.ForeignKeyConstraint(['disclosure_id'], ['disclosures.id'], name=op.f('fk_disclosure_postings_disclosure_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure_postings'))
    )
    op.create_index(op.f('ix_disclosure_postings_disclosure_id'), 'disclosure_postings', ['disclosure_id'], unique=False)
    op.create_table('disclosure_proofs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('posting_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('stored_as', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['posting_id'], ['disclosure_postings.id'], name=op.f('fk_disclosure_proofs_posting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure_proofs')),
    sa.UniqueConstraint('stored_as', name=op.f('uq_disclosure_proofs_stored_as'))
    )
    op.create_index(op.f('ix_disclosure_proofs_posting_id'), 'disclosure_proofs', ['posting_id'], unique=False)


def downgrade() -> None:
    """Undo this step."""
    op.drop_index(op.f('ix_disclosure_proofs_posting_id'), table_name='disclosure_proofs')
    op.drop_table('disclosure_proofs')
    op.drop_index(op.f('ix_disclosure_postings_disclosure_id'), table_name='disclosure_postings')
    op.drop_table('disclosure_postings')
    op.drop_index(op.f('ix_disclosures_publication_id'), table_name='disclosures')
    op.drop_index(op.f('ix_disclosures_office_id'), table_name='disclosures')
    op.drop_index(op.f('ix_disclosures_duty_id'), table_name='disclosures')
    op.drop_table('disclosures')
    op.drop_index(op.f('ix_disclosure_duty_forms_duty_id'), table_name='disclosure_duty_forms')
    op.drop_table('disclosure_duty_forms')
    op.drop_index(op.f('ix_disclosure_duties_office_id'), table_name='disclosure_duties')
    op.drop_table('disclosure_duties')
    op.drop_table('disclosure_reminders')
