"""The five real plans, and a way to write small documents."""

import os
from pathlib import Path

import pytest

from portal.publications.importing import Reading, read_text

PLANS = Path(__file__).resolve().parents[4] / "shared" / "plans"


@pytest.fixture
def plan_text():
    """Give the text of a plan by the three digits its file name begins with."""

    def text_of(number: str) -> str:
        found = sorted(PLANS.glob(f"{number}_*.txt"))
        if not found and os.environ.get("CI") == "true":
            pytest.fail(f"plan {number} is not in {PLANS}")
        if not found:
            pytest.skip(f"plan {number} is not in {PLANS}")
        return found[0].read_text(encoding="utf-8")

    return text_of


@pytest.fixture
def plan(plan_text):
    def read(number: str) -> Reading:
        return read_text(plan_text(number))

    return read
