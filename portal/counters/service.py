"""What is done with counters: set up, found by what a citizen scanned, put on a poster."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.facts import Unfit, apply
from portal.accounts.models import Authority, Office
from portal.config import Settings
from portal.counters import editions, rules
from portal.counters.models import Counter, CounterToken
from portal.counters.questions import USUAL
from portal.errors import Invalid, NotAllowed, NotFound
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import Action, Actor, Scope, allowed, scope_of
from qr.poster import Poster

# A poster speaks to everybody who stands before it, so it has both languages whatever the reader's.
INVITATION = "Quét mã để đánh giá, góp ý hoặc tra cứu. Không cần cài ứng dụng, không cần ghi tên."
INVITATION_EN = "Scan to rate this visit, comment or look up. No app, no name needed."
WINDOW = "%(counter)s, cửa số %(window)s"


@dataclass(frozen=True, kw_only=True)
class CounterFacts:
    """A counter; see `models.Counter`."""

    code: str
    name: str
    office_id: int
    place: str = ""
    window: str = ""
    active: bool = True
    questions: int = USUAL


def counters(session: Session, actor: Actor) -> list[Counter]:
    """Return the counters `actor` may see, those in use first."""
    wanted = select(Counter).order_by(Counter.active.desc(), Counter.code)
    scope = scope_of(actor, Action.COUNTER_READ)
    if scope is None:
        raise NotAllowed
    if scope is Scope.OWN_OFFICE:
        wanted = wanted.where(Counter.office_id.in_(actor.offices))
    return list(session.scalars(wanted))


def active_counters(session: Session) -> list[Counter]:
    """Return every counter in use, which anybody standing before it may know of."""
    return list(session.scalars(select(Counter).where(Counter.active).order_by(Counter.code)))


def counter_by(session: Session, actor: Actor, code: str) -> Counter:
    """Return the counter with this code; raise NotFound or NotAllowed."""
    found = session.scalar(select(Counter).where(Counter.code == code))
    if found is None:
        raise NotFound
    if not allowed(actor, Action.COUNTER_READ, found):
        raise NotAllowed
    return found


def create_counter(session: Session, actor: Actor, facts: CounterFacts) -> Counter:
    """Set up a counter with its first token."""
    _permit(actor, facts)
    _refuse_unfit(session, facts)
    _refuse_taken_code(session, facts.code)
    counter = Counter()
    apply(counter, facts)
    session.add(counter)
    session.flush()
    _issue(session, counter)
    record(session, actor, ("counter", counter.id), "created", office_id=counter.office_id,
           code=counter.code)  # fmt: skip
    return counter


def edit_counter(session: Session, actor: Actor, counter: Counter, facts: CounterFacts) -> None:
    """Change a counter; its token and its posters' codes stay."""
    _permit(actor, counter)
    _permit(actor, facts)
    _refuse_unfit(session, facts)
    if facts.code != counter.code:
        _refuse_taken_code(session, facts.code)
    changes = apply(counter, facts, but=("questions",))
    if facts.questions != editions.number_at(counter, clock.today()):
        editions.begin(session, actor, facts.questions, [counter], clock.today())
    if changes:
        record(session, actor, ("counter", counter.id), "edited", office_id=counter.office_id,
               changed=changes)  # fmt: skip


def replace_token(session: Session, actor: Actor, counter: Counter, reason: str) -> CounterToken:
    """Give `counter` a new token, because of `reason`; posters with the old one say so kindly."""
    _permit(actor, counter)
    old = current_token(counter)
    old.replaced_at = clock.now()
    # The database allows one current token a counter, so the old one has to go first.
    session.flush()
    token = _issue(session, counter)
    record(session, actor, ("counter", counter.id), "token_replaced", office_id=counter.office_id,
           reason=reason)  # fmt: skip
    return token


def current_token(counter: Counter) -> CounterToken:
    """Return what the counter's posters should carry now."""
    return next(token for token in counter.tokens if token.replaced_at is None)


def resolve(session: Session, typed: str) -> tuple[Counter, CounterToken]:
    """Return the counter somebody scanned or typed the token of, and that token.

    The token may be replaced and the counter out of use; the page says so.

    Raises:
        NotFound: no counter ever had it.

    """
    wanted = select(CounterToken).where(CounterToken.token == rules.normalise(typed))
    found = session.scalar(wanted)
    if found is None:
        raise NotFound
    return found.counter, found


def address_of(settings: Settings, counter: Counter) -> str:
    """Return the address the counter's QR code holds."""
    return f"{settings.public_url}/q/{current_token(counter).token}"


def short_address_of(settings: Settings, counter: Counter) -> str:
    """Return the same address as one types it who cannot scan."""
    host = settings.public_url.partition("://")[2]
    return f"{host}/q/{rules.shown(current_token(counter).token)}"


def poster_facts(settings: Settings, authority: Authority, counter: Counter) -> Poster:
    """Return what the poster of `counter` says."""
    return Poster(
        authority=authority.name,
        parent=authority.parent,
        office=counter.office.name,
        counter=_name_with_window(counter),
        invitation=INVITATION,
        invitation_en=INVITATION_EN,
        url=address_of(settings, counter),
        short_address=short_address_of(settings, counter),
        colour=authority.brand_colour,
        emblem=_emblem(settings),
    )


def _emblem(settings: Settings) -> bytes | None:
    try:
        return Path(settings.emblem).read_bytes() if settings.emblem else None
    except OSError as reason:
        raise Invalid(N_("Không đọc được tệp biểu trưng ghi ở PORTAL_EMBLEM.")) from reason


def note_scan(session: Session, token_id: int, *, by_machine: bool = False) -> None:
    """Remember the day somebody last scanned a code, and how often it was; never who or when."""
    changed: dict[str, Any] = {"scanned_on": clock.today(), "scans": CounterToken.scans + 1}
    if by_machine:
        changed = {"machine_scans": CounterToken.machine_scans + 1}
    session.execute(update(CounterToken).where(CounterToken.id == token_id).values(**changed))


def _name_with_window(counter: Counter) -> str:
    if not counter.window:
        return counter.name
    return WINDOW % {"counter": counter.name, "window": counter.window}


def _issue(session: Session, counter: Counter) -> CounterToken:
    token = CounterToken(token=rules.new_token(secrets.choice), issued_at=clock.now())
    counter.tokens.append(token)
    session.flush()
    return token


def _permit(actor: Actor, thing: Counter | CounterFacts) -> None:
    if not allowed(actor, Action.COUNTER_MANAGE, thing):
        raise NotAllowed


def _refuse_unfit(session: Session, facts: CounterFacts) -> None:
    if session.get(Office, facts.office_id) is None:
        raise Unfit(N_("Xin chọn một cơ quan trong danh sách."), field="office_id")


def _refuse_taken_code(session: Session, code: str) -> None:
    if session.scalar(select(Counter.id).where(Counter.code == code)):
        raise Unfit(N_("Mã này đã dùng cho một quầy khác. Xin chọn mã khác."), field="code")
