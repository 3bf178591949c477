"""One deed from a look to the dashboard, whatever is saved in between. Knows no deed by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from vault_tools.commands.refresh import refresh_or_tell
from vault_tools.commands.session import Session, retried
from vault_tools.commands.writing import writing
from vault_tools.core.model import Edit
from vault_tools.core.rules.search import Search

T = TypeVar("T")


def carried_out(session: Session, edits: Callable[[Search], tuple[T, str, list[Edit]]]) -> T:
    """Look, change, and again from the start where a note was saved in between; then the dashboard.

    `edits` gives what came of it, the deed in a few words for the journal, and what to write; it may be asked
    more than once. Raises ChangedError if somebody saves in between each time.
    """
    with writing(session) as journal:

        def attempt() -> T:
            result, label, wanted = edits(session.search())
            journal.carry_out(label, wanted)
            return result

        result = retried(attempt)
        refresh_or_tell(session, journal)
    return result
