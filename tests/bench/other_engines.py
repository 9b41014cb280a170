"""Tantivy on our keys, and Whoosh as its manual shows it."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tantivy
from whoosh import fields, index, qparser

from search import Document
from search.query import Clause, parse
from tests.bench.engines import FACETS, KEYS, NOTHING, SIZE, Answer, body, facts, keys

MEMORY = 256 << 20
WEIGHTS = dict(zip(KEYS, (2.5, 4.0, 3.0, 9.0, 1.0, 1.2, 2.5), strict=True))
COUNTS = {name: {"terms": {"field": name, "size": 100}} for name in FACETS}


class Tantivy:
    """Tantivy on our keys."""

    name = "tantivy on our keys"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        for name in KEYS:
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("ref", stored=True, tokenizer_name="raw", index_option="basic")
        for name in FACETS:
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._writer: Any = None

    def build(self, documents: Iterable[Document]) -> None:
        writer = self._open()
        for document in documents:
            self._put(document)
        writer.commit()
        writer.wait_merging_threads()
        self._writer = None
        self._index.reload()

    def _open(self) -> Any:
        self._writer = self._writer or self._index.writer(MEMORY, 1)
        return self._writer

    def _put(self, document: Document) -> None:
        values = {name: " ".join(tokens) for name, tokens in keys(document).items()}
        row = {"ref": document.ref, **values, **dict(zip(FACETS, facts(document), strict=True))}
        self._open().add_document(tantivy.Document(**row))

    def ask(self, query: str) -> Answer:
        searcher = self._index.searcher()
        for wanted in self._queries(query):
            found = searcher.search(wanted, SIZE)
            if not found.count:
                continue
            counts = searcher.aggregate(wanted, COUNTS)
            return Answer(
                tuple(searcher.doc(address)["ref"][0] for _, address in found.hits),
                found.count,
                {
                    name: {row["key"]: row["doc_count"] for row in counts[name]["buckets"]}
                    for name in FACETS
                },
            )
        return NOTHING

    def _queries(self, query: str) -> Iterator[Any]:
        asked = parse(query)
        if not asked.clauses:
            return
        must, should = tantivy.Occur.Must, tantivy.Occur.Should
        clauses = [self._clause(clause) for clause in asked.clauses]
        signs = [
            (should, self._term(field, token))
            for kind, tokens in (("exact", asked.exact), ("pairs", asked.pairs))
            for token in tokens
            for field in (f"title_{kind}", f"body_{kind}")
        ]
        yield tantivy.Query.boolean_query([*((must, clause) for clause in clauses), *signs])
        yield tantivy.Query.boolean_query([*((should, clause) for clause in clauses), *signs])

    def _clause(self, clause: Clause) -> Any:
        wanted = [(field, token) for token in clause.text for field in ("title", "body")]
        wanted += [("number", token) for token in clause.number + clause.facet]
        terms = [(tantivy.Occur.Should, self._term(*one)) for one in wanted]
        return tantivy.Query.boolean_query(terms)

    def _term(self, field: str, token: str) -> Any:
        term = tantivy.Query.term_query(self._schema, field, token, "freq")
        return tantivy.Query.boost_query(term, WEIGHTS[field])

    def add(self, document: Document) -> None:
        self._put(document)
        self._commit()

    def withdraw(self, ref: str) -> None:
        self._open().delete_documents("ref", ref)
        self._commit()

    def _commit(self) -> None:
        self._open().commit()
        self._index.reload()

    def close(self) -> None:
        self._writer = None


class PlainWhoosh:
    """Whoosh with its own analysis, query parser and scoring."""

    name = "Whoosh as it comes"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        text = dict.fromkeys(("title", "number", "body"), fields.TEXT)
        kept = {name: fields.ID(stored=True, sortable=True) for name in FACETS}
        schema = fields.Schema(ref=fields.ID(stored=True, unique=True), **text, **kept)
        there = index.exists_in(folder)
        self._index = index.open_dir(folder) if there else index.create_in(folder, schema)
        self._parser = qparser.MultifieldParser(list(text), self._index.schema)
        self._searcher = self._index.searcher()

    def build(self, documents: Iterable[Document]) -> None:
        with self._index.writer(limitmb=512) as writer:
            for document in documents:
                self._put(writer, document)
        self._reopen()

    @staticmethod
    def _put(writer: Any, document: Document) -> None:
        writer.add_document(
            ref=document.ref,
            title=document.title,
            number=document.number,
            body=body(document),
            **dict(zip(FACETS, facts(document), strict=True)),
        )

    def _reopen(self) -> None:
        self._searcher.close()
        self._searcher = self._index.searcher()

    def ask(self, query: str) -> Answer:
        wanted = self._parser.parse(query)
        found = self._searcher.search(wanted, limit=SIZE, groupedby=list(FACETS))
        counts = {name: {v: len(d) for v, d in found.groups(name).items()} for name in FACETS}
        refs = tuple(found[n]["ref"] for n in range(min(SIZE, found.scored_length())))
        return Answer(refs, len(found), counts)

    def add(self, document: Document) -> None:
        with self._index.writer() as writer:
            self._put(writer, document)
        self._reopen()

    def withdraw(self, ref: str) -> None:
        with self._index.writer() as writer:
            writer.delete_by_term("ref", ref)
        self._reopen()

    def close(self) -> None:
        self._searcher.close()
        self._index.close()
