"""What WTForms says by itself about a form, in our words: it brings no Vietnamese."""

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import gettext

from portal.i18n import N_
from portal.web.csrf import STALE

EMPTY = N_("Xin điền mục này.")
CHOICE = N_("Lựa chọn này không có trong danh sách. Xin chọn lại.")
CHANGED = N_("Mục này không sửa được ở đây.")
DAY = N_("Ngày này không có trong lịch. Xin nhập lại.")
NUMBER = N_("Xin viết một số, chỉ gồm các chữ số.")
OURS: Mapping[str, str] = MappingProxyType(
    {
        "Field must be equal to %(other_name)s.": N_("Hai lần nhập chưa giống nhau."),
        "Field must be at least %(min)d character long.": N_("Xin viết ít nhất %(min)d chữ."),
        "Field cannot be longer than %(max)d character.": N_("Xin viết nhiều nhất %(max)d chữ."),
        "Field must be exactly %(max)d character long.": N_("Xin viết đúng %(max)d chữ."),
        "Field must be between %(min)d and %(max)d characters long.": N_(
            "Xin viết từ %(min)d đến %(max)d chữ."
        ),
        "Number must be at least %(min)s.": N_("Xin viết một số từ %(min)s trở lên."),
        "Number must be at most %(max)s.": N_("Xin viết một số không quá %(max)s."),
        "Number must be between %(min)s and %(max)s.": N_(
            "Xin viết một số từ %(min)s đến %(max)s."
        ),
        "Date must be at least %(min)s.": N_("Xin chọn một ngày từ %(min)s trở đi."),
        "Date must be at most %(max)s.": N_("Xin chọn một ngày không sau %(max)s."),
        "Date must be between %(min)s and %(max)s.": N_(
            "Xin chọn một ngày từ %(min)s đến %(max)s."
        ),
        "This field is required.": EMPTY,
        "Invalid input.": N_("Mục này chưa viết đúng dạng. Xin xem lại."),
        "Invalid email address.": N_("Xin viết thư điện tử dạng ten@coquan.vn."),
        "Invalid IP address.": N_("Đây không phải một địa chỉ mạng (IP)."),
        "Invalid Mac address.": N_("Đây không phải một địa chỉ máy (MAC)."),
        "Invalid URL.": N_("Đây không phải một địa chỉ trang web."),
        "Invalid UUID.": N_("Mã này chưa đúng dạng."),
        "Invalid value, must be one of: %(values)s.": CHOICE,
        "Invalid value, can't be any of: %(values)s.": CHOICE,
        "This field cannot be edited.": CHANGED,
        "This field is disabled and cannot have a value.": CHANGED,
        "Invalid CSRF Token.": STALE,
        "CSRF token missing.": STALE,
        "CSRF failed.": STALE,
        "CSRF token expired.": STALE,
        "Invalid Choice: could not coerce.": CHOICE,
        "Not a valid choice.": CHOICE,
        "Invalid choice(s): one or more data inputs could not be coerced.": CHOICE,
        "'%(value)s' is not a valid choice for this field.": CHOICE,
        "Not a valid datetime value.": N_("Ngày giờ này không có trong lịch. Xin nhập lại."),
        "Not a valid date value.": DAY,
        "Not a valid time value.": N_("Giờ này không có. Xin viết giờ và phút, ví dụ 14:30."),
        "Not a valid week value.": N_("Tuần này không có trong lịch. Xin nhập lại."),
        "Not a valid integer value.": NUMBER,
        "Not a valid decimal value.": NUMBER,
        "Not a valid float value.": NUMBER,
    }
)


class FormWords:
    """The translations WTForms asks: its own messages and ours, in the reader's language."""

    def gettext(self, message: str) -> str:
        """Return `message`, one of WTForms or one of ours, in the reader's language."""
        return str(gettext(OURS.get(message, message))) if message else message

    def ngettext(self, singular: str, _plural: str, _count: int) -> str:
        """Return the message of `singular`: ours read well for any number."""
        return self.gettext(singular)
