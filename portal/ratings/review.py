"""A bad rating becomes an item: one tap, no name, past the rated office, followed by its code."""

from sqlalchemy.orm import Session

from portal.cases import service as cases
from portal.cases.service import Submission
from portal.config import Settings
from portal.counters import service as counters
from portal.errors import AlreadySent
from portal.files import Files
from portal.permissions import Actor
from portal.ratings.models import Rating
from portal.ratings.service import edition_of

# Officials read these, whatever the citizen's language: they are no messages to translate.
SUBJECT = "Xin xem lại lần phục vụ tại {counter}"
ASKED = "Người dân chấm {score} trên 5 tại quầy và bấm “Tôi muốn có người xem lại việc này”."
SUFFIX = ".review"


def token_of(form_token: str) -> str:
    """Return the one-time token of the item that belongs to the rating's form."""
    return form_token + SUFFIX


def ask(  # noqa: PLR0913 - what opening an item takes, and the rating
    session: Session,
    actor: Actor,
    rating: Rating,
    form_token: str,
    *,
    language: str,
    settings: Settings,
    files: Files,
) -> None:
    """Open an item about the visit for the office above; a second tap opens nothing more."""
    submission = Submission(
        kind="reflection",
        subject=SUBJECT.format(counter=rating.counter.name),
        text=_told(session, rating),
        form_token=token_of(form_token),
        counter_token=counters.current_token(rating.counter).token,
        language=language,
        past_counter=True,
    )
    try:
        cases.open_case(session, actor, submission, settings=settings, files=files)
    except AlreadySent:
        return  # more was said in between; the first item stands


def _told(session: Session, rating: Rating) -> str:
    """Return what was tapped and written; nothing that goes to the restricted reports."""
    lines = [ASKED.format(score=rating.score)]
    edition = edition_of(session, rating)
    for answer in rating.answers:
        question = edition.question(answer.question)
        choice = question.choice(answer.value) if question else None
        if question and choice and not question.restricted:
            lines.append(f"{question.text}: {choice.label}")
    return "\n".join([*lines, *([rating.words] if rating.words else [])])
