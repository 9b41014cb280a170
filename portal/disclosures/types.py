"""The duties to disclose as `duties.toml` states them, and the groups they are shown in. Pure."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from portal.disclosures.periods import Rhythm
from portal.disclosures.rules import Basis, Counted, Form, Limit
from portal.i18n import N_
from portal.law import Unit


@dataclass(frozen=True, kw_only=True)
class Group:
    """Duties about one thing."""

    slug: str
    title: str


OTHERS = "khac"

GROUPS = (
    Group(slug="ke-hoach", title=N_("Kế hoạch, chương trình")),
    Group(slug="ngan-sach", title=N_("Ngân sách, tài sản")),
    Group(slug="dat-dai", title=N_("Dự án, đất đai, quy hoạch")),
    Group(slug="dong-gop", title=N_("Đóng góp, thuế, phí")),
    Group(slug="an-sinh", title=N_("Chính sách, an sinh")),
    Group(slug="to-chuc", title=N_("Tổ chức, cán bộ, thanh tra")),
    Group(slug="y-kien", title=N_("Ý kiến của Nhân dân")),
    Group(slug="thu-tuc", title=N_("Thủ tục hành chính")),
    Group(slug=OTHERS, title=N_("Nội dung khác")),
)
BY_SLUG = {group.slug: group for group in GROUPS}


@dataclass(frozen=True, kw_only=True)
class FormType:
    """A form a duty asks for; see `models.DutyForm`."""

    form: Form
    days: int | None = None
    basis: Basis
    law: str


@dataclass(frozen=True, kw_only=True)
class DutyType:
    """A duty as the file states it; see `models.Duty`."""

    code: str
    slug: str
    group: str
    title: str
    internal: bool
    law: str
    basis: Basis
    rhythm: Rhythm
    limit: Limit
    limit_law: str
    limit_basis: Basis
    valid_from: date
    forms: tuple[FormType, ...]


@cache
def duty_types() -> tuple[DutyType, ...]:
    """Return every duty the file states, in its order."""
    file = tomllib.loads((Path(__file__).parent / "duties.toml").read_text("utf-8"))
    return tuple(_duty(row, file) for row in file["duty"])


def _duty(row: dict[str, Any], file: dict[str, Any]) -> DutyType:
    limit = file["limit"][row["limit"]]
    return DutyType(
        code=row["code"],
        slug=row["slug"],
        group=row["group"],
        title=row["title"],
        internal=row.get("internal", False),
        law=row["law"],
        basis=Basis(row["basis"]),
        rhythm=Rhythm(row["rhythm"]),
        limit=Limit(
            counted=Counted(limit["counted"]), days=limit["days"], unit=Unit(limit["unit"])
        ),
        limit_law=limit["law"],
        limit_basis=Basis(limit["basis"]),
        valid_from=row["valid_from"],
        forms=tuple(_form(name, file["form"][name]) for name in row["forms"]),
    )


def _form(name: str, row: dict[str, Any]) -> FormType:
    return FormType(
        form=Form(row.get("form", name)),
        days=row.get("days"),
        basis=Basis(row["basis"]),
        law=row["law"],
    )
