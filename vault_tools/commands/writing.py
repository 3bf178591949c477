"""Write under the lock: first what a killed command has left, and after a refusal what it had done is shown. Knows no deed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from vault_tools.commands.refresh import refresh
from vault_tools.commands.session import Session
from vault_tools.core.errors import StoppedError, StorageError, VaultError
from vault_tools.store.journal import Journal
from vault_tools.store.untold import untold


@contextmanager
def writing(session: Session) -> Iterator[Journal]:
    """Hold the writer lock; first finish or reverse what a killed command left.

    A deed that is refused, perhaps because the killed command had done it, leaves the dashboard showing that.
    """

    def without_ours(now: bytes, was: bytes) -> bytes:
        """A note with what is ours in it, and follows from the rest, as it was: undo passes over that."""
        if not session.vault.settings.maintain_next_due:
            return now
        from vault_tools.commands.next_due import as_it_was

        return as_it_was(now, was)

    with session.vault.locked(without_ours) as journal:
        session.told.extend(journal.recover())
        try:
            yield journal
        except VaultError as error:
            # Where the disk refuses it is no time to write more.
            if journal.showing.is_behind() and not isinstance(error, StorageError):
                with suppress(VaultError, OSError):  # what matters now is the refusal
                    session.told.extend(refresh(session, journal, spare_unread=True).taken)
            for sentence in session.told:
                error.add_note(sentence)
            raise
        except KeyboardInterrupt:
            if not untold and journal.is_open():
                said = "What was being written is finished by the next command, or taken back."
                raise StoppedError(said) from None
            raise
