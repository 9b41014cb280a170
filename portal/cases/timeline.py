"""What happened to a case, read from its events: one account for its sender and the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Office, Official
from portal.cases import ledger
from portal.cases.ledger import Holder
from portal.cases.models import Case, Letter, Purpose, Span
from portal.history.models import Event
from portal.history.service import events_of
from portal.i18n import N_

# act -> the sentence its sender reads; what is not here concerns the desk alone.
SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "received": N_("Ý kiến đã được tiếp nhận, hẹn trả lời chậm nhất hết ngày %(due)s."),
        "nobody_there": N_("%(to)s hiện chưa có người xử lý, nên bộ phận tiếp nhận phân công."),
        "assign": N_("Ý kiến được chuyển đến %(to)s."),
        "accept": N_("%(office)s đã nhận xử lý."),
        "ask": N_("%(office)s cần quý vị cho biết thêm."),
        "reply": N_("Quý vị đã trả lời câu hỏi của cơ quan."),
        "hand_over": N_("%(from)s chuyển ý kiến đến %(to)s."),
        "decline": N_("%(from)s cho biết đây không phải việc của mình; ý kiến trở về %(to)s."),
        "decide": N_("Bộ phận tiếp nhận quyết định %(to)s trả lời, không chuyển tiếp nữa."),
        "join": N_("Ý kiến được trả lời cùng một ý kiến khác về đúng việc này; hạn giữ nguyên."),
        "follow": N_("Ý kiến được chuyển đến %(to)s cùng ý kiến về đúng việc này."),
        "split": N_("Ý kiến gồm nhiều việc nên được chia thành %(count)s phần, hạn giữ nguyên."),
        "unite": N_("Các phần được nhập lại; ý kiến được trả lời chung như trước."),
        "split_off": N_("Việc này được tách thành một phần, trả lời chậm nhất hết ngày %(due)s."),
        "rejoin": N_("Phần này được nhập lại vào ý kiến chung."),
        "taken_out": N_("Nội dung được đưa ra khỏi danh sách theo quy định về giữ bí mật."),
        "part": N_("Ý kiến được trả lời riêng."),
        "refuse": N_("%(office)s không xử lý ý kiến này, lý do ghi bên dưới."),
        "submit": N_("%(office)s đã soạn câu trả lời, đang chờ lãnh đạo duyệt."),
        "return": N_("Lãnh đạo %(office)s đề nghị viết lại câu trả lời cho đầy đủ hơn."),
        "approve": N_("%(office)s đã trả lời."),
        "send": N_("%(office)s đã trả lời."),
        "progress": N_("%(office)s báo tin về việc đang làm."),
        "commitment_made": N_("%(office)s cam kết làm xong chậm nhất hết ngày %(due)s."),
        "commitment_moved": N_("%(office)s dời ngày đã cam kết từ %(was)s đến hết ngày %(due)s."),
        "commitment_overdue": N_("Việc đã cam kết chưa xong, quá hạn từ ngày %(on)s."),
        "commitment_kept": N_("%(office)s đã làm xong việc cam kết."),
        "satisfied": N_("Quý vị cho biết câu trả lời đã giải đáp được."),
        "partly": N_("Quý vị cho biết câu trả lời giải đáp được một phần."),
        "lapse": N_("Chưa có hồi âm về câu trả lời trong thời gian đã hẹn; ý kiến được khép lại."),
        "dispute": N_(
            "Quý vị chưa đồng ý; cơ quan xem lại và hẹn trả lời chậm nhất hết ngày %(due)s."
        ),
        "withdraw": N_("Quý vị đã rút ý kiến này."),
        "overdue": N_("Đã quá hạn trả lời từ ngày %(on)s."),
        "late": N_("Đã quá hạn %(span)s từ ngày %(on)s."),
        "extend": N_("%(office)s gia hạn trả lời từ ngày %(before)s đến hết ngày %(due)s."),
        "resume": N_(
            "%(office)s làm tiếp, không đợi thêm. Hẹn trả lời chậm nhất hết ngày %(due)s."
        ),
        "recalculated": N_(
            "Lịch làm việc hoặc thời hạn thay đổi theo %(document)s:"
            " hẹn trả lời chuyển từ ngày %(before)s sang hết ngày %(after)s."
        ),
        "promise_kept": N_(
            "Lịch làm việc hoặc thời hạn thay đổi theo %(document)s: tính lại là ngày %(counted)s,"
            " cơ quan giữ ngày đã hẹn %(after)s."
        ),
        "release": N_("Ý kiến và câu trả lời được công khai, đã lược bỏ thông tin cá nhân."),
        "hide": N_("Ý kiến không được công khai."),
        "consent_taken_back": N_("Quý vị không còn đồng ý công khai ý kiến này."),
    }
)
DESK_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "ask": N_("%(office)s hỏi thêm người gửi."),
        "reply": N_("Người gửi đã trả lời câu hỏi."),
        "draft": N_("Đã lưu bản nháp câu trả lời."),
        "note": N_("Trao đổi trong cơ quan."),
        "partly": N_("Người gửi cho biết câu trả lời giải đáp được một phần."),
        "satisfied": N_("Người gửi cho biết câu trả lời đã giải đáp được."),
        "dispute": N_("Người gửi chưa đồng ý; hẹn trả lời lại chậm nhất hết ngày %(due)s."),
        "withdraw": N_("Người gửi đã rút ý kiến."),
        "consent_taken_back": N_("Người gửi không còn đồng ý công khai."),
        "recounted": N_(
            "Hạn %(span)s tính lại theo %(document)s: từ ngày %(before)s thành ngày %(after)s."
        ),
        "contact_read": N_("Đã mở xem thông tin liên hệ của người gửi."),
        "mailed": N_("Đã gửi thư báo cho người gửi."),
    }
)
# What each span counts, said within a sentence.
SPANS: Mapping[Span, str] = MappingProxyType(
    {
        Span.ACKNOWLEDGE: N_("báo đã nhận"),
        Span.CLASSIFY: N_("phân loại"),
        Span.ACCEPT: N_("nhận việc"),
        Span.FORWARD: N_("chuyển nơi có thẩm quyền"),
        Span.ANSWER: N_("trả lời"),
        Span.HAND_OVER: N_("nhận việc được chuyển"),
        Span.JUDGE: N_("người gửi đánh giá"),
    }
)
TRIAGE = N_("bộ phận tiếp nhận")
HOLDERS: Mapping[Holder, str] = MappingProxyType(
    {
        Holder.DISPATCHER: TRIAGE,
        Holder.SENDER: N_("chờ người gửi"),
        Holder.OFFICE: N_("cơ quan cũ"),
    }
)
DATES = {
    "due": "due_on", "on": "on", "was": "was_due_on",
    "before": "before", "after": "after", "counted": "counted",
}  # fmt: skip
# What the sender may read in full; drafts and remarks on them stay inside the office.
SHARED_LETTERS = frozenset(
    {
        Purpose.QUESTION,
        Purpose.REPLY,
        Purpose.HAND_OVER,
        Purpose.REFUSAL,
        Purpose.ANSWER,
        Purpose.DISPUTE,
        Purpose.PARTLY,
        Purpose.DECLINE,
        Purpose.DECISION,
        Purpose.EXTENSION,
        Purpose.PROGRESS,
    }
)
# What officials write for each other; read with `notes:read` alone.
INNER_LETTERS = frozenset({Purpose.DRAFT, Purpose.RETURN, Purpose.NOTE})


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that happened.

    Attributes:
        act: the event's verb.
        sentence: a message id with placeholders; its translation is filled from `values`.
        values: names of offices and dates; a date is to be put through the `day` filter.
        office: the name of the office that answered for the case then, None for nobody.
        official: who did it; only for the desk, None for citizens and the portal itself.
        letter: what was written at that moment, where the reader may see it.

    """

    at: datetime
    act: str
    sentence: str
    values: Mapping[str, str | date] = field(default_factory=dict)
    office: str | None = None
    official: str | None = None
    letter: Letter | None = None


