"""The `portal` command: every feature's commands, none imported before it is asked for."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import portal
from portal.cli import PLACES

ROOT = Path(portal.__file__).parent


def test_every_command_of_every_feature_is_offered():
    written = [path for path in ROOT.rglob("*.py") if "\nCOMMANDS = (" in path.read_text("utf-8")]
    places = {".".join(path.relative_to(ROOT.parent).with_suffix("").parts) for path in written}
    assert places == set(PLACES)
    for place, names in PLACES.items():
        assert names == tuple(sorted(command.name for command in import_module(place).COMMANDS))


def test_unsealing_waits_for_no_page():
    look = (
        "import sys; from portal.cli import main; main.get_command(None, 'unseal');"
        "print('flask' in sys.modules, 'portal.app' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "False"]
