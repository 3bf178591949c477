"""What every use-case is given: the open vault, the day, and the way to write under the lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from vault_tools.core.meaning.dates import Moment
from vault_tools.core.model import Problem
from vault_tools.core.rules.catalogue import catalogue
from vault_tools.core.rules.followups import search
from vault_tools.core.rules.search import Search
from vault_tools.store.vault import Vault

if TYPE_CHECKING:
    from vault_tools.core.wording.rendering import Wording
    from vault_tools.store.journal import Journal


@dataclass
class Session:
    """One command, or one wake-up of the watcher. `told` gathers what the user should know beside the result."""

    vault: Vault
    today: date
    now: Moment
    told: list[str] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()
    last: Search | None = None  # what the last look has found

    def search(self) -> Search:
        """Look at all notes as they are now."""
        look = self.vault.look()
        self.problems = look.problems
        self.last = search(catalogue(look.notes), self.vault.playbook, self.vault.settings, self.today)
        return self.last

    @cached_property
    def wording(self) -> Wording:
        from vault_tools.core.wording.rendering import Wording
        from vault_tools.store.templates import sources

        return Wording(sources(self.vault.templates))

    def place(self, file: str, label: str) -> Callable[[str], str]:
        """Where a piece of Jinja in one of the TOML files stands; looked up only once it is wrong."""
        from vault_tools.store.templates import place_of

        return place_of(self.vault.templates, file, label)

    @contextmanager
    def writing(self) -> Iterator[Journal]:
        """Hold the writer lock; first finish or reverse what a killed command left."""
        from vault_tools.store.journal import Journal
        from vault_tools.store.lock import writer_lock

        with writer_lock(self.vault.state):
            journal = Journal(self.vault.root, self.vault.state)
            self.told.extend(journal.recover())
            yield journal
