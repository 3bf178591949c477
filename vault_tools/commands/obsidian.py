"""What a vault gets for Obsidian beyond its notes: views, a snippet of CSS, the dashboard's class. Each once."""

from __future__ import annotations

import json
from pathlib import Path

from vault_tools.commands.session import Session
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import append_to_list
from vault_tools.store import write
from vault_tools.store.obsidian import around
from vault_tools.store.templates import shipped

BASE = "Job search.base"
SNIPPET = ".obsidian/snippets/vault-dashboard.css"
CLASS = "vault-dashboard"


def add_for_obsidian(session: Session) -> tuple[str, ...]:
    """Write what is not there yet; gives the paths. What is there is the user's and stays.

    The snippet goes where Obsidian looks for it, which may be a vault around this one.
    """
    root = session.vault.root
    house = around(root)
    files = {
        BASE: _base(session).encode(),
        SNIPPET if house is None else str(house / SNIPPET): (
            shipped() / "obsidian" / "vault-dashboard.css"
        ).read_bytes(),
    }
    made = []
    for path, data in files.items():
        if write.current(root / path) is None:
            write.create(root / path, data)
            made.append(path)
    if _give_class(root / session.vault.dashboard):
        made.append(session.vault.dashboard)
    return tuple(made)


def _base(session: Session) -> str:
    settings = session.vault.settings
    tiers = [(name, tier.longest - tier.ideal) for name, tier in sorted(settings.tiers.items())]
    folder = json.dumps(settings.templates, ensure_ascii=False).replace(
        "'", "''"
    )  # it stands in YAML's quotes
    values = {"templates": folder, "tiers": tiers, "patience": dict(tiers)["steady"]}
    return session.wording.file("obsidian/search.base.j2", values)


def _give_class(dashboard: Path) -> bool:
    """Add the class that the snippet goes by, unless it is there or the properties cannot be changed safely."""
    before = write.current(dashboard)
    if before is None or CLASS in decode(before).partition("\n---")[0]:
        return False
    try:
        after = encode(append_to_list(decode(before), "cssclasses", CLASS))
        write.replace(dashboard, before, after)
    except VaultError:
        return False
    return True
