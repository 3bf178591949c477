"""Files of ours in other programs' folders: a shell's completion, a service. Never over somebody else's file."""

from __future__ import annotations

import os
from pathlib import Path

from vault_tools.core.errors import StorageError
from vault_tools.store import write
from vault_tools.store.finding import SETTINGS_FILE

MARK = "written by `vault "  # stands in every file of ours, in a comment


def home() -> Path:
    """The user's home. StorageError where nobody says which: an empty HOME would be taken for `/`."""
    folder = os.path.expanduser("~")
    if os.environ.get("HOME") == "" or not os.path.isabs(folder):
        raise StorageError("no home folder is known; set HOME to yours, and try again")
    return Path(folder)


def is_too_wide(folder: Path) -> bool:
    """Whether it is the home or a whole disk, which has more in it than a search, and is no vault yet."""
    return folder in (Path.home(), Path(folder.anchor)) and not (folder / SETTINGS_FILE).exists()


def expanded(path: Path) -> Path:
    """A path as it is meant, `~` being the home. StorageError where that leads nowhere."""
    first = path.parts[0] if path.parts else ""
    if not first.startswith("~"):
        return path
    if first == "~":
        return home().joinpath(*path.parts[1:])
    try:
        return path.expanduser()
    except RuntimeError:
        raise StorageError(f"{path}: there is no home of '{first[1:]}' here; write the whole path") from None


def home_of(variable: str, *below_home: str) -> Path:
    """The folder that a variable as XDG_CONFIG_HOME names, if it is a whole path; else the usual one."""
    asked = os.environ.get(variable, "")
    return Path(asked) if os.path.isabs(asked) else home().joinpath(*below_home)


def put(path: Path, text: str, encoding: str = "utf-8") -> bool:
    """Write a file of ours, whole; False if it stands there already. Refuses where a file is not ours."""
    new, there = text.encode(encoding), write.current(path)
    if there == new:
        return False
    if there is None:
        write.create(path, new)
        return True
    if not is_ours(there):
        raise StorageError(f"{path} is there already and was not written by vault: left alone. Move it away.")
    write.replace(path, there, new)
    return True


def take_away(path: Path) -> bool:
    """Remove a file of ours; False if there is none. Refuses where a file is not ours."""
    there = write.current(path)
    if there is None:
        return False
    if not is_ours(there):
        raise StorageError(f"{path} was not written by vault: left alone.")
    write.remove(path, there)
    return True


def is_ours(data: bytes) -> bool:
    return any(MARK.encode(code) in data for code in ("utf-8", "utf-16-le"))
