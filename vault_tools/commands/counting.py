"""How many follow-ups are overdue, for a prompt, and the memory of it outside the vault."""

from __future__ import annotations

import os

from vault_tools.commands.session import Session
from vault_tools.core.rules.board import Board, board
from vault_tools.store.counted import remember


def overdue_now(session: Session) -> int:
    """Look at all notes, and keep the number for the next prompt."""
    return keep_count(session, board(session.search(), session.problems))


def keep_count(session: Session, shown: Board) -> int:
    """The number on the dashboard; none while a no is fresh."""
    number = 0 if shown.quiet else shown.overdue_in_all
    remember(os.fspath(session.vault.root), session.today.isoformat(), number)
    return number
