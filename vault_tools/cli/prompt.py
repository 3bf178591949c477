"""`vault prompt` without loading anything, where the number is known. Else the command itself counts."""

# Here the day is read a second time: the place for it, cli/context.py, would load click.

from __future__ import annotations

import os
import sys
import time


def at_once() -> bool:
    """Print the number that was counted today; False if there is none, or a day is being played."""
    if os.environ.get("VAULT_TODAY"):
        return False
    from vault_tools.core.errors import VaultError
    from vault_tools.store.counted import recall
    from vault_tools.store.finding import find_root

    try:
        number = recall(find_root(None, os.getcwd()), time.strftime("%Y-%m-%d"))
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
