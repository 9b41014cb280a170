"""Abbreviations and full names that mean the same, found in either spelling."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from search.folding import fold, syllable

# Each row names one thing; the first spelling gives the token. A spelling that stands in
# two rows is ambiguous: a query tries both meanings, a text is left as it is written.
TABLE: tuple[tuple[str, ...], ...] = (
    ("UBND", "ủy ban nhân dân", "UB nhân dân"),
    ("HĐND", "hội đồng nhân dân"),
    ("MTTQ", "mặt trận tổ quốc"),
    ("UBMTTQ", "ủy ban mặt trận tổ quốc"),
    ("QCDC", "quy chế dân chủ"),
    ("TTHC", "thủ tục hành chính"),
    ("CCHC", "cải cách hành chính"),
    ("PVHCC", "phục vụ hành chính công", "hành chính công"),
    ("CBCC", "cán bộ công chức", "CB CC"),
    ("CBCCVC", "cán bộ công chức viên chức"),
    ("GCN", "giấy chứng nhận"),
    ("GCNQSDĐ", "giấy chứng nhận quyền sử dụng đất", "sổ đỏ", "bìa đỏ"),
    ("QSDĐ", "quyền sử dụng đất"),
    ("KT XH", "kinh tế xã hội"),
    ("ANTT", "an ninh trật tự"),
    ("ATGT", "an toàn giao thông"),
    ("ATTP", "an toàn thực phẩm"),
    ("VSMT", "vệ sinh môi trường"),
    ("PCCC", "phòng cháy chữa cháy"),
    ("GPMB", "giải phóng mặt bằng"),
    ("BHYT", "bảo hiểm y tế"),
    ("BHXH", "bảo hiểm xã hội"),
    ("NTM", "nông thôn mới"),
    ("GDĐT", "giáo dục đào tạo", "GD ĐT", "giáo dục và đào tạo"),
    ("KHCN", "khoa học công nghệ", "KH CN", "khoa học và công nghệ"),
    ("VHXH", "văn hóa xã hội", "VH XH"),
    ("TNMT", "tài nguyên môi trường", "TN MT", "tài nguyên và môi trường"),
    ("LĐTBXH", "lao động thương binh xã hội", "lao động thương binh và xã hội"),
    ("TDP", "tổ dân phố"),
    ("THCS", "trung học cơ sở"),
    ("THPT", "trung học phổ thông"),
    ("CMND", "chứng minh nhân dân"),
    ("CCCD", "căn cước công dân"),
    ("CSDL", "cơ sở dữ liệu"),
    ("CNTT", "công nghệ thông tin"),
    ("CĐS", "chuyển đổi số"),
    ("DVC", "dịch vụ công"),
    ("NSNN", "ngân sách nhà nước"),
    ("PAKN", "phản ánh kiến nghị"),
    ("TP", "thành phố"),
    ("TX", "thị xã"),
    ("KH", "kế hoạch"),
    ("QĐ", "quyết định"),
    ("NQ", "nghị quyết"),
    ("thông tư", "TT"),
    ("thị trấn", "TT"),
    ("trung tâm", "TT"),
    ("thủ tướng", "TTg"),
    ("nghị định", "NĐ"),
)


class Spelling(NamedTuple):
    """One spelling of a concept as the keys of its words."""

    folded: tuple[str, ...]
    exact: tuple[str, ...]
    tokens: tuple[str, ...]


class Meaning(NamedTuple):
    """A concept met at the words `start`..`end`; more than one token is ambiguous."""

    start: int
    end: int
    tokens: tuple[str, ...]


class Word(NamedTuple):
    """A word of a text with its place and keys; `joined` when only space parts it from the last."""

    start: int
    end: int
    folded: str
    exact: str
    marked: bool
    joined: bool


class Concepts:
    """A table of concepts, ready to be looked up in a row of words."""

    def __init__(self, table: Iterable[Sequence[str]] = TABLE) -> None:
        """Take in `table`: rows of spellings that mean one thing."""
        meanings: dict[str, list[str]] = defaultdict(list)
        for row in table:
            for spelling in row:
                meanings[spelling].append("@" + fold(row[0]).replace(" ", "-"))
        self._by_first: dict[str, list[Spelling]] = defaultdict(list)
        self._words: dict[str, set[str]] = defaultdict(set)
        for text, tokens in meanings.items():
            keys = [syllable(word) for word in text.split()]
            folded, exact = tuple(key.folded for key in keys), tuple(key.exact for key in keys)
            self._by_first[folded[0]].append(Spelling(folded, exact, tuple(tokens)))
            for token in tokens:
                self._words[token].update(folded)
        for spellings in self._by_first.values():
            spellings.sort(key=lambda spelling: -len(spelling.folded))

    def words_of(self, tokens: Iterable[str]) -> set[str]:
        """Return the folded words of every spelling that may mean one of `tokens`."""
        wanted = {*tokens} & self._words.keys()
        return {word for token in wanted for word in self._words[token]}

    def found(self, words: Sequence[Word]) -> list[Meaning]:
        """Return every concept in `words`, the longer ones of a place first."""
        return [
            Meaning(place, place + len(spelling.folded), spelling.tokens)
            for place, word in enumerate(words)
            for spelling in self._by_first.get(word.folded, ())
            if spells(words, place, spelling)
        ]


def spells(words: Sequence[Word], place: int, spelling: Spelling) -> bool:
    """Whether the words from `place` are `spelling`; marks, where typed, must agree."""
    if len(spelling.folded) == 1 and words[place].marked:
        return words[place].exact == spelling.exact[0]
    here = words[place : place + len(spelling.folded)]
    if tuple(word.folded for word in here) != spelling.folded:
        return False
    return all(
        not word.marked or word.exact == exact
        for word, exact in zip(here, spelling.exact, strict=True)
    )


CONCEPTS = Concepts()
