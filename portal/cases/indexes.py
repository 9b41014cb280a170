"""The indexes lists and counts are read by: each holds all a list narrows by, so no row is read."""

from sqlalchemy import Index

from portal.cases.answer_models import Commitment
from portal.cases.models import Case, CaseClock, Letter

# Nobody reads what goes past their own office, so each count of the desk asks for that one too.
NARROWED = (Case.kind, Case.topic_id, Case.counter_id, Case.visibility, Case.past_office_id)

INDEXES = (
    Index("ix_cases_by_state", Case.state, Case.due_on, Case.office_id, *NARROWED, Case.paused_on),
    Index("ix_cases_by_office", Case.office_id, Case.state, Case.due_on, *NARROWED, Case.paused_on),
    Index("ix_cases_by_day", Case.due_on, Case.id, Case.state, Case.office_id, *NARROWED),
    Index(
        "ix_cases_public",
        Case.visibility, Case.answered_at, Case.id, Case.kind, Case.office_id, Case.number,
        Case.state, Case.suspect, Case.past_office_id,
    ),
    Index(
        "ix_case_clocks_met",
        CaseClock.span, CaseClock.met_on, CaseClock.due_on, CaseClock.case_id,
    ),
    Index(
        "ix_case_clocks_started",
        CaseClock.span, CaseClock.started_on, CaseClock.round, CaseClock.case_id,
    ),
    Index(
        "ix_commitments_by_first_day",
        Commitment.first_due_on, Commitment.made_on, Commitment.kept_on, Commitment.office_id,
    ),
    Index("ix_letters_by_office", Letter.office_id, Letter.purpose, Letter.id),
)  # fmt: skip
