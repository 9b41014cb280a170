"""What administrators do to the authority, its offices and its fields (lĩnh vực)."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import rules, service
from portal.accounts.facts import AuthorityFacts, OfficeFacts, TopicFacts, Unfit, apply
from portal.accounts.models import Authority, Office, Topic
from portal.errors import NotAllowed, NotFound
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import Action, Actor, allowed

SUCCESSOR_MUST_LIVE = N_("Cơ quan kế thừa phải là một cơ quan khác, đang hoạt động sau ngày này.")
BELOW_ITSELF = N_("Một cơ quan không thể thuộc chính nó hoặc cơ quan dưới nó.")


def all_offices(session: Session, actor: Actor) -> list[Office]:
    """Return every office there is or was, each after the one it belongs to."""
    _permit(actor)
    ordered = select(Office).order_by(Office.position, Office.id)
    return rules.in_tree_order(list(session.scalars(ordered)))


def all_topics(session: Session, actor: Actor) -> list[Topic]:
    """Return every field, also those citizens are no longer offered."""
    _permit(actor)
    return list(session.scalars(select(Topic).order_by(Topic.position, Topic.id)))


def topic_by(session: Session, actor: Actor, slug: str) -> Topic:
    """Return the field with this slug; raise NotFound when there is none."""
    _permit(actor)
    found = session.scalar(select(Topic).where(Topic.slug == slug))
    if found is None:
        raise NotFound
    return found


def describe_authority(session: Session, actor: Actor, facts: AuthorityFacts) -> Authority:
    """Change what the portal says about its authority."""
    _permit(actor)
    authority = service.authority(session)
    changes = apply(authority, facts)
    if changes:
        record(session, actor, ("authority", authority.id), "described", changed=sorted(changes))
    return authority


def create_office(session: Session, actor: Actor, facts: OfficeFacts) -> Office:
    """Add an office to the authority."""
    _permit(actor)
    _refuse_taken_code(session, facts.code)
    office = Office(slug=_free_slug(session, Office, facts.name))
    apply(office, facts)
    session.add(office)
    session.flush()
    record(session, actor, ("office", office.id), "created", code=office.code)
    return office


def edit_office(session: Session, actor: Actor, office: Office, facts: OfficeFacts) -> None:
    """Change an office; its address stays, whatever its new name."""
    _permit(actor)
    if facts.code != office.code:
        _refuse_taken_code(session, facts.code)
    if facts.parent_id in service.with_all_below(session, office.id):
        raise Unfit(BELOW_ITSELF, field="parent_id")
    if office.valid_to is not None and facts.valid_from > office.valid_to:
        raise Unfit(N_("Ngày thành lập phải trước ngày kết thúc hoạt động."), field="valid_from")
    changes = apply(office, facts)
    if changes:
        record(session, actor, ("office", office.id), "edited", changed=changes)


def end_office(
    session: Session, actor: Actor, office: Office, last_day: date, successor: Office | None
) -> None:
    """Let `office` exist until `last_day`; `successor` takes over what it answered for."""
    _permit(actor)
    if last_day < office.valid_from:
        raise Unfit(N_("Ngày kết thúc phải sau ngày thành lập."), field="last_day")
    if successor is not None and not _can_succeed(successor, office, last_day):
        raise Unfit(SUCCESSOR_MUST_LIVE, field="successor_id")
    office.valid_to = last_day
    office.successor_id = successor.id if successor else None
    record(
        session,
        actor,
        ("office", office.id),
        "ended",
        last_day=last_day.isoformat(),
        successor=successor and successor.code,
    )


def create_topic(session: Session, actor: Actor, facts: TopicFacts) -> Topic:
    """Offer citizens another field."""
    _permit(actor)
    topic = Topic(slug=_free_slug(session, Topic, facts.name))
    apply(topic, facts)
    session.add(topic)
    session.flush()
    record(session, actor, ("topic", topic.id), "created", office_id=topic.office_id)
    return topic


def edit_topic(session: Session, actor: Actor, topic: Topic, facts: TopicFacts) -> None:
    """Change a field, or who answers for it."""
    _permit(actor)
    changes = apply(topic, facts)
    if changes:
        office_id = topic.office_id
        record(session, actor, ("topic", topic.id), "edited", office_id=office_id, changed=changes)


def _permit(actor: Actor) -> None:
    if not allowed(actor, Action.OFFICE_MANAGE):
        raise NotAllowed


def _refuse_taken_code(session: Session, code: str) -> None:
    if session.scalar(select(Office.id).where(Office.code == code)):
        raise Unfit(N_("Mã này đã dùng cho một cơ quan khác. Xin chọn mã khác."), field="code")


def _can_succeed(successor: Office, office: Office, last_day: date) -> bool:
    if successor.id == office.id:
        return False
    return successor.valid_to is None or successor.valid_to > last_day


def _free_slug(session: Session, table: type[Office] | type[Topic], name: str) -> str:
    """Return the address of `name`, numbered when another thing has it already."""
    base = rules.slug_of(name) or "muc"
    taken = set(session.scalars(select(table.slug).where(table.slug.startswith(base))))
    count = 2
    slug = base
    while slug in taken:
        slug = f"{base}-{count}"
        count += 1
    return slug
