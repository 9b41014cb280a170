"""Who gets a sealed item, who does not, and that every look is written down."""

import json

import pytest

from portal import clock, upkeep
from portal.cases import codes
from portal.errors import AlreadySent, IllegalMove, Invalid, NotAllowed, NotFound
from portal.files import FolderFiles
from portal.history.service import events_of
from portal.outbox.models import Effect
from portal.permissions import VISITOR, Role
from portal.sealed import intake, recipients, rules, service
from portal.sealed.intake import Sending
from portal.sealed.rules import Content
from portal.web import tokens
from tests.history.test_audit import told

WORDS = "Ông B ở phòng Kinh tế đòi tiền bồi dưỡng khi cấp phép."


@pytest.fixture
def files(tmp_path):
    return FolderFiles(tmp_path / "files")


@pytest.fixture
def send(db, settings, files):
    def send(words=WORDS, token=None, **how):
        sending = Sending(
            form_token=token or tokens.new_form_token(settings),
            content=Content(facts={"text": words}),
            **how,
        )
        item = intake.receive(db, VISITOR, sending, settings=settings, files=files)
        db.commit()
        return item

    return send


def names(item):
    return {handler.official.name for handler in item.handlers}


def acts(db, item):
    return [event.act for event in events_of(db, "sealed", item.id)]


def test_only_ciphertext_is_kept_and_the_private_key_opens_it(
    db, key, loc, send, files, private_key
):
    item = send()
    bundle = files.get(item.stored_as)
    assert "bồi dưỡng".encode() not in bundle
    head, content = rules.unseal(bundle, private_key)
    assert content.facts == {"text": WORDS}
    assert head["number"] == item.number


def test_sent_twice_it_is_one(db, key, loc, send, settings):
    token = tokens.new_form_token(settings)
    assert send(token=token) is send(token=token)


def test_sent_again_with_other_words_the_first_stands_and_it_is_said(
    db, key, loc, send, settings, private_key, files
):
    token = tokens.new_form_token(settings)
    first = send(token=token)
    with pytest.raises(AlreadySent):
        send("Ông C mới là người đòi tiền.", token=token)
    assert rules.unseal(files.get(first.stored_as), private_key)[1].facts == {"text": WORDS}


def test_the_same_form_sent_ordinary_has_another_code(settings):
    token = tokens.new_form_token(settings)
    assert intake.code_of(settings, token) != codes.make(settings, token)


def test_the_event_tells_no_time_of_day(db, key, loc, send):
    (received,) = events_of(db, "sealed", send().id)
    assert (received.at.minute, received.at.second, received.at.microsecond) == (0, 0, 0)
    assert received.official_id is None


def test_whoever_it_speaks_of_never_gets_it(db, key, loc, cuong, send, inspectors):
    assert names(send()) == {"Cao Văn Lộc", "Đinh Mạnh Cường"}
    assert names(send("ong cao van loc bao che")) == {"Đinh Mạnh Cường"}
    assert names(send(not_for=frozenset({cuong.id}))) == {"Cao Văn Lộc"}
    assert names(send(office_id=inspectors.id)) == {"Đinh Mạnh Cường"}


def test_an_office_below_the_accused_one_does_not_get_it(
    db, key, loc, make_official, make_office, send, inspectors
):
    below = make_office("Tổ kiểm tra", parent=inspectors)
    make_official(Role.CONFIDANT, name="Lê Thị Tư", office=below)
    with pytest.raises(Invalid):
        send(office_id=inspectors.id)


def test_where_nobody_may_open_it_nothing_is_kept(db, key, loc, send, files):
    with pytest.raises(Invalid, match="cấp trên"):
        send("Cao Văn Lộc nhận tiền")
    assert files.names("sealed") == []


def test_without_a_key_nothing_is_taken(db, administrator, key, loc, send):
    recipients.retire_key(db, administrator, key.id)
    with pytest.raises(Invalid):
        send()


def test_somebody_not_named_is_refused_and_that_is_written_down(
    db, key, loc, cuong, actor_of, send, files
):
    item = send("Đinh Mạnh Cường đánh người")
    other = actor_of(cuong)
    assert service.look(db, other, item.number) is None
    assert service.look(db, other, "KIN-XXXXXX") is None
    with pytest.raises(NotFound):
        service.fetch(db, other, item, "xem", files)
    assert service.items_for(db, other) == []
    assert acts(db, item) == ["received", "refused"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CONFIDANT, Role.VISITOR, Role.HOLDER}))
