"""The submissions the tables are measured on, and how many of each claim come out right."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from portal.triage.rules import Suggestion, suggest

SEEN = 60
NOTHING = "-"


@dataclass(frozen=True)
class Submission:
    """A text with what a person says of it; `field` is "" where no field is meant."""

    kind: str
    field: str
    sensitive: str
    calls: frozenset[str]
    text: str


def submissions() -> list[Submission]:
    """Return all of them, in the order they were written."""
    lines = (Path(__file__).parent / "submissions.txt").read_text("utf-8").splitlines()
    rows = (line.split("|", 4) for line in lines if line and not line.startswith("#"))
    return [
        Submission(
            kind, "" if field == NOTHING else field, sensitive, frozenset(calls.split()), text
        )
        for kind, field, sensitive, calls, text in rows
    ]


def right(wanted: Submission, found: Suggestion) -> dict[str, bool]:
    """Return which claims are right; a kind or field nobody expects is not judged."""
    claims = {
        "sensitive": found.sensitive.value == wanted.sensitive,
        "urgent": found.urgent == bool(wanted.calls),
        "number to call": not wanted.calls or bool(wanted.calls & set(found.calls)),
    }
    ordinary = wanted.sensitive == "none" and not wanted.calls
    if ordinary:
        claims["kind"] = (found.kind or "reflection") == wanted.kind
    if wanted.field:
        claims["field"] = found.field == wanted.field
    return claims


def accuracy(rows: list[Submission]) -> dict[str, tuple[int, int]]:
    """Return for each claim how many were right of how many."""
    good, whole = Counter(), Counter()
    for row in rows:
        for claim, is_right in right(row, suggest(row.text)).items():
            good[claim] += is_right
            whole[claim] += 1
    return {claim: (good[claim], whole[claim]) for claim in whole}
