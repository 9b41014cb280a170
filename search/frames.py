"""The words around what somebody looks for: questions, courtesies, and words that say little."""

from collections.abc import Sequence

from search.concepts import Word
from search.folding import Syllable, syllable

# Words people put around what they look for, and words they hope to read: the first are
# dropped when enough is left, the second count where they stand.
FRAMES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            *(
                "tôi muốn biết",
                "tôi muốn hỏi",
                "tôi muốn",
                "tôi cần",
                "cho tôi hỏi",
                "cho tôi biết",
            ),
            *("cho hỏi", "xin hỏi", "xin cho biết", "cho biết", "làm ơn", "tìm kiếm", "vì sao"),
            *(
                "tại sao",
                "là gì",
                "những gì",
                "có được không",
                "được không",
                "phải không",
                "có phải",
            ),
            *("có không", "thì sao", "ra sao", "hay không", "hay chưa"),
        ),
        (),
    ),
    **dict.fromkeys(
        ("làm thế nào để", "làm thế nào", "làm sao để", "làm sao", "như thế nào", "thế nào"),
        ("cách", "hướng dẫn"),
    ),
    **dict.fromkeys(
        ("khi nào", "bao giờ", "lúc nào", "ngày nào", "mấy giờ", "bữa nào"), ("thời gian", "giờ")
    ),
    **dict.fromkeys(
        ("ở đâu", "đến đâu", "chỗ nào", "ở chỗ nào", "nơi nào", "ở nơi nào"),
        ("địa điểm", "tại", "tầng"),
    ),
    **dict.fromkeys(
        ("bao nhiêu tiền", "mất bao nhiêu tiền", "giá bao nhiêu"), ("giá", "đồng", "phí")
    ),
    "bao nhiêu": ("mức", "số", "đồng"),
    **dict.fromkeys(
        ("bao lâu", "bao lâu thì", "bao lâu thì được", "mất bao lâu", "trong bao lâu"),
        ("thời hạn", "ngày"),
    ),
    **dict.fromkeys(("cần gì", "cần những gì", "gồm những gì"), ("hồ sơ", "giấy tờ", "gồm")),
    **dict.fromkeys(("là ai", "do ai", "ai là"), ("phụ trách", "chủ trì")),
}
# Words too common to be asked for; they count but need not stand there.
SLIGHT = frozenset(
    {
        *("và", "của", "các", "những", "cho", "với", "để", "thì", "là", "được", "có", "này", "đó"),
        *("mà", "một", "về", "theo", "trong", "khi", "bị", "từ", "đến", "cũng", "như", "hay"),
        *("hoặc", "nào", "gì", "ai", "mấy", "ạ", "nhé", "vậy", "sẽ", "đã", "đang", "nếu"),
    }
)
# Those of them that mean nothing else when typed without marks.
SLIGHT_PLAIN = frozenset({"va", "cua", "cac", "nhung", "voi", "thi", "duoc"})
# The last word of a question that yes or no would answer.
ENDINGS = ("không", "khong", "chưa", "chua", "nhỉ", "ạ", "nhé")
LONG = 3
_FRAMES = sorted(
    ((tuple(map(syllable, frame.split())), hints) for frame, hints in FRAMES.items()),
    key=lambda frame: -len(frame[0]),
)
Hint = tuple[str, str]


def dropped(row: Sequence[Word]) -> tuple[list[Word], tuple[Hint, ...]]:
    """Return `row` without its frames, and field and token of each word hoped for."""
    left: list[Word] = []
    hoped: list[str] = []
    place = 0
    while place < len(row):
        frame = next((f for f in _FRAMES if _stands(row[place : place + len(f[0])], f[0])), None)
        if frame is None:
            left.append(row[place])
            place += 1
        else:
            hoped += frame[1]
            place += len(frame[0])
    if len(left) > LONG and left[-1] == row[-1] and left[-1].exact in _ENDINGS:
        left.pop()
    return left, tuple(map(_hint, dict.fromkeys(hoped)))


def _stands(here: Sequence[Word], frame: Sequence[Syllable]) -> bool:
    """Whether the words `here` are the question words `frame`."""
    return len(here) == len(frame) and all(
        word.exact == key.exact if word.marked else word.folded == key.folded
        for word, key in zip(here, frame, strict=True)
    )


def _hint(words: str) -> Hint:
    """Return where one or two `words` stand in a part."""
    keys = [syllable(word) for word in words.split()]
    if len(keys) == 1:
        return "body_exact", keys[0].exact
    return "body_pairs", "_".join(key.folded for key in keys)


def is_slight(word: Word, row: Sequence[Word]) -> bool:
    """Whether `word` says little in `row`: as written, or surely so where nobody typed marks."""
    if any(other.marked for other in row):
        return word.exact in _SLIGHT
    return word.folded in SLIGHT_PLAIN


_SLIGHT = frozenset(syllable(word).exact for word in SLIGHT)
_ENDINGS = frozenset(syllable(word).exact for word in ENDINGS)
