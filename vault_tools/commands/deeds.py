"""Done, snooze, drop: change the one line behind a follow-up, then bring the dashboard up to date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from vault_tools.commands.refresh import refresh_or_tell
from vault_tools.commands.session import Session
from vault_tools.core.errors import ChangedError, VaultError
from vault_tools.core.meaning import line_edit
from vault_tools.core.meaning.names import one_line
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import set_property
from vault_tools.core.model import Edit, FollowUp, Origin
from vault_tools.core.rules.followups import Search
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.picking import Choose, pick_follow_up

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Changed:
    """The follow-ups that were changed, as they were, and when the next of a recurring one is due."""

    follow_ups: tuple[FollowUp, ...]
    next_due: tuple[date, ...] = ()


def complete(
    session: Session, picks: Sequence[str], choose: Choose | None = None, on: date | None = None
) -> Changed:
    """Tick them, as the Tasks plugin would on that day."""
    day = on or session.today
    return _change(session, picks, "done", lambda _: line_edit.complete(day), lambda _: None, choose)


def drop(session: Session, picks: Sequence[str], why: str, choose: Choose | None = None) -> Changed:
    """Cancel them with the reason."""
    reason = one_line(why)
    if not reason:
        raise VaultError('a follow-up is dropped with a reason: --why "…", so that you know it later')
    return _change(
        session, picks, "dropped", lambda _: line_edit.cancel(session.today, reason), lambda _: None, choose
    )


def snooze(session: Session, picks: Sequence[str], until: date, choose: Choose | None = None) -> Changed:
    """Move them to another day."""
    return _change(
        session,
        picks,
        f"moved to {until}",
        lambda _: line_edit.reschedule(until),
        lambda _: until.isoformat(),
        choose,
    )


def _change(
    session: Session,
    picks: Sequence[str],
    verb: str,
    line_change: Callable[[FollowUp], line_edit.Change],
    property_value: Callable[[FollowUp], str | None],
    choose: Choose | None,
) -> Changed:
    """Find them, change their lines, and again from the start where a note was saved in between."""
    with session.writing() as journal:
        for attempt in range(_TRIES):
            search = session.search()
            chosen = tuple(dict.fromkeys(pick_follow_up(search, p, choose) for p in picks))
            edits = _edits(session, search, chosen, line_change, property_value)
            try:
                journal.carry_out(f"{verb}: {'; '.join(f.text for f in chosen)}", edits)
                break
            except ChangedError:
                if attempt == _TRIES - 1:
                    raise
        refresh_or_tell(session, journal)
    nexts = [n for f in chosen if f.recurrence and verb == "done" for n in _next_due(session, f)]
    return Changed(chosen, tuple(nexts))


def _edits(
    session: Session,
    search: Search,
    chosen: Sequence[FollowUp],
    line_change: Callable[[FollowUp], line_edit.Change],
    property_value: Callable[[FollowUp], str | None],
) -> list[Edit]:
    lines: dict[str, Line] = {line.id: line for line in search.lines}
    edits = []
    for path in dict.fromkeys(f.note for f in chosen):
        mine = [f for f in chosen if f.note == path]
        before = session.vault.read(path)
        after = line_edit.edit_lines(
            path, before, [(lines[f.id].at, line_change(f)) for f in mine if f.origin is Origin.LINE]
        )
        for f in mine:
            if f.origin is Origin.PROPERTY:
                after = _with_follow_up(path, after, property_value(f))
        edits.append(Edit(path, before, after))
    return edits


def _with_follow_up(path: str, data: bytes, value: str | None) -> bytes:
    try:
        return encode(set_property(decode(data), "follow_up", value))
    except VaultError as error:
        raise VaultError(f"{path}: {error}") from None


def _next_due(session: Session, done: FollowUp) -> list[date]:
    return [
        f.due
        for f in session.search().follow_ups
        if f.note == done.note and f.recurrence == done.recurrence and f.markdown == done.markdown
    ][:1]
