"""Names of persons: how they are known from other words in capitals."""

import re

# Family names, of the Kinh and of peoples of the mountains; a name in capitals must begin with one.
_FAMILIES = """
nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trịnh đào đoàn lâm
phùng tạ tô trương vương cao chu châu quách thái tống triệu lưu lục mã ma hứa kiều la cù bế lèo cà
cầm đèo quàng tòng vàng thào hạng vừ lầu mùa ly lò giàng sùng vi nông hà mai lương tăng thân từ
văn viên bạch bành bàn đàm điêu hán khổng khúc khuất lại lã lữ lường mạc nghiêm ngọc ninh ông phí
phó phương quan sầm sơn tiêu tôn trà trang úc ung vạn vy xa y a đồng đường giáp hầu hùng hoa kha
kim mẫn mạnh nhâm nhan rơ siu rmah ksor niê êban hmok kpă nay
"""
FAMILY_NAMES = frozenset(_FAMILIES.split())
# First words of bodies and of lines beside a signature.
_OTHERS = """
ủy uỷ ubnd hđnd hội thường ban văn sở phòng bộ cục chi trung công trường trạm đảng tổng viện bệnh
kho thanh như lưu các nơi đồng mặt
"""
_NO_NAMES = frozenset(_OTHERS.split())
_SIGNED = re.compile(r"[(\[]?\s?đã ký\s?[)\]]?\s?:?", re.IGNORECASE)
_DEGREE = re.compile(r"(?:(?:GS|PGS|TS|ThS|BS|CN|KS|CK\s?I{1,2}|Th\.S|T\.S)\s?\.?\s?)+(?=\S)")
_FEWEST_WORDS, _MOST_WORDS = 2, 6


def person_named(words: str) -> str | None:
    """Return `words` when they have the shape of a person's name, without degree, as one is said.

    A name in capitals is only known by its family name.
    """
    bare = _DEGREE.sub("", _SIGNED.sub("", words)).strip()
    parts = bare.split()
    if not _FEWEST_WORDS <= len(parts) <= _MOST_WORDS or not all(map(str.isalpha, parts)):
        return None
    first = parts[0].casefold()
    if bare.isupper():
        name = " ".join(map(str.capitalize, parts))
        return name if first in FAMILY_NAMES else None
    return bare if first not in _NO_NAMES and all(map(_is_name_word, parts)) else None


def _is_name_word(part: str) -> bool:
    return part[0].isupper() and (len(part) == 1 or part[1:].islower())
