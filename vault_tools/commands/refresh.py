"""Take in what the user did on the dashboard, then write it anew if its text differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from vault_tools.commands.session import Session
from vault_tools.core.errors import ChangedError, VaultError
from vault_tools.core.meaning import line_edit
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import set_property
from vault_tools.core.model import Edit, Origin, TaskLine
from vault_tools.core.rules.board import board
from vault_tools.core.rules.followups import Search

if TYPE_CHECKING:
    from vault_tools.core.wording.takein import Source, Wish
    from vault_tools.store.journal import Journal

_TRIES = 8


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came of it: whether the file was written, which edits were taken in, how many lines went below."""

    written: bool = False
    taken: tuple[str, ...] = ()
    below: int = 0


def refresh(session: Session, journal: Journal, *, as_watcher: bool = False) -> Refreshed:
    """Bring the dashboard up to date. Raises VaultError if it cannot be read or written; no note is lost by that.

    As a watcher it never lowers an `as_of` that is one day ahead: another machine is past midnight already.
    """
    taken: list[str] = []
    for _ in range(_TRIES - 1):
        try:
            return _refresh(session, journal, taken, as_watcher)
        except ChangedError:
            continue  # somebody saved in between: look again
    return _refresh(session, journal, taken, as_watcher)


def refresh_or_tell(session: Session, journal: Journal) -> None:
    """Refresh after a deed that is done already: what goes wrong now is told, and does not undo the deed."""
    try:
        result = refresh(session, journal)
    except VaultError as error:
        session.told.append(f"Done, but the dashboard was not refreshed: {error}")
    else:
        session.told.extend(result.taken)


def _refresh(session: Session, journal: Journal, taken: list[str], as_watcher: bool) -> Refreshed:
    from vault_tools.core.wording.dashboard import as_of, compose, page, split
    from vault_tools.core.wording.takein import take_in
    from vault_tools.store import write

    vault = session.vault
    path = vault.root / vault.dashboard
    old = write.current(path)
    text = None if old is None else decode(old)
    try:
        block = split(text)
    except VaultError as error:
        raise VaultError(f"{vault.dashboard}: {error}") from None
    made_for = as_of(text) if text else None
    if as_watcher and made_for == session.today + timedelta(days=1):
        session = Session(session.vault, made_for, made_for, session.told)
    search = session.search()
    found = page(board(search, session.problems), search, session.wording, hint=_hint(search))
    below: tuple[str, ...] = ()
    if block is not None:
        taken_in = take_in(
            block, sources=_sources(search), expected=found.expected, today=session.today, as_of=made_for
        )
        below = taken_in.below
        if taken_in.wishes:
            edits, said = _edits(session, search, taken_in.wishes)
            journal.carry_out("ticked on the dashboard" if len(said) == 1 else f"{len(said)} edits on the dashboard", edits)
            taken.extend(said)
            search = session.search()
            found = page(board(search, session.problems), search, session.wording, hint=_hint(search))
    try:
        new = encode(compose(text, found.inner, today=session.today, below=below))
    except VaultError as error:
        raise VaultError(f"{vault.dashboard}: {error}") from None
    if new == old:
        return Refreshed(False, tuple(taken))
    if old is None:
        write.create(path, new)
    else:
        write.replace(path, old, new)
    return Refreshed(True, tuple(taken), sum(1 for line in below if line))


def _hint(search: Search) -> str:
    """A sentence for the weeks after a no: keep the others moving."""
    from vault_tools.core.meaning.dates import shift
    from vault_tools.core.rules.followups import received_day

    step = search.playbook.steps.get("other-strategies")
    if step is None or not step.holds_under(search.settings) or not isinstance(step.offset[0], int):
        return ""
    for note in search.catalogue.of_type("rejection"):
        day = received_day(note)
        if day is not None and shift(day, 2) <= search.today <= shift(day, step.offset[0]):
            return step.text[0]
    return ""


def _sources(search: Search) -> dict[str, Source]:
    from vault_tools.core.wording.takein import Source

    found = {line.id: Source(line.task.status, line.task.when, line.task.done) for line in search.lines}
    found.update({f.id: Source(" ", f.due) for f in search.follow_ups if f.origin is Origin.PROPERTY})
    return found


def _edits(session: Session, search: Search, wishes: Iterable[Wish]) -> tuple[list[Edit], list[str]]:
    """The edits that carry out what was wished, one per note, and a sentence on each."""
    from vault_tools.core.wording.takein import Deed

    lines = {line.id: line for line in search.lines}
    properties = {f.id: f for f in search.follow_ups if f.origin is Origin.PROPERTY}
    changes: dict[str, list[tuple[TaskLine, line_edit.Change]]] = defaultdict(list)
    values: dict[str, str | None] = {}
    said: list[str] = []
    for wish in wishes:
        if wish.id in properties:
            follow_up = properties[wish.id]
            if wish.deed in (Deed.COMPLETE, Deed.DROP, Deed.MOVE):
                values[follow_up.note] = wish.day.isoformat() if wish.deed is Deed.MOVE and wish.day else None
                said.append(f"{wish.deed.past}: {follow_up.text}")
            continue
        line = lines[wish.id]
        day = wish.day or session.today
        if wish.deed is Deed.REOPEN:
            next_one = line_edit.successor_line(line.at, line.note.tasks)
            if next_one is not None:
                changes[line.note.path].append((next_one, line_edit.take_out))
        change: line_edit.Change = {
            Deed.COMPLETE: line_edit.complete(day),
            Deed.DROP: line_edit.cancel_on_dashboard(day),
            Deed.REOPEN: line_edit.reopen,
            Deed.MOVE: line_edit.reschedule(day),
            Deed.STATUS: line_edit.set_status(wish.status),
        }[wish.deed]
        changes[line.note.path].append((line.at, change))
        said.append(f"{wish.deed.past}{f' to {day}' if wish.deed is Deed.MOVE else ''}: {_plain(line.task.description)}")
    edits = []
    for path in dict.fromkeys((*changes, *values)):
        before = session.vault.read(path)
        after = line_edit.edit_lines(path, before, changes[path]) if path in changes else before
        if path in values:
            after = encode(set_property(decode(after), "follow_up", values[path]))
        edits.append(Edit(path, before, after))
    return edits, said


def _plain(description: str) -> str:
    from vault_tools.core.meaning.links import plain

    return plain(description)
