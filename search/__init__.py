"""Search for Vietnamese documents: found however they are typed, shown as they are written."""

from search.folding import fold, normalise
from search.marks import Segment, mark, snippet
from search.model import Document, Hit, Index, Order, Page, Part
from search.whoosh_index import LockedIndexError, WhooshIndex

__all__ = [
    "Document",
    "Hit",
    "Index",
    "LockedIndexError",
    "Order",
    "Page",
    "Part",
    "Segment",
    "WhooshIndex",
    "fold",
    "mark",
    "normalise",
    "snippet",
]
