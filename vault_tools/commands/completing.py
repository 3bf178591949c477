"""What a new note is the doing of: the open lines it ticks, and the one of its kind that it takes over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from vault_tools.commands.belonging import Asker
from vault_tools.commands.making import Making
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.dates import day_of
from vault_tools.core.meaning.kinds import Kind
from vault_tools.core.meaning.names import fit_to_type
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import is_closed
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.search import Search


def done_by(made: Making) -> tuple[Line, ...]:
    """The open line of each step it completes: in the note it belongs to, or the search's only one."""
    return tuple(line for step in made.kind.completes if (line := _open_line(made, step)) is not None)


def day_done(made: Making) -> date:
    """The day on which that was done: the note's own, but never one to come."""
    today = made.search.today
    return min(day_of(made.moment), today) if made.moment is not None else today


def running(search: Search, kinds: Mapping[str, Kind]) -> dict[str, str]:
    """The steps that count as open because a note is about them, with its place as in `open_search`."""
    return {
        step: f"{note.path}\0"
        for kind in kinds.values()
        if kind.one_at_a_time or kind.lasts
        for note in still_open(search, kind)
        for step in kind.completes
    }


def taken_over(made: Making, asker: Asker) -> tuple[Note, ...]:
    """The notes of the kind that end now. Raises VaultError if one is open and nobody says that it ends."""
    open_ones = still_open(made.search, made.kind) if made.kind.one_at_a_time else ()
    for note in open_ones:
        question = f"{note.name} is still going on. End it, and begin this one?"
        if asker.confirm is None or not asker.confirm(question):
            raise VaultError(
                f"{note.path} is still going on, and one {made.kind.name} at a time can be told apart; "
                f'end it first: `vault close "{fit_to_type(note.name)}" --done`'
            )
    return open_ones


def still_open(search: Search, kind: Kind) -> tuple[Note, ...]:
    """The notes of a kind that have no `closed`; one that says nothing a kind of ours says is somebody's own.

    A `type: change` is a change request elsewhere, and stands for no step of a search.
    """
    own = {prop.name for prop in kind.properties if prop.written}
    return tuple(
        note
        for note in search.catalogue.of_type(kind.name)
        if not is_closed(note) and any(note.properties.get(name) not in (None, "", []) for name in own)
    )


def lines_until_closed(search: Search, note: Note) -> tuple[Line, ...]:
    """The open lines of a note that are there only until it is closed."""
    return tuple(
        line
        for line in search.lines
        if line.note.path == note.path and line.task.is_open and line.step and line.step.ends_with == "closed"
    )


def _open_line(made: Making, step: str) -> Line | None:
    found = [
        line
        for line in made.search.lines
        if line.task.is_open
        and line.step is not None
        and line.step.id == step
        and not made.search.is_over(line)
    ]
    own = {person.note for links in made.found.links.values() for person in links}
    mine = [line for line in found if line.note.path in own]
    others = [line for line in found if line.step is not None and line.step.scope == "search"]
    return min(mine or others, key=lambda line: (line.task.when or date.max, line.note.path), default=None)
