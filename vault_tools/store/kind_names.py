"""What each kind of note says of itself, for a list of the commands. Knows two lines of a table, not what it means.

Reading all of `kinds.toml` takes as long as the rest of `vault --help`; this reads the head of each table of ours.
"""

from __future__ import annotations

import os

from vault_tools.core.errors import VaultError
from vault_tools.store.finding import SETTINGS_FILE, find_root, shipped_folder

KINDS_FILE = "kinds.toml"
_DEFAULT = b'templates = "Templates"'  # as `vault init` writes it


def helps_of_kinds(asked: str | None) -> dict[str, str] | None:
    """The help of each kind by its name; None where the vault has tables of its own, to be read as TOML."""
    try:
        root = find_root(asked, os.getcwd())
    except (VaultError, OSError):
        root = ""
    if root and _has_own(root):
        return None
    with open(os.path.join(shipped_folder(), KINDS_FILE), encoding="utf-8") as file:
        return _heads(file.read())


def _has_own(root: str) -> bool:
    """Whether the vault may have kinds of its own: the file is there, or its folder is another than usual."""
    try:
        with open(os.path.join(root, SETTINGS_FILE), "rb") as file:
            lines = [line.strip() for line in file]
    except OSError:
        return True
    if any(b"templates" in line and line != _DEFAULT for line in lines if not line.startswith(b"#")):
        return True
    return os.path.lexists(os.path.join(root, "Templates", KINDS_FILE))


def _heads(text: str) -> dict[str, str]:
    """`[contact]` and the `help = "…"` below it, in the file's order."""
    helps: dict[str, str] = {}
    name = ""
    for line in text.split("\n"):
        if line.startswith("["):
            name = "" if line.startswith("[[") else line.strip("[] ")
        elif name and line.startswith('help = "'):
            helps[name] = line[8:].rstrip().removesuffix('"')
    return helps
