"""Whether the words of parts are the sender's, all of them, and each part's own."""

from collections.abc import Iterable, Sequence

from portal.cases.answer_quality import sentences
from portal.cases.models import Case


def foreign(case: Case, text: str) -> str:
    """Return the first line of `text` that the sender of `case` did not write, "" for none."""
    written = _plain(f"{case.subject}\n{case.text}")
    lines = (line.strip() for line in text.splitlines())
    return next((line for line in lines if _plain(line) not in written), "")


def left_out(case: Case, texts: Iterable[str]) -> list[str]:
    """Return the sentences of the sender that stand in none of `texts`."""
    return _apart(case.text, texts)


def repeats(text: str, texts: Sequence[str]) -> bool:
    """Return whether more than half of `text`, one of `texts`, stands in another of them too."""
    others = list(texts)
    others.remove(text)
    own, whole = ("".join(found) for found in (_apart(text, others), sentences(text)))
    return 2 * len(own) < len(whole)


def _apart(text: str, texts: Iterable[str]) -> list[str]:
    """Return the sentences of `text` that stand in none of `texts`."""
    taken = [_plain(one) for one in texts]
    return [one for one in sentences(text) if not any(_plain(one) in other for other in taken)]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
