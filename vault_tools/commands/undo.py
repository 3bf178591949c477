"""Undo and redo: the journal's deeds taken back and done again, then the dashboard."""

from __future__ import annotations

from collections.abc import Sequence

from vault_tools.commands.refresh import refresh_or_tell
from vault_tools.commands.session import Session
from vault_tools.commands.writing import writing
from vault_tools.store.journal import Deed, Journal, Undone


def undo(session: Session, keep: Sequence[str] = ()) -> Undone:
    """Take back the newest deed of this machine, whole or not at all."""
    with writing(session) as journal:
        undone = journal.undo(keep)
        refresh_or_tell(session, journal)
        return undone


def redo(session: Session) -> Undone:
    """Do again what was undone last."""
    with writing(session) as journal:
        done = journal.redo()
        refresh_or_tell(session, journal)
        return done


def history(session: Session) -> tuple[Deed, ...]:
    """What can be undone or redone, the newest first."""
    return Journal(session.vault.root, session.vault.state).history()
