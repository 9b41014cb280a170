"""Personal data in a text, found by simple patterns and proposed for masking. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from portal.i18n import N_


class Personal(StrEnum):
    """What a piece of personal data is."""

    EMAIL = "email"
    ACCOUNT = "account"
    PHONE = "phone"
    PLATE = "plate"
    ID_NUMBER = "id_number"
    CERTIFICATE = "certificate"
    ADDRESS = "address"
    NAME = "name"


# What stands in its place for everyone to read.
MASKS: Mapping[Personal, str] = MappingProxyType(
    {
        Personal.EMAIL: N_("[địa chỉ thư điện tử]"),
        Personal.ACCOUNT: N_("[số tài khoản]"),
        Personal.PHONE: N_("[số điện thoại]"),
        Personal.PLATE: N_("[biển số xe]"),
        Personal.ID_NUMBER: N_("[số giấy tờ]"),
        Personal.CERTIFICATE: N_("[số giấy chứng nhận]"),
        Personal.ADDRESS: N_("[địa chỉ nhà]"),
        Personal.NAME: N_("[tên người]"),
    }
)

# What stands before the @; bounded and never tried again, for texts made to keep a machine busy.
MAILBOX = r"(?<![\w.+-])[\w.+-]{1,64}+"
HOUSE = r"\d{1,4}[a-z]?(?:/\d{1,4}[a-z]?)*"
LANE = r"(?:ngõ|ngo|ngách|ngach|hẻm|hem|kiệt|kiet)"
ROAD = r"(?:đường|duong|phố|pho)"
UPPER = "A-Z" + "".join(
    char for char in map(chr, (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA))) if char.isupper()
)
WORD = rf"(?-i:[{UPPER}][\w]*)"
CALLED = rf"{WORD}(?:\s+{WORD}){{0,3}}"
# A number of these is no house: cột số 14 đường Cầu Đá.
NO_HOUSE = "".join(
    rf"(?<!{word} )"
    for word in ("cột", "cot", "trạm", "tram", "tuyến", "tuyen", "đèn", "den", "quầy", "quay",
                 "văn bản", "hoạch", "định", "cống", "biển", "bien", "xe", "lô")
)  # fmt: skip
SURNAMES = (
    "nguyễn|nguyen|trần|tran|lê|le|phạm|pham|hoàng|hoang|huỳnh|huynh|phan|vũ|vu|võ|vo|đặng|dang"
    "|bùi|bui|đỗ|do|hồ|ho|ngô|ngo|dương|duong|lý|ly|đinh|dinh|đoàn|doan|trịnh|trinh|mai|đào|dao"
    "|hà|ha|tô|to|tạ|ta|nông|nong|lò|lo|vi|triệu|trieu|lương|luong|cao|chu|quách|quach|tống|tong"
)
# Those that are no other words, typed without capitals; and so of given names.
PLAIN_SURNAMES = (
    "nguyễn|nguyen|trần|tran|phạm|pham(?! vi)|huỳnh|huynh|hoàng|đặng|bùi|bui|đỗ|trịnh|trinh|đinh"
    "|đoàn|lê|vũ|võ|ngô|dương|đào|quách|tạ|nông"
)
GIVEN = (
    "lan|hoa(?! (?:hồng|mai|quả|màu|giấy))|hằng|hạnh|huệ|hương(?! ước)|oanh|yến|nhung|trang|thảo"
    "|loan|nga|quyên|quyen|thủy|thuỷ|tuấn|tuan|dũng|cường(?! điệu)|khánh|tùng|hải|tâm|phượng|hưng"
    "|hiền|vinh|quang"
)
MIDDLES = "văn|van|thị|thi|hữu|huu"
# Roads, schools and bridges bear the names of people.
NO_PERSON = "".join(
    rf"(?<!{word} )"
    for word in ("đường", "duong", "phố", "pho", "trường", "truong", "chợ", "cầu", "cau", "học",
                 "thpt", "thcs", "quảng trường", "công viên", "tượng")
)  # fmt: skip
TITLES = (
    "ông|ong|bà|ba|anh|chị|chi|cô|co|chú|chu|bác|bac|cậu|cau|dì|di|thầy|thay|cụ|cu|em|cháu|chau"
    "|vợ|chồng|con trai|con gái|mr|mrs|ms"
)
# After a title these begin a post, not a name.
POSTS = (
    "Trưởng|Phó|Chủ|Giám|Bí|Thư|Cán|Công|Hội|Ban|Phòng|Ủy|Xã|Thôn|Tổ|Hiệu|Bác|Kế|Chánh|Đội|Nhà"
    "|Truong|Pho|Chu|Can|Cong|Hoi|Phong|Uy|Xa|Thon|To"
)

# Where two patterns overlap, the earlier one in this table is right.
PATTERNS: tuple[tuple[Personal, re.Pattern[str]], ...] = (
    (Personal.EMAIL, re.compile(rf"{MAILBOX}@[\w-]+(?:\.[\w-]+)+")),
    (
        Personal.EMAIL,  # "lan (at) gmail . com", as people write it where they fear machines
        re.compile(
            MAILBOX
            + r"\s{0,3}(?:@|[(\[]\s?(?:at|a\s?còng|a\s?cong)\s?[)\]]|\bat\s|\ba\s?(?:còng|cong)\s)"
            r"\s{0,3}[\w-]{1,60}(?:\s{0,3}(?:\.|[(\[]?\s?\b(?:dot|chấm|cham)\b\s?[)\]]?)\s{0,3}"
            r"(?:com|vn|net|org|edu|gov|info)\b)+",
            re.IGNORECASE,
        ),
    ),
    (
        Personal.ACCOUNT,
        re.compile(
            r"(?:\bstk|số\s+tài\s+khoản|so\s+tai\s+khoan|tài\s+khoản|tai\s+khoan|\btk)"
            r"(?:\s+(?:ngân\s+hàng|ngan\s+hang|số|so|là|la))*\s*[:.]?\s*"
            r"(?P<value>\d(?:[ .-]?\d){5,18})(?!\d)",
            re.IGNORECASE,
        ),
    ),
    (
        Personal.PHONE,
        re.compile(
            r"(?<![\d/.-])(?:"
            r"(?:\+?84|0)[ .-]?[35789](?:[ .-]?\d){8}"  # mobile: ten digits
            r"|(?:\+?84|0)[ .-]?2(?:[ .-]?\d){9}"  # fixed: eleven digits
            r"|\(0\d{1,3}\)[ .-]?\d(?:[ .-]?\d){6,7}"
            r")(?![\d/])"
        ),
    ),
    (
        Personal.PLATE,
        re.compile(
            r"(?<![\w/])[1-9]\d[ -]?[A-ZĐ]{1,2}\d?"
            r"(?:[ -]\d{3}[.]?\d{2}|\d{3}[.]\d{2}|[ -]\d{4})(?![\d/])",
            re.IGNORECASE,
        ),
    ),
    (
        Personal.PLATE,  # typed in one: 29a12345
        re.compile(r"(?<![\w/.-])[1-9]\d(?:[A-ZĐ]\d?|LD|KT)\d{5}(?![\w/]|[.,]\d)", re.IGNORECASE),
    ),
    (
        Personal.ID_NUMBER,  # a passport; a card of the health insurance
        re.compile(
            r"(?:hộ\s*chiếu|ho\s*chieu|passport)[^.\n;\d]{0,20}?\b(?P<value>[A-Z]\s?\d{6,8})(?!\w)",
            re.IGNORECASE,
        ),
    ),
    (Personal.ID_NUMBER, re.compile(r"(?<![\w/.-])[BCNP]\d{7,8}(?![\w/])")),
    (
        Personal.ID_NUMBER,
        re.compile(r"(?<![\w/.-])[A-Z]{2}(?:[ .-]?\d){13}(?![\w/])", re.IGNORECASE),
    ),
    (
        Personal.ID_NUMBER,  # ten digits after the words for an insurance or a tax number
        re.compile(
            r"(?:\bbhyt|\bbhxh|\bmst|bảo\s+hiểm(?:\s+(?:y\s+tế|xã\s+hội))?"
            r"|bao\s+hiem(?:\s+(?:y\s+te|xa\s+hoi))?|mã\s+số\s+thuế|ma\s+so\s+thue|mã\s+thẻ|ma\s+the)"
            r"[^.\n;\d]{0,20}(?P<value>\d{10})(?!\d)",
            re.IGNORECASE,
        ),
    ),
    (
        Personal.ID_NUMBER,
        re.compile(
            r"(?<![\d/.,-])(?:\d{12}|\d{9}|0\d{2}(?:[ .-]?\d{3}){3}|\d{3} \d{3} \d{3})"
            r"(?![\d/]|[.,]\d|\s*(?:đồng|đ\b|vnđ|vnd|triệu|tỷ))",
            re.IGNORECASE,
        ),
    ),
    (
        Personal.CERTIFICATE,
        re.compile(
            r"(?:sổ\s+đỏ|so\s+do|sổ\s+hồng|so\s+hong|chứng\s+nhận|chung\s+nhan|\bgcn\w*|s[êe]-?ri"
            r"|phát\s+hành|phat\s+hanh|vào\s+sổ|vao\s+so)[^.\n;]{0,50}?"
            r"\b(?P<value>(?-i:[A-ZĐ]{1,2})\s?\d{5,8})(?!\d)",
            re.IGNORECASE,
        ),
    ),
    (
        Personal.ADDRESS,
        re.compile(
            rf"(?:\b(?:số\s+nhà|so\s+nha|nhà\s+số|nha\s+so)\s*:?\s*{HOUSE}"
            rf"|{NO_HOUSE}\b(?:số|so|nhà|nha)\s+{HOUSE}(?=\s*,?\s*(?:{LANE}|{ROAD})\s)"
            rf"|\b{LANE}\s+{HOUSE}\s*,?\s*(?:nhà(?:\s+số)?|nha(?:\s+so)?|số\s+nhà|so\s+nha)\s+{HOUSE}"
            rf"|\b\d{{1,4}}[a-z]?/\d{{1,4}}[a-z]?(?:/\d{{1,4}})*(?=\s+(?:{LANE}|{ROAD})\s))"
            rf"(?:\s*,?\s*(?:{LANE}\s+{HOUSE}|(?:{LANE}|{ROAD})\s+{CALLED}))*",
            re.IGNORECASE,
        ),
    ),
    (
        Personal.ADDRESS,  # nhà 12/5 tổ 3
        re.compile(
            rf"{NO_HOUSE}\b(?:nhà|nha)\s+{HOUSE}\s*,?\s*(?:(?:tổ|to|khu|xóm|xom|ấp|ap|khóm|khom)"
            rf"(?:\s+(?:dân\s+phố|dan\s+pho|phố|pho))?\s+(?:\d{{1,3}}\b|{CALLED})|(?:thôn|thon)\s+{CALLED})",
            re.IGNORECASE,
        ),
    ),
    (
        Personal.NAME,
        re.compile(
            rf"{NO_PERSON}\b(?P<value>(?:{SURNAMES})\s+(?:{MIDDLES})\s+(?!số\b|so\b)[^\W\d_]{{1,8}}"
            rf"(?:\s+{WORD})?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Personal.NAME,
        re.compile(
            rf"{NO_PERSON}\b(?P<value>(?-i:Nguyễn|Trần|Phạm|Hoàng|Bùi|Đặng|Lê|Tạ|Nông|Vũ|Đỗ|Ngô)"
            rf"\s+{WORD}\s+{WORD}(?:\s+{WORD})?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Personal.NAME,
        re.compile(rf"\b(?:{TITLES})\s+(?P<value>(?!(?-i:{POSTS})\b){CALLED})", re.IGNORECASE),
    ),
    (
        Personal.NAME,  # typed without capitals: ông trần nam, chị lan
        re.compile(
            rf"\b(?:{TITLES})\s+(?P<value>(?:(?:{PLAIN_SURNAMES})\s+[^\W\d_]{{1,7}}|{GIVEN}))\b",
            re.IGNORECASE,
        ),
    ),
    (
        Personal.NAME,
        re.compile(
            r"(?:\btôi\s+(?:tên\s+)?là|\btên\s+(?:tôi\s+)?là|\bhọ\s+(?:và\s+)?tên\s*:?"
            r"|\bngười\s+(?:gửi|viết|phản\s+ánh)\s*:)"
            rf"\s+(?P<value>{CALLED})",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True)
class Found:
    """One piece of personal data: `text[start:end]` of where it was looked for."""

    personal: Personal
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A run of a text; `personal` says what it is, None for what anybody may read."""

    text: str
    personal: Personal | None


def personal_data(text: str) -> list[Found]:
    """Return what in `text` looks like personal data, in its order, without overlaps."""
    taken: list[Found] = []
    for candidate in _candidates(text):
        if all(candidate.end <= other.start or other.end <= candidate.start for other in taken):
            taken.append(candidate)
    return sorted(taken, key=lambda found: found.start)


def pieces(text: str) -> list[Piece]:
    """Return the whole of `text` cut where personal data begins and ends, for marking it."""
    cut, at = [], 0
    for found in personal_data(text):
        cut.append(Piece(text[at : found.start], None))
        cut.append(Piece(text[found.start : found.end], found.personal))
        at = found.end
    cut.append(Piece(text[at:], None))
    return [piece for piece in cut if piece.text]


def masked(text: str, masks: Mapping[Personal, str] = MASKS) -> str:
    """Return `text` with each piece of personal data replaced by what it was."""
    return "".join(
        piece.text if piece.personal is None else masks[piece.personal] for piece in pieces(text)
    )


def _candidates(text: str) -> Iterator[Found]:
    for personal, pattern in PATTERNS:
        group = "value" if "value" in pattern.groupindex else 0
        for match in pattern.finditer(text):
            yield Found(personal, *match.span(group))
