"""The life of a petition and of a signature, as tables; who is the same person. Pure."""

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from portal.errors import IllegalMove
from portal.i18n import N_

LONGEST_ACTION = 120
LONGEST_BACKGROUND = 3_000
UNCONFIRMED_FOR = timedelta(days=7)  # then it is forgotten with the address it named
GATHERING_FOR = timedelta(days=30)


class State(StrEnum):
    """Where a petition stands."""

    PENDING = "pending"  # its starter has not confirmed yet
    GATHERING = "gathering"  # only who has the link reads it
    MODERATING = "moderating"
    OPEN = "open"
    CLOSED = "closed"
    REFUSED = "refused"
    LAPSED = "lapsed"  # too few supporters in time
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What happens to a petition."""

    CONFIRM = "confirm"
    SUPPORTED = "supported"
    ADMIT = "admit"
    REFUSE = "refuse"
    CLOSE = "close"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"


S, M = State, Move

STEPS: dict[tuple[State, Move], State] = {
    (S.PENDING, M.CONFIRM): S.GATHERING,
    (S.PENDING, M.WITHDRAW): S.WITHDRAWN,
    (S.PENDING, M.LAPSE): S.LAPSED,
    (S.GATHERING, M.SUPPORTED): S.MODERATING,
    (S.GATHERING, M.WITHDRAW): S.WITHDRAWN,
    (S.GATHERING, M.LAPSE): S.LAPSED,
    (S.MODERATING, M.ADMIT): S.OPEN,
    (S.MODERATING, M.REFUSE): S.REFUSED,
    (S.MODERATING, M.WITHDRAW): S.WITHDRAWN,
    (S.OPEN, M.REFUSE): S.REFUSED,  # what should never have been admitted
    (S.OPEN, M.CLOSE): S.CLOSED,
}
PUBLIC = frozenset({S.OPEN, S.CLOSED, S.REFUSED})
SIGNABLE = frozenset({S.GATHERING, S.OPEN})
CONFIRMABLE = SIGNABLE | {S.MODERATING}
ENDED = frozenset({S.CLOSED, S.REFUSED, S.LAPSED, S.WITHDRAWN})


def after(state: State, move: Move) -> State:
    """Return the state `move` leads to from `state`; raise IllegalMove if there is none."""
    try:
        return STEPS[state, move]
    except KeyError:
        raise IllegalMove from None


class Standing(StrEnum):
    """Where a signature stands; the public count is of those counted, and of nothing else."""

    WAITING = "waiting"  # for its signer's word
    COUNTED = "counted"
    DOUBTFUL = "doubtful"  # confirmed, over a limit, answered like a good one
    INVALID = "invalid"  # taken out by a moderator, who may put it back
    WITHDRAWN = "withdrawn"


class Way(StrEnum):
    """How a signer can be reached."""

    EMAIL = "email"
    PHONE = "phone"


class Duty(StrEnum):
    """What so many signatures oblige the authority to."""

    ANSWER = "answer"
    CHAIRMAN = "chairman"
    DIALOGUE = "dialogue"


@dataclass(frozen=True)
class Reason:
    """Why a petition is refused.

    Attributes:
        words: what everyone reads; marked with N_.
        hidden: whether its text is kept from everyone.

    """

    slug: str
    words: str
    hidden: bool = False


REASONS = (
    Reason("duplicate", N_("Đã có kiến nghị về cùng việc này")),
    Reason("answered", N_("Việc này đã được trả lời công khai")),
    Reason("elsewhere", N_("Việc này không thuộc thẩm quyền của cơ quan ở đây")),
    Reason("unclear", N_("Chưa rõ đề nghị cơ quan làm gì")),
    Reason("single", N_("Đây là việc của riêng một người, nên gửi thành ý kiến")),
    Reason(
        "complaint", N_("Đây là khiếu nại hoặc tố cáo, có nơi nhận riêng theo luật"), hidden=True
    ),
    Reason("personal", N_("Nội dung nêu thông tin riêng của người khác"), hidden=True),
    Reason("insulting", N_("Nội dung xúc phạm, hoặc buộc tội người khác"), hidden=True),
    Reason("advert", N_("Nội dung quảng cáo"), hidden=True),
    Reason("unlawful", N_("Nội dung trái pháp luật"), hidden=True),
    Reason("false", N_("Người nêu hoặc người ủng hộ không có thật"), hidden=True),
)
BY_SLUG = {reason.slug: reason for reason in REASONS}


@dataclass(frozen=True)
class Limit:
    """How many signatures of one petition may come from one place before they are doubtful.

    Attributes:
        mark: which of a signature's marks: `device`, `block` of addresses, `domain` of its mail.

    """

    mark: str
    within: timedelta
    most: int


# A hall of people on one Wi-Fi signs within minutes: its block has room for three hundred of them.
LIMITS = (
    Limit("device", timedelta(minutes=10), 20),
    Limit("device", timedelta(days=1), 60),
    Limit("block", timedelta(minutes=10), 300),
    Limit("block", timedelta(days=1), 1_000),
    Limit("domain", timedelta(hours=1), 40),
    Limit("domain", timedelta(days=1), 150),
)
# Everybody's: many signers with such an address say nothing.
COMMON_DOMAINS = frozenset(
    {
        "gmail.com", "googlemail.com", "yahoo.com", "yahoo.com.vn", "ymail.com", "outlook.com",
        "outlook.com.vn", "hotmail.com", "live.com", "msn.com", "icloud.com", "me.com",
        "proton.me", "protonmail.com", "zoho.com", "vnn.vn", "fpt.vn", "viettel.vn",
    }
)  # fmt: skip

_PHONE = re.compile(r"(?:\+?84|0)(\d{9,10})")


def way_of(contact: str) -> Way:
    """Return how somebody is reached by what they typed."""
    return Way.EMAIL if "@" in contact else Way.PHONE


def canonical(way: Way, contact: str) -> str:
    """Return the one spelling of everything that reaches the same person.

    Tags and dots in the name of an address are left out: mail programs let one person have as many
    of them as they like. Raise ValueError for what is no address or no Vietnamese number.
    """
    typed = unicodedata.normalize("NFKC", contact).strip().lower()
    if way is Way.PHONE:
        found = _PHONE.fullmatch(re.sub(r"[ .()-]", "", typed))
        if found is None:
            raise ValueError(contact)
        return f"0{found[1]}"
    name, at, domain = typed.rpartition("@")
    user = name.partition("+")[0].replace(".", "")
    if not (at and user and domain):
        raise ValueError(contact)
    return f"{user}@{'gmail.com' if domain == 'googlemail.com' else domain}"


def domain_of(way: Way, contact: str) -> str:
    """Return the domain by which signatures are limited, "" for a number or everybody's domain."""
    domain = canonical(way, contact).rpartition("@")[2] if way is Way.EMAIL else ""
    return "" if domain in COMMON_DOMAINS else domain


def needed(signatures: int | None, percent: int | None, voters: int) -> int | None:
    """Return how many signatures a threshold asks for; None where nobody can tell."""
    if signatures is not None:
        return signatures
    return math.ceil(voters * percent / 100) if percent and voters else None
