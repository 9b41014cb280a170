"""What a case, its clocks and its letters can be called in a column."""

from enum import StrEnum


class Channel(StrEnum):
    """The way a case came in."""

    WEB = "web"
    COUNTER = "counter"  # from the QR code of a counter
    # Typed by a clerk for somebody who came, phoned, or handed in paper.
    IN_PERSON = "in_person"
    PHONE = "phone"
    PAPER = "paper"


ASSISTED = frozenset({Channel.IN_PERSON, Channel.PHONE, Channel.PAPER})


class Span(StrEnum):
    """Which of the time limits of a case a clock counts."""

    ACKNOWLEDGE = "acknowledge"
    CLASSIFY = "classify"
    ACCEPT = "accept"  # or refuse, with a reason
    FORWARD = "forward"
    ANSWER = "answer"
    HAND_OVER = "hand_over"  # the receiving office says yes or no
    JUDGE = "judge"  # the sender says whether the answer was one


class Purpose(StrEnum):
    """What a letter is for."""

    QUESTION = "question"
    REPLY = "reply"
    HAND_OVER = "hand_over"
    REFUSAL = "refusal"
    DRAFT = "draft"
    RETURN = "return"
    ANSWER = "answer"
    DISPUTE = "dispute"
    HIDING = "hiding"  # why a moderator decided against showing it
    NOTE = "note"  # among officials only
    DECLINE = "decline"  # why an office will not take what was handed to it
    DECISION = "decision"  # which office it is, said by the dispatcher for good
    EXTENSION = "extension"  # why the answer takes longer
    PARTLY = "partly"  # what the answer leaves open, in the sender's words
    JOINING = "joining"  # why two cases are the same matter
    PROGRESS = "progress"  # how it goes, told to the sender; never an answer
