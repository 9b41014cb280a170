"""Actors at counters, and reading codes back as a telephone does."""

import pypdfium2
import pytest
import zxingcpp

from portal.permissions import Actor, Role


@pytest.fixture
def keeper():
    """Whoever may do everything with counters."""
    return Actor(roles=frozenset({Role.VISITOR, Role.ADMINISTRATOR}))


@pytest.fixture
def as_keeper(browser, make_official, actor_of):
    """A browser in which an administrator is signed in."""
    browser.be(actor_of(make_official(Role.ADMINISTRATOR)))
    return browser


def codes_in(pdf: bytes) -> list[str]:
    """Return what the QR codes of each page say, page by page."""
    pages = pypdfium2.PdfDocument(pdf)
    try:
        pictures = [page.render(scale=2).to_pil() for page in pages]
    finally:
        pages.close()
    return [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF."""
    pages = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in pages)
    finally:
        pages.close()
