"""Every document of the corpus is read as a person reads it."""

import pytest

from tests.publications.importing.facts import actual, documents, expected, facts


@pytest.mark.parametrize("name", documents())
def test_nothing_is_read_that_the_document_does_not_say(name):
    said, found = facts(expected(name)), facts(actual(name))

    assert not found - said


@pytest.mark.parametrize("name", documents())
def test_what_the_document_says_is_read(name):
    said, found = facts(expected(name)), facts(actual(name))

    assert not said - found


def test_the_corpus_holds_at_least_25_documents():
    assert len([name for name in documents() if not name.startswith("0")]) >= 25
