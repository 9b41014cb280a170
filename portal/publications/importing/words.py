"""The vocabulary of administrative documents: kinds, units, roles, and how they are spelled."""

import re
import unicodedata

# Abbreviations of Nghị định 30/2020, phụ lục III, with those of laws and of the Party beside them.
KIND_BY_SIGN = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "HĐ": "Hợp đồng",
    "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu",
    "PC": "Phiếu chuyển",
    "NĐ": "Nghị định",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "KL": "Kết luận",
    "PL": "Pháp lệnh",
}
OFFICE_LETTER = "Công văn"
OTHERS = ("Nội quy", "Điều lệ", "Quy trình", "Hương ước", "Quy ước")
LAWS = ("Bộ luật", "Luật", "Pháp lệnh", "Hiến pháp")
KINDS = (*KIND_BY_SIGN.values(), OFFICE_LETTER, *LAWS, "Lệnh", *OTHERS)
KIND_BY_FOLDED = {kind.casefold(): kind for kind in KINDS}
KIND_WORDS = "|".join(sorted({re.escape(kind) for kind in KINDS}, key=len, reverse=True))

UNITS = ("tỉnh", "thành phố", "thị xã", "huyện", "quận", "phường", "xã", "thị trấn", "đặc khu")
UNIT_WORDS = "|".join(UNITS)
BODIES = (
    *("Ủy ban nhân dân", "Hội đồng nhân dân", "UBND", "HĐND", "Ủy ban Mặt trận Tổ quốc"),
    *(
        "Ủy ban MTTQ",
        "Thường trực",
        "Ban Chỉ đạo",
        "Ban Chấp hành",
        "Ban Thường vụ",
        "Ban Thường trực",
        "Ban",
    ),
    *("Văn phòng", "Sở", "Phòng", "Bộ", "Cục", "Chi cục", "Trung tâm", "Công an", "Trường"),
    *("Trạm Y tế", "Đảng ủy", "Tổng cục", "Viện", "Bệnh viện", "Kho bạc", "Thanh tra", "Hội"),
)
# Both places of the tone mark are written.
_SPELLINGS = {*BODIES, *(body.replace("Ủy", "Uỷ") for body in BODIES)}
BODY_WORDS = "|".join(sorted(map(re.escape, _SPELLINGS), key=len, reverse=True))

ROLES = (
    *("Chủ tịch", "Phó Chủ tịch", "Giám đốc", "Phó Giám đốc", "Tổng Giám đốc"),
    *("Phó Tổng Giám đốc", "Chánh Văn phòng", "Phó Chánh Văn phòng", "Trưởng phòng"),
    *("Phó Trưởng phòng", "Trưởng ban", "Phó Trưởng ban", "Bí thư", "Phó Bí thư", "Bộ trưởng"),
    *("Thứ trưởng", "Thủ tướng", "Phó Thủ tướng", "Cục trưởng", "Phó Cục trưởng", "Chánh án"),
    *("Chi cục trưởng", "Phó Chi cục trưởng", "Vụ trưởng", "Hiệu trưởng", "Phó Hiệu trưởng"),
    *("Viện trưởng", "Chánh Thanh tra", "Phó Chánh Thanh tra", "Trưởng Công an", "Trạm trưởng"),
    *("Chủ tọa", "Chủ tọa kỳ họp", "Chủ tọa phiên họp", "Thư ký", "Thư ký kỳ họp", "Trưởng đoàn"),
    *("Tổ trưởng", "Trưởng thôn", "Chỉ huy trưởng", "Chủ nhiệm", "Phó Chủ nhiệm", "Đội trưởng"),
    *("Phó Trưởng Công an", "Ủy viên", "Tổng Thư ký", "Quyền Chủ tịch", "Quyền Giám đốc"),
)
ROLE_BY_FOLDED = {role.casefold(): role for role in ROLES}

# The tone mark moves between "uỷ" and "ủy", "hoà" and "hòa"; looking words up must not see it.
_NEW_STYLE = {
    "oà": "òa",
    "oá": "óa",
    "oả": "ỏa",
    "oã": "õa",
    "oạ": "ọa",
    "uỳ": "ùy",
    "uý": "úy",
    "uỷ": "ủy",
    "uỹ": "ũy",
    "uỵ": "ụy",
}
_NEW_STYLE_PATTERN = re.compile("(?<!q)(?:" + "|".join(_NEW_STYLE) + r")(?!\w)")


def folded(words: str) -> str:
    """Return `words` for comparing: one case, one place of the tone mark, single spaces."""
    one_case = " ".join(words.casefold().split())
    return _NEW_STYLE_PATTERN.sub(lambda found: _NEW_STYLE[found[0]], one_case)


def kind_named(words: str) -> str | None:
    """Return the kind of document `words` name, as it is usually spelled, blanks or not."""
    return _KIND_BY_SQUEEZED.get(_squeezed(words.rstrip(":. ")))


def _squeezed(words: str) -> str:
    return folded(words).replace(" ", "")


_KIND_BY_SQUEEZED = {_squeezed(kind): kind for kind in KINDS}


_NOTHING = re.compile(r"[-\u2013\u2014_.…/*\s]*|không(?: có)?", re.IGNORECASE)


def says_nothing(words: str) -> bool:
    """Whether a cell or line only holds a dash or "không": it names nobody."""
    return _NOTHING.fullmatch(words) is not None


def is_capital(words: str) -> bool:
    """Whether every letter of `words` is a capital, and there is more than one."""
    return words.isupper() and sum(letter.isalpha() for letter in words) > 1


def slug(words: str) -> str:
    """Return `words` as a piece of an address: plain lower-case letters, digits, hyphens."""
    base = unicodedata.normalize("NFD", words.casefold().replace("đ", "d"))
    letters = (letter for letter in base if not unicodedata.combining(letter))
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in letters).split())


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_SHAPE = re.compile(r"(?=.)C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


def roman_value(letters: str) -> int | None:
    """Return the value of a well-formed Roman number below 400, or None."""
    if not _ROMAN_SHAPE.fullmatch(letters):
        return None
    values = [_ROMAN[letter] for letter in letters]
    later = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, later, strict=True))
