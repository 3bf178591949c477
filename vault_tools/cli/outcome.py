"""How a command can end: its exit codes, and what is known of it beside the result. Imports nothing."""

from __future__ import annotations

DONE, REFUSED, MISUSE, BUG, BEHIND, INTERRUPTED = 0, 1, 2, 3, 4, 130
IS_BEHIND = "vault.is_behind"  # in click's meta: the deed is done, and the dashboard does not show it yet
TYPED = "vault.typed"  # in click's meta: what was typed behind the command's name
UNSAID = "vault.unsaid"  # in click's meta: why the result could not be written to stdout


class UnsaidError(Exception):
    """All is done, but the result could not be written to stdout."""
