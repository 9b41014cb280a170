"""Keeping small groups from being worked out by subtraction. Pure."""

from collections.abc import Sequence

from portal.cases.figures import FEWEST


def guarded(total: int | None, parts: Sequence[int | None]) -> list[int | None]:
    """Return `parts` with as many more hidden as it takes to give no small group away.

    A single hidden part is the total less the others; so is the sum of several. The smallest
    parts shown are hidden too, until the hidden ones are at least two and at least five together.

    Args:
        total: what the parts add up to at most; None when it is not shown.
        parts: the figures of a table's column, None where hidden already.

    """
    shown = list(parts)
    while _gives_away(total, shown):
        smallest = min((count for count in shown if count), default=None)
        if smallest is None:
            break
        shown[shown.index(smallest)] = None
    return shown


def _gives_away(total: int | None, shown: Sequence[int | None]) -> bool:
    hidden = sum(count is None for count in shown)
    if total is None or not hidden:
        return False
    return hidden == 1 or total - sum(count or 0 for count in shown) < FEWEST
