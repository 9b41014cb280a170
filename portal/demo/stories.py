"""What citizens of the demonstration sent and what became of it, each step a real act."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import service as accounts
from portal.accounts.models import Office, Official
from portal.accounts.service import actor_for
from portal.cases import service as cases
from portal.cases import splitting
from portal.cases.models import Case
from portal.config import Settings
from portal.counters.models import Counter
from portal.demo import promises
from portal.demo.content import read
from portal.files import Files
from portal.permissions import HOLDER, VISITOR, Actor, Role
from portal.publications.models import Publication
from portal.web import tokens

MORNING = time(8, 10)
BETWEEN_STEPS = timedelta(minutes=7)


@dataclass(frozen=True)
class Commune:
    """Everything the stories play in."""

    session: Session
    settings: Settings
    files: Files
    offices: dict[str, Office]
    counters: dict[str, Counter]
    officials: dict[str, Official]
    publications: dict[str, Publication]
    drafts: dict[int, str] = field(default_factory=dict)

    def acting(self, role: Role, office_id: int | None = None) -> Actor:
        """Return an official who holds `role`, of the office when one is given."""
        for official in self.officials.values():
            holds = any(row.role is role for row in official.roles)
            if holds and office_id in {None, official.office_id}:
                return accounts.actor_for(self.session, official)
        msg = f"nobody is {role.value} in office {office_id}"
        raise LookupError(msg)


def days_ago(days: int, minutes: int = 0) -> datetime:
    """Return the morning of so many days ago, some minutes later; never in the future."""
    day = clock.local_date(datetime.now(clock.VIETNAM)) - timedelta(days=days)
    morning = datetime.combine(day, MORNING, clock.VIETNAM) + timedelta(minutes=minutes)
    return min(morning, datetime.now(clock.VIETNAM) - timedelta(minutes=5))


def tell(commune: Commune) -> int:
    """Play every story, all of them day by day as they happened; return how many there are."""
    promises.keep_templates(commune)
    items = read("items")["item"]
    cases_of: dict[int, Case] = {}
    yesterday: date | None = None
    for moment, at, step in sorted(_scenes(items), key=lambda scene: scene[:2]):
        if clock.local_date(moment) != yesterday:
            _notice_lateness(commune, moment)
            yesterday = clock.local_date(moment)
        with clock.at(moment):
            if step is None:
                cases_of[at] = _receive(commune, items[at])
            else:
                sent = cases_of[at]
                case = sent.parts[step["part"] - 1] if "part" in step else sent
                PLAYED[step["step"]](commune, case, step)
            commune.session.flush()
    cases.resume_all(commune.session)
    cases.lapse_all(commune.session)
    cases.note_all_lateness(commune.session)
    cases.note_all_broken(commune.session)
    return len(items)


def _scenes(items: list[dict[str, Any]]) -> Iterator[tuple[datetime, int, dict[str, Any] | None]]:
    """Yield when what happens to which item; the first scene of each has no step."""
    for at, item in enumerate(items):
        minutes = at % 9 * 23
        moment = days_ago(item["days_ago"], minutes)
        yield moment, at, None
        for step in item.get("story", []):
            later = days_ago(step["days_ago"], minutes)
            moment = max(later, moment + BETWEEN_STEPS)
            yield moment, at, step


def _notice_lateness(commune: Commune, moment: datetime) -> None:
    """Do as the worker does each night: let what waited go on, write down what became late."""
    night = clock.local(moment).replace(hour=0, minute=5)
    with clock.at(night):
        cases.resume_all(commune.session)
        cases.note_all_lateness(commune.session)
        cases.note_all_broken(commune.session)


def _receive(commune: Commune, item: dict[str, Any]) -> Case:
    counter = commune.counters.get(item.get("counter", ""))
    about = commune.publications.get(item.get("document", ""))
    submission = cases.Submission(
        kind=item["kind"],
        subject=item["subject"],
        text=item["text"],
        form_token=tokens.new_form_token(commune.settings),
        topic=item.get("topic", ""),
        counter_token=counter.tokens[-1].token if counter else "",
        publication=about.slug if about else "",
        name=item.get("name", ""),
        phone=item.get("phone", ""),
        email=item.get("email", ""),
        agreed=item["publish"],
        language=item.get("language") or "vi",
    )
    receipt = cases.open_case(
        commune.session, VISITOR, submission, settings=commune.settings, files=commune.files
    )
    return receipt.case


def _officer(commune: Commune, case: Case) -> Actor:
    """Return whoever was named to look again, else the office's officer."""
    named = cases.handler_of(commune.session, case)
    if named is not None:
        return actor_for(commune.session, named)
    return commune.acting(Role.OFFICER, case.office_id)


