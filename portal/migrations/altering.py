"""Changes of tables that read the same on SQLite and on PostgreSQL."""

import re
from collections.abc import Callable, Iterable

from alembic import op


def add_reference(table: str, column: str, to: str) -> None:
    """Add the nullable `column`, pointing to the row of `to` with that id."""
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} INTEGER"
        f" CONSTRAINT fk_{table}_{column} REFERENCES {to} (id)"
    )


def allow(table: str, column: str, values: Iterable[str]) -> None:
    """Let `column`, a choice, hold exactly `values`; rows and references stay as they are."""
    name = f"ck_{table}_{column}"
    among = "{} IN ({})".format(column, ", ".join(f"'{value}'" for value in values))
    if op.get_context().dialect.name == "sqlite":
        old = re.compile(rf"(CONSTRAINT {name} CHECK) \({column} IN \([^)]*\)\)")
        _rebuild(table, lambda made: old.subn(rf"\1 ({among})", made))
        return
    op.drop_constraint(op.f(name), table, type_="check")
    op.create_check_constraint(op.f(name), table, among)


def replace_check(table: str, name: str, condition: str) -> None:
    """Replace the CHECK called `name` (without its prefix) of `table` by `condition`."""
    full = f"ck_{table}_{name}"
    if op.get_context().dialect.name == "sqlite":
        old = re.compile(rf"(CONSTRAINT {full} CHECK) \(.*\)(,?)\s*$", re.MULTILINE)
        _rebuild(table, lambda made: old.subn(lambda hit: f"{hit[1]} ({condition}){hit[2]}", made))
        return
    op.drop_constraint(op.f(full), table, type_="check")
    op.create_check_constraint(op.f(full), table, condition)


def drop_unique(table: str, column: str) -> None:
    """Let several rows of `table` hold the same value in `column`."""
    name = f"uq_{table}_{column}"
    if op.get_context().dialect.name == "sqlite":
        old = re.compile(rf",\s*CONSTRAINT {name} UNIQUE \({column}\)")
        _rebuild(table, lambda made: old.subn("", made))
        return
    op.drop_constraint(op.f(name), table, type_="unique")


def _rebuild(table: str, change: Callable[[str], tuple[str, int]]) -> None:
    """Make `table` anew in SQLite, which changes no CHECK; what points to its rows keeps pointing.

    The rows go back into a table of the same name before the transaction ends, and only then does
    SQLite look whether every reference finds its row.
    """
    asked = op.get_bind().exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (table,)
    )
    rows = list(asked)
    made, hits = change(next(sql for kind, sql in rows if kind == "table"))
    if hits != 1:
        msg = f"the constraint to change was found {hits} times in {table}"
        raise LookupError(msg)
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute(f"CREATE TEMPORARY TABLE kept AS SELECT * FROM {table}")  # noqa: S608 - our own name
    op.drop_table(table)
    for sql in (made, *(sql for kind, sql in rows if kind != "table")):
        op.get_bind().exec_driver_sql(sql)
    names = ", ".join(row[1] for row in op.get_bind().exec_driver_sql("PRAGMA table_info(kept)"))
    op.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM kept")  # noqa: S608 - as above
    op.execute("DROP TABLE kept")
