"""`vault prompt` without loading anything, where the number is known. Else the command itself counts."""

from __future__ import annotations

import os
import sys


def at_once() -> bool:
    """Print the number that was counted today; False if there is none, or a day is being played."""
    if os.environ.get("VAULT_TODAY"):
        return False
    from vault_tools.clock import iso_today
    from vault_tools.core.errors import VaultError
    from vault_tools.store.counted import recall
    from vault_tools.store.finding import find_root

    try:
        number = recall(find_root(None, os.getcwd()), iso_today())
    except (VaultError, OSError):
        return False
    if number is None:
        return False
    if number:
        try:
            sys.stdout.write(f"{number}!\n")
            sys.stdout.flush()
        except OSError:
            return False
    return True
