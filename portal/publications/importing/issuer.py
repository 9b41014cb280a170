"""Who issues the document, from its head, its first sentences or the line of its appendix."""

import re
from collections.abc import Iterable, Sequence

from portal.publications.importing.attachments import Attachment
from portal.publications.importing.head import Head
from portal.publications.importing.passages import Passage
from portal.publications.importing.spelling import spelled
from portal.publications.importing.words import BODY_WORDS, UNIT_WORDS, folded, is_capital

_ISSUES = (
    r"\s(?:xây dựng(?: và ban hành)?|ban hành|thông báo|triển khai(?: xây dựng)?|tổ chức|lập)\s"
)
_BARE_UNIT = re.compile(rf"(?:{UNIT_WORDS})$", re.IGNORECASE)
_CONTINUES = re.compile(rf"(?:{UNIT_WORDS}|VÀ|CÔNG|HÀNH)(?!\w)", re.IGNORECASE)
_BODY_IN_CAPITALS = re.compile(
    rf"(?:{BODY_WORDS.upper()}|THÔN|ẤP|BUÔN|KHU PHỐ|KHU DÂN CƯ|TỔ|ĐỘI|ĐOÀN|TIỂU BAN|CHI BỘ|HẠT)"
    r"(?!\w)"
)
_OF_THE_ONE_ABOVE = (
    "VĂN PHÒNG",
    "THƯỜNG TRỰC",
    "BAN THƯỜNG TRỰC",
    "BAN THƯỜNG VỤ",
    "BAN CHẤP HÀNH",
)
_PROVINCE = "tỉnh"
_SHORT = {"ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân"}


def find_issuer(
    head: Head,
    opening: Iterable[Passage],
    closing: Iterable[Passage],
    attached: Sequence[Attachment],
) -> str | None:
    """Return the issuing agency in the words of the document, or None when they do not say."""
    text = [passage.text for passage in (*opening, *closing)]
    if named := _from_head(head.agencies, text) or head.issuer:
        return named
    said = _from_sentences(head, (passage.text for passage in opening))
    if said is None:
        said = _from_closing(head, (passage.text for passage in closing))
    return _with_name(said, head, attached) if said else None


def _from_head(agencies: Sequence[str], text: Sequence[str]) -> str | None:
    """Return the last agency of the head, as the text spells it in small letters."""
    joined: list[str] = []
    for words in agencies:
        if joined and _CONTINUES.match(words):
            joined[-1] += f" {words}"
        elif _BODY_IN_CAPITALS.match(words):
            joined.append(words)
    if joined[1:] and joined[-1] in _OF_THE_ONE_ABOVE:
        return f"{spelled(joined[-1])} {_in_small_letters(joined[-2], text)}"
    return _in_small_letters(joined[-1], text) if joined else None


def _in_small_letters(words: str, text: Sequence[str]) -> str:
    """Return `words` spelled as in the text; else body, unit and name by the usual rule."""
    wanted = re.compile(re.escape(words), re.IGNORECASE)
    for passage in text:
        for found in wanted.finditer(passage):
            if not is_capital(found[0]):
                return found[0][0].upper() + found[0][1:]
    return spelled(words)


def _from_sentences(head: Head, opening: Iterable[str]) -> str | None:
    """Return who "ban hành Kế hoạch" in the opening."""
    if head.kind is None:
        return None
    issues = re.compile(
        rf"(?:^|[.;,”\"]\s?)(?P<who>(?:{BODY_WORDS})(?!\w)[^.;,“”\"]{{0,80}}?){_ISSUES}{head.kind}(?!\w)",
    )
    found = [match["who"] for text in opening for match in issues.finditer(text)]
    return found[0].strip() if found else None


def _from_closing(head: Head, closing: Iterable[str]) -> str | None:
    """Return whose document "Trên đây là Kế hoạch … của …," says it is.

    Words that cite another document ("số …", "về …") may belong to that one: nothing is said then.
    """
    of = re.compile(
        rf"Trên đây là {head.kind or 'văn bản'} (?P<what>[^.;]{{0,200}}) của "
        rf"(?P<who>(?:{BODY_WORDS})(?!\w)[^.;,]{{0,80}})[.;,]",
    )
    for text in closing:
        found = of.match(text)
        if found and " số " not in found["what"] and " về " not in found["who"]:
            return found["who"].strip()
    return None


def _with_name(said: str, head: Head, attached: Sequence[Attachment]) -> str:
    """Return "Ủy ban nhân dân thành phố" with the name another line of the document gives it."""
    if not _BARE_UNIT.search(said):
        return said
    for attachment in attached:
        if attachment.issuer and _long(attachment.issuer).startswith(f"{_long(said)} "):
            name = attachment.issuer.split()[len(_long(said).split()) - _saved(attachment.issuer) :]
            return f"{said} {' '.join(name)}"
    if head.place and not said.endswith(_PROVINCE):
        # NĐ 30/2020: below the province the place in the head is the name of the unit.
        return f"{said} {head.place.removeprefix('TP.').strip()}"
    return said


def _long(words: str) -> str:
    return " ".join(_SHORT.get(word, word) for word in folded(words).split())


def _saved(words: str) -> int:
    """Return how many words the abbreviations in `words` stand for beyond themselves."""
    return len(_long(words).split()) - len(words.split())
