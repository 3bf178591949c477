"""What Obsidian knows of a vault: whether it is its own, by which name, which lines are tasks. Writes no file of its."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import NamedTuple

from vault_tools.core.errors import StorageError
from vault_tools.store import outside

_TAG = re.compile(r"#[\w/-]+")


class Known(NamedTuple):
    """A vault of Obsidian's: its id, and our vault's path inside it, empty where they are the same folder."""

    id: str
    inside: str


def known(root: Path) -> Known | None:
    """The innermost of Obsidian's vaults that has this folder in it; None if none has."""
    found = [
        Known(name, "" if inside == "." else inside)
        for name, path in _vaults()
        if (inside := _inside(root, path)) is not None
    ]
    return min(found, key=lambda k: (len(k.inside), k.id), default=None)


def around(root: Path) -> Path | None:
    """The Obsidian vault that a folder lies in without being one itself; it reads no `.obsidian` of its folders."""
    if (root / ".obsidian").is_dir():
        return None
    return next((parent for parent in root.parents if (parent / ".obsidian").is_dir()), None)


def task_tag(root: Path) -> str:
    """The tag without which the Tasks plugin takes no line of this vault for a task; empty if every one is one.

    Its "global filter" may be any text; only a tag is one that a line can be asked for.
    """
    place = root / ".obsidian" / "plugins" / "obsidian-tasks-plugin" / "data.json"
    try:
        said = json.loads(place.read_text(encoding="utf-8-sig"))["globalFilter"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
    return said if isinstance(said, str) and _TAG.fullmatch(said) else ""


def _vaults() -> list[tuple[str, str]]:
    found = []
    for place in _places():
        try:
            vaults = json.loads((place / "obsidian.json").read_text(encoding="utf-8-sig"))["vaults"]
            found += [(name, v["path"]) for name, v in vaults.items() if isinstance(v.get("path"), str)]
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
    return found


def _places() -> list[Path]:
    try:
        home = outside.home()
    except StorageError:
        return []
    if sys.platform == "win32":
        return [Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming") / "obsidian"]
    if sys.platform == "darwin":
        return [home / "Library" / "Application Support" / "obsidian"]
    return [
        Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "obsidian",
        home / ".var" / "app" / "md.obsidian.Obsidian" / "config" / "obsidian",
        home / "snap" / "obsidian" / "current" / ".config" / "obsidian",
    ]


def _inside(root: Path, vault: str) -> str | None:
    try:
        return root.resolve().relative_to(Path(vault).resolve()).as_posix()
    except (OSError, ValueError, RuntimeError):
        return None
