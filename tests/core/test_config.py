import stat
from pathlib import Path

import pytest

from portal.config import Settings, from_environment


def test_settings_come_from_the_environment():
    found = from_environment(
        {"PORTAL_DATA": "x", "PORTAL_TRUSTED_PROXIES": "2", "PORTAL_LOCK_SECONDS": "1.5"}
    )
    assert (found.data, found.trusted_proxies, found.lock_seconds) == (Path("x"), 2, 1.5)


def test_a_wrong_number_is_named():
    with pytest.raises(ValueError, match="PORTAL_TRUSTED_PROXIES"):
        from_environment({"PORTAL_TRUSTED_PROXIES": "two"})


@pytest.mark.parametrize(
    "chosen",
    [
        {"PORTAL_SEARCH_ENGINE": "tantivy"},
        {"PORTAL_SEARCH_ENGINE": "postgresql"},
        {"PORTAL_SEARCH_ENGINE": "postgresql", "PORTAL_DATABASE_URL": "sqlite:///portal.db"},
    ],
)
def test_a_search_engine_that_cannot_work_is_named(chosen):
    with pytest.raises(ValueError, match="PORTAL_SEARCH_ENGINE"):
        from_environment(chosen)


def test_the_key_is_made_once_and_is_ours_alone(tmp_path):
    first = Settings(data=tmp_path / "d").master_key
    assert Settings(data=tmp_path / "d").master_key == first
    assert stat.S_IMODE((tmp_path / "d" / "key").stat().st_mode) == 0o600


def test_keys_for_other_purposes_differ(tmp_path):
    settings = Settings(data=tmp_path)
    assert settings.derive("a") == settings.derive("a") != settings.derive("b")
