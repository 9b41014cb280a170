"""How complete disclosure is, by group of duties."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from portal.disclosures.register import Row
from portal.disclosures.rules import Outcome
from portal.disclosures.types import GROUPS, OTHERS, Group

COUNTED = (Outcome.ON_TIME, Outcome.LATE, Outcome.PARTIAL, Outcome.MISSING)


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """How many lines of the register ended how; `group` is None for all of them together."""

    group: Group | None
    counts: dict[Outcome, int]

    @property
    def due(self) -> int:
        """How many were due."""
        return sum(self.counts[one] for one in COUNTED)

    @property
    def total(self) -> int:
        """How many were due or are still to come; what never arose is not counted."""
        return self.due + self.counts[Outcome.NOT_YET]


def completeness(rows: Iterable[Row]) -> list[Completeness]:
    """Return the figures of each group that has anything to count, in the groups' own order."""
    counters: dict[str, Counter[Outcome]] = {}
    for row in rows:
        slug = row.duty.group if row.duty else OTHERS
        counters.setdefault(slug, Counter())[row.outcome] += 1
    made = [_of(group, counters.get(group.slug, Counter())) for group in GROUPS]
    return [one for one in made if one.total]


def overall(rows: Iterable[Row]) -> Completeness:
    """Return the figures of all groups together."""
    return _of(None, Counter(row.outcome for row in rows))


def _of(group: Group | None, counter: Counter[Outcome]) -> Completeness:
    return Completeness(group=group, counts={one: counter[one] for one in Outcome})
