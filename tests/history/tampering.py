"""Changing a history behind the portal's back, in every way somebody with the database could."""

# ruff: noqa: S608 - it writes into our own tables, with our own words
import random
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.history import log

GUARDED = ("events", "log_leaves", "log_branches", "log_heads")
EVENT = tuple(column.name for column in log.COLUMNS)
WORDS = {
    "cases": ("subject", "text", "declined"),
    "letters": ("text", "signed_name"),
    "case_clocks": ("due_on", "overdue_on"),
    "contacts": ("name", "email"),
}
HEAD = ("size", "root", "at", "key_id", "signature")


@dataclass(frozen=True)
class Tamperer:
    """Somebody with the database open, and a die."""

    session: object
    die: random.Random

    @property
    def sqlite(self) -> bool:
        return self.session.get_bind().dialect.name == "sqlite"

    def unlock(self) -> None:
        """Take the triggers away, as whoever owns the database can."""
        if self.sqlite:
            self.do("PRAGMA defer_foreign_keys = ON")
        for table in GUARDED:
            if not self.sqlite:
                self.do(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
                continue
            for verb in ("update", "delete", "replacing"):
                self.do(f"DROP TRIGGER {table}_no_{verb}")

    def do(self, statement: str, **values) -> None:
        self.session.execute(text(statement), values)

    def rows(self, statement: str, **values):
        return self.session.execute(text(statement), values).all()

    def pick(self, table: str, where: str = "1 = 1", key: str = "id"):
        found = self.rows(f"SELECT {key} FROM {table} WHERE {where} ORDER BY {key}")
        return self.die.choice(found)[0]

    def flip(self, table: str, column: str, key: str = "id") -> str:
        """Flip one bit of one value as it is stored; one that is no text any more is tried anew."""
        for _ in range(50):
            there = f"{column} IS NOT NULL AND CAST({column} AS TEXT) <> ''"
            at = self.pick(table, there, key)
            where = f"{key} = :at"
            held = self.rows(f"SELECT CAST({column} AS TEXT) FROM {table} WHERE {where}", at=at)
            bits = bytearray(held[0][0].encode())
            spot = self.die.randrange(len(bits))
            bits[spot] ^= 1 << self.die.randrange(7)
            if self._write(table, column, where, at, bytes(bits), held[0][0]):
                return f"{table}.{column} of {at}"
        msg = f"no bit of {table}.{column} could be flipped"
        raise AssertionError(msg)

    def _write(self, table, column, where, at, bits: bytes, old: str) -> bool:
        numbers = {"subject_id", "office_id", "official_id", "size", "declined"}
        kinds = {"facts": "json", "at": "timestamptz", "due_on": "date", "overdue_on": "date"}
        kind = (
            "text" if self.sqlite else "integer" if column in numbers else kinds.get(column, "text")
        )
        change = f"UPDATE {table} SET {column} = CAST(:new AS {kind}) WHERE {where}"
        try:
            with self.session.begin_nested():
                self.do(change, new=bits if self.sqlite else bits.decode(), at=at)
                if self.sqlite:
                    return True
                held = self.rows(f"SELECT CAST({column} AS TEXT) FROM {table} WHERE {where}", at=at)
                return held[0][0] != old
        except (DBAPIError, UnicodeDecodeError):
            return False  # PostgreSQL takes no date that is none, SQLite no state that is none

    # Each way returns what it did, for the message of a test that fails.

    def flip_event(self) -> str:
        return self.flip("events", self.die.choice([name for name in EVENT if name != "id"]))

    def flip_words(self) -> str:
        table = self.die.choice(sorted(WORDS))
        return self.flip(table, self.die.choice(WORDS[table]))

    def flip_tree(self) -> str:
        if self.die.random() < 0.5:
            return self.flip("log_leaves", "hash", "position")
        return self.flip("log_heads", self.die.choice(HEAD), "number")

    def delete_event(self) -> str:
        at = self.pick("events")
        self.do("DELETE FROM events WHERE id = :at", at=at)
        return f"event {at} deleted"

    def delete_event_and_leaf(self) -> str:
        at = self.pick("log_leaves", key="event_id")
        self.do("DELETE FROM log_leaves WHERE event_id = :at", at=at)
        self.do("DELETE FROM events WHERE id = :at", at=at)
        return f"event {at} and its leaf deleted"

    def delete_words(self) -> str:
        at = self.pick("letters")
        if self.die.random() < 0.5:
            self.do("DELETE FROM log_salts WHERE subject = 'letter' AND subject_id = :at", at=at)
        else:
            self.do("DELETE FROM letters WHERE id = :at", at=at)
        return f"letter {at} or its salt deleted"

    def insert_event(self) -> str:
        """Put in a copy of an event, dated back."""
        at, new = self.pick("events"), self.rows("SELECT max(id) + 1 FROM events")[0][0]
        names = [name for name in EVENT if name not in {"id", "at"}]
        earlier = (
            "datetime(at, '-3 days') || '.000000'" if self.sqlite else "at - interval '3 days'"
        )
        self.do(
            f"INSERT INTO events (id, at, {', '.join(names)})"
            f" SELECT :new, {earlier}, {', '.join(names)} FROM events WHERE id = :at",
            new=new, at=at,
        )  # fmt: skip
        return f"event {at} copied"

    def insert_words(self) -> str:
        at, new = self.pick("letters"), self.rows("SELECT max(id) + 1 FROM letters")[0][0]
        self.do(
            "INSERT INTO letters (id, case_id, purpose, text, at, signed_name, signed_title)"
            " SELECT :new, case_id, purpose, text, at, signed_name, signed_title"
            " FROM letters WHERE id = :at",
            new=new, at=at,
        )  # fmt: skip
        return f"letter {at} copied"

    def swap_events(self) -> str:
        """Let two events change places: everything but their ids."""
        ids = [row[0] for row in self.rows("SELECT id FROM events ORDER BY id")]
        one, two = self.die.sample(ids, 2)
        names = [name for name in EVENT if name != "id"]
        for name in names:
            held = {at: self.rows(f"SELECT {name} FROM events WHERE id = :at", at=at)[0][0]
                    for at in (one, two)}  # fmt: skip
            if name == "facts" and not self.sqlite:
                continue
            for at, other in ((one, two), (two, one)):
                self.do(f"UPDATE events SET {name} = :new WHERE id = :at", new=held[other], at=at)
        return f"events {one} and {two} swapped"

    def swap_leaves(self) -> str:
        one, two = self.die.sample([r[0] for r in self.rows("SELECT position FROM log_leaves")], 2)
        for at, to in ((one, -1), (two, one), (-1, two)):
            self.do("UPDATE log_leaves SET position = :to WHERE position = :at", at=at, to=to)
        return f"leaves {one} and {two} swapped"

    def date_back(self) -> str:
        """Make an event, or a due date, look older than it is."""
        if self.die.random() < 0.5:
            at = self.pick("events")
            self.do(f"UPDATE events SET at = {self._earlier(1)} WHERE id = :at", at=at)
            return f"event {at} dated back"
        at = self.pick("case_clocks")
        later = "date(due_on, '+30 days')" if self.sqlite else "due_on + 30"
        self.do(f"UPDATE case_clocks SET due_on = {later} WHERE id = :at", at=at)
        return f"clock {at} given more time"

    def close_case(self) -> str:
        at = self.pick("cases", "state <> 'withdrawn'")
        self.do("UPDATE cases SET state = 'withdrawn' WHERE id = :at", at=at)
        return f"case {at} closed by hand"

    def forget_lateness(self) -> str:
        at = self.pick("case_clocks", "overdue_on IS NOT NULL")
        self.do("UPDATE case_clocks SET overdue_on = NULL WHERE id = :at", at=at)
        return f"clock {at} was never late"

    def cut_events(self) -> str:
        """Take the last events away and leave the tree."""
        keep = self.die.randrange(1, self._size())
        self.do(
            "DELETE FROM events WHERE id IN"
            " (SELECT event_id FROM log_leaves WHERE position >= :keep)", keep=keep,
        )  # fmt: skip
        return f"events cut after {keep}"

    def cut_all(self) -> str:
        """Take the tail away so that what is left is a whole log: an older head alone tells."""
        keep = self.rows("SELECT min(size) FROM log_heads")[0][0]
        self._forget_beyond(keep)
        return f"everything cut after {keep}"

    def rewrite(self, ring) -> str:
        """Change an event and compute the whole tree anew, signed with `ring`."""
        did = self.flip("events", "act")
        self._forget_beyond(0, events=False)
        self.session.flush()
        self.session.expire_all()
        log.extend_fully(self.session, ring)
        return f"{did}, and all signed anew"

    def _forget_beyond(self, keep: int, *, events: bool = True) -> None:
        if events:
            self.do(
                "DELETE FROM events WHERE id NOT IN"
                " (SELECT event_id FROM log_leaves WHERE position < :keep)", keep=keep,
            )  # fmt: skip
        self.do("DELETE FROM log_leaves WHERE position >= :keep", keep=keep)
        branches = 'DELETE FROM log_branches WHERE (("index" + 1) * (1 << level)) > :keep'
        self.do(branches, keep=keep)
        self.do("DELETE FROM log_heads WHERE size > :keep", keep=keep)

    def _earlier(self, days: int) -> str:
        if self.sqlite:
            return f"datetime(at, '-{days} days') || '.000000'"
        return f"at - interval '{days} days'"

    def _size(self) -> int:
        return self.rows("SELECT count(*) FROM log_leaves")[0][0]


WAYS = (
    Tamperer.flip_event,
    Tamperer.flip_words,
    Tamperer.flip_tree,
    Tamperer.delete_event,
    Tamperer.delete_event_and_leaf,
    Tamperer.delete_words,
    Tamperer.insert_event,
    Tamperer.insert_words,
    Tamperer.swap_events,
    Tamperer.swap_leaves,
    Tamperer.date_back,
    Tamperer.close_case,
    Tamperer.forget_lateness,
    Tamperer.cut_events,
)
