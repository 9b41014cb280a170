"""The words of a plain letter as a page for mail programs: the same words, nothing fetched."""

import re

from markupsafe import Markup, escape

ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:)]")
PAGE = Markup(
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head>'
    '<body style="margin:0;background:#faf8f4;color:#1b1f22;'
    "font:17px/1.6 system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif\">"
    '<div style="max-width:38em;margin:0 auto;padding:24px;background:#fff;'
    'border-top:4px solid #c8102e">{body}</div></body></html>'
)
PARAGRAPH = Markup('<p style="margin:0 0 1em">{words}</p>')
LINK = Markup('<a href="{address}" style="color:#0b5a63">{address}</a>')
BREAK = Markup("<br>")


def letter_page(title: str, text: str) -> str:
    """Return `text` as HTML: paragraphs as they stand, addresses to be pressed, no picture."""
    parts = [part for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
    body = Markup("").join(PARAGRAPH.format(words=_lines(part)) for part in parts)
    return str(PAGE.format(title=title, body=body))


def _lines(part: str) -> Markup:
    return BREAK.join(_linked(line) for line in part.splitlines())


def _linked(line: str) -> Markup:
    made, at = Markup(""), 0
    for found in ADDRESS.finditer(line):
        made += escape(line[at : found.start()]) + LINK.format(address=found[0])
        at = found.end()
    return made + escape(line[at:])
