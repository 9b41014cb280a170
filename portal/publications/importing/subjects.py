"""What a cited document is about, in the words behind its number."""

import re

from portal.publications.importing.words import BODY_WORDS, KIND_WORDS

_BASIS = "Căn cứ"
_QUOTED = re.compile(r"\s?,?\s?(?:\([^()]{1,30}\)\s?)?[“\"]([^“”\"]{5,400})[”\"]")
_SUBJECT = re.compile(
    r"\s?,?\s?(?:\([^()]{1,30}\)\s?)?(?:Quyết định\s)?"
    r"((?:về|quy định|ban hành|sửa đổi(?:, bổ sung)?|phê duyệt|hướng dẫn)\s[^;“”]{5,400}?)"
    r"(?=\s?(?:;|[.,]?$|,?\s\(?(?:đã )?(?:được (?:sửa đổi|thay thế)|bị bãi bỏ)|\s\(sửa đổi))",
    re.IGNORECASE,
)
# In a running sentence only what a stop, or the next document, or the acting body bounds.
_IN_SENTENCE = re.compile(
    r"\s?,?\s?(?:\([^()]{1,30}\)\s?)?((?:[Vv]ề|quy định chi tiết|quy định về)\s[^;:]{5,300}?)"
    r"(?=\s?(?:;|\.?$|\.\s[A-ZĐÂĂÊÔƠƯ]"
    rf"|,\s(?:{BODY_WORDS}|Chủ tịch|Giám đốc)(?!\w)|\svà\s(?:{KIND_WORDS})\ssố\s"
    r"|\svà\scác\svăn\sbản\s|(?<=năm \d{4})\s(?:đảm bảo|bảo đảm|gắn với)\s))",
)
_GOES_ON = re.compile(
    r"\s(?:(?<!biện pháp )đảm bảo|bảo đảm việc|gắn với|với chủ đề|nhằm|để|được|đã|trong đó|cho đến"
    r"|và các văn bản|trên cơ sở)(?!\w)|\.\s",
)


def subject_of(text: str, after: str) -> str | None:
    """Return what a cited document is about, where quotes, a legal basis or a stop bound it.

    Args:
        text: the whole paragraph.
        after: its rest behind number, day and issuer of the document.

    """
    if quoted := _QUOTED.match(after):
        return quoted[1].strip()
    if text.startswith(_BASIS):
        found = _SUBJECT.match(after)
        return found[1].strip() if found else None
    found = _IN_SENTENCE.match(after)
    return found[1].strip() if found and _is_subject(found[1]) else None


def _is_subject(words: str) -> bool:
    """Whether the words are a subject to the end, not one with the rest of a sentence behind it."""
    return words.count("“") == words.count("”") and _GOES_ON.search(words) is None
