"""A person can be taken out of the history, and the history stays whole."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal import clock, migrations, worker
from portal.cases import commitments, enclosures, erasing, evidence, service
from portal.cases.commands import OPERATOR
from portal.cases.models import Contact, Letter
from portal.cases.rules import State
from portal.cases.wordings import Beside
from portal.db import connect, make_sessions, transaction
from portal.errors import Invalid, NotAllowed
from portal.history import kept
from portal.history.models import Event
from portal.home.indexing import open_index
from portal.outbox.models import Effect
from portal.outbox.service import promise
from portal.permissions import HOLDER
from search import Document, Part
from tests.cases.conftest import typed_by_hand
from tests.sealed.test_on_disk import unpacked

PHOTO = service.NewFile(name="anh-nha.png", media_type="image/png", content=b"\x89PNG")


def stored(db) -> str:
    """Return every value of every row there is."""
    return json.dumps(
        [
            [str(value) for value in row]
            for table in Event.metadata.sorted_tables
            for row in db.execute(select(table)).all()
        ],
        ensure_ascii=False,
    )


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
    assert salts["said"] not in stored(db)


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


@pytest.mark.parametrize("letters", [False, True])
def test_what_was_noted_published_and_promised_of_the_words_goes_as_well(
    db, make_case, staff, grow, ring, files, letters
):
    word, soon = typed_by_hand(), clock.today() + timedelta(days=5)
    case = make_case(State.IN_PROGRESS, agreed=True, text=word)
    enclosures.list_points(db, staff.officer, case, [word])
    enclosures.attach(db, files, staff.officer, case, [PHOTO])
    commitments.add(db, staff.officer, case, word, soon)
    service.submit(db, staff.officer, case, "Đã thay ba bóng đèn trong sáng nay.")
    service.approve(db, staff.head, case)
    made = commitments.made_by(db, case)[0]
    commitments.put_off(db, staff.head, made, soon + timedelta(days=9), word)
    commitments.keep(db, staff.officer, made, word)
    beside = Beside(promises={made.id: word}, evidence={made.id: word})
    said = {"subject": word, "text": word, "answer": word}
    service.release(db, staff.moderator, case, **said, beside=beside)
    service.release(db, staff.moderator, case, **said, beside=beside, reason=word)
    service.dispute(db, HOLDER, case, word)
    commitments.add(db, staff.officer, case, word, soon)
    dropped = erasing.erase(db, OPERATOR, case, "Đơn", letters=letters)
    db.commit()
    grow()
    assert word not in stored(db)
    assert bool(dropped) == letters
    assert (made.first_due_on, made.due_on, made.kept_on) == (
        soon, soon + timedelta(days=9), clock.today()
    )  # fmt: skip
    assert list(evidence.everything(db, ring)) == []


def test_the_index_and_the_files_of_the_database_forget_it_too(settings):
    """Rows that were changed stay in SQLite's two files until they are scrubbed."""
    word = typed_by_hand()
    settings.data.mkdir()
    migrations.upgrade(settings.database)
    index = open_index(settings)
    index.put([document("y-kien:1", word), document("y-kien:2", "đèn đường")])
    sessions = make_sessions(connect(settings.database))
    with sessions() as session, transaction(session):
        promise(session, word)
    with sessions() as session, transaction(session):
        session.execute(update(Effect).values(kind=""))
    assert len(traces(settings.data, word)) == 2
    with sessions() as session, transaction(session):
        scrub = worker.handlers(settings, index, None)["traces.scrub"](session, {"ref": "y-kien:1"})
    scrub()
    assert traces(settings.data, word) == []
    assert set(index.refs()) == {"y-kien:2"}


def document(ref, words):
    part = Part(anchor="", label="", title="", text=words)
    return Document(
        ref=ref, kind="reflection", title=words, published_on=clock.today(), parts=(part,)
    )


def traces(folder, word):
    """Return the files that hold the word, as it was typed or as the index packs it."""
    shapes = word.encode(), word.rpartition("-")[2].encode()
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file()
        and any(shape in text for text in unpacked(path.read_bytes()) for shape in shapes)
    ]
