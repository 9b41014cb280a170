"""Cases and their history, made by real acts, with the tree over it."""

import pytest

from portal.history import log
from portal.keys import Ring
from tests.cases.conftest import (  # noqa: F401 - makers
    files,
    form_token,
    make_case,
    make_publication,
    send,
    staff,
)


@pytest.fixture
def ring(tmp_path) -> Ring:
    """Signing keys of this test alone."""
    return Ring(tmp_path / "ring")


@pytest.fixture
def grow(db, ring):
    """Give every event its place in the tree; return the newest head."""

    def make():
        db.commit()
        head = log.extend_fully(db, ring)
        db.commit()
        return head

    return make
