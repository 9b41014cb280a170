"""What signatures oblige the authority to: each threshold reached starts a case with its clocks."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Office
from portal.cases import service as cases
from portal.cases.models import Case
from portal.cases.service import Submission
from portal.config import Settings
from portal.errors import Invalid, NotFound
from portal.files import Files
from portal.i18n import N_
from portal.permissions import Action, Actor, Role
from portal.petitions import counts, rules
from portal.petitions.counts import Count
from portal.petitions.models import Petition, PetitionDuty, Threshold
from portal.petitions.rules import Duty, State
from portal.petitions.stepping import note, permit, settings_of, tell_starter

# The portal itself, which enters and assigns what the signatures ask for.
PORTAL = Actor(roles=frozenset({Role.VISITOR, Role.CLERK, Role.DISPATCHER}))
CASE_KINDS = {
    Duty.ANSWER: "petition",
    Duty.CHAIRMAN: "petition_chairman",
    Duty.DIALOGUE: "petition_dialogue",
}
ANNOUNCED = timedelta(days=7)  # before the dialogue (Luật 72/2025/QH15, Điều 43)

TEXT = "{background}\n\nKiến nghị số {number}: {online} chữ ký trên cổng, {paper} trên giấy. {url}"
TOO_SOON = N_("Theo luật, đối thoại được thông báo trước ít nhất 7 ngày. Xin chọn ngày muộn hơn.")
NO_PLACE = N_("Xin ghi nơi đối thoại.")
NOT_HELD = N_("Chưa ấn định ngày đối thoại, hoặc ngày đó chưa đến.")
NO_OUTCOME = N_("Xin ghi kết quả đối thoại.")


def thresholds(session: Session) -> list[Threshold]:
    """Return every threshold, also those not in use."""
    return list(session.scalars(select(Threshold).order_by(Threshold.id)))


def needed(session: Session, threshold: Threshold) -> int | None:
    """Return how many signatures `threshold` asks for; None where nobody can tell."""
    voters = settings_of(session).voters
    return rules.needed(threshold.signatures, threshold.percent, voters)


def check(session: Session, petition: Petition, *, settings: Settings, files: Files) -> int:
    """Start what the number of signatures asks for and was not started; return how much that is."""
    if petition.state is not State.OPEN:
        return 0
    known = {row.duty for row in petition.duties}
    wanted = [row for row in thresholds(session) if row.active and row.duty not in known]
    if not wanted:
        return 0
    count = counts.count(session, petition)
    reached = [row for row in wanted if (needed(session, row) or count.total + 1) <= count.total]
    for threshold in reached:
        case = _open_case(session, petition, threshold, count, settings=settings, files=files)
        petition.duties.append(
            PetitionDuty(
                duty=threshold.duty,
                reached_at=clock.now(),
                signatures=count.online,
                paper=count.paper,
                case_id=case.id,
            )
        )
        note(
            session, PORTAL, petition, "reached",
            duty=threshold.duty.value, signatures=count.online, paper=count.paper,
            number=case.number,
        )  # fmt: skip
        tell_starter(session, petition, "reached")
    return len(reached)


def duty_by(petition: Petition, duty: Duty) -> PetitionDuty:
    """Return the duty of `petition` of this kind; raise NotFound while it is not reached."""
    found = next((row for row in petition.duties if row.duty is duty), None)
    if found is None:
        raise NotFound
    return found


def schedule(session: Session, actor: Actor, row: PetitionDuty, day: date, place: str) -> None:
    """Say when and where the people are heard; everyone reads it at once."""
    permit(actor, Action.PETITION_SCHEDULE)
    if day < clock.today() + ANNOUNCED:
        raise Invalid(TOO_SOON)
    if not place.strip():
        raise Invalid(NO_PLACE)
    row.held_on, row.place = day, place.strip()
    note(session, actor, row.petition, "scheduled", on=day.isoformat())


def conclude(session: Session, actor: Actor, row: PetitionDuty, outcome: str) -> None:
    """Say what came of the dialogue; everyone reads it at once."""
    permit(actor, Action.PETITION_SCHEDULE)
    if row.held_on is None or row.held_on > clock.today():
        raise Invalid(NOT_HELD)
    if not outcome.strip():
        raise Invalid(NO_OUTCOME)
    row.outcome, row.outcome_on = outcome.strip(), clock.today()
    note(session, actor, row.petition, "concluded")


def _open_case(  # noqa: PLR0913 - what a case needs, and where it is kept
    session: Session,
    petition: Petition,
    threshold: Threshold,
    count: Count,
    *,
    settings: Settings,
    files: Files,
) -> Case:
    submission = Submission(
        kind=CASE_KINDS[threshold.duty],
        subject=petition.action,
        text=TEXT.format(
            background=petition.background,
            number=petition.id,
            online=count.online,
            paper=count.paper,
            url=f"{settings.public_url}/kien-nghi/{petition.id}",
        ),
        # There is one such case for each duty; what its tracking code would be, nobody is told:
        # no single person withdraws what many asked for, or takes back that it is public.
        form_token=f"petition {petition.id} {threshold.duty.value} {petition.form_mark}",
        agreed=True,
    )
    case = cases.open_case(session, PORTAL, submission, settings=settings, files=files).case
    office = _acting(session, threshold.office_id or petition.office_id)
    if office is not None and case.office_id is None:
        cases.assign(session, PORTAL, case, office)
    return case


def _acting(session: Session, office_id: int | None) -> Office | None:
    """Return the office, or its successor; None leaves it to who assigns cases."""
    office = session.get(Office, office_id) if office_id else None
    today = clock.today()
    while office and office.valid_to and office.valid_to < today:
        office = session.get(Office, office.successor_id) if office.successor_id else None
    return office
