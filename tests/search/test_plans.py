"""The five real plans, where they lie beside the project."""

import re
from datetime import date
from pathlib import Path

import pytest

from search import Document, Part, snippet
from tests.search.makers import refs, shown

PLANS = Path(__file__).parents[3] / "shared" / "plans"
HEADING = re.compile(r"^[\s*]*((?:[IVX]+|\d+|[a-zđ])[.)])\s+\S")

pytestmark = pytest.mark.skipif(not PLANS.is_dir(), reason=f"the real plans are not at {PLANS}")


def split(text):
    """The sections of a plan, crudely: a new one at each numbered line."""
    sections = [[]]
    for line in text.splitlines():
        if HEADING.match(line) and sections[-1]:
            sections.append([])
        sections[-1].append(line)
    return tuple(
        Part(anchor=f"p{n}", label="", title="", text="\n".join(lines))
        for n, lines in enumerate(sections)
    )


@pytest.fixture
def texts():
    return {path.name[:3]: path.read_text() for path in sorted(PLANS.glob("*.txt"))}


@pytest.fixture
def plans(open_index, texts):
    index = open_index()
    index.refill(
        Document(
            ref=name,
            kind="ke-hoach",
            title=" ".join(text[text.index("KẾ HOẠCH") :].split()[:20]),
            published_on=date(2025, 1, 1),
            parts=split(text),
        )
        for name, text in texts.items()
    )
    return index


def test_all_are_plans_about_democracy(plans):
    page = plans.find("ke hoach dan chu")
    assert page.total == 5
    assert (page.understood, page.loose) == (None, False)


@pytest.mark.parametrize("query", ["quét mã QR", "quet ma qr", "QUÉT MÃ QR", "quets max qr"])
def test_the_one_task_about_qr_codes_is_found_with_its_section(plans, texts, query):
    page = plans.find(query)
    assert refs(page) == ["004"]
    section = next(p for p in split(texts["004"]) if p.anchor == page.hits[0].anchor)
    assert "[quét mã QR]" in shown(snippet(section.text, page.understood or query))


@pytest.mark.parametrize("query", ["53/KH-UBND", "kh 53", "53 kh ubnd"])
def test_the_plans_that_cite_a_number_are_found(plans, texts, query):
    page = plans.find(query)
    assert set(refs(page)) == {name for name, text in texts.items() if "53/KH-UBND" in text}
    for hit in page.hits:
        section = next(p for p in split(texts[hit.ref]) if p.anchor == hit.anchor)
        assert "[53/KH-UBND]" in shown(snippet(section.text, query))


def test_a_word_with_marks_is_shown_with_its_marks(plans, texts):
    page = plans.find("đánh giá")
    assert set(refs(page)) >= {name for name, text in texts.items() if "đánh giá" in text}
    for hit in page.hits[:3]:
        section = next(p for p in split(texts[hit.ref]) if p.anchor == hit.anchor)
        assert "[đánh giá]" in shown(snippet(section.text, "đánh giá"))
