"""Killing web server and worker at random while people write, and counting afterwards.

The processes are real ones, each a node of its own as on several machines. They are forked from a
process that has the portal loaded already: two hundred starts would take an hour otherwise.
"""

import contextlib
import http.client
import logging
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import waitress

from portal import server, worker
from portal.app import create_app
from portal.config import Settings
from portal.db import connect
from tests.faults.people import Writer
from tests.live import ROOT, free_port

SOONEST, LATEST = 0.2, 1.2  # seconds both live after the server answered
START_SECONDS = 60
PORTAL = [sys.executable, "-m", "portal"]
WRITERS = 8
NODES = multiprocessing.get_context("forkserver")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was left after all the killing.

    Attributes:
        kills: how often something was killed.
        acknowledged: how many receipts were shown.
        tries: how often something was sent.
        lost: receipts whose code opens nothing, or not what was written.
        doubled: texts that are there more than once.
        unrecorded: items without the event that brought them.
        sound: whether `portal check` finds the database whole.
        verified: what `portal verify` says, against a head from half-way.

    """

    kills: int
    acknowledged: int
    tries: int
    lost: list[str]
    doubled: list[str]
    unrecorded: list[str]
    sound: bool
    verified: str

    @property
    def whole(self) -> bool:
        """Whether nothing is lost, doubled, unrecorded or broken."""
        broken = (*self.lost, *self.doubled, *self.unrecorded)
        return not broken and self.sound and "the history is whole" in self.verified


def kill_under_writers(
    data: Path, kills: int, seed: int, database: str = "", tell=lambda _line: None
) -> Outcome:
    """Kill server, worker or both, `kills` times, under writers; return what was left.

    Args:
        data: an empty folder.
        kills: how many.
        seed: what decides when and which.
        database: an empty one of PostgreSQL; "" for SQLite in `data`.
        tell: what is told how it goes.

    """
    die, port = random.Random(seed), free_port()  # noqa: S311 - a die, not a secret
    NODES.set_forkserver_preload(["portal.server", "portal.worker"])
    environment = os.environ | {"PORTAL_DATA": str(data), "PORTAL_DATABASE_URL": database}
    _portal(environment, "init")
    settings = Settings(data=data, database_url=database)
    stop, head = threading.Event(), ""
    writers = [Writer(port, stop) for _ in range(WRITERS)]
    threads = [threading.Thread(target=writer.run, daemon=True) for writer in writers]
    for thread in threads:
        thread.start()
    web, work = _start(web_node, settings, port), _start(worker_node, settings)
    for number in range(kills):
        _wait(web, port)
        _wait_for_one_more(writers)
        time.sleep(die.uniform(SOONEST, LATEST))
        way = die.choice(("both", "web", "work"))
        web = web if way == "work" else _again(web, web_node, settings, port)
        work = work if way == "web" else _again(work, worker_node, settings)
        if number == kills // 2:
            head = _head(_portal(environment, "verify"))
        tell(f"{number + 1} kills, {sum(len(writer.taken) for writer in writers)} receipts")
    stop.set()
    for thread in threads:
        thread.join(START_SECONDS)
    assert not [thread for thread in threads if thread.is_alive()], "a writer was never answered"
    try:
        return _count(settings, environment, kills, writers, head)
    finally:
        for node in (web, work):
            _kill(node)


def web_node(settings: Settings, port: int) -> None:
    """Serve pages as `portal serve` does, without a worker beside."""
    logging.disable(logging.WARNING)  # a killed portal complains, and nobody reads it here
    waitress.serve(create_app(settings), host="127.0.0.1", port=port, **server.HOW)


def worker_node(settings: Settings) -> None:
    """Keep promises and grow the tree, as `portal work` does."""
    logging.disable(logging.WARNING)
    worker.run(settings)


def _start(node, *arguments) -> BaseProcess:
    process = NODES.Process(target=node, args=arguments, daemon=True)
    process.start()
    return process


def _again(process: BaseProcess, node, *arguments) -> BaseProcess:
    _kill(process)
    return _start(node, *arguments)


def _kill(process: BaseProcess) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.join()


def _wait(web: BaseProcess, port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert web.is_alive(), "the server ended by itself"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        with closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz")
            connection.getresponse()
            return
        time.sleep(0.02)
    msg = "the server does not answer"
    raise TimeoutError(msg)


def _wait_for_one_more(writers: list[Writer]) -> None:
    """Wait until somebody was answered since, so that each kill falls among writers."""
    before, until = sum(len(writer.taken) for writer in writers), time.monotonic() + START_SECONDS
    while sum(len(writer.taken) for writer in writers) == before and time.monotonic() < until:
        time.sleep(0.01)


def _portal(environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run(
        [*PORTAL, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def _head(said: str) -> str:
    return next((line for line in said.splitlines() if line.startswith("head ")), "")


def _count(
    settings: Settings,
    environment: dict[str, str],
    kills: int,
    writers: list[Writer],
    head: str,
) -> Outcome:
    taken = [item for writer in writers for item in writer.taken]
    lost = [item.number for item in taken if item.text not in writers[0].open(item.code)]
    engine = connect(settings.database)
    with engine.connect() as raw:
        texts = Counter(row[0] for row in raw.exec_driver_sql("SELECT text FROM cases"))
        bare = raw.exec_driver_sql(
            "SELECT number FROM cases WHERE id NOT IN (SELECT subject_id FROM events"
            " WHERE subject = 'case' AND act = 'received')"
        ).all()
    engine.dispose()
    against = ("--against", head.removeprefix("head ")) if head else ()
    return Outcome(
        kills=kills,
        acknowledged=len(taken),
        tries=sum(writer.tries for writer in writers),
        lost=lost,
        doubled=[text for text, times in texts.items() if times > 1],
        unrecorded=[row[0] for row in bare],
        sound="database sound" in _portal(environment, "check"),
        verified=_portal(environment, "verify", *against),
    )
