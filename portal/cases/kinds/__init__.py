"""Every kind of submission. To add one: write its file here and add it to ALL."""

from portal.cases.kinds import (
    comment,
    complaint,
    denunciation,
    information,
    petition,
    petition_chairman,
    petition_dialogue,
    praise,
    question,
    recommendation,
    reflection,
)
from portal.cases.kinds.base import Kind

ALL: tuple[Kind, ...] = (
    comment.KIND,
    reflection.KIND,
    recommendation.KIND,
    question.KIND,
    praise.KIND,
    information.KIND,
    complaint.KIND,
    denunciation.KIND,
    petition.KIND,
    petition_chairman.KIND,
    petition_dialogue.KIND,
)
OFFERED: tuple[Kind, ...] = tuple(kind for kind in ALL if kind.offered)
BY_SLUG: dict[str, Kind] = {kind.slug: kind for kind in ALL}

__all__ = ["ALL", "BY_SLUG", "OFFERED", "Kind"]
