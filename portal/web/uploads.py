"""Files people send along: read with limits, and kept aside while the form is put right.

A file that arrived is not asked for again because another field was wrong: it waits under the
keyed hash of the form's one-time token, at most a day. It is encrypted with a key that needs that
token, which only the sender's page holds: a copy of this machine opens nothing.
"""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from werkzeug.datastructures import FileStorage

from portal import clock
from portal.config import Settings
from portal.files import Files
from portal.i18n import N_
from portal.web import tokens
from portal.web.media import NewFile, Refused, admit, clean_name

LARGEST_FILE = 20_000_000
LARGEST_TOGETHER = 50_000_000
MOST_FILES = 5
FOLDER = "staged"
KEPT_FOR = timedelta(hours=24)
NONCE = 12

TOO_LARGE = N_("Tệp “%(name)s” lớn hơn 20 MB. Xin thu nhỏ hoặc chia thành nhiều tệp.")
TOO_MANY = N_("Mỗi ý kiến gửi được nhiều nhất 5 tệp; tệp “%(name)s” chưa được nhận.")
TOO_MUCH = N_("Các tệp cộng lại lớn hơn 50 MB; tệp “%(name)s” chưa được nhận.")


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why one file was not taken: a message id and what it names."""

    message: str
    values: Mapping[str, str]
    too_large: bool = False


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """What came with a form: the files that can be kept and a word about each other one."""

    files: tuple[NewFile, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Staged:
    """A file that waits for its form; `token` names it in the page, and nowhere else."""

    token: str
    file: NewFile = field(repr=False)

    @property
    def name(self) -> str:
        """The file's name."""
        return self.file.name

    @property
    def size(self) -> int:
        """The file's length in bytes."""
        return len(self.file.content)


def read_files(sent: Iterable[FileStorage], already: Sequence[NewFile] = ()) -> Arrived:
    """Return the files of a request, good ones apart from those that cannot be taken.

    Args:
        sent: `request.files.getlist(…)`; empty pickers are passed over.
        already: files of the same form that arrived before and count towards its limits.

    """
    files: list[NewFile] = []
    refusals: list[Refusal] = []
    for count, upload in enumerate(upload for upload in sent if upload.filename):
        try:
            file = _read(upload, count)
            if file not in (*already, *files):
                files.append(_within_limits(file, [*already, *files]))
        except Refused as refused:
            refusals.append(_refusal(refused, upload.filename or ""))
    return Arrived(files=tuple(files), refusals=tuple(refusals))


def stage(files: Files, settings: Settings, form_token: str, new: Iterable[NewFile]) -> None:
    """Keep `new` aside for the form; a file that waits already is not kept twice."""
    waiting = [found.file for found in staged(files, settings, form_token)]
    for file in new:
        if file in waiting:
            continue
        stamp = format(int(clock.now().timestamp()), "x")
        name = f"{_folder(settings, form_token)}/{stamp}-{secrets.token_hex(16)}"
        files.put(name, _hidden(settings, form_token, _packed(file)))


def staged(files: Files, settings: Settings, form_token: str) -> list[Staged]:
    """Return what waits for the form, in the order it came."""
    names = files.names(_folder(settings, form_token))
    return [
        Staged(
            token=name.rpartition("/")[2],
            file=_unpacked(_shown(settings, form_token, files.get(name))),
        )
        for name in names
    ]


def chosen(
    files: Files, settings: Settings, form_token: str, *, shown: str, kept: Iterable[str]
) -> list[Staged]:
    """Return what waits for the form, without what its sender unticked.

    Args:
        files: where it waits.
        settings: this installation.
        form_token: the one-time token of the form.
        shown: tokens the page listed, with commas between; newer ones could not be unticked.
        kept: the tokens that were still ticked.

    """
    unticked = set(shown.split(",")) - set(kept)
    waiting = staged(files, settings, form_token)
    return [found for found in waiting if found.token not in unticked]


def sweep(files: Files, now: datetime | None = None) -> int:
    """Forget what waited longer than a day; return how many files that were."""
    latest = ((now or clock.now()) - KEPT_FOR).timestamp()
    old = [name for name in files.names(FOLDER) if _staged_at(name) < latest]
    for name in old:
        files.drop(name)
    return len(old)


def _read(upload: FileStorage, count: int) -> NewFile:
    if count >= MOST_FILES:
        raise Refused(TOO_MANY)
    content = upload.stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Refused(TOO_LARGE)
    return admit(upload.filename or "", content)


def _within_limits(file: NewFile, others: Sequence[NewFile]) -> NewFile:
    if len(others) >= MOST_FILES:
        raise Refused(TOO_MANY)
    if len(file.content) + sum(len(other.content) for other in others) > LARGEST_TOGETHER:
        raise Refused(TOO_MUCH)
    return file


def _refusal(refused: Refused, raw_name: str) -> Refusal:
    too_large = refused.message in {TOO_LARGE, TOO_MUCH}
    values = {"name": clean_name(raw_name)}
    return Refusal(message=refused.message, values=values, too_large=too_large)


def _folder(settings: Settings, form_token: str) -> str:
    return f"{FOLDER}/{tokens.keyed_hash(settings, 'staged files', form_token)}"


def _hidden(settings: Settings, form_token: str, plain: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + _cipher(settings, form_token).encrypt(nonce, plain, None)


def _shown(settings: Settings, form_token: str, hidden: bytes) -> bytes:
    return _cipher(settings, form_token).decrypt(hidden[:NONCE], hidden[NONCE:], None)


def _cipher(settings: Settings, form_token: str) -> AESGCM:
    return AESGCM(bytes.fromhex(tokens.keyed_hash(settings, "staged files key", form_token)))


def _staged_at(name: str) -> int:
    return int(name.rpartition("/")[2].partition("-")[0], 16)


def _packed(file: NewFile) -> bytes:
    """Return the file with its name before it, so that one write keeps both or neither."""
    head = json.dumps({"name": file.name, "media_type": file.media_type})
    return head.encode() + b"\n" + file.content


def _unpacked(packed: bytes) -> NewFile:
    head, _, content = packed.partition(b"\n")
    return NewFile(content=content, **json.loads(head))
