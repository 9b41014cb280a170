"""One case before a moderator: the original beside the words proposed for everyone."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.cases import commitments, desk_words, masking, moderation, service, wording, wordings
from portal.cases.answer_models import AnswerFile, Commitment, PublicWording
from portal.cases.desk_forms import MoveForm
from portal.cases.masking import Piece
from portal.cases.models import Case, Letter
from portal.cases.release_forms import HideForm, ReleaseForm
from portal.cases.rules import Visibility
from portal.cases.service import CasePage, Filters, PublicFilters
from portal.errors import NotFound
from portal.permissions import Actor
from portal.web.filters import day

PUBLISHED, HIDDEN = "cong-khai", "khong-cong-khai"


@dataclass(frozen=True, kw_only=True)
class ModerationPage:
    """One page of one of the three lists a moderator has."""

    tabs: list[dict[str, object]]
    items: list[dict[str, object]]
    found: CasePage
    url: Callable[[int], str]
    empty: tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Review:
    """What a moderator looks at.

    Attributes:
        subject: the original, cut into pieces so that personal data can be marked.
        found: how many pieces of personal data were found in all three texts.
        may_release: whether it may be shown now.
        versions: every wording it was shown in, the latest first.

    """

    subject: list[Piece]
    text: list[Piece]
    answer: list[Piece]
    letter: Letter
    found: int
    may_release: bool
    release: MoveForm
    hide: MoveForm
    sent: MoveForm | None
    files: list[AnswerFile]
    promises: list[Commitment]
    versions: list[PublicWording]


def moderation_page(session: Session, actor: Actor, view: str, page: int) -> ModerationPage:
    """Return what waits for a decision, what is public (`view` cong-khai) or what is not."""
    lists: dict[str, Callable[[], CasePage]] = {
        "": lambda: service.to_moderate(session, actor, page),
        PUBLISHED: lambda: service.published(session, PublicFilters(page=page)),
        HIDDEN: lambda: service.desk_items(
            session, actor, Filters(visibility=Visibility.HIDDEN, page=page)
        ),
    }
    view = view if view in lists else ""
    found, counts = lists[view](), service.by_visibility(session)
    named = (
        (gettext("Chờ quyết định"), "", Visibility.PENDING),
        (gettext("Đã công khai"), PUBLISHED, Visibility.PUBLISHED),
        (gettext("Không công khai"), HIDDEN, Visibility.HIDDEN),
    )
    return ModerationPage(
        tabs=[_tab(label, name, counts.get(which, 0), view) for label, name, which in named],
        items=[_item(case) for case in found.cases],
        found=found,
        url=lambda number: url_for("cases_desk.moderation", xem=view or None, trang=number),
        empty=_empty(view),
    )


def reviewed(session: Session, case: Case, sent: MoveForm | None = None) -> Review:
    """Return the page for deciding on `case`, `sent` being the decision not yet accepted.

    Raises:
        NotFound: there is nothing to decide: no consent, or no answer.

    """
    letter = service.answer_of(case)
    if letter is None or not case.agreed:
        raise NotFound
    forms = {"release": _proposal(session, case, letter), "hide": HideForm(formdata=None)}
    if sent is not None:
        forms[sent.place] = sent
    for form in forms.values():
        form.opened_at(case, 0)
    files = wordings.to_release(session, case)
    forms["release"]["released"].choices = [(file.id, file.name) for file in files]
    cut = [masking.pieces(text) for text in (case.subject, case.text, letter.text)]
    return Review(
        subject=cut[0],
        text=cut[1],
        answer=cut[2],
        letter=letter,
        found=sum(piece.personal is not None for text in cut for piece in text),
        may_release=moderation.may_release(case),
        release=forms["release"],
        hide=forms["hide"],
        sent=sent,
        files=files,
        promises=commitments.made_by(session, case),
        versions=wordings.versions(session, case),
    )


def _proposal(session: Session, case: Case, letter: Letter) -> ReleaseForm:
    """Return the form with what is public now, or with the original masked."""
    form = ReleaseForm(formdata=None)
    masks = {personal: gettext(mask) for personal, mask in masking.MASKS.items()}
    shown = case.visibility is Visibility.PUBLISHED
    subject, text = (case.public_subject, case.public_text) if shown else (None, None)
    form.public_subject.data = subject or masking.masked(case.subject, masks)
    form.public_text.data = text or masking.masked(case.text, masks)
    answer = case.public_answer if shown else None
    form.public_answer.data = answer or masking.masked(letter.text, masks)
    for row in commitments.made_by(session, case):
        form.promises.append_entry(
            {
                "row": str(row.id),
                "public_text": row.public_text or masking.masked(row.text, masks),
                "public_evidence": row.public_evidence or masking.masked(row.evidence, masks),
            }
        )
    files = wordings.to_release(session, case)
    form.released.data = [file.id for file in files if file.released]
    return form


def _item(case: Case) -> dict[str, object]:
    answered = gettext("trả lời ngày %(day)s", day=day(case.answered_at))
    facts = [case.number, wording.kind_name(case.kind), case.office and case.office.name, answered]
    doubt = desk_words.SUSPICIONS.get(case.suspect or "")
    return {
        "title": case.public_subject or case.subject,
        "url": url_for("cases_desk.review", number=case.number),
        "facts": [fact for fact in facts if fact],
        "text": gettext(doubt) if doubt else None,
        "tag": None,
    }


def _tab(label: str, name: str, count: int, view: str) -> dict[str, object]:
    url = url_for("cases_desk.moderation", xem=name or None)
    return {"label": label, "url": url, "current": view == name, "count": count}


def _empty(view: str) -> tuple[str, str]:
    if view == PUBLISHED:
        return (
            gettext("Chưa công khai ý kiến nào"),
            gettext("Ý kiến đã công khai hiện ở đây, và có thể gỡ xuống."),
        )
    if view == HIDDEN:
        return (
            gettext("Chưa có quyết định không công khai"),
            gettext("Ý kiến không được công khai hiện ở đây, kèm lý do trong diễn biến."),
        )
    return (
        gettext("Không có ý kiến nào chờ kiểm duyệt"),
        gettext("Ý kiến hiện ở đây khi người gửi đồng ý công khai và cơ quan đã trả lời."),
    )
