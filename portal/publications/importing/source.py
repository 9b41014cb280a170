"""The words of a file with what a person should know about how they were got."""

from dataclasses import dataclass

from portal.publications.importing.reading import Doubt


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file as text.

    Attributes:
        doubts: what the file holds beside its words, or how they were changed.
        machine_read: whether they were recognised in a picture of the page.

    """

    text: str
    doubts: tuple[Doubt, ...] = ()
    machine_read: bool = False
