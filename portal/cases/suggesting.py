"""What a new text seems to be, by the tables and by what offices answered before."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Office, Topic
from portal.cases import phrases
from portal.cases.answer_quality import sentences
from portal.cases.models import Case
from portal.cases.rules import WITH_ANSWER, State
from portal.triage.bayes import Bayes
from portal.triage.likeness import most_alike
from portal.triage.rules import Sensitive, Suggestion, suggest

EXAMPLES = 1_000
RECENT = timedelta(days=120)
CANDIDATES = 300
FEWEST_ALIKE = 2  # answered items that share telling words; fewer are a coincidence
SURE = 0.6  # below this the authority's own items say nothing

Learnt = tuple[Office | None, int, tuple[str, ...]]
UNKNOWN: Learnt = (None, 0, ())


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A suggestion, as this authority is organised; never a decision.

    Attributes:
        office: the office that may answer, None when nothing speaks for one.
        by_words: the phrases the field was found by.
        by_examples: how many answered items of that office share `like_words`, 0 for none.
        like_words: what the text has in common with them and with few others.
        similar: numbers of items that say nearly the same, the closest first.

    """

    read: Suggestion
    topic: Topic | None
    office: Office | None
    by_words: tuple[str, ...]
    by_examples: int
    like_words: tuple[str, ...]
    similar: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Sentences in a row that speak for one office, None where nothing speaks for any."""

    text: str
    office: Office | None


def passages(session: Session, text: str) -> list[Passage]:
    """Return the sentences of `text` by the office each speaks for, the others with them.

    A suggestion of what the matters in it are; one passage where nothing tells them apart.
    """
    offices = {
        topic.slug: topic.office for topic in session.scalars(select(Topic).where(Topic.active))
    }
    own = phrases.own(session)
    found: list[tuple[Office | None, list[str]]] = []
    for sentence in sentences(text):
        office = offices.get(suggest(sentence, own).field or "")
        if found and (office is None or found[-1][0] in {None, office}):
            before, said = found.pop()
            found.append((office or before, [*said, sentence]))
        else:
            found.append((office, [sentence]))
    return [Passage(text="\n".join(said), office=office) for office, said in found]


def propose(session: Session, text: str, besides: Case | None = None) -> Proposal:
    """Return what `text` seems to be; `besides` is left out of what it is compared with."""
    read = suggest(text, phrases.own(session))
    topic = session.scalar(select(Topic).where(Topic.slug == read.field, Topic.active))
    by_words = topic.office if topic else None
    plain = not read.urgent and read.sensitive is Sensitive.NONE
    learnt, examples, like = _learnt(session, text) if plain else UNKNOWN
    agreed = by_words is None or (learnt is not None and learnt.id == by_words.id)
    return Proposal(
        read=read,
        topic=topic,
        office=by_words or learnt,
        by_words=read.reasons.get("field", ()) if by_words else (),
        by_examples=examples if agreed else 0,
        like_words=like if agreed else (),
        similar=similar(session, text, besides),
    )


def _learnt(session: Session, text: str) -> Learnt:
    """Return the office that answered texts like this, how many, and the words they share."""
    answered = (
        select(Case.folded, Case.office_id)
        # Said as what it is not: no index leads to the latest, walking back from the end does.
        .where(Case.state.not_in(set(State) - WITH_ANSWER), Case.office_id.is_not(None))
        .order_by(Case.id.desc())
        .limit(EXAMPLES)
    )
    learner = Bayes((row[0], row[1]) for row in session.execute(answered))
    chances = learner.chances(text)
    best = max(chances, key=chances.__getitem__, default=None)
    if best is None or chances[best] < SURE:
        return UNKNOWN
    like = learner.telling(text, best)
    examples = learner.alike(like, best)
    if examples < FEWEST_ALIKE:
        return UNKNOWN
    return session.get(Office, best), examples, like


def similar(session: Session, text: str, besides: Case | None) -> tuple[str, ...]:
    """Return the numbers of recent items that read like `text`, the closest first."""
    recent = (
        select(Case.number, Case.subject, Case.text)
        .where(Case.received_at >= clock.now() - RECENT)
        .where(Case.id != (besides.id if besides else 0))
        .order_by(Case.id.desc())
        .limit(CANDIDATES)
    )
    rows = [(row[0], f"{row[1]} {row[2]}") for row in session.execute(recent)]
    return tuple(number for number, _share in most_alike(text, rows))
