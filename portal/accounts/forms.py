"""What officials type: their password, and what the authority looks like."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional, Regexp, StopValidation, ValidationError

from portal.accounts import rules
from portal.accounts.facts import AuthorityFacts, OfficeFacts, OfficialFacts, TopicFacts, Unfit
from portal.accounts.models import Office
from portal.permissions import Role
from portal.web.filters import number
from portal.web.forms import AtMost, PortalForm, Required

WHAT_IS_WEAK = {
    rules.Weakness.SHORT: _(
        "Mật khẩu cần ít nhất %(least)s ký tự. Một câu dễ nhớ là tốt nhất, có dấu cách cũng được.",
        least=rules.SHORTEST_PASSWORD,
    ),
    rules.Weakness.LONG: _("Mật khẩu dài tối đa %(most)s ký tự.", most=rules.LONGEST_PASSWORD),
    rules.Weakness.GUESSABLE: _(
        "Mật khẩu này dễ đoán: phần lớn là từ quen thuộc, tên người, tên cơ quan hoặc dãy liền "
        "nhau. Xin chọn một câu chỉ quý vị nghĩ ra."
    ),
}
ADDRESS = Regexp(
    r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+$", message=_("Xin viết thư điện tử dạng ten@coquan.vn.")
)
DATE_HINT = _("Xin chọn một ngày, dạng ngày/tháng/năm.")
NUMBER_HINT = _("Xin viết một số từ 0 đến 999.")


def one_line(value: Any) -> Any:
    """Return text with every run of white space as one space; anything else as it is."""
    return " ".join(value.split()) if isinstance(value, str) else value


def number_or_none(value: Any) -> int | None:
    """Return the id a select sends, None for its empty choice."""
    return int(value) if value not in {None, "", "None"} else None


def attempt(form: Any, act: Callable[[], object]) -> bool:
    """Return whether the form was right and `act` was done; a refusal stands at its field."""
    if not form.validate_on_submit():
        return False
    try:
        act()
    except Unfit as refusal:
        field = form[refusal.field]
        field.errors = [*field.errors, gettext(refusal.advice)]
        return False
    return True


def _line(label: Any, most: int = 200, **kwargs: Any) -> StringField:
    validators = [*kwargs.pop("validators", ()), AtMost(most)]
    return StringField(label, filters=[one_line], validators=validators, **kwargs)


def _position() -> IntegerField:
    return IntegerField(
        _("Thứ tự trong danh sách"),
        default=0,
        validators=[Optional(), NumberRange(0, 999, message=NUMBER_HINT)],
    )


class SignInForm(PortalForm):
    """User name and password."""

    user_name = _line(
        _("Tên đăng nhập"),
        100,
        validators=[Required(_("Xin điền tên đăng nhập."))],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _("Mật khẩu"),
        validators=[Required(_("Xin điền mật khẩu.")), AtMost(1000)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class NewPasswordForm(PortalForm):
    """A password of one's own, typed twice."""

    new_password = PasswordField(
        _("Mật khẩu mới"),
        validators=[Required(_("Xin chọn một mật khẩu."))],
        render_kw={"autocomplete": "new-password"},
    )
    new_password_again = PasswordField(
        _("Gõ lại mật khẩu mới"),
        validators=[Required(_("Xin gõ lại mật khẩu để tránh gõ nhầm."))],
        render_kw={"autocomplete": "new-password"},
    )

    def know(self, words: Sequence[str]) -> "NewPasswordForm":
        """Return this form, which then refuses passwords made of `words`."""
        self._known = words
        return self

    def validate_new_password(self, field: Any) -> None:
        """Refuse what can be guessed, and say why."""
        found = rules.weakness(field.data, *self._known)
        if found:
            raise ValidationError(str(WHAT_IS_WEAK[found]))

    def validate_new_password_again(self, field: Any) -> None:
        """Refuse two different passwords."""
        if field.data != self.new_password.data:
            raise ValidationError(gettext("Hai lần gõ chưa giống nhau."))


class PasswordForm(NewPasswordForm):
    """The old password and a new one."""

    password = PasswordField(
        _("Mật khẩu đang dùng"),
        validators=[Required(_("Xin điền mật khẩu đang dùng.")), AtMost(1000)],
        render_kw={"autocomplete": "current-password"},
    )


class AuthorityForm(PortalForm):
    """The letterhead, and where citizens are received."""

    name = _line(_("Tên đầy đủ"), validators=[Required()])
    short_name = _line(_("Tên ngắn"), 60, validators=[Required()])
    parent = _line(_("Đơn vị cấp trên"))
    address = _line(_("Địa chỉ"))
    phone = _line(_("Điện thoại"), 60)
    email = _line(_("Thư điện tử"), validators=[Optional(), ADDRESS])
    reception = TextAreaField(
        _("Lịch tiếp công dân"), validators=[AtMost(4000)], render_kw={"rows": 6}
    )
    lawful_channel = TextAreaField(
        _("Nơi nhận khiếu nại, tố cáo"), validators=[AtMost(4000)], render_kw={"rows": 6}
    )
    brand_colour = _line(_("Màu nhận diện"), validators=[Required()])

    def validate_brand_colour(self, field: Any) -> None:
        """Refuse what is no colour, and what cannot be read on white."""
        if not rules.COLOUR.fullmatch(field.data):
            raise ValidationError(gettext("Xin viết màu dạng #0b5a63."))
        ratio = rules.contrast_with_white(field.data)
        if ratio < rules.LEAST_CONTRAST:
            message = gettext(
                "Màu này khó đọc trên nền trắng: tương phản %(now)s, cần ít nhất %(least)s.",
                now=number(ratio),
                least=number(rules.LEAST_CONTRAST),
            )
            raise ValidationError(message)

    def facts(self) -> AuthorityFacts:
        """Return what was typed."""
        return AuthorityFacts(**{name: self[name].data for name in AuthorityFacts.__annotations__})


