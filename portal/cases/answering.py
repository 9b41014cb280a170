"""What is looked at before an answer goes out, and what goes out with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cases import answer_quality, answer_templates, commitments, enclosures, thinness
from portal.cases.answer_models import AnswerFile, Commitment, Point, Source
from portal.cases.answer_quality import Alike, Doubts
from portal.cases.models import Case, Letter, Purpose
from portal.errors import Invalid
from portal.i18n import N_
from portal.permissions import Actor

COMPARED = 200  # the office's latest answers
SHOWN = 3  # of those that are nearly the same

RECEIPT = N_(
    "Văn bản này mới chỉ báo đã nhận ý kiến, chưa trả lời. Hạn trả lời vẫn tính."
    " Muốn báo cho người gửi biết việc đang tiến hành, xin dùng mục “Báo tin cho người gửi”."
)
THIN = N_(
    "Câu này chưa cho người gửi biết điều gì. Xin ghi đã làm gì, ở đâu, ngày nào, hoặc vì sao chưa."
)


class OpenGap(Invalid):
    """Gaps of a template are still open; `named` says which."""

    advice = N_("Còn chỗ trống chưa điền trong câu trả lời. Xin điền, hoặc bỏ câu đó đi:")

    def __init__(self, named: str) -> None:
        """Say which."""
        super().__init__()
        self.named = named


@dataclass(frozen=True, kw_only=True)
class Enclosed:
    """What goes out with one answer, or with the draft.

    Attributes:
        points: what the sender asks; for the desk alone.
        addresses: where everyone reads a source, by its id; one withdrawn since has none.

    """

    points: list[Point]
    sources: list[Source]
    addresses: Mapping[int, str]
    promises: list[Commitment]
    files: list[AnswerFile]

    @property
    def any(self) -> bool:
        """Whether anything goes along at all."""
        return bool(self.sources or self.promises or self.files)


def enclosed(session: Session, case: Case, letter: Letter | None = None) -> Enclosed:
    """Return what goes out with the draft, or what went out with `letter`."""
    sources = enclosures.sources(session, case, letter)
    made = commitments.made_by(session, case)
    return Enclosed(
        points=enclosures.points(session, case),
        sources=sources,
        addresses=enclosures.addresses(session, sources),
        promises=commitments.drafted(session, case)
        if letter is None
        else [row for row in made if row.letter_id == letter.id],
        files=enclosures.answer_files(session, case, letter),
    )


def check(text: str) -> None:
    """Raise unless `text` may go out as an answer: no open gap, no mere receipt, not nothing."""
    gaps = answer_quality.open_gaps(text)
    if gaps:
        raise OpenGap(", ".join(gaps))
    if answer_quality.is_receipt(text):
        raise Invalid(RECEIPT)
    if thinness.is_thin(text):
        raise Invalid(THIN)


def send_along(session: Session, actor: Actor, case: Case, answer: Letter) -> None:
    """Let the draft's sources, files and promises belong to `answer`, which was just written."""
    session.flush()
    enclosures.send_along(session, case, answer)
    commitments.make(session, actor, case, answer)


def doubts(session: Session, case: Case, text: str) -> Doubts[Letter]:
    """Return what speaks against sending `text` as the answer to `case`."""
    templates = [row.text for row in answer_templates.offered(session, case.office_id)]
    letters = _earlier(session, case)
    found = answer_quality.doubts(
        text,
        uncovered=enclosures.uncovered(session, case),
        earlier={letter.id: letter.text for letter in letters},
        templates=templates,
    )
    by_id = {letter.id: letter for letter in letters}
    nearest = [Alike(key=by_id[other.key], share=other.share) for other in found.alike[:SHOWN]]
    return replace(found, alike=tuple(nearest))  # type: ignore[arg-type, return-value]  # by letter


def _earlier(session: Session, case: Case) -> list[Letter]:
    """Return the latest answers the same office gave in other cases."""
    wanted = (
        select(Letter)
        .where(Letter.purpose == Purpose.ANSWER, Letter.office_id == case.office_id)
        .where(Letter.case_id != case.id)
        .order_by(Letter.id.desc())
    )
    return list(session.scalars(wanted.limit(COMPARED)))
