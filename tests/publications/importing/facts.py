"""Readings as single facts, so that what was read can be counted against what should be."""

import json
from collections import Counter
from pathlib import Path

from portal.publications.importing import as_json, read_file
from tests.publications.importing import pdf_files, word_files

CORPUS = Path(__file__).parent / "corpus"
PLANS = Path(__file__).resolve().parents[4] / "shared" / "plans"
# Documents whose bytes are made by a builder: name of the file, and who makes it.
BUILT = {
    "danh-so-tu-dong.docx": word_files.automatic_numbers,
    "bang-gop-o.docx": word_files.merged_cells,
    "con-sua-doi.docx": word_files.unfinished,
    "hai-cot-pdf.pdf": pdf_files.two_columns,
    "bang-hai-trang.pdf": pdf_files.ruled_table,
}
HEAD = ("doc_number", "doc_type", "issuer", "place", "date", "title")
# Both places of the tone mark are right, and the documents mix them.
_TONES = str.maketrans({"\u2013": "-", "\u201c": '"', "\u201d": '"'})
_STYLES = (("uỷ", "ủy"), ("Uỷ", "Ủy"), ("UỶ", "ỦY"), ("hoà", "hòa"), ("hoá", "hóa"))


def documents():
    """Return the names of all files of the corpus, plain, built and the plans that are here."""
    plain = [path.name for path in CORPUS.iterdir() if path.suffix in {".txt", ".md"}]
    plans = [path.name for path in PLANS.glob("0*.txt")]
    return sorted([*plain, *BUILT]) + sorted(plans)


def expected(name):
    """Return the reading a person wrote for this document."""
    stem = name[:3] if name[0] == "0" else Path(name).stem
    return json.loads((CORPUS / f"{stem}.json").read_text(encoding="utf-8"))


def actual(name):
    """Return the reading as the outside contract shows it."""
    return as_json(read_file(name, content(name)))


def content(name):
    """Return the bytes of a document."""
    if name in BUILT:
        return BUILT[name]()
    folder = PLANS if name[0] == "0" else CORPUS
    return (folder / name).read_bytes()


def facts(reading):
    """Return every fact of a reading: its field, where it belongs, and its value."""
    return Counter(
        [
            *((key, "", _said(reading[key])) for key in HEAD if key in reading),
            *(
                (f"signer.{key}", "", _said(value))
                for key, value in reading.get("signer", {}).items()
            ),
            *_cited(reading["cited_documents"]),
            *_sections(reading["sections"], ""),
            *_listed("tasks", reading["tasks"], "task"),
            *_listed("reporting_deadlines", reading["reporting_deadlines"], "text"),
            *(("warnings", "", doubt["code"]) for doubt in reading["warnings"]),
        ],
    )


def _cited(documents):
    for cited in documents:
        own = f"{cited.get('number') or _said(cited.get('name'))} {cited.get('date', '')}"
        yield "cited_documents", "", own
        for key in ("type", "name", "relation", "now"):
            if key in cited:
                yield f"cited_documents.{key}", own, _said(cited[key])
        for change in cited.get("changed_by", ()):
            yield "cited_documents.changed_by", own, _said(sorted(change.items()))


def _sections(sections, above):
    for section in sections:
        place = f"{above}/{section['label']}"
        yield "sections", above, section["label"]
        if "title" in section:
            yield "sections.title", place, _said(section["title"])
        yield from _sections(section["sections"], place)


def _listed(field, things, key):
    for thing in things:
        yield field, "", _said(thing[key])
        for name, value in thing.items():
            if name != key:
                yield f"{field}.{name}", _said(thing[key]), _said(value)


def _said(value):
    words = str(value).translate(_TONES)
    for new, old in _STYLES:
        words = words.replace(new, old)
    return words
