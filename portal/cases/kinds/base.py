"""What a kind of submission must say about itself."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of submission, wholly described by data.

    Attributes:
        slug: used in forms and stored in `case.kind`; never reused once published.
        title: shown to citizens; marked with N_.
        description: one line that helps choosing; marked with N_.
        answer_term: code in `law.toml` of the time allowed for the answer.
        second_look_term: the same after the sender disagreed.
        icon: name in the icon set.

    """

    slug: str
    title: str
    description: str
    answer_term: str = "feedback.answer"
    second_look_term: str = "feedback.second_look"
    icon: str = "comment"
