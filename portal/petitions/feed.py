"""Petitions for programs: an Atom feed (RFC 4287), and JSON shaped as the British ones.

The names in the JSON are those of petition.parliament.uk, so that its readers work here unchanged;
a village stands where they have a constituency. What has no counterpart here is null or empty.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from sqlalchemy.orm import Session

from portal import clock
from portal.petitions import counts, reading
from portal.petitions.counts import Count
from portal.petitions.models import Petition, PetitionDuty
from portal.petitions.reading import Answer, Shelf
from portal.petitions.rules import BY_SLUG, Duty, State
from portal.publications.rules import without_controls

ATOM = "http://www.w3.org/2005/Atom"
FOUNDED = "2025"  # a year in which the authority held its name; it only makes the names unique
PATH = "/kien-nghi"
STATES = {State.OPEN: "open", State.CLOSED: "closed", State.REFUSED: "rejected"}
HIDDEN = "hidden"


@dataclass(frozen=True, kw_only=True)
class Site:
    """Whose petitions these are, and where; no slash at the end of `url`."""

    title: str
    author: str
    url: str


def as_list(session: Session, site: Site, found: Shelf, name: str) -> dict[str, Any]:
    """Return a page of petitions."""
    many = counts.counts(session, found.petitions)

    def page(number: int) -> str:
        return f"{site.url}{PATH}.json?page={number}&state={name}"

    return {
        "links": {
            "self": page(found.page),
            "first": page(1),
            "last": page(found.pages),
            "next": page(found.page + 1) if found.page < found.pages else None,
            "prev": page(found.page - 1) if found.page > 1 else None,
        },
        "data": [
            {
                "type": "petition",
                "id": one.id,
                "links": {"self": f"{site.url}{PATH}/{one.id}.json"},
                "attributes": _attributes(session, one, many[one.id]),
            }
            for one in found.petitions
        ],
    }


def as_one(session: Session, site: Site, petition: Petition) -> dict[str, Any]:
    """Return one petition with its signatures by village."""
    attributes = _attributes(session, petition, counts.count(session, petition))
    if petition.state is not State.REFUSED:
        attributes["signatures_by_country"] = []
        attributes["signatures_by_constituency"] = [
            {"name": name or "Nơi khác", "ons_code": "", "mp": "", "signature_count": many}
            for name, many in counts.by_village(session, petition)
        ]
        attributes["signatures_by_region"] = []
        attributes["other_parliamentary_business"] = []
    return {
        "links": {"self": f"{site.url}{PATH}/{petition.id}.json"},
        "data": {"type": "petition", "id": petition.id, "attributes": attributes},
    }


def as_atom(session: Session, site: Site, petitions: Iterable[Petition]) -> bytes:
    """Return the petitions as a feed."""
    shown = [one for one in petitions if not one.hidden]
    many = counts.counts(session, shown)
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "vi"})
    name = f"tag:{urlsplit(site.url).hostname},{FOUNDED}:{PATH}"
    _say(root, "id", name)
    _say(root, "title", site.title)
    _say(root, "updated", _instant(max(map(_changed, shown), default=_midnight())))
    _say(SubElement(root, "author"), "name", site.author)
    SubElement(root, "link", rel="self", href=f"{site.url}{PATH}.atom")
    SubElement(root, "link", rel="alternate", href=f"{site.url}{PATH}")
    for one in shown:
        entry = SubElement(root, "entry")
        _say(entry, "id", f"{name}/{one.id}")
        _say(entry, "title", one.action)
        _say(entry, "updated", _instant(_changed(one)))
        _say(entry, "published", _instant(one.opened_at or _changed(one)))
        _say(entry, "summary", f"{one.background}\n\n{many[one.id].total} chữ ký")
        url = f"{site.url}{PATH}/{one.id}"
        SubElement(entry, "link", rel="alternate", type="text/html", href=url)
    whole: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return whole


def _attributes(session: Session, petition: Petition, count: Count) -> dict[str, Any]:
    hidden = petition.hidden
    answers = () if hidden else reading.answers(session, petition)
    released = next((one for one in answers if one.along is not None), None)
    reached = {duty: reading.duty_of(petition, duty) for duty in Duty}
    dialogue = reached[Duty.DIALOGUE]
    is_open = petition.state is State.OPEN
    return {
        "action": None if hidden else petition.action,
        "background": None if hidden else petition.background,
        "additional_details": "",
        "committee_note": "",
        "state": HIDDEN if hidden else STATES[petition.state],
        "signature_count": count.total,
        "created_at": _instant(petition.started_at),
        "updated_at": _instant(_changed(petition)),
        "rejected_at": _instant(petition.ended_at if petition.state is State.REFUSED else None),
        "opened_at": _instant(petition.opened_at),
        "closed_at": _instant(petition.ended_at if petition.state is State.CLOSED else None),
        "moderation_threshold_reached_at": _instant(petition.supported_at),
        "response_threshold_reached_at": _instant(
            min((row.reached_at for row in reached.values() if row), default=None)
        ),
        "government_response_at": _instant(released.case.answered_at if released else None),
        "debate_threshold_reached_at": _instant(dialogue.reached_at if dialogue else None),
        "debate_scheduled_at": None,
        "scheduled_debate_date": _iso(dialogue.held_on if dialogue else None),
        "debate_outcome_at": _instant(_noon(dialogue.outcome_on if dialogue else None)),
        "creator_name": reading.starter_name(session, petition) if is_open else None,
        "rejection": _rejection(petition),
        "government_response": _response(released),
        "debate": None if hidden else _debate(dialogue),
        "departments": _departments(petition),
        "topics": [],
    }


def _debate(dialogue: PetitionDuty | None) -> dict[str, Any] | None:
    if dialogue is None or not dialogue.outcome:
        return None
    links = (
        "transcript_url", "video_url", "debate_pack_url", "public_engagement_url",
        "debate_summary_url",
    )  # fmt: skip
    return {
        "debated_on": _iso(dialogue.held_on),
        **dict.fromkeys(links, ""),
        "overview": dialogue.outcome,
    }


def _departments(petition: Petition) -> list[dict[str, str]]:
    office = petition.office
    return [{"acronym": office.code, "name": office.name, "url": ""}] if office else []


def _rejection(petition: Petition) -> dict[str, str] | None:
    if petition.reason is None:
        return None
    return {
        "code": petition.reason,
        "details": "" if petition.hidden else petition.note or BY_SLUG[petition.reason].words,
    }


def _response(released: Answer | None) -> dict[str, Any] | None:
    if released is None or released.case.answered_at is None:
        return None
    at = released.case.answered_at
    return {
        "responded_on": _iso(clock.local_date(at)),
        "summary": released.case.public_subject,
        "details": released.case.public_answer,
        "created_at": _instant(at),
        "updated_at": _instant(at),
    }


def _changed(petition: Petition) -> datetime:
    """Return when what everyone reads of it last changed, the count aside."""
    instants = (
        petition.started_at, petition.supported_at, petition.opened_at, petition.ended_at,
        *(row.reached_at for row in petition.duties),
        *(row.case.answered_at for row in petition.duties),
    )  # fmt: skip
    return max(at for at in instants if at is not None)


def _say(parent: Element, name: str, text: str | None) -> None:
    SubElement(parent, name).text = without_controls(text or "")


def _instant(at: datetime | None) -> str | None:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}" if at else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _noon(day: date | None) -> datetime | None:
    return datetime.combine(day, time(12), clock.VIETNAM) if day else None


def _midnight() -> datetime:
    return clock.start_of(clock.today())
