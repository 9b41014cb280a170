"""The words of a PDF file: by their places on its pages, or read from pictures of them."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence

from portal.i18n import N_
from portal.publications.importing.ocr import can_read_pictures, read_picture
from portal.publications.importing.pdf_worker import UNSEEN
from portal.publications.importing.reading import Doubt
from portal.publications.importing.source import Source
from portal.publications.importing.trust import LONGEST
from portal.publications.importing.unreadable import (
    DAMAGED_PDF,
    ENDLESS_PDF,
    SCANNED,
    SLOW_PDF,
    SWOLLEN_PDF,
    TOO_LONG,
    Unreadable,
)

_WORKER = (sys.executable, "-m", "portal.publications.importing.pdf_worker")
# The worker counts its own time; this is for a machine too busy to give it any.
_SECONDS = 20
# What the worker is told of its surroundings: no password, no address of a database.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "SYSTEMROOT")
# Every whole file ends with it; what lacks it is not worth a process.
_END = b"startxref"
# Files from several requests wait for each other, so that the memory they need adds up to one.
_ONE_AT_A_TIME = threading.Lock()
# Ended by SIGXCPU, or by SIGKILL a second later.
_OUT_OF_TIME = (-24, -9)
_MOST_PICTURES = 40
_FEWEST_LETTERS = 20
_MOST_NAMED = 12
_REFUSALS = {"damaged": DAMAGED_PDF, "endless": ENDLESS_PDF, "long": TOO_LONG}
_MESSAGES = {
    "machine-read": N_(
        "Trang %(page)s do máy đọc từ ảnh chụp. Xin đối chiếu từng chữ với bản gốc."
    ),
    "faint-text": N_(
        "Trang %(page)s có chữ mà người xem không thấy: bị che, trùng màu nền, quá nhỏ, nằm ngoài "
        "trang hoặc trong suốt. Chữ ấy không được đọc; xin làm sạch tệp trước khi đăng tệp gốc.",
    ),
    "unopened": N_(
        "Chưa xem kỹ được trang %(page)s có chữ giấu hay không. Xin tự đối chiếu với bản gốc.",
    ),
}


def pdf_source(content: bytes) -> Source:
    """Return the words of the file.

    Raises:
        Unreadable: it is damaged, protected, endless, made to harm, or a scan not readable here.

    """
    if _END not in content:
        raise Unreadable(DAMAGED_PDF)
    with _ONE_AT_A_TIME:
        answer = json.loads(_work(content))
    if refused := answer.get("refused"):
        raise Unreadable(_REFUSALS[refused])
    pages: list[str | None] = answer["pages"]
    pictures = [number for number, text in enumerate(pages) if text is None]
    _check_pictures(pages, pictures)
    read = dict(_from_pictures(content, pictures))
    texts = [read.get(number, "") if text is None else text for number, text in enumerate(pages)]
    whole = "\n".join(texts)
    if sum(letter.isalpha() for letter in whole) < _FEWEST_LETTERS * min(len(pages), 2):
        raise Unreadable(SCANNED)
    if len(whole) > LONGEST:
        raise Unreadable(TOO_LONG)
    doubts = tuple(_doubt("machine-read", texts, [number]) for number in pictures)
    for code in ("faint-text", "unopened"):
        doubts += (_doubt(code, texts, answer[code]),) if answer[code] else ()
    return Source(text=whole, doubts=doubts, machine_read=bool(pictures))


def pdf_unseen(content: bytes) -> tuple[str, ...]:
    """Return the codes of what the file holds unseen, see `unseen.py`.

    Raises:
        Unreadable: it cannot be looked into.

    """
    with _ONE_AT_A_TIME:
        found = json.loads(_work(content, UNSEEN))
    if found is None:
        raise Unreadable(DAMAGED_PDF)
    return tuple(found)


def _work(content: bytes, *what: str) -> bytes:
    """Return what the worker answers; one that dies or does not end was given a bad file."""
    try:
        done = subprocess.run(  # noqa: S603 - our own module; the file comes on its input
            [*_WORKER, *what],
            input=content,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(SLOW_PDF) from error
    if done.returncode in _OUT_OF_TIME:
        raise Unreadable(SLOW_PDF)
    if done.returncode:
        raise Unreadable(SWOLLEN_PDF)
    return done.stdout


def _check_pictures(pages: Sequence[str | None], pictures: Sequence[int]) -> None:
    """Refuse scans that cannot be read on this machine, all or in part."""
    if pictures and (len(pictures) > min(_MOST_PICTURES, len(pages)) or not can_read_pictures()):
        raise Unreadable(SCANNED)


def _from_pictures(content: bytes, pictures: Sequence[int]) -> Iterator[tuple[int, str]]:
    for number in pictures:
        yield number, read_picture(_work(content, str(number)))


def _doubt(code: str, texts: Sequence[str], pages: Sequence[int]) -> Doubt:
    """Return the doubt about `pages`, counted from 0, at the line the first of them begins with."""
    line = sum(text.count("\n") + 1 for text in texts[: pages[0]]) + 1
    said = ", ".join(str(page + 1) for page in pages[:_MOST_NAMED])
    values = {"page": f"{said}…" if len(pages) > _MOST_NAMED else said}
    return Doubt(code=code, message=_MESSAGES[code], line=line, values=values)
