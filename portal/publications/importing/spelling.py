"""How bodies and roles that a document prints in capitals are spelled in small letters."""

from portal.publications.importing.words import BODIES, ROLES, UNITS, folded, is_capital

# What bodies are for, as they spell it; a hyphen or "và" may stand between two of them.
_FIELDS = (
    *("Kinh tế", "Hạ tầng", "Đô thị", "Văn hóa", "Xã hội", "Nội vụ", "Tài chính", "Kế hoạch"),
    *("Giáo dục", "Đào tạo", "Y tế", "Tư pháp", "Công Thương", "Xây dựng", "Nông nghiệp"),
    *("Môi trường", "Khoa học", "Công nghệ", "Thông tin", "Truyền thông", "Dân tộc", "Tôn giáo"),
    *("Du lịch", "Thể thao", "Tài nguyên", "Lao động", "Thương binh", "Giao thông vận tải"),
    *("Phục vụ hành chính công", "Dịch vụ sự nghiệp công", "Học tập cộng đồng", "Hành chính"),
    *("Quản lý dự án", "Quản lý", "Chỉ đạo", "Chỉ huy", "Quân sự", "Tiếp công dân"),
    *("Phòng thủ dân sự", "Tuyên giáo", "Dân vận", "Tổ chức", "Kiểm tra"),
    *("Công tác Mặt trận", "Công tác"),
    *("Thanh tra nhân dân", "Giám sát đầu tư của cộng đồng", "Mặt trận Tổ quốc", "Việt Nam"),
    *("Nông dân", "Liên hiệp Phụ nữ", "Phụ nữ", "Cựu chiến binh", "Người cao tuổi"),
    *("Chữ thập đỏ", "Thanh niên Cộng sản Hồ Chí Minh", "Thanh niên", "Thường trực", "Thường vụ"),
    *("Tổ công tác", "Tổ", "Đội", "Đoàn", "Tiểu ban", "Chi bộ", "Hạt", "Kiểm lâm"),
    *("Ngân sách", "Pháp chế", "Vụ", "Công chức", "Viên chức"),
    *("Tiểu học", "Mầm non", "Trung học cơ sở", "Trung học phổ thông", "Ủy", "Đảng", "Bộ"),
)
_SHORT = (
    *("UBND", "HĐND", "MTTQ", "UBMTTQ", "TNCS", "THCS", "THPT", "TH", "QLDA", "XDCB", "PCTT"),
    *("TKCN", "DQTV"),
)
_SMALL = (
    *("và", "của", "cấp", "thực hiện", "dân chủ", "ở", "cơ sở", "chống", "thiên tai"),
    *("tìm kiếm cứu nạn", "cải cách hành chính", "chuyển đổi số", "nông thôn mới", "giảm nghèo"),
    *("bầu cử", "chính quyền", "kỳ họp", "phiên họp", "quy chế", "dịch bệnh", "lâm thời"),
)
# Behind these stands a name, to the end.
_NAMED = (*UNITS, "thôn", "ấp", "khu phố", "tổ dân phố", "chợ", "số")
_SCHOOLS = {"tiểu học", "mầm non", "trung học cơ sở", "trung học phổ thông", "thcs", "thpt"}
_ALL = (*_SMALL, *_NAMED, *_FIELDS, *_SHORT, *BODIES, *ROLES)
_BY_FOLDED = {folded(words): words for words in _ALL}
_LONGEST = max(len(words.split()) for words in _BY_FOLDED)
_WHOLE = {folded(words): words for words in (*BODIES, *ROLES)}
_IN_NAMES = {folded(words): words for words in (*UNITS, "số")}
_OPENS_NAME = {*_SCHOOLS, *map(folded, _NAMED)}
_STOPS = ",-\u2013&"


def spelled(words: str) -> str:
    """Return a body or role in its usual spelling when all of it is known, else as written.

    "ỦY BAN NHÂN DÂN XÃ VÂN KHÊ" becomes "Ủy ban nhân dân xã Vân Khê".
    """
    single = " ".join(words.split())
    if known := _WHOLE.get(folded(single)):
        return known
    return (_in_small_letters(single) or single) if is_capital(single) else single


def _in_small_letters(words: str) -> str | None:
    """Return `words` piece by known piece; None when one is neither known nor a name."""
    left, found = words.split(), list[str]()
    named = False
    while left:
        known, count = _known(left, _IN_NAMES if named else _BY_FOLDED)
        after_unit = bool(found) and folded(found[-1]) in _IN_NAMES
        if known is None and not named:
            return None
        if known and not known.strip(_STOPS):
            named = False
        elif named and (known is None or after_unit):
            known, count = left[0].capitalize(), 1
        found.append(known or "")
        named = named or folded(found[-1]) in _OPENS_NAME
        del left[:count]
    whole = " ".join(found)
    return whole[0].upper() + whole[1:]


def _known(left: list[str], among: dict[str, str]) -> tuple[str | None, int]:
    """Return the longest known piece `left` begins with, and how many words it has."""
    if not left[0].strip(_STOPS):
        return left[0], 1
    for count in range(min(_LONGEST, len(left)), 0, -1):
        piece = " ".join(left[:count])
        bare = piece.rstrip(_STOPS)
        if known := among.get(folded(bare)) if bare == bare.strip() else None:
            return known + piece[len(bare) :], count
    return None, 1
