"""Where a publication stands, who may see it, and what its address is. Pure."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from enum import StrEnum

LONGEST_ADDRESS = 90
LONGEST_FILE_NAME = 150
MEDIA_TYPES = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
FIRST_BYTES = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04"}
OPENING, CLOSING = "mo-dau", "ket-thuc"
APPENDIX = "phu-luc"
TASK = "nhiem-vu"
REVISION = "ban"
ISSUERS = {"ubnd": "uy-ban-nhan-dan", "hdnd": "hoi-dong-nhan-dan", "ttcp": "thu-tuong-chinh-phu"}


class Standing(StrEnum):
    """Where a publication stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"  # a later version of the same document is published
    WITHDRAWN = "withdrawn"


class Audience(StrEnum):
    """Whom it is for: the people, or the agency alone (nội bộ cơ quan, Luật 10/2022 Điều 46)."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Move(StrEnum):
    """What an editor does with a publication as a whole."""

    EDIT = "edit"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    DELETE = "delete"
    REVISE = "revise"  # begin the next version
    SUPERSEDE = "supersede"  # done by publishing the next version


# A published document can be put right; who did so and when is then said on its page.
MOVES: dict[tuple[Standing, Move], Standing] = {
    (Standing.DRAFT, Move.EDIT): Standing.DRAFT,
    (Standing.DRAFT, Move.PUBLISH): Standing.PUBLISHED,
    (Standing.DRAFT, Move.DELETE): Standing.DRAFT,
    (Standing.PUBLISHED, Move.EDIT): Standing.PUBLISHED,
    (Standing.PUBLISHED, Move.WITHDRAW): Standing.WITHDRAWN,
    (Standing.PUBLISHED, Move.REVISE): Standing.PUBLISHED,
    (Standing.PUBLISHED, Move.SUPERSEDE): Standing.SUPERSEDED,
    (Standing.SUPERSEDED, Move.WITHDRAW): Standing.WITHDRAWN,
}


def open_moves(standing: Standing) -> frozenset[Move]:
    """Return what can be done from `standing`."""
    return frozenset(move for start, move in MOVES if start is standing)


def is_visible(standing: Standing, audience: Audience) -> bool:
    """Return whether everyone may see it: on pages, in search, feeds, counts and exports alike."""
    return standing is Standing.PUBLISHED and audience is Audience.PUBLIC


def is_second(prepared_by: Collection[int | None], publisher: int | None) -> bool:
    """Return whether `publisher` is a second person beside whoever prepared the words.

    Args:
        prepared_by: ids of the officials who did; None for the console, which nobody can be told
            apart from.
        publisher: id of the official who wants to publish.

    """
    return publisher is not None and publisher not in prepared_by


def is_open(comments_until: date | None, today: date) -> bool:
    """Return whether comments on a draft are still asked for `today`."""
    return comments_until is not None and today <= comments_until


def address_of(kind: str, number: str, year: int | None, title: str) -> str:
    """Return a readable address: `ke-hoach-53-kh-ubnd-2025-thuc-hien-dan-chu-o-co-so`."""
    parts = (kind, plain_letters(number), str(year or ""), plain_letters(title))
    words = "-".join(part for part in parts if part)
    if len(words) <= LONGEST_ADDRESS:
        return words
    return words[: LONGEST_ADDRESS + 1].rpartition("-")[0] or words[:LONGEST_ADDRESS]


def first_free(name: str, taken: Collection[str]) -> str:
    """Return `name`, or the first of `name-2`, `name-3`, … that is not taken."""
    free, count = name, 1
    while free in taken:
        count += 1
        free = f"{name}-{count}"
    return free


def revision_address(address: str, revision: int) -> str:
    """Return the lasting address of one version of the document at `address`."""
    return f"{address}-{REVISION}-{revision}"


def split_revision(address: str) -> tuple[str, int] | None:
    """Return the document's address and the version `address` names; None for any other."""
    found = re.fullmatch(rf"(.+)-{REVISION}-([1-9]\d{{0,3}})", address)
    return (found[1], int(found[2])) if found else None


def may_be_same_issuer(cited: str, printed: str) -> bool:
    """Return whether two names of issuers do not contradict each other; "" contradicts none.

    A citation is shorter than a heading ("UBND xã") or longer ("Chủ tịch Ủy ban nhân dân xã").
    """
    one, other = (_spelled_out(name) for name in (cited, printed))
    return one in other or other in one


def number_key(number: str) -> str:
    """Return a document's number in the one form numbers are compared in: `53/kh-ubnd`."""
    return "".join(_without_marks(number).split())


def plain_letters(text: str) -> str:
    """Return `text` as an address writes it: small letters without marks, hyphens between."""
    return re.sub(r"[^a-z0-9]+", "-", _without_marks(text)).strip("-")


def file_name(name: str) -> str:
    """Return a sent file's name as it may be shown and handed back: no folders, nothing unseen."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(char for char in last if not unicodedata.category(char).startswith("C"))
    stem, dot, ending = " ".join(seen.split()).rpartition(".")
    if not dot:
        return ending[:LONGEST_FILE_NAME] or "van-ban"
    return f"{stem[: LONGEST_FILE_NAME - len(ending) - 1] or 'van-ban'}.{ending}"


def without_controls(text: str) -> str:
    """Return `text` without the characters XML and plain text files cannot hold."""
    kept = (
        char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"}
    )
    return "".join(char for char in kept if char not in "\ufffe\uffff")


def media_type(name: str) -> str | None:
    """Return the type a file of this name is handed out as, None for one that is not taken."""
    return MEDIA_TYPES.get(_ending(name))


def fits(name: str, content: bytes) -> bool:
    """Return whether the file begins as its name says, and is of a kind that is taken."""
    found = {ending for ending, start in FIRST_BYTES.items() if content.startswith(start)}
    expected = {_ending(name)} & set(FIRST_BYTES)
    return media_type(name) is not None and found == expected


def _spelled_out(issuer: str) -> str:
    letters = plain_letters(issuer)
    for short, whole in ISSUERS.items():
        letters = re.sub(rf"\b{short}\b", whole, letters)
    return letters


def _ending(name: str) -> str:
    return name[name.rfind(".") :].lower() if "." in name else ""


def task_anchor(position: int) -> str:
    """Return the address of the task at `position` inside its document's page."""
    return f"{TASK}-{position}"


def _without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in letters if not unicodedata.combining(char)).casefold()
