"""Makers of petitions, by the same acts that citizens and officials use."""

import secrets

import pytest
from sqlalchemy import select

from portal.files import open_files
from portal.permissions import VISITOR, Role
from portal.petitions import moderation, signing, starting
from portal.petitions.doubts import Place
from portal.petitions.models import Petition, Signature
from portal.petitions.moderation import Refusal
from portal.petitions.rules import Standing, State, Way
from portal.petitions.signing import Signing
from portal.petitions.starting import Start
from portal.petitions.stepping import settings_of, starter_of
from portal.web import tokens

ACTION = "Làm vỉa hè từ cổng trường tiểu học đến chợ Vân Khê"
BACKGROUND = "Trẻ con đi học phải xuống lòng đường, xe tải chạy sát bên."


@pytest.fixture
def files(settings):
    return open_files("", settings.data / "files")


@pytest.fixture
def means(settings, files):
    """What acts ask for of this installation."""
    return {"settings": settings, "files": files}


def by_mail(address=None, **changes) -> Signing:
    fields = {
        "name": "Nguyễn Thị Lan",
        "way": Way.EMAIL,
        "contact": address or f"{secrets.token_hex(5)}@gmail.com",
    } | changes
    return Signing(**fields)


@pytest.fixture
def moderator(make_official, actor_of):
    return actor_of(make_official(Role.MODERATOR, name="Vũ Thị Yến"))


@pytest.fixture
def few_are_enough(db):
    """Two supporters, so that a test has a petition soon."""
    settings_of(db).supporters = 2
    db.commit()


@pytest.fixture
def start(db, settings, few_are_enough):
    def make(**changes) -> Petition:
        fields = {
            "form_token": tokens.new_form_token(settings),
            "action": ACTION,
            "background": BACKGROUND,
            "signing": by_mail("nguoi.neu@example.vn"),
        } | changes
        petition = starting.start(db, VISITOR, Start(**fields), settings=settings)
        db.commit()
        return petition

    return make


@pytest.fixture
def sign(db, settings, means):
    """Sign as a citizen does, and confirm unless told otherwise; return the signature."""

    def make(petition, sent=None, *, confirmed=True) -> Signature:
        signature = signing.sign(db, VISITOR, petition, sent or by_mail(), settings=settings)
        if confirmed:
            signing.confirm(db, VISITOR, signature, **means)
        db.commit()
        return signature

    return make


@pytest.fixture
def make_petition(db, start, sign, means, moderator):
    """Return a petition that went through real acts until `state`."""

    def make(state=State.OPEN, **changes) -> Petition:
        petition = start(**changes)
        if state is State.PENDING:
            return petition
        signing.confirm(db, VISITOR, starter_of(db, petition), **means)
        if state is State.GATHERING:
            return petition
        for _ in range(settings_of(db).supporters):
            sign(petition)
        if state is State.MODERATING:
            return petition
        moderation.claim(db, moderator, petition, seen=None)
        if state is State.REFUSED:
            moderation.refuse(db, moderator, petition, Refusal(reason="elsewhere"))
        else:
            moderation.admit(db, moderator, petition, **means)
        db.commit()
        return petition

    return make


def many(db, petition, count, standing=Standing.COUNTED, **changes):
    """Put `count` signatures under `petition` at once, where how they came does not matter."""
    one = db.scalars(select(Signature).where(Signature.petition_id == petition.id)).first()
    db.add_all(
        Signature(
            petition_id=petition.id, standing=standing, name="Ai đó", way=Way.PHONE,
            contact="0912345678", contact_mark=secrets.token_hex(8), nonce=secrets.token_hex(4),
            signed_at=one.signed_at, **changes,
        )
        for _ in range(count)
    )  # fmt: skip
    db.commit()


def crowded(network="203.0.113.7/32", agent="Mozilla/5.0") -> Place:
    return Place(network=network, agent=agent)
