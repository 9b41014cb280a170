"""The list of cases on the desk: its filter, and the tabs above it."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import service as accounts
from portal.cases import desk_words, kinds, wording
from portal.cases.desk_forms import FilterForm
from portal.cases.reading import DUES
from portal.cases.rules import CARRIED, State, Visibility
from portal.cases.service import DeskCounts, Filters
from portal.counters.models import Counter
from portal.permissions import Action, Actor, Scope, scope_of

# The fields that stay folded away until one of them is used.
MORE = frozenset({"topic", "kind", "visibility", "counter"})


def filter_form(session: Session, actor: Actor, typed: Any) -> FilterForm:
    """Return the filter as the address `typed` says, offering what `actor` may read."""
    everywhere = scope_of(actor, Action.CASE_READ) is Scope.EVERYWHERE
    offices = [row for row in accounts.offices(session) if everywhere or row.id in actor.offices]
    counters = session.scalars(select(Counter).order_by(Counter.name))
    return FilterForm(typed).offer(
        state=_named({key: word for key, word in wording.STATES.items() if key != State.SEALED}),
        due=_named(desk_words.DUES),
        office=[(str(row.id), row.name) for row in offices],
        topic=[(str(row.id), row.name) for row in accounts.topics(session)],
        kind=[(kind.slug, gettext(kind.title)) for kind in kinds.ALL],
        visibility=_named(desk_words.VISIBILITIES),
        counter=[
            (str(row.id), row.name)
            for row in counters
            if everywhere or row.office_id in actor.offices
        ],
    )


def filters(taken: Mapping[str, str], page: int) -> Filters:
    """Return what the checked fields of the filter ask for."""
    return Filters(
        state=State(taken["state"]) if "state" in taken else None,
        office_id=int(taken["office"]) if "office" in taken else None,
        topic_id=int(taken["topic"]) if "topic" in taken else None,
        kind=taken.get("kind"),
        due=next((due for due in DUES if due == taken.get("due")), None),
        visibility=Visibility(taken["visibility"]) if "visibility" in taken else None,
        counter_id=int(taken["counter"]) if "counter" in taken else None,
        words=taken.get("q", ""),
        page=page,
    )


def state_tabs(taken: Mapping[str, str], counts: DeskCounts) -> list[dict[str, object]]:
    """Return a tab for everything and one for each state that occurs, with their numbers."""
    numbers = {state.value: number for state, number in counts.states.items()}
    counted = sum(number for state, number in counts.states.items() if state not in CARRIED)
    everything = _tab(taken, "state", "", gettext("Tất cả"), counted)
    return [everything] + [
        _tab(taken, "state", state.value, gettext(word), numbers[state.value])
        for state, word in wording.STATES.items()
        if numbers[state.value] or taken.get("state") == state.value
    ]


def several_offices(actor: Actor) -> bool:
    """Return whether what `actor` reads may lie with different offices."""
    return scope_of(actor, Action.CASE_READ) is Scope.EVERYWHERE or len(actor.offices) > 1


def page_url(taken: Mapping[str, str]) -> Callable[[int], str]:
    """Return the function that gives the address of each page of the narrowed list."""
    return lambda page: _address({**taken, "trang": str(page)})


def _tab(
    taken: Mapping[str, str], name: str, value: str, label: str, count: int
) -> dict[str, object]:
    rest = {key: kept for key, kept in taken.items() if key != name}
    chosen = {name: value} if value else {}
    return {
        "label": label,
        "url": _address({**rest, **chosen}),
        "current": taken.get(name, "") == value,
        "count": count,
    }


def _address(values: dict[str, Any]) -> str:
    return url_for("cases_desk.index", **values)


def _named(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(key), gettext(word)) for key, word in words.items()]
