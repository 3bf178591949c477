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

    chosen, was = _change(session, picks, "done", lambda _: line_edit.complete(day), logged, choose)
    return Changed(chosen, tuple(n for f in chosen for n in _next_due(session, was, f, day)))


def drop(session: Session, picks: Sequence[str], why: str, choose: Choose | None = None) -> Changed:
    """Cancel them with the reason."""
    reason = one_line(why)
    if not reason:
        raise VaultError('a follow-up is dropped with a reason: --why "…", so that you know it later')

    def let_go(search: Search, f: FollowUp, data: bytes) -> bytes:
        return touching.let_go(search, f, data, session.today, reason)

    chosen, _ = _change(
        session, picks, "dropped", lambda _: line_edit.cancel(session.today, reason), let_go, choose
    )
    return Changed(chosen)


def snooze(session: Session, picks: Sequence[str], until: date, choose: Choose | None = None) -> Changed:
    """Move them to another day."""
    chosen, _ = _change(
        session,
        picks,
        f"moved to {until}",
        lambda _: line_edit.reschedule(until),
        lambda _, f, data: touching.with_follow_up(f.note, data, until),
        choose,
    )
    return Changed(chosen)


def _change(
    session: Session,
    picks: Sequence[str],
    verb: str,
    line_change: Callable[[FollowUp], line_edit.Change],
    note_change: NoteChange,
    choose: Choose | None,
) -> tuple[tuple[FollowUp, ...], Search]:
    """Find them, change their lines, and again from the start where a note was saved in between.

    Gives them as they were, with the search in which they were found.
    """
    wanted = tuple(picks) or ("",)  # where none is named it is asked which one
    with writing(session) as journal:

        def attempt() -> tuple[tuple[FollowUp, ...], Search]:
            nonlocal wanted
            search = session.search()
            found = tuple(dict.fromkeys(pick_follow_up(search, p, choose) for p in wanted))
            # Saved in between, the same words may fit another line: the ones that were meant stay meant.
            wanted = tuple(f.id for f in found)
            edits = _edits(session, search, found, line_change, note_change)
            if all(edit.before == edit.after for edit in edits):
                raise VaultError(f"“{'”, “'.join(f.text for f in found)}” is {verb} already")
            journal.carry_out(f"{verb}: {'; '.join(f.text for f in found)}", edits)
            return found, search

        chosen = retried(attempt)
        refresh_or_tell(session, journal)
    return chosen


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


def _next_due(session: Session, was: Search, done: FollowUp, day: date) -> list[date]:
    """When the next of one that was done is due; another line of the same words may be due before it."""
    line = was.line_of(done) if done.recurrence else None
    following = line_edit.following(line.at.task, day) if line is not None else None
    if following is None:
        return []
    search = session.shown()
    open_ = ((f.due, search.line_of(f)) for f in search.follow_ups if f.note == done.note)
    return [due for due, there in open_ if there is not None and there.at.task == following][:1]