def timeline(
    session: Session, case: Case, *, desk: bool = False, inner: bool = False
) -> list[Entry]:
    """Return what happened to `case`, oldest first; with names for the desk.

    Args:
        session: the transaction.
        case: the case.
        desk: whether an official reads, who sees more of what happened.
        inner: whether the official may read what others wrote for each other, too.

    """
    sentences = {**SENTENCES, **DESK_SENTENCES} if desk else SENTENCES
    events = [event for event in events_of(session, "case", case.id) if told_as(event) in sentences]
    offices = {row.id: row.name for row in session.scalars(select(Office))}
    officials = _officials(session, events) if desk else {}
    hidden = frozenset() if inner else INNER_LETTERS
    shown = frozenset(Purpose) - hidden if desk else SHARED_LETTERS
    letters = {row.id: row for row in case.letters if row.purpose in shown}
    return [
        Entry(
            at=event.at,
            act=event.act,
            sentence=sentences[told_as(event)],
            values=_values(event, offices),
            office=offices.get(event.office_id or 0),
            official=officials.get(event.official_id or 0),
            letter=letters.get(event.facts.get("letter", 0)),
        )
        for event in events
    ]


def told_as(event: Event) -> str:
    """Return under which name an event is told: a new count says what came of it."""
    if event.act != "recalculated":
        return event.act
    if event.facts["span"] != Span.ANSWER:
        return "recounted"
    return "promise_kept" if event.facts["before"] == event.facts["after"] else event.act


def time_shares(session: Session, case: Case) -> list[tuple[str, float]]:
    """Return who had the case how long, in days: a name as a message id, the first holder first."""
    names = {row.id: row.name for row in session.scalars(select(Office))}
    events = events_of(session, "case", case.id)
    if case.part_of_id is not None:  # before it was a part, its time was that of the whole
        before = events_of(session, "case", case.part_of_id)
        events = [*(event for event in before if event.id < events[0].id), *events]
    told = ledger.stretches(events, clock.now())
    return [
        (names.get(share.office_id or 0, HOLDERS[share.holder]), share.days)
        for share in ledger.shares(told)
        if share.length
    ]


def _officials(session: Session, events: list[Event]) -> dict[int, str]:
    ids = {event.official_id for event in events if event.official_id}
    people = session.scalars(select(Official).where(Official.id.in_(ids)))
    return {row.id: ", ".join(filter(None, (row.name, row.title))) for row in people}


def _values(event: Event, offices: Mapping[int, str]) -> dict[str, str | date]:
    facts = event.facts
    values: dict[str, str | date] = {
        "office": offices.get(event.office_id or 0, TRIAGE),
        "from": offices.get(facts.get("from_office") or 0, TRIAGE),
        "to": offices.get(facts.get("to_office") or 0, TRIAGE),
    }
    for name, fact in DATES.items():
        if fact in facts:
            values[name] = date.fromisoformat(facts[fact])
    if "span" in facts:
        values["span"] = SPANS[Span(facts["span"])]
    if "parts" in facts:
        values["count"] = str(len(facts["parts"]))
    if "document" in facts:
        values["document"] = facts["document"]
    return values
