"""An index of a few documents, of either engine: what is asked of one is asked of the other."""

import os
import secrets
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from search import WhooshIndex
from search.postgres_index import PostgresIndex
from tests.search.makers import SHELF

KEY = b"a key for tests"
SERVER = os.environ.get("PORTAL_TEST_DATABASE", "")
ENGINES = ["whoosh"]
collect_ignore = [] if SERVER else ["test_postgres_index.py"]
if SERVER:
    ENGINES.append(pytest.param("postgresql", marks=pytest.mark.postgresql))
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


@pytest.fixture(scope="session")
def schema():
    """The name of a schema for indexes, the same for all tests of a process; dropped in the end."""
    name = f"search_{secrets.token_hex(4)}"
    yield name
    drop(name)


def drop(name):
    """Drop the schema `name`."""
    with psycopg.connect(SERVER) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")


@pytest.fixture(params=ENGINES)
def opening(request):
    """The Python words that open the index of this test: in a folder, or in a schema."""
    if request.param == "whoosh":
        folder = request.getfixturevalue("folder")
        return f"WhooshIndex(Path({str(folder)!r}), key={KEY!r})"
    return f"PostgresIndex({SERVER!r}, schema={request.getfixturevalue('schema')!r})"


@pytest.fixture
def open_index(opening):
    """What opens the index of this test."""
    opened = []

    def open_one():
        opened.append(eval(opening))  # noqa: S307 -- the words are our own
        return opened[-1]

    yield open_one
    for index in opened:
        index.close()


@pytest.fixture
def python(opening):
    """What starts a Python process that runs code beside the tests, `index` being open there."""

    def start(code):
        before = "import sys; from pathlib import Path; from search import WhooshIndex\n"
        before += "from search.postgres_index import PostgresIndex\n"
        before += "from tests.search.makers import SHELF, document, refs\n"
        command = [sys.executable, "-W", "error", "-c", f"{before}index = {opening}\n{code}"]
        return subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    return start


@pytest.fixture
def index(open_index):
    index = open_index()
    index.refill(SHELF)
    return index


@contextmanager
def kept_index(request, tmp_path_factory, name):
    """Lend an index to the tests of a module, of the engine `request` asks for."""
    if request.param == "whoosh":
        index = WhooshIndex(tmp_path_factory.mktemp(name), key=KEY)
    else:
        own = f"{request.getfixturevalue('schema')}_{name}"
        request.addfinalizer(lambda: drop(own))
        index = PostgresIndex(SERVER, schema=own)
    yield index
    index.close()


@pytest.fixture(scope="module", params=ENGINES)
def shared_index(request, tmp_path_factory):
    """An index nobody writes to."""
    with kept_index(request, tmp_path_factory, "shared") as index:
        index.refill(SHELF)
        yield index
