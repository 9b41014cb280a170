"""What is noticed about a citizen's text before it is stored: an accusation, a danger."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.i18n import N_
from portal.triage.rules import NOTHING_OWN, Own, Sensitive, suggest

FASTEST = 3.0  # seconds; nobody reads and fills the form in less
INSISTS = "accuses"
CALLS = {
    "113": N_("113: công an, khi có người bị đe dọa, hành hung"),
    "114": N_("114: cứu hỏa và cứu nạn, khi cháy, đuối nước, sập đổ, điện đứt"),
    "115": N_("115: cấp cứu y tế"),
    "111": N_("111: bảo vệ trẻ em"),
}
ASKED = {
    Sensitive.DENUNCIATION: N_(
        "Nội dung này giống một lời tố cáo. Luật có nơi nhận riêng, giữ kín tên người tố cáo; "
        "gửi ở đây thì nhiều cán bộ đọc được và thời hạn của luật không được tính."
    ),
    Sensitive.COMPLAINT: N_(
        "Nội dung này giống một đơn khiếu nại về quyết định hành chính. Đơn nộp đúng nơi mới được "
        "giải quyết theo thời hạn của luật; gửi ở đây thì không."
    ),
}
# Where a complaint is being entered, or an answer disputed, only an accusation is asked about.
ACCUSATIONS = {Sensitive.DENUNCIATION: ASKED[Sensitive.DENUNCIATION]}


@dataclass(frozen=True, kw_only=True)
class Noticed:
    """What the page says before anything is stored.

    Attributes:
        question: what the sender is asked, None for an ordinary text.
        words: the words it rests on.
        calls: whom to call at once, in words.

    """

    question: str | None
    words: tuple[str, ...]
    calls: tuple[str, ...]


def notice(
    subject: str,
    text: str,
    own: Own = NOTHING_OWN,
    *,
    asked: Mapping[Sensitive, str] = ASKED,
) -> Noticed:
    """Return what is noticed about a text nobody has stored yet, by the authority's words too.

    Args:
        subject: what it is called.
        text: the rest of it.
        own: words the authority added.
        asked: about which of what is noticed the sender is asked.

    """
    found = suggest(f"{subject}. {text}", own)
    return Noticed(
        question=asked.get(found.sensitive),
        words=found.reasons.get("sensitive", ()),
        calls=tuple(CALLS[call] for call in found.calls),
    )


def suspicion(seconds: float | None, *, honeypot: bool, insists: bool) -> str | None:
    """Return why a moderator should look first, None for most.

    Args:
        seconds: how long the form was open, None when nobody knows.
        honeypot: whether the field people do not see was filled in.
        insists: whether the sender was asked about an accusation and said it is none.

    """
    if honeypot:
        return "honeypot"
    if insists:
        return INSISTS
    return "fast" if seconds is not None and seconds < FASTEST else None
