"""The day a document says it takes effect, read where it speaks of itself."""

import re
from collections.abc import Iterable
from datetime import date

from portal.publications.importing.days import DAY_MONTH_YEAR, day_of
from portal.publications.importing.passages import Passage

# Of itself alone: "Quyết định này", or the kind at the very start of a sentence.
_ITSELF = (
    r"(?:(?:quyết định|nghị quyết|quy chế|quy định|chỉ thị|kế hoạch|thông báo|văn bản|nội quy)"
    r"(?: này)?)"
)
_SHAPE = re.compile(
    rf"(?:^|[.;]\s+){_ITSELF} có hiệu lực(?: thi hành)?(?: kể)? từ "
    rf"(?:ngày )?(?:{DAY_MONTH_YEAR}|(?P<signed>ngày (?:ký|ký ban hành|ban hành)))(?!\w)",
    re.IGNORECASE,
)


def find_effect(passages: Iterable[Passage], issued: date | None) -> date | None:
    """Return that day; None when it does not say, says two, or says the day of an unknown date.

    Args:
        passages: the running text.
        issued: the day of the document, for "từ ngày ký".

    """
    found = {
        issued if match["signed"] else day_of(*match.group(1, 2, 3))
        for passage in passages
        for match in _SHAPE.finditer(passage.text.strip())
    }
    return found.pop() if len(found) == 1 else None
