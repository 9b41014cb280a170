"""What comes in and what is given back for it, as values."""

from dataclasses import dataclass, field

from portal.cases.models import Case
from portal.counters.models import Counter
from portal.publications.models import Publication, Section
from portal.web.media import NewFile


@dataclass(frozen=True, kw_only=True, repr=False)
class Submission:
    """What a citizen hands in; never printed, so that nothing typed reaches a log.

    Attributes:
        kind: slug of a kind.
        form_token: the one-time token of the form, checked by whoever read the form.
        topic: slug of a field, "" for none.
        counter_token: what the QR code of a counter carried, "" for none.
        publication: slug of the document it is about, with the anchor of a section of it.
        agreed: whether the sender agreed to publication.
        filled_seconds: how long the form was open, None when nobody knows.
        channel: how it came to the clerk who types it, "" for what somebody sends alone.
        insists: whether the sender was asked and said that it is no complaint or denunciation.
        past_counter: whether it is about the counter's own office, so that the one above reads it.
        honeypot: whether the field people do not see was filled in.

    """

    kind: str
    subject: str
    text: str
    form_token: str
    topic: str = ""
    counter_token: str = ""
    publication: str = ""
    section: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    agreed: bool = False
    files: tuple[NewFile, ...] = ()
    language: str = "vi"
    filled_seconds: float | None = None
    honeypot: bool = False
    insists: bool = False
    channel: str = ""
    past_counter: bool = False


@dataclass(frozen=True)
class Receipt:
    """What the sender takes home; `code` is shown now and can never be read back."""

    case: Case
    code: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class About:
    """What a submission is about, as far as the names given exist and may be seen."""

    counter: Counter | None = None
    publication: Publication | None = None
    section: Section | None = None
