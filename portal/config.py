"""Typed, frozen settings, read once from the environment (PORTAL_*)."""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

from portal.keys import Ring

KEY_BYTES = 32
SEARCH_ENGINES = ("whoosh", "postgresql")
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def _yes_or_no(raw: str) -> bool:
    if raw.lower() not in (*YES, *NO):
        raise ValueError(raw)
    return raw.lower() in YES


KINDS: dict[str, Callable[[str], object]] = {
    "Path": Path,
    "int": int,
    "float": float,
    "bool": _yes_or_no,
}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything an installation can choose; `docs/administrator.md` lists the same names.

    Attributes:
        data: folder of the database, the files, the index and the key.
        database_url: SQLAlchemy address; empty means SQLite in `data`.
        files_url: where uploads live: empty means `data`, or `s3://bucket?endpoint=…&region=…`.
        search_engine: where the search index lies: `whoosh`, in `data`, for one web machine, or
            `postgresql`, in the database, for any number of them.
        limits_url: where rate limits are counted: `memory://` or `redis://…`.
        smtp_url: `smtp://user:password@host:port`, `smtps://…`; empty sends no mail.
        mail_from: the address notices come from.
        public_url: the address citizens see, no slash at its end; QR codes carry it.
        trusted_proxies: how many proxies in front set X-Forwarded-*.
        key: secret of the installation in hex; empty means the file `key` in `data`.
        ring: the keys that seal contacts and sign the log, as JSON; empty means the file `ring`.
        lock_seconds: how long a request waits for a locked database before it says so.
        emblem: a PNG or JPEG file printed on posters; empty prints none.
        office_networks: the office's own networks, "203.0.113.7, 2001:db8:1::/48"; ratings from
            there count less, unless they come with the code of a visit.
        four_eyes: whether a document is published by somebody else than whoever prepared it.

    """

    data: Path = Path("data")
    database_url: str = ""
    files_url: str = ""
    search_engine: str = "whoosh"
    limits_url: str = "memory://"
    smtp_url: str = ""
    mail_from: str = "portal@localhost"
    public_url: str = "http://127.0.0.1:8000"
    trusted_proxies: int = 0
    key: str = ""
    ring: str = ""
    lock_seconds: float = 5.0
    emblem: str = ""
    office_networks: str = ""
    four_eyes: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot work; raise ValueError."""
        if self.search_engine not in SEARCH_ENGINES:
            msg = (
                f"PORTAL_SEARCH_ENGINE must be one of {SEARCH_ENGINES}, got {self.search_engine!r}"
            )
            raise ValueError(msg)
        if self.search_engine == "postgresql" and not self.database_url.startswith("postgresql"):
            msg = "PORTAL_SEARCH_ENGINE=postgresql needs a PORTAL_DATABASE_URL of PostgreSQL"
            raise ValueError(msg)

    @property
    def database(self) -> str:
        """The SQLAlchemy address in use."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'portal.db'}"

    @property
    def https(self) -> bool:
        """Whether citizens reach the portal over TLS, so that cookies may insist on it."""
        return self.public_url.startswith("https://")

    @cached_property
    def master_key(self) -> bytes:
        """The secret every other key is derived from; made on first use, readable by us alone."""
        if self.key:
            return bytes.fromhex(self.key)
        path = self.data / "key"
        if not path.exists():
            self.data.mkdir(parents=True, exist_ok=True)
            _write_privately(path, secrets.token_hex(KEY_BYTES))
        return bytes.fromhex(path.read_text("ascii").strip())

    @cached_property
    def keys(self) -> Ring:
        """The ring of keys that can be changed while the portal runs."""
        return Ring(self.data / "ring", self.ring)

    def derive(self, purpose: str) -> bytes:
        """Return the 32-byte key for one `purpose`; keys of other purposes say nothing of it."""
        return hmac.new(self.master_key, purpose.encode(), hashlib.sha256).digest()


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings named `PORTAL_<NAME>` in `environment`, defaults elsewhere.

    Raises:
        ValueError: a number, or yes or no, was expected and something else was given.

    """
    chosen: dict[str, object] = {}
    for field in fields(Settings):
        raw = environment.get(f"PORTAL_{field.name.upper()}")
        if raw:
            chosen[field.name] = _typed(
                field.name, raw, KINDS.get(getattr(field.type, "__name__", str(field.type)), str)
            )
    return Settings(**chosen)  # type: ignore[arg-type]  # each value was typed after its default


def _typed(name: str, raw: str, kind: Callable[[str], object]) -> object:
    try:
        return kind(raw)
    except ValueError:
        wanted = "yes or no" if kind is _yes_or_no else "a number"
        msg = f"PORTAL_{name.upper()} must be {wanted}, got {raw!r}"
        raise ValueError(msg) from None


def _write_privately(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
