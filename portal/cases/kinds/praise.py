"""Praise (lời khen): somebody did well, and should hear it."""

from portal.cases.kinds.base import Kind
from portal.i18n import N_

KIND = Kind(
    slug="praise",
    title=N_("Lời khen"),
    description=N_("Một người, một việc làm tốt; cơ quan chuyển lời đến đúng người."),
    icon="star",
)
