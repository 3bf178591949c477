"""`vault prompt` without loading anything, where the number is known. Else the command itself counts."""

from __future__ import annotations

import os
import sys


def at_once() -> int | None:
    """Print the number that was counted today; the exit code, or None if there is no number, or a day is being played."""
    if os.environ.get("VAULT_TODAY") or sys.stdout is None:
        return None
    from vault_tools.clock import iso_today
    from vault_tools.core.errors import VaultError
    from vault_tools.store.counted import recall
    from vault_tools.store.finding import find_root

    try:
        number = recall(find_root(None, os.getcwd()), iso_today())
    except (VaultError, OSError):
        return None
    if number:
        try:
            sys.stdout.write(f"{number}!\n")
            sys.stdout.flush()
        except OSError as error:
            from vault_tools.cli.edge import not_said
            from vault_tools.cli.outcome import UnsaidError

            return not_said(UnsaidError(error))
    return None if number is None else 0
