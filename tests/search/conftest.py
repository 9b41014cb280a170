"""An index of a few documents, in a folder of its own."""

import pytest

from search import WhooshIndex
from tests.search.makers import SHELF

KEY = b"a key for tests"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def open_index(folder):
    opened = []

    def opener(where=folder, key=KEY):
        opened.append(WhooshIndex(where, key=key))
        return opened[-1]

    yield opener
    for index in opened:
        index.close()


@pytest.fixture
def index(open_index):
    index = open_index()
    index.refill(SHELF)
    return index


@pytest.fixture(scope="module")
def shared_index(tmp_path_factory):
    """An index nobody writes to."""
    index = WhooshIndex(tmp_path_factory.mktemp("shared"), key=KEY)
    index.refill(SHELF)
    yield index
    index.close()
