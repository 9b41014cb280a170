"""Versions and two pairs of eyes"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import portal.db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = ("draft", "published", "withdrawn")
AFTER = (*BEFORE[:2], "superseded", BEFORE[2])
INDEXED = ("dated_on", "kind", "number_key", "office_id", "published_at", "standing")
NEW_INDEXED = ("origin_id", "topic_id")
FOREIGN = {"origin_id": "publications", "topic_id": "topics", "prepared_by_id": "officials"}


def upgrade() -> None:
    """Let a document have versions, a field, a day of effect, a preparer and several files."""
    if op.get_context().dialect.name == "sqlite":
        _rebuild(_after(), {"revision": "1"}, (*INDEXED, *NEW_INDEXED))
    else:
        _alter()
    op.add_column(
        "publication_files",
        sa.Column("original", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute(
        "UPDATE publication_files SET original = EXISTS (SELECT 1 FROM publications"
        " WHERE publications.id = publication_id AND source_hash = sha256)"
    )
    # Whoever touched the words last prepared them, as the log says.
    op.execute(
        "UPDATE publications SET prepared_by_id = (SELECT official_id FROM events"
        " WHERE subject = 'publication' AND subject_id = publications.id"
        " AND act IN ('import', 'edit') ORDER BY events.id DESC LIMIT 1)"
    )


def downgrade() -> None:
    """Go back to one version each; what was superseded counts as withdrawn."""
    op.drop_column("publication_files", "original")
    op.execute(
        "UPDATE publications SET withdrawn_at = changed_at, standing = 'withdrawn'"
        " WHERE standing = 'superseded'"
    )
    if op.get_context().dialect.name == "sqlite":
        _rebuild(_before(), {}, INDEXED)
        return
    op.drop_constraint(op.f("ck_publications_standing"), "publications", type_="check")
    op.create_check_constraint(op.f("ck_publications_standing"), "publications", _among(BEFORE))
    for name in ("revision", *FOREIGN, "effective_on"):
        op.drop_column("publications", name)


def _alter() -> None:
    op.drop_constraint(op.f("ck_publications_standing"), "publications", type_="check")
    op.create_check_constraint(op.f("ck_publications_standing"), "publications", _among(AFTER))
    op.add_column(
        "publications", sa.Column("revision", sa.Integer(), nullable=False, server_default="1")
    )
    op.alter_column("publications", "revision", server_default=None)
    op.add_column("publications", sa.Column("effective_on", sa.Date(), nullable=True))
    for name, table in FOREIGN.items():
        op.add_column("publications", sa.Column(name, sa.Integer(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_publications_{name}"), "publications", table, [name], ["id"]
        )
    op.create_unique_constraint(
        op.f("uq_publications_origin_id_revision"), "publications", ["origin_id", "revision"]
    )
    for name in NEW_INDEXED:
        op.create_index(op.f(f"ix_publications_{name}"), "publications", [name])


def _rebuild(table: list[Any], filled: dict[str, str], indexed: tuple[str, ...]) -> None:
    """Replace the table, for SQLite changes no CHECK; the rows that point to it keep pointing.

    The rows go back into a table of the same name before the transaction ends, and only then does
    SQLite look whether every reference finds its row.
    """
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TEMPORARY TABLE kept AS SELECT * FROM publications")
    op.drop_table("publications")
    made = op.create_table("publications", *table)
    columns = [row[1] for row in op.get_bind().exec_driver_sql("PRAGMA table_info(kept)")]
    same = [name for name in columns if name in made.c]
    names, values = ", ".join([*same, *filled]), ", ".join([*same, *filled.values()])
    op.execute(f"INSERT INTO publications ({names}) SELECT {values} FROM kept")
    op.execute("DROP TABLE kept")
    for name in indexed:
        op.create_index(op.f(f"ix_publications_{name}"), "publications", [name])


def _among(standings: tuple[str, ...]) -> str:
    return "standing IN ({})".format(", ".join(f"'{standing}'" for standing in standings))


def _after() -> list[Any]:
    return [
        *_before(AFTER),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in FOREIGN),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_publications_{name}"))
            for name, table in FOREIGN.items()
        ),
        sa.UniqueConstraint(
            "origin_id", "revision", name=op.f("uq_publications_origin_id_revision")
        ),
    ]


def _before(standings: tuple[str, ...] = BEFORE) -> list[Any]:
    def choice(name: str, *values: str) -> sa.Enum:
        return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)

    def instant() -> portal.db.UtcInstant:
        return portal.db.UtcInstant(timezone=True)

    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("standing", choice("standing", *standings), nullable=False),
        sa.Column("audience", choice("audience", "public", "internal"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("number_key", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("signer_name", sa.String(), nullable=False),
        sa.Column("signer_role", sa.String(), nullable=False),
        sa.Column("signer_authority", sa.String(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("source_name", sa.String(), nullable=False),
        sa.Column("source_hash", sa.String(), nullable=True),
        sa.Column("source_text", sa.Text(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("comments_until", sa.Date(), nullable=True),
        sa.Column("reporting_deadlines", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("changed_at", instant(), nullable=False),
        sa.Column("published_at", instant(), nullable=True),
        sa.Column("withdrawn_at", instant(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "standing <> 'published' OR published_at IS NOT NULL",
            name=op.f("ck_publications_has_day"),
        ),
        sa.CheckConstraint(
            "standing <> 'withdrawn' OR withdrawn_at IS NOT NULL",
            name=op.f("ck_publications_has_end"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_publications_office_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
        sa.UniqueConstraint("slug", name=op.f("uq_publications_slug")),
        sa.UniqueConstraint("source_hash", name=op.f("uq_publications_source_hash")),
    ]
