"""Open a note where the user writes: their editor, at the line, or Obsidian. Knows programs by name only."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from vault_tools.core.errors import VaultError

_PLUS = ("vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "ne", "gedit", "kate")
_COLON = ("hx", "helix", "subl", "zed")
_GOTO = ("code", "codium", "cursor")


def open_note(path: Path, line: int | None = None) -> None:
    """In $VISUAL or $EDITOR at that line, else in Obsidian. Raises VaultError if neither works."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if editor:
        _edit(shlex.split(editor), path, line)
        return
    link = f"obsidian://open?path={quote(str(path), safe='')}"
    if not _opened(link):
        raise VaultError(f"nothing here opens a note: set EDITOR, or open {path} yourself")


def _edit(command: list[str], path: Path, line: int | None) -> None:
    name = Path(command[0]).name.removesuffix(".exe")
    place = [str(path)]
    if line is not None and name in _PLUS:
        place = [f"+{line}", str(path)]
    elif line is not None and name in _COLON:
        place = [f"{path}:{line}"]
    elif line is not None and name in _GOTO:
        place = ["--goto", f"{path}:{line}"]
    try:
        subprocess.run([*command, *place], check=False)
    except OSError as error:
        raise VaultError(
            f"{command[0]} could not be started ({error.strerror}): set EDITOR to yours"
        ) from None


def _opened(link: str) -> bool:
    if sys.platform == "win32":
        try:
            os.startfile(link)
        except OSError:
            return False
        return True
    for opener in (["open"], ["xdg-open"], ["gio", "open"], ["wslview"]):
        if shutil.which(opener[0]):
            quiet = subprocess.DEVNULL
            return (
                subprocess.run(
                    [*opener, link], stdin=quiet, stdout=quiet, stderr=quiet, check=False
                ).returncode
                == 0
            )
    return False
