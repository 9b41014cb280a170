"""Items, codes and documents the sweep needs in states the demonstration cannot hand out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Official, Topic
from portal.accounts.service import actor_for
from portal.cases import service as cases
from portal.cases import splitting
from portal.cases.models import Case
from portal.cases.rules import State, Visibility
from portal.config import Settings
from portal.counters import service as counters
from portal.counters.models import Counter
from portal.db import connect, make_sessions, transaction
from portal.files import open_files
from portal.permissions import HOLDER, VISITOR, Actor
from portal.petitions import addresses
from portal.petitions.models import Signature
from portal.publications import revising
from portal.publications import service as publications
from portal.publications.content import Content, facts_of
from portal.publications.models import Publication
from portal.publications.rules import Standing
from portal.sealed import intake as sealed
from portal.sealed.rules import Content as Enclosing
from portal.web import tokens

OFFICER, HEAD = "oanh.ttk", "truong.dx"  # of the economics office
ANSWER = "Đã kiểm tra ngày 20/11. Bóng đèn được thay trong tuần này."


@dataclass
class Scenes:
    """Where to look.

    Attributes:
        codes: tracking code of an item in each state, and of one asked again ("reopened").
        numbers: number of the same items.
        documents: slug of a document by what is special about it.
        ids: id of a document by what is special about it.
        counter: token of a counter's code; `old_code` was replaced.

    """

    codes: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    counter: str = ""
    old_code: str = ""


@contextmanager
def _session(settings: Settings) -> Iterator[Session]:
    sessions = make_sessions(connect(settings.database, settings.lock_seconds, settings.keys))
    with sessions() as session, transaction(session):
        yield session
    session.get_bind().dispose()


def prepare(settings: Settings) -> Scenes:
    """Put one item into every state and replace a code; return where to look."""
    scenes = Scenes()
    with _session(settings) as session:
        people = {name: _actor(session, name) for name in (OFFICER, HEAD, "anh.pd", "tam.ntt")}
        for name, steps in _stories(people).items():
            case = _open(session, settings, scenes, name)
            for step in steps:
                step(session, case)
        _codes(session, scenes, people["anh.pd"])
        _documents(session, settings, scenes, _actor(session, "lan.pt"))
        _sealed(session, settings, scenes)
        signed = session.scalars(select(Signature).where(Signature.petition_id == 1).limit(1)).one()
        scenes.numbers["signature"] = addresses.token_of(settings, signed)
        scenes.numbers["to moderate"] = _to_moderate(session)
        scenes.numbers["published"] = session.scalars(
            select(Case.number).where(Case.visibility == Visibility.PUBLISHED).limit(1)
        ).one()
    return scenes


def _actor(session: Session, user_name: str) -> Actor:
    return actor_for(
        session, session.scalars(select(Official).filter_by(user_name=user_name)).one()
    )


def _stories(people: dict[str, Actor]) -> dict[str, list]:
    def accept(session, case):
        cases.accept(session, people[OFFICER], case)

    def ask(session, case):
        cases.ask(session, people[OFFICER], case, "Xin cho biết cột đèn số mấy?")

    def submit(session, case):
        cases.submit(session, people[OFFICER], case, ANSWER)

    def approve(session, case):
        cases.approve(session, people[HEAD], case)

    def refuse(session, case):
        cases.refuse(session, people[OFFICER], case, "Việc này do cấp tỉnh giải quyết.")

    def split(session, case):
        matters = [
            splitting.Matter(subject="Đèn hỏng", text=text, kind=case.kind, office=case.office)
            for text in case.text.split("\n\n")
        ]
        first, second = splitting.split(session, people["tam.ntt"], case, matters)
        for step in (accept, submit, approve):
            step(session, first)
        accept(session, second)
        cases.ask(session, people[OFFICER], second, "Xin cho biết cột đèn số mấy?")

    answered = [accept, submit, approve]
    return {
        State.RECEIVED: [],
        State.IN_PROGRESS: [accept],
        State.WAITING: [accept, ask],
        State.FOR_APPROVAL: [accept, submit],
        State.ANSWERED: answered,
        State.CLOSED: [*answered, lambda session, case: cases.satisfied(session, HOLDER, case)],
        "reopened": [
            *answered,
            lambda session, case: cases.dispute(session, HOLDER, case, "Đèn vẫn chưa sáng."),
        ],
        State.REFUSED: [refuse],
        State.SPLIT: [split],
        State.WITHDRAWN: [lambda session, case: cases.withdraw(session, HOLDER, case)],
        "unassigned": [],
    }


def _open(session: Session, settings: Settings, scenes: Scenes, name: str) -> Case:
    topics = {} if name == "unassigned" else {"topic": _topic(session)}
    submission = cases.Submission(
        kind="reflection",
        subject="Đèn đường trước nhà văn hóa bị hỏng",
        text="Đèn hỏng ba tối nay.\n\nTrẻ con đi học về khó thấy đường.",
        form_token=tokens.new_form_token(settings),
        email="lan@example.vn",
        agreed=True,
        **topics,
    )
    files = open_files(settings.files_url, settings.data / "files")
    receipt = cases.open_case(session, VISITOR, submission, settings=settings, files=files)
    scenes.codes[str(name)], scenes.numbers[str(name)] = receipt.code, receipt.case.number
    return receipt.case


def _sealed(session: Session, settings: Settings, scenes: Scenes) -> None:
    """Send something that speaks of one of the two who may open such things."""
    token = tokens.new_form_token(settings)
    sending = sealed.Sending(
        form_token=token,
        content=Enclosing(facts={"text": "Ông Cao Văn Lộc bao che cho người nhà."}),
    )
    files = open_files(settings.files_url, settings.data / "files")
    item = sealed.receive(session, VISITOR, sending, settings=settings, files=files)
    scenes.numbers["sealed"], scenes.codes["sealed"] = item.number, sealed.code_of(settings, token)


def _topic(session: Session) -> str:
    return session.scalars(select(Topic.slug).where(Topic.name == "Đất đai")).one()


def _codes(session: Session, scenes: Scenes, administrator: Actor) -> None:
    first, second = session.scalars(select(Counter).order_by(Counter.id).limit(2))
    scenes.counter = counters.current_token(first).token
    scenes.old_code = counters.current_token(second).token
    counters.replace_token(session, administrator, second, "Bị quét từ xa nhiều lần.")


def _documents(session: Session, settings: Settings, scenes: Scenes, editor: Actor) -> None:
    published = session.scalars(
        select(Publication)
        .where(Publication.standing == Standing.PUBLISHED)
        .order_by(Publication.id)
    ).all()
    asked = next(one for one in published if one.comments_until)
    tasks = next(one for one in published if one.tasks)
    gone, former = [one for one in reversed(published) if one not in {asked, tasks}][:2]
    revised = _revised(session, settings, editor, former)
    for name, one in {"asked": asked, "tasks": tasks, "gone": gone, "revised": revised}.items():
        scenes.documents[name], scenes.ids[name] = one.slug, one.id


def _revised(
    session: Session, settings: Settings, editor: Actor, former: Publication
) -> Publication:
    """Return a second version of `former`, published with another title and a task less."""
    files = open_files(settings.files_url, settings.data / "files")
    draft = revising.revise_from_text(session, files, editor, former.id)
    facts = replace(facts_of(draft), title=f"{draft.title} (sửa đổi)")
    publications.edit(session, editor, draft.id, Content(facts=facts), version=draft.version)
    return publications.publish(session, editor, draft.id, confirmed=True)


def draft_id(settings: Settings) -> int:
    """Return the id of the document imported last."""
    with _session(settings) as session:
        newest = select(Publication.id).order_by(Publication.id.desc()).limit(1)
        return session.scalars(newest).one()


def _to_moderate(session: Session) -> str:
    return session.scalars(
        select(Case.number).where(Case.visibility == Visibility.PENDING).limit(1)
    ).one()