def _head(commune: Commune, case: Case) -> Actor:
    return commune.acting(Role.HEAD, case.office_id)


def _assign(commune: Commune, case: Case, step: dict[str, Any]) -> None:
    office = commune.offices[step["office"]]
    cases.assign(commune.session, commune.acting(Role.DISPATCHER), case, office)


def _split(commune: Commune, case: Case, step: dict[str, Any]) -> None:
    matters = [
        splitting.Matter(
            subject=part["subject"],
            text=part["text"],
            kind=part.get("kind", case.kind),
            office=commune.offices[part["office"]],
        )
        for part in step["parts"]
    ]
    dispatcher = commune.acting(Role.DISPATCHER)
    splitting.split(commune.session, dispatcher, case, matters, nothing_else=True)


def _hand_over(commune: Commune, case: Case, step: dict[str, Any]) -> None:
    office = commune.offices[step["office"]]
    cases.hand_over(commune.session, _officer(commune, case), case, office, step["reason"])


def _draft(commune: Commune, case: Case, step: dict[str, Any]) -> None:
    commune.drafts[case.id] = step["text"]


def _submit(commune: Commune, case: Case, _step: dict[str, Any]) -> None:
    cases.submit(commune.session, _officer(commune, case), case, commune.drafts[case.id])


def _publish(commune: Commune, case: Case, step: dict[str, Any]) -> None:
    answer = cases.answer_of(case)
    cases.release(
        commune.session,
        commune.acting(Role.MODERATOR),
        case,
        subject=step.get("public_subject", case.subject),
        text=step.get("public_text", case.text),
        answer=step.get("public_answer", answer.text if answer else ""),
        beside=promises.beside(commune, case),
    )


PLAYED: dict[str, Callable[[Commune, Case, dict[str, Any]], None]] = {
    "assign": _assign,
    "split": _split,
    "accept": lambda c, case, _: cases.accept(c.session, _officer(c, case), case),
    "ask": lambda c, case, step: cases.ask(c.session, _officer(c, case), case, step["text"]),
    "reply": lambda c, case, step: cases.reply(c.session, HOLDER, case, step["text"]),
    "hand_over": _hand_over,
    "decline": lambda c, case, step: cases.decline(
        c.session, _officer(c, case), case, step["reason"]
    ),
    "refuse": lambda c, case, step: cases.refuse(
        c.session, _officer(c, case), case, step["reason"]
    ),
    "draft": _draft,
    "submit": _submit,
    "return": lambda c, case, step: cases.return_draft(
        c.session, _head(c, case), case, step["comment"]
    ),
    "approve": lambda c, case, _: cases.approve(c.session, _head(c, case), case),
    "satisfied": lambda c, case, _: cases.satisfied(c.session, HOLDER, case),
    "partly": lambda c, case, step: cases.partly(c.session, HOLDER, case, step["text"]),
    "dispute": lambda c, case, step: cases.dispute(c.session, HOLDER, case, step["reason"]),
    "extend": lambda c, case, step: cases.extend(
        c.session, _head(c, case), case, step["days"], step["reason"]
    ),
    "withdraw": lambda c, case, _: cases.withdraw(c.session, HOLDER, case),
    "publish": _publish,
    "enclose": lambda c, case, step: promises.enclose(c, _officer(c, case), case, step),
    "keep": lambda c, case, step: promises.keep(c, _officer(c, case), case, step),
}
