"""Rules the database itself keeps: the log can only grow."""

from alembic import op

REFUSAL = "events are kept for ever"


def guard_events() -> None:
    """Forbid changing or deleting events, to every program that uses this database."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            "CREATE FUNCTION events_are_kept() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
    guard_table("events")


def guard_table(table: str) -> None:
    """Forbid changing or deleting rows of `table`; `guard_events` must have been here before."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION events_are_kept()"
    )


def refuse_replacing(table: str, condition: str) -> None:
    """Forbid INSERT OR REPLACE on SQLite, which deletes the old row without asking its trigger.

    Args:
        table: the table.
        condition: when a row like NEW is there already.

    """
    if op.get_bind().dialect.name == "sqlite":
        there = f"EXISTS (SELECT 1 FROM {table} WHERE {condition})"  # noqa: S608 - our own words
        op.execute(
            f"CREATE TRIGGER {table}_no_replacing BEFORE INSERT ON {table} WHEN {there} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
