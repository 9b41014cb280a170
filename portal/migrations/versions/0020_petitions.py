"""Petitions many sign together: who signed, sheets of paper, thresholds and what they started."""

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0020"
down_revision = "0018"
branch_labels = None
depends_on = None

SETTINGS = {
    "id": 1,
    "supporters": 5,
    "open_days": 180,
    "keep_days": 180,
    "voters": 0,
    "villages": "",
}
THRESHOLDS = (
    ("answer", 50, None, True),
    ("chairman", 200, None, True),
    ("dialogue", None, 10, True),  # Luật 72/2025/QH15, Điều 43
)


def upgrade() -> None:
    """Add the tables, and what an authority begins with."""
    op.create_table(
        "petition_letters",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_petition_letters")),
    )
    op.create_index(op.f("ix_petition_letters_mark_on"), "petition_letters", ["mark", "on"])
    op.create_table(
        "petition_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supporters", sa.Integer(), nullable=False),
        sa.Column("open_days", sa.Integer(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("voters", sa.Integer(), nullable=False),
        sa.Column("villages", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_petition_settings_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_settings")),
    )
    op.create_table(
        "petition_thresholds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "duty",
            sa.Enum(
                "answer",
                "chairman",
                "dialogue",
                name="duty",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("signatures", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(signatures IS NULL) <> (percent IS NULL)",
            name=op.f("ck_petition_thresholds_one_measure"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_petition_thresholds_office_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_thresholds")),
        sa.UniqueConstraint("duty", name=op.f("uq_petition_thresholds_duty")),
    )
    op.create_table(
        "petitions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "gathering",
                "moderating",
                "open",
                "closed",
                "refused",
                "lapsed",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("background", sa.Text(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("counter_id", sa.Integer(), nullable=True),
        sa.Column("form_mark", sa.String(), nullable=False),
        sa.Column("show_name", sa.Boolean(), nullable=False),
        sa.Column("started_at", portal.db.UtcInstant(timezone=True), nullable=False),
        sa.Column("supported_at", portal.db.UtcInstant(timezone=True), nullable=True),
        sa.Column("moderator_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", portal.db.UtcInstant(timezone=True), nullable=True),
        sa.Column("opened_at", portal.db.UtcInstant(timezone=True), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("ended_at", portal.db.UtcInstant(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("duplicate_of_id", sa.Integer(), nullable=True),
        sa.Column("anonymised_at", portal.db.UtcInstant(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'open' OR closes_on IS NOT NULL", name=op.f("ck_petitions_has_an_end")
        ),
        sa.CheckConstraint(
            "state <> 'refused' OR reason IS NOT NULL", name=op.f("ck_petitions_has_reason")
        ),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.id"], name=op.f("fk_petitions_counter_id")
        ),
        sa.ForeignKeyConstraint(
            ["duplicate_of_id"], ["petitions.id"], name=op.f("fk_petitions_duplicate_of_id")
        ),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["officials.id"], name=op.f("fk_petitions_moderator_id")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_petitions_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petitions")),
        sa.UniqueConstraint("form_mark", name=op.f("uq_petitions_form_mark")),
    )
    op.create_index(op.f("ix_petitions_state_opened_at"), "petitions", ["state", "opened_at"])
    op.create_table(
        "petition_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("village", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("entered_at", portal.db.UtcInstant(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("stored_as", sa.String(), nullable=True),
        sa.Column("struck_at", portal.db.UtcInstant(timezone=True), nullable=True),
        sa.Column("struck_because", sa.Text(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_petition_sheets_has_signatures")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["officials.id"], name=op.f("fk_petition_sheets_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name=op.f("fk_petition_sheets_petition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_sheets")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_petition_sheets_stored_as")),
    )
    op.create_index(op.f("ix_petition_sheets_petition_id"), "petition_sheets", ["petition_id"])
    op.create_table(
        "petition_sweeps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "waiting",
                "counted",
                "doubtful",
                "invalid",
                "withdrawn",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", portal.db.UtcInstant(timezone=True), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", portal.db.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["official_id"], ["officials.id"], name=op.f("fk_petition_sweeps_official_id")
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name=op.f("fk_petition_sweeps_petition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_sweeps")),
    )
    op.create_index(op.f("ix_petition_sweeps_petition_id"), "petition_sweeps", ["petition_id"])
    op.create_table(
        "petition_duties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column(
            "duty",
            sa.Enum(
                "answer",
                "chairman",
                "dialogue",
                name="duty",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reached_at", portal.db.UtcInstant(timezone=True), nullable=False),
        sa.Column("signatures", sa.Integer(), nullable=False),
        sa.Column("paper", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_petition_duties_case_id")),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name=op.f("fk_petition_duties_petition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_duties")),
        sa.UniqueConstraint(
            "petition_id", "duty", name=op.f("uq_petition_duties_petition_id_duty")
        ),
    )
    op.create_table(
        "petition_signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "waiting",
                "counted",
                "doubtful",
                "invalid",
                "withdrawn",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starter", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "email", "phone", name="way", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("contact_mark", sa.String(), nullable=True),
        sa.Column("village", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("signed_at", portal.db.UtcInstant(timezone=True), nullable=False),
        sa.Column("confirmed_at", portal.db.UtcInstant(timezone=True), nullable=True),
        sa.Column("device_mark", sa.String(), nullable=True),
        sa.Column("block_mark", sa.String(), nullable=True),
        sa.Column("domain_mark", sa.String(), nullable=True),
        sa.Column("doubt", sa.String(), nullable=True),
        sa.Column("sweep_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name=op.f("fk_petition_signatures_petition_id")
        ),
        sa.ForeignKeyConstraint(
            ["sweep_id"], ["petition_sweeps.id"], name=op.f("fk_petition_signatures_sweep_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_signatures")),
        sa.UniqueConstraint(
            "petition_id",
            "contact_mark",
            name=op.f("uq_petition_signatures_petition_id_contact_mark"),
        ),
    )
    op.create_index(
        op.f("ix_petition_signatures_petition_id_block_mark_signed_at"),
        "petition_signatures",
        ["petition_id", "block_mark", "signed_at"],
    )
    op.create_index(
        op.f("ix_petition_signatures_petition_id_device_mark_signed_at"),
        "petition_signatures",
        ["petition_id", "device_mark", "signed_at"],
    )
    op.create_index(
        op.f("ix_petition_signatures_petition_id_domain_mark_signed_at"),
        "petition_signatures",
        ["petition_id", "domain_mark", "signed_at"],
    )
    op.create_index(
        op.f("ix_petition_signatures_petition_id_standing_village"),
        "petition_signatures",
        ["petition_id", "standing", "village"],
    )
    op.create_index(op.f("ix_petition_signatures_sweep_id"), "petition_signatures", ["sweep_id"])
    settings = sa.table("petition_settings", *map(sa.column, SETTINGS))
    op.bulk_insert(settings, [SETTINGS])
    columns = ("duty", "signatures", "percent", "active")
    thresholds = sa.table("petition_thresholds", *map(sa.column, columns))
    op.bulk_insert(thresholds, [dict(zip(columns, row, strict=True)) for row in THRESHOLDS])
