"""Files of ours in other programs' folders: a shell's completion, a service. Never over somebody else's file."""

from __future__ import annotations

from pathlib import Path

from vault_tools.core.errors import StorageError
from vault_tools.store import write

MARK = "written by `vault "  # stands in every file of ours, in a comment


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
