"""Marking text for translation without needing a request.

The Vietnamese text is the message id: what citizens read is written once, where it is used.
"""

LANGUAGES = ("vi", "en")


def N_(text: str) -> str:  # noqa: N802 - the gettext convention for "mark, translate later"
    """Return `text` unchanged; pybabel extracts it, templates translate it with `_()`."""
    return text
