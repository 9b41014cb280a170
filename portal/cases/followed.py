"""What its sender's page shows of a case, or of one part of it: read once, for the templates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases import answering, commitments, explaining, service, splitting, wording
from portal.cases.answer_models import Commitment
from portal.cases.answering import Enclosed
from portal.cases.forms import FollowForm, WordsForm
from portal.cases.models import Case, Letter
from portal.cases.rules import WITH_ANSWER
from portal.cases.wording import Chip, Told
from portal.errors import NotFound
from portal.i18n import N_
from portal.permissions import HOLDER

LABELS = {
    "reply": N_("Câu trả lời của quý vị"),
    "partly": N_("Điều gì còn thiếu?"),
    "dispute": N_("Điều gì chưa được giải đáp?"),
}
WITH_WORDS = frozenset(LABELS)


@dataclass(frozen=True, kw_only=True)
class Followed:
    """One case, or one part, as its sender sees it.

    Attributes:
        part: which part it is, "" for what was sent as a whole.
        form_token: serves once.
        moves: what the sender may do now, by `Move` value.
        forms: an empty form for each act with words, or the one just sent back.
        question: what the sender is asked now.
        answer: the latest one, with what came along.
        entries: what happened, as components/timeline.html takes it.
        counting: how the date was counted.

    """

    case: Case
    part: str
    form_token: str
    moves: frozenset[str]
    forms: Mapping[str, WordsForm]
    question: Letter | None
    answer: Letter | None
    along: Enclosed | None
    promises: list[Commitment]
    judge_by: date | None
    entries: list[Told]
    shares: list[tuple[str, float]]
    left: Chip | None
    counting: list[str]

    @property
    def key(self) -> str:
        """What makes the ids of its elements different from those of other parts."""
        return f"-{self.part}" if self.part else ""

    @property
    def state(self) -> str:
        """What the reader calls the state it is in."""
        return wording.state_of(self.case)

    @property
    def tag_state(self) -> str:
        """The name under which the tag component draws that state."""
        return wording.tag_of(self.case)


def followed(
    session: Session, case: Case, form_token: str, tried: FollowForm | None = None, act: str = ""
) -> Followed:
    """Return what is shown of `case`.

    Args:
        session: the transaction.
        case: what was sent, or one part of it.
        form_token: goes with every form.
        tried: the form that came with the request for this very case and was not accepted.
        act: what that form was for.

    """
    answer = service.answer_of(case) if case.state in WITH_ANSWER else None
    owed = service.owed_answer(case)
    part = str(case.part or "")
    return Followed(
        case=case,
        part=part,
        form_token=form_token,
        moves=frozenset(move.value for move in service.moves_for(HOLDER, case)),
        forms={name: _form(name, tried, act, part) for name in WITH_WORDS},
        question=service.question_of(case),
        answer=answer,
        along=answering.enclosed(session, case, answer) if answer else None,
        promises=commitments.made_by(session, case),
        judge_by=service.judge_by(case),
        entries=wording.told(service.timeline(session, case), elsewhere=answer),
        shares=service.time_shares(session, case),
        left=wording.time_left(case),
        counting=[*explaining.how_counted(owed), *explaining.came_of(owed)] if owed else [],
    )


def meant(sent: Case, part: str) -> Case:
    """Return the part of `sent` a form names, itself for ""; raise NotFound for any other."""
    if not part:
        return sent
    found = next((one for one in splitting.parts_of(sent) if str(one.part) == part), None)
    if found is None:
        raise NotFound
    return found


def unplaced(tried: FollowForm | None, act: str, shown: Iterable[Followed]) -> str:
    """Return the words just sent for which the page, as it stands now, has no field any more."""
    if not isinstance(tried, WordsForm):
        return ""
    placed = any(act in one.moves for one in shown if one.part == (tried.part.data or ""))
    return "" if placed else tried.words.data or ""


def _form(name: str, tried: FollowForm | None, act: str, part: str) -> WordsForm:
    """Return the form of one act: the one just sent back, or an empty one."""
    form = tried if isinstance(tried, WordsForm) and name == act else WordsForm(formdata=None)
    form.words.label.text = _(LABELS[name])
    # Several stand on one page: partly beside a dispute, and those of each part.
    named = ["partly"] if name == "partly" else []
    form.words.id = form.words.label.field_id = "-".join([*named, "words", *part])
    return form
