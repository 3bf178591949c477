"""Change task lines inside a note's bytes, and nothing else of it. Knows no disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from vault_tools.core.errors import ChangedError
from vault_tools.core.meaning import tasks
from vault_tools.core.meaning.notes import decode, encode, read_note, replace_lines
from vault_tools.core.model import Task, TaskLine

Change = Callable[[str], Sequence[str]]  # one line -> the lines that replace it


def edit_lines(path: str, data: bytes, changes: Sequence[tuple[TaskLine, Change]]) -> bytes:
    """The note's bytes with these task lines changed. Raises ChangedError if one is no longer there as it was.

    A line is found where it stood, or where the same task stands exactly once now.
    """
    there = read_note(path, data).tasks
    places = [(_place(at, there, path), change) for at, change in changes]
    text = decode(data)
    lines = text.split("\n")
    for line, change in sorted(places, key=lambda place: -place[0]):
        raw = lines[line - 1].removesuffix("\r")
        if line == 1:
            raw = raw.removeprefix("\ufeff")
        text = replace_lines(text, line, raw, change(raw))
    return encode(text)


def _place(at: TaskLine, there: Sequence[TaskLine], path: str) -> int:
    if at in there:
        return at.line
    same = [t.line for t in there if t.task == at.task]
    if len(same) == 1:
        return same[0]
    raise ChangedError(f"{path}:{at.line}: the line was changed or taken out meanwhile, so nothing was done; look again with `vault due`")


def successor_line(task: TaskLine, there: Sequence[TaskLine]) -> TaskLine | None:
    """The next occurrence that completing a 🔁 line left above it, if nobody has touched it since."""
    if not task.task.recurrence or task.task.done is None:
        return None
    above = [t for t in there if t.line == task.line - 1]
    if not above:
        return None
    done = tasks.format_task(task.task)
    written = tasks.complete(tasks.reopen(done), task.task.done)
    expected: Task | None = tasks.parse(written[0]) if len(written) == 2 else None
    return above[0] if expected == above[0].task else None


def complete(day: date) -> Change:
    return lambda line: tasks.complete(line, day)


def cancel(day: date, reason: str) -> Change:
    return lambda line: (tasks.cancel(line, day, reason),)


def cancel_on_dashboard(day: date) -> Change:
    """As the dashboard's own `[-]` leaves it: where it was dropped is all that is known of why."""
    return cancel(day, tasks.ON_THE_DASHBOARD)


def reschedule(day: date) -> Change:
    return lambda line: (tasks.reschedule(line, day),)


def reopen(line: str) -> Sequence[str]:
    return (tasks.reopen(line),)


def set_status(status: str) -> Change:
    return lambda line: (tasks.set_status(line, status),)


def take_out(_line: str) -> Sequence[str]:
    return ()
