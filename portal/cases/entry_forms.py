"""What a clerk types for somebody who came, phoned or handed in paper."""

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField

from portal.accounts.models import Topic
from portal.cases.desk_words import CHANNELS
from portal.cases.forms import Listed, WriteForm
from portal.cases.kinds import ALL
from portal.cases.types import ASSISTED, Channel
from portal.web.forms import Required

# The words of the first belong to the sealed channel of the law, on paper, and into no ordinary
# table; the others follow from signatures alone.
NEVER_TYPED = frozenset({"denunciation", "petition", "petition_chairman", "petition_dialogue"})
CHOICES = tuple(channel for channel in Channel if channel in ASSISTED)


class EntryForm(WriteForm):
    """The citizens' form, with how it came in and with the kinds a clerk may enter."""

    channel = RadioField(
        _("Người dân gửi bằng cách nào?"),
        validators=[
            Required(_("Xin chọn cách gửi.")),
            Listed(_("Xin chọn cách gửi trong danh sách.")),
        ],
        validate_choice=False,
    )

    def offer(self, topics: Iterable[Topic]) -> None:
        """Fill the lists the clerk chooses from."""
        super().offer(topics)
        kinds = [kind for kind in ALL if kind.slug not in NEVER_TYPED]
        self.kind.choices = [(kind.slug, gettext(kind.title)) for kind in kinds]
        self.channel.choices = [(str(one), gettext(CHANNELS[one])) for one in CHOICES]
