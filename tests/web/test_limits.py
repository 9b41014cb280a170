import os
import secrets

import pytest

from portal.web.limits import Tries, is_among, network_of


@pytest.fixture(params=["memory", "redis"])
def url(request):
    if request.param == "memory":
        return "memory://"
    found = os.environ.get("PORTAL_TEST_REDIS", "")
    if not found:
        pytest.skip("no Redis is named in PORTAL_TEST_REDIS")
    return found


def test_tries_are_counted_and_end(url):
    key = secrets.token_hex(8)
    tries = Tries(url)
    assert [tries.within("2/minute", key) for _ in range(3)] == [True, True, False]
    assert not tries.left("2/minute", key)
    assert tries.left("2/minute", secrets.token_hex(8))


def test_two_nodes_on_one_redis_count_together():
    found = os.environ.get("PORTAL_TEST_REDIS", "")
    if not found:
        pytest.skip("no Redis is named in PORTAL_TEST_REDIS")
    key = secrets.token_hex(8)
    assert Tries(found).within("1/minute", key)
    assert not Tries(found).within("1/minute", key)


def test_a_redis_that_is_away_is_neither_open_nor_shut():
    key = secrets.token_hex(8)
    tries = Tries("redis://127.0.0.1:1/0")
    assert [tries.within("2/minute", key) for _ in range(3)] == [True, True, False]


def test_a_household_is_one_network():
    assert network_of("2001:db8:1:2::7") == network_of("2001:db8:1:2:ffff::1")
    assert network_of("203.0.113.7") != network_of("203.0.113.8")
    assert network_of("nowhere") == ""


@pytest.mark.parametrize(
    ("address", "networks", "among"),
    [
        ("203.0.113.7", "203.0.113.0/24", True),
        ("203.0.113.7", " 198.51.100.1 , 203.0.113.7", True),
        ("2001:db8:1::5", "203.0.113.0/24,2001:db8::/32", True),
        ("203.0.114.7", "203.0.113.0/24", False),
        ("2001:db8:1::5", "203.0.113.0/24", False),
        ("203.0.113.7", "", False),
        ("203.0.113.7", "our office, 203.0.113.0/24", True),
        ("unix", "203.0.113.0/24", False),
    ],
)
def test_an_address_is_found_among_the_networks_listed(address, networks, among):
    assert is_among(address, networks) is among