def test_no_other_role_sees_or_takes_it(db, key, loc, make_official, actor_of, send, files, role):
    item = send()
    other = actor_of(make_official(role, office=loc.office))
    assert service.look(db, other, item.number) is None
    for attempt in (
        lambda: service.items_for(db, other),
        lambda: service.fetch(db, other, item, "xem", files),
        lambda: service.answer(db, other, item, b"x", files),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_each_look_and_each_copy_is_written_down_with_its_purpose(
    db, key, loc, actor_of, send, files
):
    item, reader = send(), actor_of(loc)
    service.look(db, reader, item.number)
    bundle = service.fetch(db, reader, item, " xác minh tin báo ", files)
    assert bundle == files.get(item.stored_as)
    assert acts(db, item) == ["received", "seen", "fetched"]
    fetched = events_of(db, "sealed", item.id)[-1]
    assert fetched.facts["purpose"] == "xác minh tin báo"
    assert fetched.official_id == loc.id
    assert item.state == "opened"
    with pytest.raises(Invalid):
        service.fetch(db, reader, item, "  ", files)


def test_the_answer_opens_with_the_code_and_with_nothing_else(
    db, key, loc, actor_of, send, files, settings
):
    token = tokens.new_form_token(settings)
    item, reader = send(token=token), actor_of(loc)
    sealed = rules.seal_answer(item.number, "Đã xử lý.", bytes.fromhex(item.reply_key))
    service.answer(db, reader, item, sealed, files)
    code = intake.code_of(settings, token)
    assert service.by_code(db, settings, codes.shown(code)) is item
    assert service.answer_for(item, code, files) == "Đã xử lý."
    assert "Đã xử lý".encode() not in files.get(item.answer_as)


def test_an_answer_to_another_item_is_refused(db, key, loc, actor_of, send, files):
    one, other = send(), send()
    sealed = rules.seal_answer(other.number, "x", bytes.fromhex(other.reply_key))
    for wrong in (
        sealed,
        b"x",
        b"",
        rules.seal_answer(one.number, "x", bytes.fromhex(other.reply_key)),
    ):
        with pytest.raises(Invalid):
            service.answer(db, actor_of(loc), one, wrong, files)
    assert one.answer_as is None


def test_a_bundle_or_an_answer_that_is_gone_is_noticed(db, key, loc, actor_of, send, files):
    item = send()
    sealed = rules.seal_answer(item.number, "x", bytes.fromhex(item.reply_key))
    service.answer(db, actor_of(loc), item, sealed, files)
    assert upkeep.check(db, files).sound
    for name in (item.stored_as, item.answer_as):
        files.drop(name)
    assert set(upkeep.check(db, files).missing) == {item.stored_as, item.answer_as}


def test_handed_over_its_bytes_go_and_the_log_keeps_their_hash(db, key, loc, send, files):
    item = send()
    name, digest = item.stored_as, item.sha256
    bundle, receipt = service.hand_over(db, item, "Thanh tra tỉnh", files)
    db.commit()
    assert receipt["sha256"] == digest
    assert receipt["handed_over_on"] == clock.today().isoformat()
    assert bundle == files.get(name)
    dropped = db.query(Effect).filter(Effect.kind == "file.drop").all()
    assert [effect.payload for effect in dropped] == [{"name": name}]
    assert (item.stored_as, item.state) == (None, "transferred")
    assert events_of(db, "sealed", item.id)[-1].facts["sha256"] == digest
    with pytest.raises(IllegalMove):
        service.hand_over(db, item, "x", files)


def test_the_audit_tells_each_look_and_who_looked(db, key, loc, send, actor_of):
    item = send()
    service.look(db, actor_of(loc), item.number)
    db.flush()
    rows = json.loads(told(db, "--item", item.number.lower(), "--json").output)
    assert [row["act"] for row in rows] == ["received", "seen"]
    assert rows[-1]["official"] == loc.user_name
    assert told(db, "--item", item.number).output.count("\n") == len(rows)
