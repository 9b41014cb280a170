"""Documents for measuring search: the demonstration's, and any number recombined from them.

The same number and seed give the same documents on every machine. Sentences keep their words;
places, days and amounts in them change, so that no two documents are alike.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from portal.demo.content import DOCUMENTS, read
from portal.publications.documents import parts_of
from portal.publications.drafting import publication_from
from search import Document, Part

PLANS = Path(__file__).parents[3] / "shared" / "plans"
SEED = 2026
FIRST, DAYS = date(2019, 1, 2), 2800
KINDS = {
    "ke-hoach": ("KH", "Kế hoạch"),
    "thong-bao": ("TB", "Thông báo"),
    "quyet-dinh": ("QĐ", "Quyết định"),
    "bao-cao": ("BC", "Báo cáo"),
    "cong-khai": ("TB", "Công khai"),
    "y-kien": ("", ""),
}
OFFICES = ("van-phong", "phong-kinh-te", "phong-van-hoa", "mot-cua", "dich-vu-cong", "tram-y-te")
FIRST_SYLLABLES = (
    *("Đông", "Vân", "Phú", "Bình", "An", "Tân", "Hòa", "Quảng", "Xuân", "Hải", "Thanh", "Yên"),
    *("Long", "Mỹ", "Thạch", "Cẩm", "Kim", "Nghĩa", "Lộc", "Sơn"),
)
LAST_SYLLABLES = (
    *("Khê", "Hạ", "Thượng", "Lâm", "Giang", "Sậy", "Chè", "Lạc", "Thịnh", "Trạch", "Hưng"),
    *("Thủy", "Phong", "Mai", "Đình", "Tiến", "Bắc", "Trung", "Vượng", "Điền"),
)
PLACE = re.compile(r"(?<=[Tt]hôn )[A-ZĐ]\w+ [A-ZĐ]\w+|Vân Khê|Lam Giang")
DAY = re.compile(r"\b\d{1,2}/\d{1,2}/20\d\d\b")
AMOUNT = re.compile(r"\b[1-9]\d{1,2}(?:\.\d{3})+\b|\b(?!20\d\d)[1-9]\d{2,3}\b(?![./-])")
AMOUNTS = tuple(n * n for n in range(4, 300))
SENTENCE = re.compile(r"(?<=[.;:])\s+|\n+")
SHORTEST, LONGEST = 6, 60


@dataclass(frozen=True)
class Sources:
    """What documents are recombined from."""

    titles: tuple[str, ...]
    headings: tuple[str, ...]
    sentences: tuple[str, ...]


@cache
def real_documents() -> tuple[Document, ...]:
    """Return the demonstration's documents and, where they lie beside the project, the plans."""
    files = [*sorted(DOCUMENTS.glob("*.txt")), *sorted(PLANS.glob("*.txt"))]
    return tuple(_read(path, number) for number, path in enumerate(files))


def _read(path: Path, number: int) -> Document:
    """Return the document in the file at `path` as the portal would hand it to search."""
    publication = publication_from(path.name, path.read_bytes())
    return Document(
        ref=path.stem[:3] if path.parent == PLANS else path.stem,
        kind=publication.kind,
        title=publication.title,
        number=publication.number,
        office=OFFICES[number % len(OFFICES)],
        published_on=publication.issued_on or date(2025, 1, 1),
        parts=parts_of(publication),
    )


def recombined(count: int, seed: int = SEED) -> Iterator[Document]:
    """Yield `count` documents, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 -- a corpus, not a secret
    sources = _sources()
    for number in range(count):
        yield _document(number, chance, sources)


@cache
def _sources() -> Sources:
    """Return the titles, headings and sentences of the demonstration."""
    own = [one for one in real_documents() if len(one.ref) > len("000")]
    parts = [part for one in own for part in one.parts]
    items = [item for item in read("items")["item"] if item.get("publish")]
    told = [item["text"] for item in items]
    told += [step["text"] for item in items for step in item.get("story", ()) if "text" in step]
    texts = [*(part.text for part in parts), *told]
    sentences = [sentence for text in texts for sentence in SENTENCE.split(text)]
    return Sources(
        titles=tuple(dict.fromkeys([one.title for one in own] + [i["subject"] for i in items])),
        headings=tuple(dict.fromkeys(part.title for part in parts if part.title)),
        sentences=tuple(
            dict.fromkeys(s for s in sentences if SHORTEST <= len(s.split()) <= LONGEST)
        ),
    )


def _document(number: int, chance: random.Random, sources: Sources) -> Document:
    """Return one recombined document."""
    kind = chance.choice(tuple(KINDS))
    symbol, name = KINDS[kind]
    day = FIRST + timedelta(days=chance.randrange(DAYS))
    places = [_place(chance) for _ in range(3)]
    title = _changed(chance.choice(sources.titles), chance, places)
    return Document(
        ref=f"x:{number}",
        kind=kind,
        title=f"{name} {title} tại {places[0]} năm {day.year}".strip(),
        number=f"{chance.randrange(1, 400)}/{symbol}-UBND" if symbol else f"YK-{day.year}-{number}",
        office=chance.choice(OFFICES),
        published_on=day,
        parts=tuple(_part(place, chance, sources, places) for place in range(chance.randint(3, 9))),
    )


def _part(place: int, chance: random.Random, sources: Sources, places: Sequence[str]) -> Part:
    """Return one section of a recombined document."""
    chosen = chance.choices(sources.sentences, k=chance.randint(4, 14))
    return Part(
        anchor=f"m{place}",
        label=f"{place + 1}.",
        title=chance.choice(sources.headings),
        text="\n".join(_changed(sentence, chance, places) for sentence in chosen),
    )


def _changed(text: str, chance: random.Random, places: Sequence[str]) -> str:
    """Return `text` with other places, days and amounts."""
    text = PLACE.sub(lambda _: chance.choice(places), text)
    text = DAY.sub(lambda _: f"{_day(chance):%d/%m/%Y}", text)
    return AMOUNT.sub(lambda _: str(chance.choice(AMOUNTS)), text)


def _day(chance: random.Random) -> date:
    return FIRST + timedelta(days=chance.randrange(DAYS))


def _place(chance: random.Random) -> str:
    return f"{chance.choice(FIRST_SYLLABLES)} {chance.choice(LAST_SYLLABLES)}"