class OfficeForm(PortalForm):
    """An office and where it belongs."""

    name = _line(_("Tên cơ quan"), validators=[Required()])
    short_name = _line(_("Tên ngắn"), 60)
    code = _line(
        _("Mã"),
        validators=[
            Required(),
            Regexp(
                r"^[A-Za-z0-9][A-Za-z0-9-]{0,19}$",
                message=_("Mã gồm chữ không dấu, số và gạch ngang, tối đa 20 ký tự."),
            ),
        ],
    )
    parent_id = SelectField(_("Thuộc"), coerce=number_or_none, validators=[Optional()])
    duties = TextAreaField(_("Phụ trách việc gì"), validators=[AtMost(2000)], render_kw={"rows": 3})
    phone = _line(_("Điện thoại"), 60)
    email = _line(_("Thư điện tử"), validators=[Optional(), ADDRESS])
    position = _position()
    valid_from = DateField(_("Hoạt động từ ngày"), validators=[Required(DATE_HINT)])

    def offer(self, offices: Sequence[Office]) -> "OfficeForm":
        """Return this form with `offices` to belong to."""
        self.parent_id.choices = office_choices(offices, _("Không thuộc cơ quan nào"))
        return self

    def facts(self) -> OfficeFacts:
        """Return what was typed."""
        typed = {name: self[name].data for name in OfficeFacts.__annotations__}
        return OfficeFacts(**typed | {"position": self.position.data or 0})


class EndOfficeForm(PortalForm):
    """The last day of an office, and who takes over."""

    last_day = DateField(_("Ngày hoạt động cuối cùng"), validators=[Required(DATE_HINT)])
    successor_id = SelectField(_("Cơ quan kế thừa"), coerce=number_or_none, validators=[Optional()])

    def offer(self, offices: Sequence[Office]) -> "EndOfficeForm":
        """Return this form with `offices` to take over."""
        self.successor_id.choices = office_choices(offices, _("Không có cơ quan kế thừa"))
        return self


class TopicForm(PortalForm):
    """A field and who answers for it."""

    name = _line(_("Tên lĩnh vực"), 100, validators=[Required()])
    office_id = SelectField(_("Cơ quan phụ trách"), coerce=number_or_none, validators=[Optional()])
    position = _position()
    active = BooleanField(_("Cho người dân chọn lĩnh vực này"), default=True)

    def offer(self, offices: Sequence[Office]) -> "TopicForm":
        """Return this form with `offices` to answer."""
        self.office_id.choices = office_choices(offices, _("Bộ phận tiếp nhận phân loại"))
        return self

    def facts(self) -> TopicFacts:
        """Return what was typed."""
        typed = {name: self[name].data for name in TopicFacts.__annotations__}
        return TopicFacts(**typed | {"position": self.position.data or 0})


class OfficialForm(PortalForm):
    """An official, their office and what they may do."""

    name = _line(_("Họ và tên"), validators=[Required()])
    title = _line(_("Chức danh"))
    email = _line(_("Thư điện tử"), validators=[Optional(), ADDRESS])
    office_id = SelectField(_("Cơ quan"), coerce=number_or_none, validators=[Required()])
    roles = SelectMultipleField(_("Vai trò"), coerce=Role)
    active = BooleanField(_("Tài khoản đang dùng"), default=True)

    def offer(self, offices: Sequence[Office]) -> "OfficialForm":
        """Return this form with `offices` to work in and the roles to hold."""
        self.office_id.choices = office_choices(offices, _("Xin chọn"))
        self.roles.choices = [(role, gettext(name)) for role, name in rules.ROLE_NAMES.items()]
        return self

    def validate_roles(self, field: Any) -> None:
        """Refuse an official who could do nothing."""
        if not field.data:
            raise StopValidation(gettext("Xin chọn ít nhất một vai trò."))

    def facts(self) -> OfficialFacts:
        """Return what was typed."""
        typed = {name: self[name].data for name in OfficialFacts.__annotations__ if name in self}
        return OfficialFacts(**typed | {"roles": frozenset(self.roles.data)})


class NewOfficialForm(OfficialForm):
    """An official who gets an account, in use from the first day."""

    active = None
    user_name = _line(
        _("Tên đăng nhập"),
        validators=[
            Required(),
            Regexp(
                r"^[A-Za-z0-9][A-Za-z0-9._-]{2,39}$",
                message=_("Tên đăng nhập gồm 3 đến 40 chữ không dấu, số, dấu chấm hoặc gạch."),
            ),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


def office_choices(offices: Sequence[Office], none: Any) -> list[tuple[Any, Any]]:
    """Return what a select offers: `none` first, then each office, ended ones marked."""
    return [("", none), *((office.id, _office_name(office)) for office in offices)]


def _office_name(office: Office) -> str:
    if office.valid_to is None:
        return office.name
    ended: str = gettext("%(office)s (đã kết thúc)", office=office.name)
    return ended
