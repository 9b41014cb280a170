"""Reading the demonstration's texts, which are data beside this file."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DOCUMENTS = HERE / "documents"


@cache
def read(name: str) -> dict[str, Any]:
    """Return `name`.toml with the blank ends of its texts taken off."""
    found: dict[str, Any] = _stripped(tomllib.loads((HERE / f"{name}.toml").read_text("utf-8")))
    return found


def _stripped(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        return {key: _stripped(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_stripped(inner) for inner in value]
    return value
