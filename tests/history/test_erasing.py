"""A person can be taken out of the history, and the history stays whole."""

import json

import pytest
from sqlalchemy import select

from portal.cases import erasing, evidence, service
from portal.cases.commands import OPERATOR
from portal.cases.models import Contact, Letter
from portal.cases.rules import State
from portal.errors import Invalid, NotAllowed
from portal.history import kept
from portal.history.models import Event
from portal.permissions import HOLDER
from tests.cases.conftest import typed_by_hand

PHOTO = service.NewFile(name="anh-nha.png", media_type="image/png", content=b"\x89PNG")


@pytest.fixture
def erased(db, make_case, grow, files):
    """An item, its canary, and the salts it had, after it was erased."""
    word = typed_by_hand()
    case = make_case(
        State.WAITING, text=word, subject=word, email=f"{word}@example.vn", files=(PHOTO,)
    )
    service.reply(db, HOLDER, case, word)
    grow()
    salts = {part: salt.value for part, salt in kept.salts(db, "case", case.id).items()}
    for name in erasing.erase(db, OPERATOR, case, "Theo đơn ngày 27/11/2026"):
        files.drop(name)
    db.commit()
    grow()
    return case, word, salts


def test_nothing_of_the_person_is_left_and_the_history_is_whole(db, erased, ring, files):
    case, word, _salts = erased
    stored = [case.subject, case.text, case.folded, case.body_mark, case.place]
    stored += [letter.text for letter in case.letters]
    assert not [text for text in stored if word in text]
    assert case.contact is None
    assert case.files == []
    assert db.scalar(select(Contact)) is None
    assert list(files.names("cases")) == []
    assert list(evidence.everything(db, ring)) == []


def test_a_tombstone_says_that_and_why(db, erased):
    case, _word, salts = erased
    event = db.scalars(select(Event).where(Event.act == "erased")).one()
    assert {f"case:{case.id}:{part}" for part in salts} <= set(event.facts["forgotten"])
    note = db.get(Letter, event.facts["letter"])
    assert note.text == "Theo đơn ngày 27/11/2026"


def test_a_guess_of_what_was_erased_cannot_be_confirmed(db, erased):
    """Whoever knows the words and has the whole database still has not got the salt."""
    case, word, salts = erased
    event = db.scalars(select(Event).where(Event.act == "received")).one()
    hashed = event.facts["hashes"][f"case:{case.id}:said"]
    guess = [word, word, ""]
    assert kept.hash_of(salts["said"], guess) == hashed  # with the salt it would be
    everything = json.dumps(
        [
            [str(value) for value in row]
            for table in reversed(Event.metadata.sorted_tables)
            for row in db.execute(select(table)).all()
        ]
    )
    assert salts["said"] not in everything


def test_what_officials_wrote_stays_unless_it_is_to_go_too(db, make_case, grow, ring):
    kept_one, gone = make_case(State.ANSWERED), make_case(State.ANSWERED)
    grow()
    erasing.erase(db, OPERATOR, kept_one, "Đơn")
    erasing.erase(db, OPERATOR, gone, "Đơn", letters=True)
    db.commit()
    assert service.answer_of(kept_one).text == "Đã thay ba bóng đèn trong sáng nay."
    assert service.answer_of(gone).text == erasing.ERASED
    assert list(evidence.everything(db, ring)) == []


def test_only_the_administrator_erases_and_only_with_a_reason(db, make_case, staff):
    case = make_case()
    with pytest.raises(NotAllowed):
        erasing.erase(db, staff.head, case, "vì tôi muốn")
    with pytest.raises(Invalid):
        erasing.erase(db, OPERATOR, case, " ")
    assert case.text != erasing.ERASED
