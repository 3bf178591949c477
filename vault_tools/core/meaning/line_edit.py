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
    """The note's bytes with these task lines changed. Raises ChangedError if one is not there as it was.

    A line is found where it stood, or where the same task stands exactly once now.
    """
    there = read_note(path, data).tasks
    places = [(_place(at, there, path), change) for at, change in changes]
    if len({line for line, _ in places}) < len(places):
        raise _changed(path, places[0][0])
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
    raise _changed(path, at.line)


def _changed(path: str, line: int) -> ChangedError:
    return ChangedError(
        f"{path}:{line}: the line was changed or taken out meanwhile, so nothing was done; "
        "look again with `vault due`"
    )


def successor_line(task: TaskLine, there: Sequence[TaskLine]) -> TaskLine | None:
    """The next occurrence that completing a 🔁 line left above it (or below, as one may tell Tasks to).

    None if it is no longer there as it was written.
    """
    expected = None if task.task.done is None else following(task.task, task.task.done)
    beside = (t for t in there if t.line in (task.line - 1, task.line + 1))
    return next((t for t in beside if expected is not None and t.task == expected), None)


def open_twin(task: TaskLine, there: Sequence[TaskLine]) -> TaskLine | None:
    """An open 🔁 line of the same words: the next occurrence of a done one, or one after that."""
    same = (t for t in there if t.task.recurrence and t.task.description == task.task.description)
    return next((t for t in same if t.task.is_open), None)


def following(task: Task, done: date) -> Task | None:
    """The next occurrence of a 🔁 line that is, or was, done on that day."""
    if not task.recurrence:
        return None
    written = tasks.complete(tasks.reopen(tasks.format_task(task)), done)
    return tasks.parse(written[0]) if len(written) == 2 else None


def both(first: Change, second: Change) -> Change:
    """The one change, and the other on what it left."""
    return lambda line: [new for between in first(line) for new in second(between)]


def complete(day: date) -> Change:
    return lambda line: tasks.complete(line, day)


def complete_for_good(day: date) -> Change:
    """Tick a line that does not come again: what it belongs to has ended."""
    return lambda line: tuple(new for new in tasks.complete(line, day) if _is_ticked(new))


def _is_ticked(line: str) -> bool:
    task = tasks.parse(line)
    return task is None or not task.is_open


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
