"""A portal that takes sealed items: a key whose private half only the test has, two confidants."""

import pytest

from portal.permissions import Role
from portal.sealed import recipients, rules


@pytest.fixture
def private_key():
    return rules.new_key()


@pytest.fixture
def administrator(make_official, actor_of):
    return actor_of(make_official(Role.ADMINISTRATOR, name="Phùng Đức Anh"))


@pytest.fixture
def key(db, administrator, private_key):
    public = rules.public_bytes(private_key).hex()
    made = recipients.add_key(db, administrator, public, "Thanh tra tỉnh")
    db.commit()
    return made


@pytest.fixture
def inspectors(make_office):
    return make_office("Thanh tra")


@pytest.fixture
def loc(make_official, inspectors):
    return make_official(Role.CONFIDANT, name="Cao Văn Lộc", office=inspectors)


@pytest.fixture
def cuong(make_official, make_office):
    office = make_office("Công an xã")
    return make_official(Role.CONFIDANT, Role.OFFICER, name="Đinh Mạnh Cường", office=office)
