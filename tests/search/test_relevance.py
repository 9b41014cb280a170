"""The judged questions over the demonstration's documents and the plans, where these lie."""

import pytest

from tests.bench.corpus import real_documents
from tests.search.conftest import ENGINES, kept_index
from tests.search.judged import figures, scores

FIRST, RANK = 0.95, 0.92


@pytest.fixture(scope="module", params=ENGINES)
def found(request, tmp_path_factory):
    with kept_index(request, tmp_path_factory, "judged") as index:
        index.refill(real_documents())
        yield scores(
            real_documents(), lambda text: [(hit.ref, hit.anchor) for hit in index.find(text).hits]
        )


def test_the_right_paragraph_comes_first(found):
    rows = [row for rows in found.values() for row in rows]
    first, rank = figures([rank for _, rank in rows])
    wrong = [f"{question.text} ({rank:.2f})" for question, rank in rows if rank < 1]
    assert first >= FIRST, wrong
    assert rank >= RANK, wrong


def test_words_without_marks_find_as_much_as_words_with_them(found):
    marked, plain = (figures([rank for _, rank in found[sort]])[1] for sort in "mu")
    assert plain >= marked - 0.03
