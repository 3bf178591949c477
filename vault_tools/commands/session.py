"""What every use-case is given: the open vault, the day, and what the last look has found. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from vault_tools.core.errors import ChangedError
from vault_tools.core.meaning.dates import Moment
from vault_tools.core.model import Problem
from vault_tools.core.rules.again import search_again
from vault_tools.core.rules.search import Search
from vault_tools.store.vault import Vault

if TYPE_CHECKING:
    from vault_tools.commands.made import Made
    from vault_tools.core.wording.rendering import Wording

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

    def place(self, file: str, label: str, *names: str) -> Callable[[str], str]:
        """Where a piece of Jinja in a row of one of the TOML files stands; looked up only once it is wrong."""
        from vault_tools.store.templates import place_of

        return place_of(self.vault.templates, file, label, names)

    def row(self, file: str, *names: str) -> str:
        """Where a row of one of the TOML files stands, by names from the outside in: a kind, a key."""
        from vault_tools.store.templates import row_in

        return row_in(self.vault.templates, file)(*names)
