"""Decide on one thing of the review: each decision is a deed of its own, and can be undone."""

from __future__ import annotations

from datetime import date

from vault_tools.commands.carrying import carried_out
from vault_tools.commands.naming import naming
from vault_tools.commands.session import Session
from vault_tools.core.errors import NotFoundError, VaultError
from vault_tools.core.meaning import line_edit
from vault_tools.core.meaning.links import plain
from vault_tools.core.meaning.names import one_line
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import set_property
from vault_tools.core.model import Edit
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.review import Item, items
from vault_tools.core.rules.search import Search


def waiting(session: Session) -> tuple[Search, tuple[Item, ...]]:
    """Everything that waits for a decision now, in the order in which it is asked."""
    search = session.search()
    return search, items(search, session.problems)


def drop_line(session: Session, line_id: str, why: str) -> None:
    """Cancel an open line that is over already, with the reason; also one that no list shows any more."""
    reason = one_line(why)
    if not reason:
        raise VaultError("a line is dropped with a reason, so that you know it later")
    _on_line(session, line_id, "dropped", line_edit.cancel(session.today, reason))


def complete_line(session: Session, line_id: str) -> None:
    """Tick an open line that is over already: it was done all the same."""
    _on_line(session, line_id, "done", line_edit.complete(session.today))


def come_back(session: Session, path: str, day: date) -> None:
    """Give a note a `follow_up` day, so that it is asked about again then."""

    def edits(_search: Search) -> tuple[None, str, list[Edit]]:
        before = session.vault.read(path)
        with naming(path):
            after = encode(set_property(decode(before), "follow_up", day.isoformat()))
        return None, f"come back on {day}: {path}", [Edit(path, before, after)]

    carried_out(session, edits)


def _on_line(session: Session, line_id: str, verb: str, change: line_edit.Change) -> None:
    def edits(search: Search) -> tuple[None, str, list[Edit]]:
        line = _open_line(search, line_id)
        before = session.vault.read(line.note.path)
        after = line_edit.edit_lines(line.note.path, before, [(line.at, change)])
        return None, f"{verb}: {plain(line.task.description)}", [Edit(line.note.path, before, after)]

    carried_out(session, edits)


def _open_line(search: Search, line_id: str) -> Line:
    for line in search.lines:
        if line.id == line_id and line.task.is_open:
            return line
    raise NotFoundError(f"there is no open line {line_id} any more")
