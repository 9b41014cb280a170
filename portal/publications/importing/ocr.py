"""Text read by a machine on the picture of a page, where tesseract is installed."""

import shutil
import subprocess

_LANGUAGE = "vie"
_SECONDS = 30
_LANGUAGES_SECONDS = 5


def can_read_pictures() -> bool:
    """Whether tesseract with its Vietnamese letters is on this machine."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    try:
        listed = subprocess.run(  # noqa: S603 - a fixed command, nothing of the file in it
            [program, "--list-langs"],
            capture_output=True,
            check=False,
            timeout=_LANGUAGES_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return _LANGUAGE in listed.stdout.decode(errors="replace").split()


def read_picture(picture: bytes) -> str:
    """Return what tesseract reads on a picture in PNG; "" when it fails or takes too long."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, the picture comes on its input
            [program, "stdin", "stdout", "-l", _LANGUAGE, "--psm", "4"],
            input=picture,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else ""
