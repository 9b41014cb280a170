"""What `portal serve` sets up before the first request."""

import tempfile
from contextlib import nullcontext

import pytest

from portal import server


@pytest.mark.parametrize("there", [True, False])
def test_what_is_too_large_for_memory_waits_in_memory_all_the_same(
    monkeypatch, tmp_path, settings, there
):
    """Large forms, sealed ones too, must not reach a disk before they are sealed."""
    folder = tmp_path / "shm"
    if there:
        folder.mkdir()
    seen = []
    monkeypatch.setattr(server, "MEMORY", folder)
    monkeypatch.setattr(server, "keep_in_memory", lambda: None)
    monkeypatch.setattr(server, "refuse_hasty", lambda _sessions: None)
    monkeypatch.setattr(server, "_worker", lambda _settings: nullcontext())
    monkeypatch.setattr(server.signal, "signal", lambda *_how: None)
    monkeypatch.setattr(server.waitress, "serve", lambda *_a, **_k: seen.append(tempfile.tempdir))
    monkeypatch.setattr(tempfile, "tempdir", None)
    server.serve(settings, "127.0.0.1", 0)
    assert seen == [str(folder) if there else None]
