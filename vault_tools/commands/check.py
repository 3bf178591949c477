"""What is wrong in a vault: notes that cannot be read, marks without a note behind them."""

from __future__ import annotations

from vault_tools.commands.session import Session
from vault_tools.core.model import Problem
from vault_tools.core.rules.board import marked_without_note
from vault_tools.core.rules.cadence import tier_problems


def check(session: Session) -> tuple[Problem, ...]:
    """Every problem of the vault, ordered by path and line."""
    search = session.search()
    found = list(session.problems)
    for note in marked_without_note(search):
        line = note.property_lines.get("stage", note.property_lines.get("status", 1))
        found.append(
            Problem(
                note.path,
                line,
                f'marked rejected, but there is no rejection note: vault new-rejection "{note.name}"',
            )
        )
    found += tier_problems(search.catalogue, search.people, search.settings)
    return tuple(sorted(found, key=lambda p: (p.path, p.line, p.message)))
