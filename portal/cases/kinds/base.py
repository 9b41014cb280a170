"""What a kind of submission must say about itself."""

from dataclasses import dataclass

from portal import clock, law


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of submission, wholly described by data; its clocks stand in `law.toml`.

    Attributes:
        slug: used in forms, in `law.toml`, and stored in `case.kind`; never reused once published.
        title: shown to citizens; marked with N_.
        description: one line that helps choosing; marked with N_.
        offered: whether the form for citizens offers it; the others a clerk enters for somebody
            who came, for their lawful channel is not the web.
        icon: name in the icon set.

    """

    slug: str
    title: str
    description: str
    offered: bool = True
    icon: str = "comment"

    @property
    def answer_term(self) -> str | None:
        """Code of the time allowed for the answer; None where the register owes none by itself."""
        procedure = law.procedure(self.slug, clock.today())
        received = procedure.term_of("answer", "received")
        return received or procedure.term_of("answer", "accepted")

    @property
    def second_look_term(self) -> str | None:
        """The same after the sender disagreed."""
        return law.procedure(self.slug, clock.today()).term_of("answer", "disputed")
