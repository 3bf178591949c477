"""The folder that is watched: waited for until it is there, and told from another one in its place."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from vault_tools.core.errors import VaultError
from vault_tools.store.finding import SETTINGS_FILE
from vault_tools.store.locate import default_vault, find_vault

_TICK = 1.0  # seconds between two looks whether it came


def awaited(asked: str | None, here: Path, tell: Callable[[str], None], *, gone: Path | None = None) -> Path:
    """The vault, waited for if one was named. Of one that is known to be `gone` nothing is told until it is back."""
    told = ""
    while True:
        try:
            return find_vault(asked, here)
        except (VaultError, OSError) as error:
            if not (asked or os.environ.get("VAULT_DIR") or default_vault()):
                raise
            if str(error) != told and (gone is None or gone.exists()):
                told = str(error)
                tell(f"{told}. Waiting for it; Ctrl-C ends it.")
        time.sleep(_TICK)


def place_of(root: Path) -> tuple[int, int] | None:
    """Which folder stands at a path, if it is a vault."""
    try:
        os.stat(root / SETTINGS_FILE)
        status = os.stat(root)
    except OSError:
        return None
    return status.st_dev, status.st_ino
