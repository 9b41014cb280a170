"""What officials type about petitions."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from portal.accounts.forms import DATE_HINT, number_or_none, office_choices
from portal.accounts.models import Office
from portal.petitions.deciding import NUMBERS, Facts, Measure
from portal.petitions.forms import IN_LIST, Reachable
from portal.petitions.models import PetitionSettings, Threshold
from portal.petitions.moderation import Refusal
from portal.petitions.rules import REASONS, Duty
from portal.web.forms import AtMost, PortalForm, Required
from portal.web.media import ACCEPT

NOTE = 2_000
LINE = 200
MOST = 1_000_000
WHOLE = 100
NUMBER = _("Xin ghi một số nguyên.")


class RefuseForm(PortalForm):
    """Why a petition is not admitted."""

    reason = SelectField(_("Lý do"), validators=[Required(IN_LIST)])
    same_as = IntegerField(_("Số của kiến nghị đã có, nếu trùng"), validators=[Optional()])
    note = TextAreaField(_("Nói thêm cho mọi người"), validators=[AtMost(NOTE)])

    def offer(self) -> None:
        """Fill the list of reasons; those that hide the text say so."""
        self.reason.choices = [
            ("", gettext("Xin chọn")),
            *(
                (
                    one.slug,
                    gettext("%(words)s (ẩn nội dung)", words=gettext(one.words))
                    if one.hidden
                    else gettext(one.words),
                )
                for one in REASONS
            ),
        ]

    def refusal(self) -> Refusal:
        """Return what was decided."""
        return Refusal(
            reason=self.reason.data, note=self.note.data or "", same_as=self.same_as.data
        )


class SweepForm(PortalForm):
    """Why many signatures are judged together."""

    reason = StringField(_("Lý do"), validators=[Required(), AtMost(LINE)])
    seen = HiddenField()


class SheetForm(PortalForm):
    """A sheet of paper."""

    count = IntegerField(
        _("Số chữ ký trên tờ này"),
        validators=[Required(NUMBER)],
        render_kw={"inputmode": "numeric"},
    )
    village = SelectField(_("Thôn, tổ dân phố"), validate_choice=False)
    scan = FileField(_("Ảnh chụp hoặc bản quét"), render_kw={"accept": ACCEPT})

    def offer(self, villages: Iterable[str]) -> None:
        """Fill the list of villages."""
        self.village.choices = [
            ("", gettext("Nhiều nơi, hoặc không rõ")),
            *((name, name) for name in villages),
        ]


class StrikeForm(PortalForm):
    """Why a sheet does not count."""

    reason = StringField(_("Lý do"), validators=[Required(), AtMost(LINE)])


class WhichForm(PortalForm):
    """Which petition somebody at the counter speaks of; it travels in the address."""

    so = StringField(
        _("Số của kiến nghị"), validators=[Required()], render_kw={"inputmode": "numeric"}
    )


class VouchForm(PortalForm):
    """Who came to confirm."""

    contact = StringField(
        _("E-mail hoặc số điện thoại người ký đã ghi"),
        validators=[Required(), Reachable()],
        render_kw={"autocomplete": "off"},
    )
    sure = BooleanField(_("Tôi đã đối chiếu: đúng người ký, và người ký xác nhận"))


class ScheduleForm(PortalForm):
    """When and where the people are heard."""

    held_on = DateField(_("Ngày đối thoại"), validators=[Required(DATE_HINT)])
    place = StringField(_("Nơi đối thoại"), validators=[Required(), AtMost(LINE)])

    @property
    def first(self) -> Any:
        """The field a refusal stands at."""
        return self.held_on


class OutcomeForm(PortalForm):
    """What came of it."""

    outcome = TextAreaField(
        _("Kết quả đối thoại"), validators=[Required(), AtMost(20_000)], render_kw={"rows": 6}
    )

    @property
    def first(self) -> Any:
        """The field a refusal stands at."""
        return self.outcome


def _number(label: Any, least: int) -> IntegerField:
    return IntegerField(
        label,
        validators=[Required(NUMBER), NumberRange(min=least, max=MOST, message=NUMBER)],
        render_kw={"inputmode": "numeric"},
    )


class SettingsForm(PortalForm):
    """What the authority decides; the fields of each threshold begin with its duty."""

    supporters = _number(_("Cần bao nhiêu người ủng hộ trước khi xem xét"), 1)
    open_days = _number(_("Nhận chữ ký trong bao nhiêu ngày"), 1)
    keep_days = _number(_("Giữ thông tin người ký bao nhiêu ngày sau khi kết thúc"), 1)
    voters = _number(_("Số cử tri của xã (0 nếu chưa rõ)"), 0)
    villages = TextAreaField(
        _("Các thôn, tổ dân phố"), validators=[AtMost(5_000)], render_kw={"rows": 8}
    )

    def fill(self, row: PetitionSettings, rows: Sequence[Threshold]) -> None:
        """Show what is decided now."""
        for name in (*NUMBERS, "villages"):
            self[name].data = getattr(row, name)
        for one in rows:
            for name in ("signatures", "percent", "office_id", "active"):
                self[f"{one.duty.value}_{name}"].data = getattr(one, name)

    def offer(self, offices: Sequence[Office]) -> None:
        """Fill the lists of offices."""
        for duty in Duty:
            self[f"{duty.value}_office_id"].choices = office_choices(
                offices, _("Cơ quan mà kiến nghị gửi đến")
            )

    def facts(self) -> Facts:
        """Return what was typed."""
        names = (line.strip() for line in (self.villages.data or "").splitlines())
        numbers = {name: self[name].data for name in NUMBERS}
        return Facts(**numbers, villages="\n".join(dict.fromkeys(filter(None, names))))

    def measures(self) -> list[Measure]:
        """Return what was typed about each threshold."""
        return [
            Measure(
                duty=duty,
                **{
                    name: self[f"{duty.value}_{name}"].data
                    for name in ("signatures", "percent", "office_id", "active")
                },
            )
            for duty in Duty
        ]


for duty in Duty:
    for name, made in {
        "signatures": IntegerField(
            _("Số chữ ký"), validators=[Optional(), NumberRange(min=1, max=MOST, message=NUMBER)]
        ),
        "percent": IntegerField(
            _("Hoặc phần trăm cử tri"),
            validators=[Optional(), NumberRange(min=1, max=WHOLE, message=NUMBER)],
        ),
        "office_id": SelectField(
            _("Cơ quan phải làm"), coerce=number_or_none, validators=[Optional()]
        ),
        "active": BooleanField(_("Đang áp dụng")),
    }.items():
        setattr(SettingsForm, f"{duty.value}_{name}", made)
