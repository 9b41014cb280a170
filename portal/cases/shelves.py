"""The list of published items as its page shows it: rows, ways to narrow it, addresses."""

from collections.abc import Iterable
from typing import Any

from flask import request, url_for
from flask_babel import gettext

from portal.accounts.models import Office
from portal.cases.kinds import OFFERED
from portal.cases.models import Case
from portal.cases.service import CasePage, PublicCounts, PublicFilters, is_disputed
from portal.cases.wording import kind_name
from portal.cases.wordings import answered_by
from portal.web.filters import day

NAMES = ("loai", "co-quan", "nam", "trang")


def items(found: CasePage) -> list[dict[str, Any]]:
    """Return the rows for the listing component."""
    return [
        {
            "title": case.public_subject,
            "url": url_for("cases.published_item", number=case.number),
            "text": None,
            "tag": None,
            "facts": [
                f"{kind_name(case.kind)} {case.number}",
                _answering(case),
                gettext("trả lời ngày %(day)s", day=day(case.answered_at)),
                *([gettext("người gửi chưa đồng ý")] if is_disputed(case) else []),
            ],
        }
        for case in found.cases
    ]


def _answering(case: Case) -> str:
    office = answered_by(case)
    return office.name if office else ""


def groups(counts: PublicCounts, offices: Iterable[Office]) -> list[dict[str, Any]]:
    """Return the ways to narrow the list, for the facets component; empty ones left out."""
    kinds = [(kind.slug, gettext(kind.title), counts.kinds.get(kind.slug, 0)) for kind in OFFERED]
    bodies = [(row.slug, row.name, counts.offices.get(row.slug, 0)) for row in offices]
    years = [(str(year), str(year), n) for year, n in sorted(counts.years.items(), reverse=True)]
    return [
        _group(gettext("Loại ý kiến"), "loai", kinds),
        _group(gettext("Cơ quan trả lời"), "co-quan", bodies),
        _group(gettext("Năm gửi"), "nam", years),
    ]


def narrowed(filters: PublicFilters) -> bool:
    """Return whether the list leaves anything out."""
    return bool(filters.kind or filters.office or filters.year)


def address(**changes: Any) -> str:
    """Return the address of the list with `changes`; narrowing leads back to the first page."""
    chosen = {name: request.args[name] for name in NAMES[:-1] if request.args.get(name)}
    wanted = {name: value for name, value in (chosen | changes).items() if value}
    return url_for("cases.published", **wanted)


def _group(title: str, name: str, values: list[tuple[str, str, int]]) -> dict[str, Any]:
    chosen = request.args.get(name)
    return {
        "title": title,
        "options": [
            {
                "label": label,
                "url": address(**{name: None if value == chosen else value}),
                "count": count,
                "current": value == chosen,
            }
            for value, label, count in values
            if count
        ],
    }
