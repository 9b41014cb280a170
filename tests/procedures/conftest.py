import pytest

from portal.permissions import Role


@pytest.fixture
def admin(make_official, actor_of):
    return actor_of(make_official(Role.ADMINISTRATOR))
