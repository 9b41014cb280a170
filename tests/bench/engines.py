"""The engines search is measured beside, each used as its own manual recommends.

All give the references of the best ten, the number of all, and the counts by kind, office and
year. Those "on our keys" store the tokens of search/analysis.py and ask for the same clauses.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from search import Document, WhooshIndex
from search.query import Clause, parse
from search.rows import head_tokens, part_tokens

SIZE = 10
FACETS = ("kind", "office", "year")
KEYS = (
    *("title", "title_exact", "title_pairs", "number"),
    *("body", "body_exact", "body_pairs"),
)


class Answer(NamedTuple):
    """What an engine says to a question."""

    refs: tuple[str, ...]
    total: int
    facets: dict[str, dict[str, int]]
    anchors: tuple[str, ...] = ()
    query: str = ""


NOTHING = Answer((), 0, {name: {} for name in FACETS})


class Engine(Protocol):
    """A search engine under measurement."""

    name: str

    def build(self, documents: Iterable[Document]) -> None: ...

    def ask(self, query: str) -> Answer: ...

    def add(self, document: Document) -> None: ...

    def withdraw(self, ref: str) -> None: ...

    def close(self) -> None: ...


def body(document: Document) -> str:
    """Return all a document says below its title."""
    return "\n".join(f"{part.label} {part.title}.\n{part.text}" for part in document.parts)


def facts(document: Document) -> tuple[str, str, str]:
    """Return the facet values of `document`, in the order of FACETS."""
    return document.kind, document.office, str(document.published_on.year)


def keys(document: Document) -> dict[str, list[str]]:
    """Return the tokens of `document` by column, as the search index stores them."""
    head = head_tokens(document)
    found = {name: list(head[name]) for name in ("title", "title_exact", "title_pairs", "number")}
    found["number"] += [f"year:{document.published_on.year}"]
    parts = [part_tokens(document.ref, part) for part in document.parts]
    for name in ("body", "body_exact", "body_pairs"):
        found[name] = [token for part in parts for token in part[name]]
    return found


class Ours:
    """search.WhooshIndex."""

    name = "search"

    def __init__(self, folder: Path) -> None:
        self.index = WhooshIndex(folder, key=b"bench")

    def build(self, documents: Iterable[Document]) -> None:
        self.index.refill(documents)

    def ask(self, query: str) -> Answer:
        page = self.index.find(query, size=SIZE)
        hits = page.hits
        return Answer(
            tuple(hit.ref for hit in hits),
            page.total,
            {name: dict(counts) for name, counts in page.facets.items()},
            tuple(hit.anchor for hit in hits),
            page.understood or query,
        )

    def add(self, document: Document) -> None:
        self.index.put([document])

    def withdraw(self, ref: str) -> None:
        self.index.drop([ref])

    def close(self) -> None:
        self.index.close()


class Fts5:
    """SQLite's full-text search on the text itself; its own tokenizer takes the marks off."""

    name = "FTS5 unicode61"
    columns = ("title", "number", "body")
    tokenizer = "unicode61 remove_diacritics 2"
    weights = (5.0, 9.0, 1.0)

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / "fts5.db", isolation_level=None)
        self._db.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
            "CREATE TABLE IF NOT EXISTS facts (ref UNIQUE, kind, office, year);"
            "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5"
            f"({', '.join(self.columns)}, content='', tokenize=\"{self.tokenizer}\");"
        )

    def build(self, documents: Iterable[Document]) -> None:
        self._db.execute("BEGIN")
        for document in documents:
            self._put(document)
        self._db.execute("INSERT INTO words(words) VALUES ('optimize')")
        self._db.execute("COMMIT")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _put(self, document: Document) -> None:
        row = self._db.execute(
            "INSERT INTO facts VALUES (?, ?, ?, ?)", (document.ref, *facts(document))
        ).lastrowid
        marks = ", ".join("?" * len(self.columns))
        self._db.execute(
            f"INSERT INTO words(rowid, {', '.join(self.columns)}) VALUES (?, {marks})",  # noqa: S608
            (row, *self.row(document)),
        )

    def row(self, document: Document) -> tuple[str, ...]:
        return document.title, document.number, body(document)

    def expressions(self, query: str) -> Iterator[str]:
        """Yield what to match: first all words, then any."""
        words = [f'"{word}"' for word in re.findall(r"\w+", query)]
        yield " AND ".join(words)
        yield " OR ".join(words)

    def ask(self, query: str) -> Answer:
        for expression in self.expressions(query):
            if expression and (answer := self._found(expression)).total:
                return answer
        return NOTHING

    def _found(self, expression: str) -> Answer:
        source = "FROM words JOIN facts ON facts.rowid = words.rowid WHERE words MATCH ?"
        groups = self._db.execute(
            f"SELECT kind, office, year, count(*) {source} GROUP BY 1, 2, 3",
            (expression,),
        ).fetchall()
        score = f"bm25(words, {', '.join(map(str, self.weights))})"
        best = self._db.execute(
            f"SELECT ref {source} ORDER BY {score} LIMIT {SIZE}",
            (expression,),
        ).fetchall()
        counts = {name: Counter[str]() for name in FACETS}
        for *values, count in groups:
            for name, value in zip(FACETS, values, strict=True):
                counts[name][value] += count
        refs = tuple(row[0] for row in best)
        return Answer(refs, sum(row[-1] for row in groups), {n: dict(c) for n, c in counts.items()})

    def add(self, document: Document) -> None:
        self._put(document)

    def withdraw(self, ref: str) -> None:
        self._db.execute("DELETE FROM facts WHERE ref = ?", (ref,))

    def close(self) -> None:
        self._db.close()


class Fts5OnKeys(Fts5):
    """SQLite's full-text search on our keys."""

    name = "FTS5 on our keys"
    columns = KEYS
    tokenizer = "unicode61 remove_diacritics 0 tokenchars '#%@/_-.:'"
    weights = (2.5, 4.0, 3.0, 9.0, 1.0, 1.2, 2.5)

    def row(self, document: Document) -> tuple[str, ...]:
        return tuple(" ".join(tokens) for tokens in keys(document).values())

    def expressions(self, query: str) -> Iterator[str]:
        asked = parse(query)
        clauses = [
            f"({{title body}} : ({_any(clause.text)})"
            + (f" OR number : ({_any(clause.number + clause.facet)})" if _more(clause) else "")
            + ")"
            for clause in asked.clauses
        ]
        if not clauses:
            return
        signs = [
            *(f"{{title_exact body_exact}} : {_any([token])}" for token in asked.exact),
            *(f"{{title_pairs body_pairs}} : {_any([token])}" for token in asked.pairs),
        ]
        # What stands behind the first clause only adds to the score.
        yield f"({' AND '.join(clauses)}) AND ({' OR '.join([clauses[0], *signs])})"
        yield " OR ".join([*clauses, *signs])


def _any(tokens: Iterable[str]) -> str:
    return " OR ".join(f'"{token}"' for token in tokens)


def _more(clause: Clause) -> bool:
    return bool(clause.number or clause.facet)
