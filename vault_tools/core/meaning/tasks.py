"""Read, write and edit one Markdown task line. Knows no file, no clock, and no other line.

An edit gives the line that the Tasks plugin would write, as long as that loses nothing. Where the plugin
would destroy something (a day that does not exist, a rule it cannot read, a field given twice) only the
characters that have to change are changed. Indentation, trailing spaces and a `\r` are always kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from vault_tools.core.model import Task

from .task_format import Reading, field_text, format_task, parse, take_apart
from .task_grammar import LINE_BREAKS, ON_COMPLETION, SPACE
from .task_reason import ON_THE_DASHBOARD, reason_suffix, without_reason

__all__ = [
    "ON_THE_DASHBOARD",
    "cancel",
    "complete",
    "format_task",
    "parse",
    "reopen",
    "reschedule",
    "set_status",
    "without_reason",
]

_Change = tuple[int, int, str]  # from, to, what stands there afterwards


def complete(line: str, today: date) -> tuple[str, ...]:
    """The lines that take the place of a ticked one: its successor, if it recurs, above the done line.

    None at all for a 🏁 delete that does not recur, as Tasks does. A line that is done, or is no task, stays.
    """
    reading = take_apart(line)
    if reading is None or reading.task.is_done:
        return (line,)
    task = reading.task
    lines = []
    successor = _successor(line, reading, today)
    if successor is not None:
        lines.append(successor)
    if task.on_completion != "delete" or not _is_understood(task.recurrence):
        done = task._replace(status="x", done=today, cancelled=None)
        lines.append(_closed(line, reading, done, ("done", today)))
    return tuple(lines)


def reopen(line: str) -> str:
    """The line with an empty box, without the day it was closed and the reason it was dropped for."""
    reading = take_apart(line)
    if reading is None:
        return line
    head = without_reason(reading.head)
    description = " ".join(filter(None, [head, *reading.tags]))
    wanted = reading.task._replace(status=" ", done=None, cancelled=None, description=description)
    if wanted == reading.task:
        return line
    changes = [_status(reading, " "), *_without(line, reading, ("done", "cancelled"))]
    changes.append(_cut(reading, head))
    return _rewritten(line, reading, wanted) or _changed(line, changes)


def cancel(line: str, today: date, reason: str) -> str:
    """The line dropped, with why: `- [-] Call Dana (dropped: she left) 📅 2026-11-24 ❌ 2026-11-22`.

    The reason is foreign text, so what a program could read in it is taken out. With ON_THE_DASHBOARD it is
    written `(dropped on the dashboard)`, without words not at all. A line that is cancelled already stays.
    """
    reading = take_apart(line)
    if reading is None or reading.task.status == "-":
        return line
    head, suffix = without_reason(reading.head), reason_suffix(reason)
    description = " ".join(filter(None, [head, *reading.tags, suffix]))
    wanted = reading.task._replace(status="-", done=None, cancelled=today, description=description)
    changes = []
    if suffix:
        place = _before_space(line, reading.fields[0].start) if reading.fields else reading.end
        changes = [_cut(reading, head), (place, place, f" {suffix}")]
    return _closed(line, reading, wanted, ("cancelled", today), changes)


def reschedule(line: str, when: date) -> str:
    """The line with its due day moved, or else its scheduled day, or else a due day added.

    A start that would come later is pulled in to that day. Nothing but days changes.
    """
    reading = take_apart(line)
    if reading is None:
        return line
    day = when.isoformat()
    given = [field for field in (reading.field("due"), reading.field("scheduled")) if field is not None]
    moved = next((field for field in given if field.day is not None), given[0] if given else None)
    changes: list[_Change] = []
    start = reading.field("start")
    if start is not None and start.day is not None and start.day > when:
        changes.append((start.value_start, start.value_start + len(day), day))
    if moved is not None:
        return _changed(line, [*changes, (moved.value_start, moved.value_start + len(day), day)])
    return _with_field(line, reading, changes, ("due", when))


def set_status(line: str, status: str) -> str:
    """The line with another character in its box."""
    if len(status) != 1 or status in LINE_BREAKS:
        raise ValueError(f"a box holds one character, not {status!r}")
    reading = take_apart(line)
    return line if reading is None else _changed(line, [_status(reading, status)])


# The successor ------------------------------------------------------------------------------------------


def _successor(line: str, reading: Reading, today: date) -> str | None:
    task = reading.task
    if task.recurrence is None:
        return None
    from .recurrence import next_date

    reference = task.due or task.scheduled or task.start or today
    following = next_date(task.recurrence, reference=reference, completed_on=today)
    if following is None:
        return None
    days: dict[str, date] = {}
    try:
        for name in ("start", "scheduled", "due"):
            before = getattr(task, name)
            if before is not None:
                days[name] = following + (before - reference)
    except OverflowError:
        return None  # beyond the calendar's ends nothing comes again
    wanted = task._replace(status=" ", block_id=None, id=None, depends_on=(), created=None, done=None)
    wanted = wanted._replace(cancelled=None, **days)  # type: ignore[arg-type]
    changes = [_status(reading, " ")]
    changes += _without(line, reading, ("id", "depends_on", "created", "done", "cancelled"))
    for name, moved in days.items():
        field = reading.field(name)
        if field is not None:
            changes.append((field.value_start, field.value_start + len(field.value), moved.isoformat()))
    changes.append((reading.end, reading.tail_start, ""))
    return _rewritten(line, reading, wanted) or _changed(line, changes)


def _is_understood(rule: str | None) -> bool:
    from .recurrence import is_rule

    return rule is None or is_rule(rule)


# Writing ------------------------------------------------------------------------------------------------


def _closed(
    line: str, reading: Reading, wanted: Task, added: tuple[str, date], changes: Iterable[_Change] = ()
) -> str:
    rewritten = _rewritten(line, reading, wanted)
    if rewritten is not None:
        return rewritten
    kept = [_status(reading, wanted.status), *_without(line, reading, ("done", "cancelled")), *changes]
    return _with_field(line, reading, kept, added)


def _rewritten(line: str, reading: Reading, wanted: Task) -> str | None:
    """The line as Tasks writes it, or None where something of the line would be lost."""
    names = [field.name for field in reading.fields]
    if reading.task.impossible or len(set(names)) < len(names):
        return None
    if "on_completion" in names and reading.task.on_completion not in ON_COMPLETION:
        return None
    rule = wanted.recurrence
    if rule is not None:
        from .recurrence import normalise, survives_normalising

        if not survives_normalising(rule):
            return None
        wanted = wanted._replace(recurrence=normalise(rule))
    text = format_task(wanted)
    return text + line[reading.tail_start :] if parse(text) == wanted else None


def _with_field(line: str, reading: Reading, changes: Iterable[_Change], added: tuple[str, date]) -> str:
    """The changed line with one more day: at the end, or before the other fields if it is not read there."""
    name, day = added
    text = field_text(reading.task.format, name, day.isoformat())
    kept = list(changes)
    appended = _changed(line, [*kept, (reading.end, reading.end, text)])
    before, after = parse(_changed(line, kept)), parse(appended)
    if before is not None and after is not None:
        wanted = before._replace(format=after.format, **{name: day})  # type: ignore[arg-type]
        if after == wanted:
            return appended
    # Tasks looks through at most 21 tags and fields: one more at the end can push the first out of its sight
    place = _before_space(line, reading.fields[0].start) if reading.fields else reading.end
    return _changed(line, [*kept, (place, place, text)])


def _status(reading: Reading, status: str) -> _Change:
    return reading.status_start, reading.status_start + 1, status


def _without(line: str, reading: Reading, names: tuple[str, ...]) -> list[_Change]:
    removed = [field for field in reading.fields if field.name in names]
    return [(_before_space(line, field.start), field.end, "") for field in removed]


def _cut(reading: Reading, head: str) -> _Change:
    return reading.head_start + len(head), reading.head_start + len(reading.head), ""


def _before_space(line: str, position: int) -> int:
    return len(line[:position].rstrip(SPACE))


def _changed(line: str, changes: Iterable[_Change]) -> str:
    parts, position = [], 0
    for start, end, text in sorted(changes, key=lambda change: change[:2]):
        parts += [line[position:start], text]
        position = end
    return "".join([*parts, line[position:]])
