"""Done, snooze, drop: change the one line behind a follow-up, then bring the dashboard up to date.

Behind a cadence there is none: it is done by a line in the person's log, put off by their `follow_up:`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from vault_tools.commands import touching
from vault_tools.commands.refresh import refresh_or_tell
from vault_tools.commands.session import Session, retried
from vault_tools.commands.writing import writing
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning import line_edit
from vault_tools.core.meaning.names import one_line
from vault_tools.core.model import Edit, FollowUp, Origin
from vault_tools.core.rules.picking import Choose, pick_follow_up
from vault_tools.core.rules.search import Search

NoteChange = Callable[[Search, FollowUp, bytes], bytes]  # what becomes of the note of one that is no line


class Changed(NamedTuple):
    """The follow-ups that were changed, as they were, and when the next of a recurring one is due."""

    follow_ups: tuple[FollowUp, ...]
    next_due: tuple[date, ...] = ()


def complete(
    session: Session,
    picks: Sequence[str],
    choose: Choose | None = None,
    on: date | None = None,
    *,
    words: str = "",
) -> Changed:
    """Tick them, as the Tasks plugin would on that day. `words` are what a log says of it where it tells of it."""
    day = on or session.today

    def logged(search: Search, f: FollowUp, data: bytes) -> bytes:
        return touching.done(search, f, data, day, words=words)

    return _change(session, picks, "done", lambda _: line_edit.complete(day), logged, choose)


def drop(session: Session, picks: Sequence[str], why: str, choose: Choose | None = None) -> Changed:
    """Cancel them with the reason."""
    reason = one_line(why)
    if not reason:
        raise VaultError('a follow-up is dropped with a reason: --why "…", so that you know it later')

    def let_go(search: Search, f: FollowUp, data: bytes) -> bytes:
        return touching.let_go(search, f, data, session.today, reason)

    return _change(
        session, picks, "dropped", lambda _: line_edit.cancel(session.today, reason), let_go, choose
    )


def snooze(session: Session, picks: Sequence[str], until: date, choose: Choose | None = None) -> Changed:
    """Move them to another day."""
    return _change(
        session,
        picks,
        f"moved to {until}",
        lambda _: line_edit.reschedule(until),
        lambda _, f, data: touching.with_follow_up(f.note, data, until),
        choose,
    )


def _change(
    session: Session,
    picks: Sequence[str],
    verb: str,
    line_change: Callable[[FollowUp], line_edit.Change],
    note_change: NoteChange,
    choose: Choose | None,
) -> Changed:
    """Find them, change their lines, and again from the start where a note was saved in between."""
    wanted = tuple(picks) or ("",)  # where none is named it is asked which one
    with writing(session) as journal:

        def attempt() -> tuple[FollowUp, ...]:
            nonlocal wanted
            search = session.search()
            found = tuple(dict.fromkeys(pick_follow_up(search, p, choose) for p in wanted))
            # Saved in between, the same words may fit another line: the ones that were meant stay meant.
            wanted = tuple(f.id for f in found)
            edits = _edits(session, search, found, line_change, note_change)
            if all(edit.before == edit.after for edit in edits):
                raise VaultError(f"“{'”, “'.join(f.text for f in found)}” is {verb} already")
            journal.carry_out(f"{verb}: {'; '.join(f.text for f in found)}", edits)
            return found

        chosen = retried(attempt)
        refresh_or_tell(session, journal)
    nexts = [n for f in chosen if f.recurrence and verb == "done" for n in _next_due(session, f)]
    return Changed(chosen, tuple(nexts))


def _edits(
    session: Session,
    search: Search,
    chosen: Sequence[FollowUp],
    line_change: Callable[[FollowUp], line_edit.Change],
    note_change: NoteChange,
) -> list[Edit]:
    edits = []
    for path in dict.fromkeys(f.note for f in chosen):
        mine = [f for f in chosen if f.note == path]
        before = session.vault.read(path)
        lines = [(line.at, line_change(f)) for f in mine if (line := search.line_of(f)) is not None]
        after = line_edit.edit_lines(path, before, lines)
        for f in mine:
            if f.origin is not Origin.LINE:
                after = note_change(search, f, after)
        edits.append(Edit(path, before, after))
    return edits


def _next_due(session: Session, done: FollowUp) -> list[date]:
    return [
        f.due
        for f in session.shown().follow_ups
        if f.note == done.note and f.recurrence == done.recurrence and f.markdown == done.markdown
    ][:1]
