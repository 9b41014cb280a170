"""Handing one message to the mail server."""

import re
import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import make_msgid
from urllib.parse import SplitResult, unquote, urlsplit

from portal.config import Settings
from portal.outbox.letter_page import letter_page

SECONDS = 20
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
LINE_END = re.compile(r"[\r\n\0\v\f\x1c-\x1e\x85\u2028\u2029]")


class NotConfigured(RuntimeError):
    """There is no mail server set; the administrator sees it in the list of failures."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One e-mail, ready to be read.

    Attributes:
        to: the address, as the citizen typed it.
        subject: one line; never holds a tracking code.
        text: the plain body.
        key: the same for the same notice, so that a second sending can be recognised.

    """

    to: str
    subject: str
    text: str
    key: str


def message(settings: Settings, notice: Notice) -> EmailMessage:
    """Return `notice` as a message in which nothing typed can become a header.

    Raises:
        ValueError: the address is not one plain address, or the subject is not one line.

    """
    if not ADDRESS.fullmatch(notice.to) or LINE_END.search(notice.subject):
        msg = "an address or a subject that could become another header"
        raise ValueError(msg)
    user, _, domain = notice.to.rpartition("@")
    made = EmailMessage(policy=SMTP)
    made["To"] = Address(username=user, domain=domain)
    made["From"] = settings.mail_from
    made["Subject"] = notice.subject
    made["Message-ID"] = f"<{notice.key}@{make_msgid().rpartition('@')[2]}"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(notice.text)
    made.add_alternative(letter_page(notice.subject, notice.text), subtype="html")
    _refuse_grown(made)
    return made


def _refuse_grown(made: EmailMessage) -> None:
    """Read the message back and raise ValueError if a header came out that nobody put in."""
    # Python before 3.11.10 does not check this itself (CVE-2024-6923).
    if BytesHeaderParser().parsebytes(bytes(made)).keys() != made.keys():
        msg = "a mail header grew"
        raise ValueError(msg)


def send(settings: Settings, notice: Notice) -> None:
    """Send `notice`; raise OSError or smtplib.SMTPException when the server does not take it."""
    if not settings.smtp_url:
        raise NotConfigured
    parts = urlsplit(settings.smtp_url)
    with _server(parts) as server:
        if parts.username:
            if parts.scheme == "smtp":
                server.starttls(context=ssl.create_default_context())
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message(settings, notice))


def _server(parts: SplitResult) -> smtplib.SMTP:
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, parts.port or 465, timeout=SECONDS, context=context)
    return smtplib.SMTP(host, parts.port or 25, timeout=SECONDS)
