"""The words of each case, for the desk's search box: found by how they begin, never by a scan."""

import re
from collections.abc import Iterator

from sqlalchemy import (
    ColumnElement,
    Connection,
    ForeignKey,
    String,
    and_,
    delete,
    event,
    false,
    func,
    insert,
    select,
)
from sqlalchemy import inspect as looked_at
from sqlalchemy.orm import Mapped, Mapper, Session, mapped_column

from portal.cases.models import Case
from portal.cases.rules import fold
from portal.db import Base

LONGEST = 60  # characters of a word that count
MOST = 12  # words of a question that count
FEW = 1_000  # cases
WHOLE = 2  # a word this short is meant as it stands
LAST = "\U0010ffff"
# Compared by the codes of its characters, so that all words beginning alike stand together.
BY_CODE = String().with_variant(String(collation="C"), "postgresql")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_NUMBER = re.compile(r"\d+")


class CaseWord(Base):
    """One word of one case, folded; follows the case's `folded` by itself."""

    __tablename__ = "case_words"
    __table_args__ = {"sqlite_with_rowid": False}

    word: Mapped[str] = mapped_column(BY_CODE, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), primary_key=True, index=True)


def words_of(folded: str) -> set[str]:
    """Return what a case with this `folded` text is found by.

    Words joined by hyphens, as receipt numbers are, are there whole and in parts; a number is there
    without the noughts in front of it too.
    """
    return {word[:LONGEST] for chain in _WORD.findall(folded) for word in _forms(chain)}


def has_words(session: Session, typed: str) -> list[ColumnElement[bool]]:
    """Return the conditions for cases in which each typed word begins some word."""
    asked = list(dict.fromkeys(_WORD.findall(fold(typed))))
    if typed.strip() and not asked:
        return [false()]
    return [_has(session, word[:LONGEST]) for word in asked[:MOST]]


def _has(session: Session, word: str) -> ColumnElement[bool]:
    begins = and_(CaseWord.word >= word, CaseWord.word < word + LAST)
    found = select(CaseWord.case_id).where(begins if len(word) > WHOLE else CaseWord.word == word)
    some = session.scalar(select(func.count()).select_from(found.limit(FEW).subquery())) or 0
    # A few are looked at one by one. Of many, the index the list is read by is asked instead,
    # which is what the sum says: no index leads to it.
    return (Case.id if some < FEW else Case.id + 0).in_(found)


def _forms(chain: str) -> Iterator[str]:
    yield chain
    for part in chain.split("-"):
        yield part
        if _NUMBER.fullmatch(part):
            yield part.lstrip("0") or part


@event.listens_for(Case, "after_insert")
@event.listens_for(Case, "after_update")
def _follow(_mapper: Mapper[Case], connection: Connection, case: Case) -> None:
    if not looked_at(case).attrs.folded.history.has_changes():
        return
    connection.execute(delete(CaseWord).where(CaseWord.case_id == case.id))
    rows = [{"word": word, "case_id": case.id} for word in sorted(words_of(case.folded))]
    if rows:
        connection.execute(insert(CaseWord), rows)
