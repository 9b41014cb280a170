"""Whether a text says anything at all beside courtesies, stock phrases and vague promises. Pure.

Words are read with their marks where the writer set any: "đèn" is a lamp, "đến" only a filler, and
both fold to the same letters. It errs towards letting a text through; a short one that names what
was done is an answer.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from portal.cases.rules import fold

FEWEST = 2  # words that say something; with fewer nobody learns anything
FEWEST_PROMISED = 4  # the same in a sentence that promises without a day, a number or a reason

FILLER = frozenset(
    re.findall(
        r"\w+",
        """
    kính gửi thưa quý vị ông bà anh chị cô chú bạn người dân công bác xin chân thành cảm ơn
    trân trọng của đã được sẽ đang và với cho đến tại theo định pháp luật thời gian sớm nhất
    tôi chúng các những này do về việc vấn đề nội dung ý kiến phản ánh nghị góp ủy nhân ubnd xã
    phường thị phòng quan chuyên môn bộ liên xem xét nghiên cứu xử lý giải quyết trả lời hồi
    kiểm thông báo sau kết quả một cách rất dear sir madam hello thank you for your the a we
    have has been received it and will be to of this message matter is our office look into
    consider forwarded noted department soon regards sincerely
    """,
    )
)
TELLING = frozenset({"việc", "thông", "báo"})  # what these do say where they stand by themselves
# The same word spelt otherwise, and words that only end a conversation.
MORE_FILLER = frozenset({"cám", "nhận", "chỉ", "kiên", "uỷ", "kiện", "thì", "là", "có", "ạ", "nhé"})
EMPTY = frozenset({"xong", "ok", "oke", "okay", "rồi", "vâng", "dạ", "done", "yes", "hiểu"})
# Said of anything and therefore of nothing; taken out before words are counted.
STOCK = (
    "rút kinh nghiệm", "nghiêm túc", "tiếp thu", "tiếp nhận", "ghi nhận", "thông cảm", "mong",
    "cố gắng", "nỗ lực", "hết sức", "sớm nhất có thể", "trong thời gian tới", "trong thời gian",
    "quan tâm", "lắng nghe", "đóng góp", "xin lỗi", "bất tiện", "phối hợp", "đơn vị", "cơ quan",
    "chức năng", "lãnh đạo", "báo cáo", "chỉ đạo", "tăng cường", "đẩy nhanh", "tiến độ", "triệt để",
    "dứt điểm", "khắc phục", "theo dõi", "tiếp tục", "thẩm quyền", "đúng", "quy định", "quy trình",
    "nhanh chóng", "kịp thời", "hợp tác", "ủng hộ", "chia sẻ", "sự", "kiểm tra", "chuyển",
    "bộ phận", "phụ trách", "cán bộ", "bà con", "nhân dân", "địa phương", "chính quyền", "luôn",
    "thông báo", "đồng ý", "rà soát", "đề xuất", "tham mưu", "cấp trên", "cấp có", "hoàn thiện",
    "tốt hơn", "yên tâm",
    "as soon as possible", "in due course", "do our best", "apologise", "apologize", "sorry",
    "inconvenience", "feedback", "patience", "take", "seriously", "any", "regarding", "contacting",
    "contact", "appreciate", "relevant", "authorities", "units", "review", "reviewing", "process",
)  # fmt: skip
# What somebody did with their hands: one such word is an answer.
DONE = (
    "thay", "sửa", "lắp", "dọn", "nạo vét", "khơi", "cắt", "tỉa", "chặt", "vá", "san", "sơn",
    "bơm", "gỡ", "tháo", "xử phạt", "phạt", "đình chỉ", "hàn", "đào", "lấp", "rải", "dựng", "thu",
    "hút", "quét", "trồng", "in lại", "hoàn tiền", "trả tiền", "trả lại", "cấp lại", "cấp giấy",
    "mở lại", "đóng điện",
)  # fmt: skip
PROMISING = ("sẽ", "đang", "will", "are working", "is being")
SURE = (
    "vì", "bởi", "nguyên nhân", "hôm nay", "sáng nay", "chiều nay", "tối nay", "ngày mai",
    "tuần này", "tuần sau", "tuần tới", "cuối tuần", "tháng này", "tháng sau", "tháng tới",
    "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật", "trước tết",
    "because", "today", "tomorrow", "week", "monday", "tuesday", "wednesday", "thursday", "friday",
)  # fmt: skip
END = re.compile(r"(?<=[.!?…;])\s+|\n+")
NUMBER = re.compile(r"\d[\d.,/:-]*")
OWN_NUMBER = re.compile(r"\byk-\d{4}-\d+(?:-\d+)?\b")
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class _Reading:
    """The word lists as one pattern each, spelt with marks or without."""

    idle: frozenset[str]
    stock: re.Pattern[str]
    done: re.Pattern[str]
    promising: re.Pattern[str]
    sure: re.Pattern[str]


def is_thin(text: str) -> bool:
    """Return whether next to nothing stands in `text` beside courtesies and vague promises."""
    plain = unicodedata.normalize("NFC", OWN_NUMBER.sub(" ", text.lower()))
    reading = _UNMARKED if plain.isascii() else _MARKED
    said = [_said_in(sentence, reading) for sentence in END.split(plain)]
    return reading.done.search(plain) is None and len(set().union(*said)) < FEWEST


def _said_in(sentence: str, reading: _Reading) -> set[str]:
    """Return the words of `sentence` from which somebody learns something."""
    left = reading.stock.sub(" ", sentence)
    said = {word for word in WORD.findall(left) if word not in reading.idle}
    if said and NUMBER.search(sentence):
        return said | {"#"}  # a number with what it counts
    vague = reading.promising.search(sentence) and not reading.sure.search(sentence)
    return set() if vague and len(said) < FEWEST_PROMISED else said


def _reading(spell: Callable[[str], str]) -> _Reading:
    def one_of(phrases: Iterable[str], before: str = "") -> re.Pattern[str]:
        longest = sorted(map(spell, phrases), key=len, reverse=True)
        return re.compile(rf"\b{before}(?:{'|'.join(map(re.escape, longest))})\b")

    return _Reading(
        idle=frozenset(map(spell, (FILLER | MORE_FILLER | EMPTY) - TELLING)),
        stock=one_of(STOCK),
        done=one_of(DONE, spell("(?:đã|vừa|mới) (?:được |cho |xong )?")),
        promising=one_of(PROMISING),
        sure=one_of(SURE),
    )


_MARKED, _UNMARKED = _reading(str), _reading(fold)
