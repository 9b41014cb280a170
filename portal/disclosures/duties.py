"""What is done with the list of duties: loaded, added to, put right, confirmed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.facts import Unfit
from portal.accounts.models import Office
from portal.disclosures.models import Disclosure, Duty, DutyForm
from portal.disclosures.periods import Rhythm
from portal.disclosures.rules import Basis, Counted, Form
from portal.disclosures.types import BY_SLUG, DutyType, FormType, duty_types
from portal.errors import NotAllowed, NotFound
from portal.history.service import record
from portal.i18n import N_
from portal.law import Unit
from portal.permissions import Action, Actor, allowed
from portal.publications.rules import Audience, first_free, plain_letters

OWN = "own"
OWN_FIRST_POSITION = 1_000
PLAIN = (
    "title", "group", "audience", "law", "basis", "rhythm", "counted", "days", "unit",
    "limit_law", "limit_basis", "valid_from", "valid_to", "owed_from", "office_id",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class DutyFacts:
    """A duty as an administrator states it; see `models.Duty`."""

    title: str
    group: str
    audience: Audience = Audience.PUBLIC
    law: str = ""
    basis: Basis
    rhythm: Rhythm
    counted: Counted
    days: int
    unit: Unit
    limit_law: str = ""
    limit_basis: Basis
    valid_from: date
    valid_to: date | None = None
    owed_from: date
    office_id: int | None = None
    forms: tuple[FormType, ...] = ()


def seed(session: Session, owed_from: date | None = None) -> int:
    """Add every duty of `duties.toml` that is not there yet; return how many those were.

    Args:
        session: the transaction.
        owed_from: the first day the register counts; 1 January of this year unless told otherwise.

    """
    known = set(session.scalars(select(Duty.code)))
    first_day = owed_from or clock.today().replace(month=1, day=1)
    new = [
        _row(at, kind, first_day) for at, kind in enumerate(duty_types()) if kind.code not in known
    ]
    session.add_all(new)
    session.flush()
    return len(new)


def load(session: Session, actor: Actor) -> int:
    """Add the duties by law that are not there yet, as an administrator; return how many."""
    _permit(actor)
    added = seed(session)
    if added:
        record(session, actor, ("authority", 1), "duties_loaded", count=added)
    return added


def all_duties(session: Session, actor: Actor) -> list[Duty]:
    """Return every duty for officials to read, in the register's order."""
    if not allowed(actor, Action.DISCLOSURE_READ):
        raise NotAllowed
    return list(session.scalars(select(Duty).order_by(Duty.position, Duty.id)))


def public_duty(session: Session, slug: str) -> Duty:
    """Return a duty towards the people by its address; raise NotFound for any other."""
    found = session.scalar(select(Duty).where(Duty.slug == slug))
    if found is None or found.audience is not Audience.PUBLIC:
        raise NotFound
    return found


def duty_by(session: Session, actor: Actor, duty_id: int) -> Duty:
    """Return the duty an administrator wants to change; raise NotFound or NotAllowed."""
    _permit(actor)
    found = session.get(Duty, duty_id)
    if found is None:
        raise NotFound
    return found


def add(session: Session, actor: Actor, facts: DutyFacts) -> Duty:
    """Add a duty of the authority's own."""
    _permit(actor)
    _refuse_unfit(session, facts)
    taken = set(session.scalars(select(Duty.slug)))
    slug = first_free(plain_letters(facts.title)[:80].strip("-") or OWN, taken)
    duty = Duty(code=f"{OWN}.{slug}", slug=slug, position=OWN_FIRST_POSITION)
    _write(duty, facts)
    session.add(duty)
    session.flush()
    record(session, actor, ("duty", duty.id), "created", office_id=duty.office_id)
    return duty


def edit(session: Session, actor: Actor, duty: Duty, facts: DutyFacts) -> None:
    """Put a duty right or confirm it; disclosures already opened keep their limit and forms."""
    _permit(actor)
    _refuse_unfit(session, facts)
    if facts.rhythm is not duty.rhythm and _is_used(session, duty):
        message = N_("Nội dung này đã có lần công khai theo kỳ cũ nên không đổi kỳ được nữa.")
        raise Unfit(message, field="rhythm")
    changed = _write(duty, facts)
    session.flush()
    if changed:
        record(session, actor, ("duty", duty.id), "edited", office_id=duty.office_id,
               changed=changed)  # fmt: skip


def facts_of(duty: Duty) -> DutyFacts:
    """Return a duty as a form begins with."""
    forms = tuple(
        FormType(form=row.form, days=row.days, basis=row.basis, law=row.law) for row in duty.forms
    )
    return DutyFacts(**{name: getattr(duty, name) for name in PLAIN}, forms=forms)


def _row(position: int, kind: DutyType, owed_from: date) -> Duty:
    duty = Duty(code=kind.code, slug=kind.slug, position=position)
    facts = DutyFacts(
        title=kind.title,
        group=kind.group,
        audience=Audience.INTERNAL if kind.internal else Audience.PUBLIC,
        law=kind.law,
        basis=kind.basis,
        rhythm=kind.rhythm,
        counted=kind.limit.counted,
        days=kind.limit.days,
        unit=kind.limit.unit,
        limit_law=kind.limit_law,
        limit_basis=kind.limit_basis,
        valid_from=kind.valid_from,
        owed_from=owed_from,
        forms=kind.forms,
    )
    _write(duty, facts)
    return duty


def _write(duty: Duty, facts: DutyFacts) -> list[str]:
    """Write `facts` into the row; return the names of those that differ."""
    changed = [name for name in PLAIN if getattr(duty, name, None) != getattr(facts, name)]
    for name in PLAIN:
        setattr(duty, name, getattr(facts, name))
    known = {row.form: row for row in duty.forms}
    if [_plain(row) for row in duty.forms] != [_plain(row) for row in facts.forms]:
        changed.append("forms")
    duty.forms = [_form(known.get(row.form), row) for row in facts.forms]
    return changed


def _form(known: DutyForm | None, row: FormType) -> DutyForm:
    kept = known or DutyForm(form=row.form)
    kept.days, kept.basis, kept.law = row.days, row.basis, row.law
    return kept


def _plain(row: DutyForm | FormType) -> tuple[Form, int | None, Basis, str]:
    return (row.form, row.days, row.basis, row.law)


def _permit(actor: Actor) -> None:
    if not allowed(actor, Action.DISCLOSURE_MANAGE):
        raise NotAllowed


def _refuse_unfit(session: Session, facts: DutyFacts) -> None:
    if facts.group not in BY_SLUG:
        raise Unfit(N_("Xin chọn một nhóm trong danh sách."), field="group")
    if facts.office_id is not None and session.get(Office, facts.office_id) is None:
        raise Unfit(N_("Xin chọn một cơ quan trong danh sách."), field="office_id")
    if facts.valid_to is not None and facts.valid_to < facts.valid_from:
        raise Unfit(N_("Ngày hết hiệu lực phải sau ngày có hiệu lực."), field="valid_to")
    if facts.basis is Basis.LAW and not facts.law:
        raise Unfit(N_("Xin ghi luật và điều, khoản đã đối chiếu."), field="law")


def _is_used(session: Session, duty: Duty) -> bool:
    wanted = select(Disclosure.id).where(Disclosure.duty_id == duty.id).limit(1)
    return session.scalar(wanted) is not None
