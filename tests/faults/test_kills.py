from tests.faults.kills import kill_under_writers


def test_nothing_acknowledged_is_lost_when_server_and_worker_are_killed(tmp_path):
    """The short run; `make faults` kills two hundred times."""
    found = kill_under_writers(tmp_path / "data", kills=8, seed=8)
    assert found.acknowledged > 8
    assert found.whole, found
