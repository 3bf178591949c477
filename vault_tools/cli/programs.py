"""Hand a text to another program: mail, the clipboard. Knows their names, not what the text says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from vault_tools.core.errors import VaultError

LONGEST_LINK = (
    1_900 if sys.platform == "win32" else 8_000
)  # what mail programs take whole; Windows cuts at about 2,000

_QUICK = 3.0  # seconds: by then an opener has failed, or the program is open


def open_mail(link: str) -> None:
    """Open a `mailto:` link in the user's mail program. Raises VaultError if there is none."""
    if sys.platform == "win32":
        try:
            os.startfile(link)
        except OSError as error:
            raise VaultError(f"no mail program could be opened ({error.strerror}); {_WAYS}") from None
        return
    openers = [["open"]] if sys.platform == "darwin" else [["xdg-open"], ["gio", "open"], ["wslview"]]
    for opener in openers:
        if shutil.which(opener[0]) and _opens([*opener, link]):
            return
    raise VaultError(f"no mail program could be opened; {_WAYS}")


def copy(text: str) -> bool:
    """Put a text on the clipboard; False if no program for that is here or works."""
    for command, encoding in _clipboards():
        if shutil.which(command[0]) and _takes(command, text.encode(encoding, "replace")):
            return True
    return False


_WAYS = "--eml FILE writes a draft that one opens, --copy puts the text on the clipboard"


def _clipboards() -> list[tuple[list[str], str]]:
    if sys.platform == "darwin":
        return [(["pbcopy"], "utf-8")]
    if sys.platform == "win32":
        return [(["clip"], "utf-16")]
    wayland = [(["wl-copy"], "utf-8")] if os.environ.get("WAYLAND_DISPLAY") else []
    x11 = [(["xclip", "-selection", "clipboard"], "utf-8"), (["xsel", "--clipboard", "--input"], "utf-8")]
    return [*wayland, *(x11 if os.environ.get("DISPLAY") else []), (["clip.exe"], "utf-16")]


def _takes(command: list[str], data: bytes) -> bool:
    """Whether a program took it; one that stays to serve the clipboard must not hold our streams."""
    try:
        done = subprocess.run(
            command, input=data, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=_QUICK
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _opens(command: list[str]) -> bool:
    quiet = subprocess.DEVNULL
    try:
        started = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError:
        return False
    try:
        return started.wait(_QUICK) == 0
    except subprocess.TimeoutExpired:
        started.returncode = 0  # it stays open on its own
        return True
