"""Words an office uses again, with gaps to be filled; kept by its head, for all by the top."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Office
from portal.cases.answer_models import AnswerTemplate
from portal.errors import Invalid, NotAllowed, NotFound
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import Action, Actor, Scope, allowed, scope_of

EMPTY = N_("Xin điền tên mẫu và nội dung mẫu.")


def offered(session: Session, office_id: int | None) -> list[AnswerTemplate]:
    """Return the templates one office may use, its own first."""
    mine = or_(AnswerTemplate.office_id == office_id, AnswerTemplate.office_id.is_(None))
    wanted = select(AnswerTemplate).where(AnswerTemplate.active, mine)
    first = wanted.order_by(AnswerTemplate.office_id.is_(None), AnswerTemplate.title)
    return list(session.scalars(first))


def manageable(session: Session, actor: Actor) -> list[AnswerTemplate]:
    """Return the templates `actor` keeps, those in use first."""
    scope = scope_of(actor, Action.TEMPLATE_MANAGE)
    if scope is None:
        raise NotAllowed
    wanted = select(AnswerTemplate)
    if scope is Scope.OWN_OFFICE:
        wanted = wanted.where(AnswerTemplate.office_id.in_(actor.offices))
    ordered = wanted.order_by(AnswerTemplate.active.desc(), AnswerTemplate.title)
    return list(session.scalars(ordered))


def template_by(session: Session, actor: Actor, template_id: int) -> AnswerTemplate:
    """Return a template `actor` keeps; raise NotFound for any other."""
    found = session.get(AnswerTemplate, template_id)
    if found is None or not allowed(actor, Action.TEMPLATE_MANAGE, found):
        raise NotFound
    return found


def create(
    session: Session, actor: Actor, office: Office | None, title: str, text: str
) -> AnswerTemplate:
    """Keep a new template, for one office or, with None, for all."""
    made = AnswerTemplate(office_id=office.id if office else None, title="", text="")
    if not allowed(actor, Action.TEMPLATE_MANAGE, made):
        raise NotAllowed
    session.add(made)
    _put(made, title, text)
    session.flush()
    _log(session, actor, made, "created")
    return made


def edit(session: Session, actor: Actor, template: AnswerTemplate, title: str, text: str) -> None:
    """Change a template; drafts begun with it stay as they are."""
    _permit(actor, template)
    _put(template, title, text)
    _log(session, actor, template, "edited")


def retire(session: Session, actor: Actor, template: AnswerTemplate, *, active: bool) -> None:
    """Offer a template no more, or again."""
    _permit(actor, template)
    template.active = active
    _log(session, actor, template, "offered" if active else "retired")


def _permit(actor: Actor, template: AnswerTemplate) -> None:
    if not allowed(actor, Action.TEMPLATE_MANAGE, template):
        raise NotAllowed


def _put(template: AnswerTemplate, title: str, text: str) -> None:
    if not (title.strip() and text.strip()):
        raise Invalid(EMPTY)
    template.title, template.text = title.strip(), text.strip()
    template.changed_at = clock.now()


def _log(session: Session, actor: Actor, template: AnswerTemplate, act: str) -> None:
    record(session, actor, ("template", template.id), act, office_id=template.office_id)
