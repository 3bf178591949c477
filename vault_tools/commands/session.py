"""What every use-case is given: the open vault, the day, and the way to write under the lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from vault_tools.core.errors import ChangedError, StorageError, VaultError
from vault_tools.core.meaning.dates import Moment
from vault_tools.core.model import Problem
from vault_tools.core.rules.again import search_again
from vault_tools.core.rules.search import Search
from vault_tools.store.vault import Vault

if TYPE_CHECKING:
    from vault_tools.commands.desk import Made
    from vault_tools.core.wording.rendering import Wording
    from vault_tools.store.journal import Journal

T = TypeVar("T")
_TRIES = 5


def retried(attempt: Callable[[], T], tries: int = _TRIES) -> T:
    """Look, change and write, and again from the start where somebody saved in between; so many times at most."""
    for _ in range(tries - 1):
        with suppress(ChangedError):
            return attempt()
    return attempt()


@dataclass
class Session:
    """One command, or one wake-up of the watcher. `told` gathers what the user should know beside the result.

    `is_behind`: the deed is done, and the dashboard does not show it yet.
    """

    vault: Vault
    today: date
    now: Moment
    told: list[str] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()
    last: Search | None = None  # what the last look has found
    made: Made | None = None  # the last page that was put together, not yet written perhaps
    is_behind: bool = False

    def search(self) -> Search:
        """Look at all notes as they are now."""
        look = self.vault.look()
        self.problems = look.problems
        self.last = search_again(self.last, look.notes, self.vault.playbook, self.vault.settings, self.today)
        return self.last

    def shown(self) -> Search:
        """What the dashboard shows after a deed, without another look; a look where it could not be drawn."""
        return self.search() if self.is_behind or self.last is None else self.last

    @property
    def wording(self) -> Wording:
        return self.vault.wording

    def place(self, file: str, label: str) -> Callable[[str], str]:
        """Where a piece of Jinja in one of the TOML files stands; looked up only once it is wrong."""
        from vault_tools.store.templates import place_of

        return place_of(self.vault.templates, file, label)

    def _as_it_was(self, now: bytes, was: bytes) -> bytes:
        """A note with what is ours in it, and follows from the rest, as it was: undo passes over that."""
        if not self.vault.settings.maintain_next_due:
            return now
        from vault_tools.commands.next_due import as_it_was

        return as_it_was(now, was)

    @contextmanager
    def writing(self) -> Iterator[Journal]:
        """Hold the writer lock; first finish or reverse what a killed command left.

        A deed that is refused, perhaps because the killed command had done it, leaves the dashboard showing that.
        """
        from vault_tools.commands.refresh import refresh
        from vault_tools.store.journal import Journal
        from vault_tools.store.lock import writer_lock

        with writer_lock(self.vault.state):
            journal = Journal(self.vault.root, self.vault.state, self._as_it_was)
            self.told.extend(journal.recover())
            try:
                yield journal
            except VaultError as error:
                # Where the disk refuses it is no time to write more.
                if journal.showing.is_behind() and not isinstance(error, StorageError):
                    with suppress(VaultError, OSError):  # what matters now is the refusal
                        self.told.extend(refresh(self, journal, spare_unread=True).taken)
                for sentence in self.told:
                    error.add_note(sentence)
                raise
