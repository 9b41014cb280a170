"""What the demonstration's answers promise, rely on and carry, each by a real act."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from portal import clock
from portal.cases import answer_templates, commitments, drafting, enclosures
from portal.cases.models import Case
from portal.cases.wordings import Beside
from portal.demo.content import read
from portal.permissions import Actor, Role
from portal.publications.blocks import plain
from portal.publications.models import Publication

if TYPE_CHECKING:  # the stories play what stands here
    from portal.demo.stories import Commune


def keep_templates(commune: "Commune") -> None:
    """Let the offices have their templates."""
    for row in read("items")["template"]:
        office = commune.offices.get(row["office"])
        role = Role.HEAD if office else Role.ADMINISTRATOR
        actor = commune.acting(role, office.id if office else None)
        answer_templates.create(commune.session, actor, office, row["title"], row["text"])


def enclose(commune: "Commune", actor: Actor, case: Case, step: dict[str, Any]) -> None:
    """Put points, a source, a promise and a note with the draft."""
    session = commune.session
    enclosures.list_points(session, actor, case, step["points"])
    source = step.get("source")
    if source:
        found = commune.publications[source["document"]]
        anchor = _anchor(found, source["words"])
        enclosures.add_source(session, actor, case, found.id, anchor)
    today = clock.local_date(datetime.now(clock.VIETNAM))
    due_on = today - timedelta(days=step["promise"]["days_ago"])
    commitments.add(session, actor, case, step["promise"]["text"], due_on)
    if "note" in step:
        drafting.note(session, actor, case, step["note"])
    listed = [point.id for point in enclosures.points(session, case)]
    if "keep_draft" in step:
        drafting.save_draft(session, actor, case, step["keep_draft"])
    enclosures.tick(session, case, listed[: step.get("covered", len(listed))])


def keep(commune: "Commune", actor: Actor, case: Case, step: dict[str, Any]) -> None:
    """Mark the promises of the case as kept."""
    for row in commitments.made_by(commune.session, case):
        commitments.keep(commune.session, actor, row, step["text"])


def beside(commune: "Commune", case: Case) -> Beside:
    """Return what a moderator shows of the promises: all of them, as written."""
    made = commitments.made_by(commune.session, case)
    return Beside(
        promises={row.id: row.text for row in made},
        evidence={row.id: row.evidence for row in made},
    )


def _anchor(publication: Publication, words: str) -> str:
    found = (part for part in publication.sections if words in plain(part.blocks))
    return next((part.anchor for part in found), "")
