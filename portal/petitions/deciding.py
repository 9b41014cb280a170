"""What the authority decides about petitions: how many supporters, how long, which thresholds."""

from dataclasses import dataclass, fields

from sqlalchemy.orm import Session

from portal.accounts.facts import Unfit, apply
from portal.history.service import record
from portal.i18n import N_
from portal.permissions import Action, Actor
from portal.petitions.duties import thresholds
from portal.petitions.rules import Duty
from portal.petitions.stepping import permit, settings_of

SUBJECT = "petition_settings"
ONE_MEASURE = N_("Xin ghi số chữ ký, hoặc để trống và ghi phần trăm cử tri; chỉ một trong hai.")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """See `models.PetitionSettings`; the villages one on a line."""

    supporters: int
    open_days: int
    keep_days: int
    voters: int
    villages: str


@dataclass(frozen=True, kw_only=True)
class Measure:
    """See `models.Threshold`."""

    duty: Duty
    signatures: int | None
    percent: int | None
    office_id: int | None
    active: bool


def decide(session: Session, actor: Actor, facts: Facts, measures: list[Measure]) -> None:
    """Take over what was decided; what a petition has reached before stays reached.

    Raises:
        Unfit: a threshold has no measure, or two.

    """
    permit(actor, Action.PETITION_MANAGE)
    row = settings_of(session)
    changes = apply(row, facts)
    known = {threshold.duty: threshold for threshold in thresholds(session)}
    for measure in measures:
        if (measure.signatures is None) == (measure.percent is None):
            raise Unfit(ONE_MEASURE, field=f"{measure.duty.value}_signatures")
        changed = apply(known[measure.duty], measure, but=("duty",))
        changes |= {f"{measure.duty.value}.{name}": said for name, said in changed.items()}
    if changes:
        record(session, actor, (SUBJECT, row.id), "edited", changed=changes)


NUMBERS = tuple(field.name for field in fields(Facts) if field.name != "villages")
