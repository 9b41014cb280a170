"""Every document of the corpus is read as a person reads it."""

import pytest

from tests.publications.importing.facts import actual, documents, expected, facts

# Facts a person sees and the reader leaves out; nothing wrong is said in their place.
# A heading inside an article (khoản) is read as its first words.
MISSED = {"giao-viec-trong-cau.txt": 4}


@pytest.mark.parametrize("name", documents())
def test_nothing_is_read_that_the_document_does_not_say(name):
    said, found = facts(expected(name)), facts(actual(name))

    assert not found - said


@pytest.mark.parametrize("name", documents())
def test_what_the_document_says_is_read(name):
    said, found = facts(expected(name)), facts(actual(name))
    missed = said - found

    assert missed.total() <= MISSED.get(name, 0), missed


def test_the_corpus_holds_at_least_25_documents():
    assert len([name for name in documents() if not name.startswith("0")]) >= 25
