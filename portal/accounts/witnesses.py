"""Telling inspectors the head of the log once a day, for somebody outside to keep."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Authority, Official, OfficialRole
from portal.config import Settings
from portal.history import heads, log
from portal.history.models import Event, Head
from portal.history.service import record
from portal.outbox.mailbox import Notice
from portal.outbox.service import promise
from portal.permissions import VISITOR, Role

EFFECT = "mail.head"
PAGE = "/minh-bach/nhat-ky"
SUBJECTS = {
    "vi": "[{authority}] Dấu niêm nhật ký ngày {day}",
    "en": "[{authority}] Seal of the log of {day}",
}
TEXTS = {
    "vi": """Kính gửi {name},

Dưới đây là dấu niêm của nhật ký cổng thông tin. Xin giữ thư này ở nơi máy chủ của cổng
không với tới. Nếu sau này ai sửa hay xóa một dòng đã ghi, dấu niêm này sẽ không còn khớp.

{line}

Nhật ký có {size} dòng, dấu niêm số {number}.
Kiểm tra lại bất cứ lúc nào bằng lệnh: portal verify --against TỆP-THƯ-NÀY
Cách kiểm tra và khóa công khai: {page}
""",
    "en": """Dear {name},

Below is the seal of the portal's log. Please keep this letter where the portal's server
cannot reach. If anybody ever alters or deletes a line that was written, it will fit no more.

{line}

The log has {size} lines, this is seal number {number}.
Check it at any time with: portal verify --against FILE-OF-THIS-LETTER
How to check, and the public keys: {page}
""",
}


def tell_all(session: Session) -> int:
    """Promise each inspector with an address the latest head, once a day; return how many."""
    head = log.latest(session)
    today = clock.today()
    told = select(func.count(Event.id)).where(
        Event.subject == "log", Event.act == "witnessed", Event.at >= clock.start_of(today)
    )
    if head is None or session.scalar(told):
        return 0
    inspectors = list(session.scalars(_inspectors()))
    for official in inspectors:
        promise(session, EFFECT, official=official, head=head.number)
    if inspectors:
        record(session, VISITOR, ("log", head.number), "witnessed", people=len(inspectors))
    return len(inspectors)


def notice(session: Session, settings: Settings, payload: dict[str, Any]) -> Notice | None:
    """Return the message a promise asks for; None when its reader is gone.

    Args:
        session: the transaction of this one effect.
        settings: this installation.
        payload: `official` whom it is for, `head` its number.

    """
    official = session.get(Official, payload["official"])
    head = session.get(Head, payload["head"])
    if official is None or not (official.active and official.email) or head is None:
        return None
    authority = session.get(Authority, 1)
    day = clock.local_date(head.at)
    return Notice(
        to=official.email,
        subject=SUBJECTS[official.language].format(
            authority=authority.short_name if authority else "", day=f"{day:%d/%m/%Y}"
        ),
        text=TEXTS[official.language].format(
            name=official.name,
            line=heads.as_line(log.signed(head)),
            size=head.size,
            number=head.number,
            page=settings.public_url + PAGE,
        ),
        key=f"head.{head.number}.{official.id}",
    )


def _inspectors() -> Any:
    held = select(OfficialRole.official_id).where(OfficialRole.role == Role.INSPECTOR)
    wanted = select(Official.id).where(Official.id.in_(held), Official.active)
    return wanted.where(Official.email != "").order_by(Official.id)
