"""The first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

import portal.db
from portal.migrations.guards import guard_events

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table('authority',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('short_name', sa.String(), nullable=False),
    sa.Column('parent', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('reception', sa.Text(), nullable=False),
    sa.Column('lawful_channel', sa.Text(), nullable=False),
    sa.Column('brand_colour', sa.String(), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_authority_single')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_authority'))
    )
    op.create_table('effects',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('promised_at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.Column('run_at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.Column('lease_until', portal.db.UtcInstant(timezone=True), nullable=True),
    sa.Column('worker', sa.String(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('done_at', portal.db.UtcInstant(timezone=True), nullable=True),
    sa.Column('failed_at', portal.db.UtcInstant(timezone=True), nullable=True),
    sa.Column('error', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_effects'))
    )
    with op.batch_alter_table('effects', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_effects_done_at_failed_at_run_at'), ['done_at', 'failed_at', 'run_at'], unique=False)

    op.create_table('events',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=True),
    sa.Column('official_id', sa.Integer(), nullable=True),
    sa.Column('office_id', sa.Integer(), nullable=True),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_events'))
    )
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_events_subject_act_at'), ['subject', 'act', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_events_subject_subject_id_id'), ['subject', 'subject_id', 'id'], unique=False)

    op.create_table('number_series',
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('year', name=op.f('pk_number_series'))
    )
    op.create_table('offices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('short_name', sa.String(), nullable=False),
    sa.Column('duties', sa.Text(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('successor_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['parent_id'], ['offices.id'], name=op.f('fk_offices_parent_id')),
    sa.ForeignKeyConstraint(['successor_id'], ['offices.id'], name=op.f('fk_offices_successor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offices')),
    sa.UniqueConstraint('code', name=op.f('uq_offices_code')),
    sa.UniqueConstraint('slug', name=op.f('uq_offices_slug'))
    )
    with op.batch_alter_table('offices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_offices_parent_id'), ['parent_id'], unique=False)

    op.create_table('counters',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('window', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_counters_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_counters')),
    sa.UniqueConstraint('code', name=op.f('uq_counters_code'))
    )
    with op.batch_alter_table('counters', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_counters_office_id'), ['office_id'], unique=False)

    op.create_table('officials',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_name', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('password_hash', sa.String(), nullable=True),
    sa.Column('created_at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_officials_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_officials')),
    sa.UniqueConstraint('user_name', name=op.f('uq_officials_user_name'))
    )
    with op.batch_alter_table('officials', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_officials_office_id'), ['office_id'], unique=False)

    op.create_table('publications',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('standing', sa.Enum('draft', 'published', 'withdrawn', name='standing', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('audience', sa.Enum('public', 'internal', name='audience', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('number_key', sa.String(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('issuer', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('dated_on', sa.Date(), nullable=False),
    sa.Column('signer_name', sa.String(), nullable=False),
    sa.Column('signer_role', sa.String(), nullable=False),
    sa.Column('signer_authority', sa.String(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('source_name', sa.String(), nullable=False),
    sa.Column('source_hash', sa.String(), nullable=True),
    sa.Column('source_text', sa.Text(), nullable=False),
    sa.Column('recipients', sa.JSON(), nullable=False),
    sa.Column('comments_until', sa.Date(), nullable=True),
    sa.Column('reporting_deadlines', sa.JSON(), nullable=False),
    sa.Column('warnings', sa.JSON(), nullable=False),
    sa.Column('created_at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.Column('changed_at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.Column('published_at', portal.db.UtcInstant(timezone=True), nullable=True),
    sa.Column('withdrawn_at', portal.db.UtcInstant(timezone=True), nullable=True),
    sa.Column('withdrawn_reason', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("standing <> 'published' OR published_at IS NOT NULL", name=op.f('ck_publications_has_day')),
    sa.CheckConstraint("standing <> 'withdrawn' OR withdrawn_at IS NOT NULL", name=op.f('ck_publications_has_end')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_publications_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publications')),
    sa.UniqueConstraint('slug', name=op.f('uq_publications_slug')),
    sa.UniqueConstraint('source_hash', name=op.f('uq_publications_source_hash'))
    )
    with op.batch_alter_table('publications', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_publications_dated_on'), ['dated_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_publications_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_publications_number_key'), ['number_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_publications_office_id'), ['office_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_publications_published_at'), ['published_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_publications_standing'), ['standing'], unique=False)

    op.create_table('topics',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_topics_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_topics')),
    sa.UniqueConstraint('slug', name=op.f('uq_topics_slug'))
    )
    op.create_table('cases',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('code_hash', sa.String(), nullable=False),
    sa.Column('form_mark', sa.String(), nullable=False),
    sa.Column('body_mark', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('channel', sa.Enum('web', 'counter', 'assisted', name='channel', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state', sa.Enum('received', 'in_progress', 'waiting', 'for_approval', 'answered', 'closed', 'refused', 'withdrawn', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('topic_id', sa.Integer(), nullable=True),
    sa.Column('counter_id', sa.Integer(), nullable=True),
    sa.Column('publication_id', sa.Integer(), nullable=True),
    sa.Column('section_anchor', sa.String(), nullable=True),
    sa.Column('office_id', sa.Integer(), nullable=True),
    sa.Column('received_at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('overdue_on', sa.Date(), nullable=True),
    sa.Column('answered_at', portal.db.UtcInstant(timezone=True), nullable=True),
    sa.Column('agreed', sa.Boolean(), nullable=False),
    sa.Column('visibility', sa.Enum('private', 'pending', 'published', 'hidden', name='visibility', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('public_subject', sa.String(), nullable=True),
    sa.Column('public_text', sa.Text(), nullable=True),
    sa.Column('public_answer', sa.Text(), nullable=True),
    sa.Column('suspect', sa.String(), nullable=True),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state NOT IN ('answered', 'closed') OR answered_at IS NOT NULL", name=op.f('ck_cases_has_answer')),
    sa.CheckConstraint("state NOT IN ('in_progress', 'waiting', 'for_approval', 'answered', 'closed') OR office_id IS NOT NULL", name=op.f('ck_cases_has_office')),
    sa.CheckConstraint("visibility <> 'published' OR (agreed AND public_text IS NOT NULL)", name=op.f('ck_cases_has_consent')),
    sa.ForeignKeyConstraint(['counter_id'], ['counters.id'], name=op.f('fk_cases_counter_id')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_cases_office_id')),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_cases_publication_id')),
    sa.ForeignKeyConstraint(['topic_id'], ['topics.id'], name=op.f('fk_cases_topic_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_cases_code_hash')),
    sa.UniqueConstraint('form_mark', name=op.f('uq_cases_form_mark')),
    sa.UniqueConstraint('number', name=op.f('uq_cases_number'))
    )
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cases_office_id_state_due_on'), ['office_id', 'state', 'due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_cases_publication_id'), ['publication_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_cases_state_due_on'), ['state', 'due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_cases_visibility_answered_at'), ['visibility', 'answered_at'], unique=False)

    op.create_table('citations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('publication_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('number_key', sa.String(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('issuer', sa.String(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_citations_publication_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_citations'))
    )
    with op.batch_alter_table('citations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_citations_number_key'), ['number_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_citations_publication_id'), ['publication_id'], unique=False)

    op.create_table('counter_tokens',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('counter_id', sa.Integer(), nullable=False),
    sa.Column('issued_at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.Column('replaced_at', portal.db.UtcInstant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['counter_id'], ['counters.id'], name=op.f('fk_counter_tokens_counter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_counter_tokens')),
    sa.UniqueConstraint('token', name=op.f('uq_counter_tokens_token'))
    )
    with op.batch_alter_table('counter_tokens', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_counter_tokens_counter_id'), ['counter_id'], unique=False)
        batch_op.create_index('uq_counter_tokens_current', ['counter_id'], unique=True, sqlite_where=sa.text('replaced_at IS NULL'), postgresql_where=sa.text('replaced_at IS NULL'))

    op.create_table('editions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('publication_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('made_at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.Column('official_id', sa.Integer(), nullable=True),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_editions_publication_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_editions')),
    sa.UniqueConstraint('publication_id', 'number', name=op.f('uq_editions_publication_id_number'))
    )
    with op.batch_alter_table('editions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_editions_publication_id'), ['publication_id'], unique=False)

    op.create_table('invitations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('official_id', sa.Integer(), nullable=False),
    sa.Column('expires_at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.Column('used_at', portal.db.UtcInstant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['official_id'], ['officials.id'], name=op.f('fk_invitations_official_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitations')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_invitations_token_hash'))
    )
    with op.batch_alter_table('invitations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitations_official_id'), ['official_id'], unique=False)

    op.create_table('official_roles',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('official_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('visitor', 'holder', 'editor', 'dispatcher', 'officer', 'head', 'moderator', 'inspector', 'administrator', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.ForeignKeyConstraint(['official_id'], ['officials.id'], name=op.f('fk_official_roles_official_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_official_roles')),
    sa.UniqueConstraint('official_id', 'role', name=op.f('uq_official_roles_official_id_role'))
    )
    op.create_table('publication_files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('publication_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('stored_as', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_publication_files_publication_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication_files')),
    sa.UniqueConstraint('stored_as', name=op.f('uq_publication_files_stored_as'))
    )
    with op.batch_alter_table('publication_files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_publication_files_publication_id'), ['publication_id'], unique=False)

    op.create_table('ratings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('counter_id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('attitude', sa.Boolean(), nullable=True),
    sa.Column('time', sa.Boolean(), nullable=True),
    sa.Column('guidance', sa.Boolean(), nullable=True),
    sa.Column('words', sa.Text(), nullable=True),
    sa.Column('given_at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.Column('form_mark', sa.String(), nullable=False),
    sa.Column('questions', sa.Integer(), nullable=False),
    sa.CheckConstraint('score BETWEEN 1 AND 5', name=op.f('ck_ratings_score_in_range')),
    sa.ForeignKeyConstraint(['counter_id'], ['counters.id'], name=op.f('fk_ratings_counter_id')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_ratings_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ratings')),
    sa.UniqueConstraint('form_mark', name=op.f('uq_ratings_form_mark'))
    )
    with op.batch_alter_table('ratings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ratings_counter_id_given_at'), ['counter_id', 'given_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_ratings_office_id_given_at'), ['office_id', 'given_at'], unique=False)

    op.create_table('sections',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('publication_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('anchor', sa.String(), nullable=False),
    sa.Column('depth', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('blocks', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_sections_publication_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sections')),
    sa.UniqueConstraint('publication_id', 'anchor', name=op.f('uq_sections_publication_id_anchor'))
    )
    with op.batch_alter_table('sections', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sections_publication_id'), ['publication_id'], unique=False)

    op.create_table('sign_ins',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('official_id', sa.Integer(), nullable=False),
    sa.Column('created_at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.Column('seen_at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.Column('ended_at', portal.db.UtcInstant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['official_id'], ['officials.id'], name=op.f('fk_sign_ins_official_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_ins')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_ins_token_hash'))
    )
    with op.batch_alter_table('sign_ins', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_ins_official_id'), ['official_id'], unique=False)

    op.create_table('tasks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('publication_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('appendix', sa.String(), nullable=False),
    sa.Column('section', sa.String(), nullable=False),
    sa.Column('group', sa.Text(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('task', sa.Text(), nullable=False),
    sa.Column('lead', sa.Text(), nullable=False),
    sa.Column('coordinating', sa.Text(), nullable=False),
    sa.Column('executing', sa.Text(), nullable=False),
    sa.Column('deadline', sa.Text(), nullable=False),
    sa.Column('product', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('recurrence', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_tasks_publication_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tasks'))
    )
    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tasks_publication_id'), ['publication_id'], unique=False)

    op.create_table('case_clocks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('term', sa.String(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('unit', sa.Enum('working', 'calendar', name='unit', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('standing', sa.Enum('law', 'commitment', name='standing', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('met_on', sa.Date(), nullable=True),
    sa.Column('stopped_on', sa.Date(), nullable=True),
    sa.Column('overdue_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_clocks_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_clocks'))
    )
    with op.batch_alter_table('case_clocks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_clocks_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_clocks_met_on'), ['met_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_clocks_started_on'), ['started_on'], unique=False)

    op.create_table('case_files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('stored_as', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_files_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_files')),
    sa.UniqueConstraint('stored_as', name=op.f('uq_case_files_stored_as'))
    )
    with op.batch_alter_table('case_files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_files_case_id'), ['case_id'], unique=False)

    op.create_table('contacts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_contacts_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts')),
    sa.UniqueConstraint('case_id', name=op.f('uq_contacts_case_id'))
    )
    op.create_table('letters',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.Enum('question', 'reply', 'hand_over', 'refusal', 'draft', 'return', 'answer', 'dispute', 'hiding', name='purpose', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', portal.db.UtcInstant(timezone=True), nullable=False),
    sa.Column('official_id', sa.Integer(), nullable=True),
    sa.Column('office_id', sa.Integer(), nullable=True),
    sa.Column('signed_name', sa.String(), nullable=False),
    sa.Column('signed_title', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_letters_case_id')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_letters_office_id')),
    sa.ForeignKeyConstraint(['official_id'], ['officials.id'], name=op.f('fk_letters_official_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letters'))
    )
    with op.batch_alter_table('letters', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letters_case_id'), ['case_id'], unique=False)

    guard_events()


def downgrade() -> None:
    """Undo this step."""
    with op.batch_alter_table('letters', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_letters_case_id'))

    op.drop_table('letters')
    op.drop_table('contacts')
    with op.batch_alter_table('case_files', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_files_case_id'))

    op.drop_table('case_files')
    with op.batch_alter_table('case_clocks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_clocks_started_on'))
        batch_op.drop_index(batch_op.f('ix_case_clocks_met_on'))
        batch_op.drop_index(batch_op.f('ix_case_clocks_case_id'))

    op.drop_table('case_clocks')
    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tasks_publication_id'))

    op.drop_table('tasks')
    with op.batch_alter_table('sign_ins', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_ins_official_id'))

    op.drop_table('sign_ins')
    with op.batch_alter_table('sections', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sections_publication_id'))

    op.drop_table('sections')
    with op.batch_alter_table('ratings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ratings_office_id_given_at'))
        batch_op.drop_index(batch_op.f('ix_ratings_counter_id_given_at'))

    op.drop_table('ratings')
    with op.batch_alter_table('publication_files', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_publication_files_publication_id'))

    op.drop_table('publication_files')
    op.drop_table('official_roles')
    with op.batch_alter_table('invitations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitations_official_id'))

    op.drop_table('invitations')
    with op.batch_alter_table('editions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_editions_publication_id'))

    op.drop_table('editions')
    with op.batch_alter_table('counter_tokens', schema=None) as batch_op:
        batch_op.drop_index('uq_counter_tokens_current', sqlite_where=sa.text('replaced_at IS NULL'), postgresql_where=sa.text('replaced_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_counter_tokens_counter_id'))

    op.drop_table('counter_tokens')
    with op.batch_alter_table('citations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_citations_publication_id'))
        batch_op.drop_index(batch_op.f('ix_citations_number_key'))

    op.drop_table('citations')
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cases_visibility_answered_at'))
        batch_op.drop_index(batch_op.f('ix_cases_state_due_on'))
        batch_op.drop_index(batch_op.f('ix_cases_publication_id'))
        batch_op.drop_index(batch_op.f('ix_cases_office_id_state_due_on'))

    op.drop_table('cases')
    op.drop_table('topics')
    with op.batch_alter_table('publications', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_publications_standing'))
        batch_op.drop_index(batch_op.f('ix_publications_published_at'))
        batch_op.drop_index(batch_op.f('ix_publications_office_id'))
        batch_op.drop_index(batch_op.f('ix_publications_number_key'))
        batch_op.drop_index(batch_op.f('ix_publications_kind'))
        batch_op.drop_index(batch_op.f('ix_publications_dated_on'))

    op.drop_table('publications')
    with op.batch_alter_table('officials', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_officials_office_id'))

    op.drop_table('officials')
    with op.batch_alter_table('counters', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_counters_office_id'))

    op.drop_table('counters')
    with op.batch_alter_table('offices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_offices_parent_id'))

    op.drop_table('offices')
    op.drop_table('number_series')
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_events_subject_subject_id_id'))
        batch_op.drop_index(batch_op.f('ix_events_subject_act_at'))

    op.drop_table('events')
    with op.batch_alter_table('effects', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_effects_done_at_failed_at_run_at'))

    op.drop_table('effects')
    op.drop_table('authority')
