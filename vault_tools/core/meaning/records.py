"""A note as plain values, which can be kept anywhere, and back. Knows no disk, and not what a note says."""

from __future__ import annotations

from datetime import date
from typing import Any

from vault_tools.core.meaning.plain_yaml import shared_lines
from vault_tools.core.model import Cheesecake, Note, Problem, Task, TaskFormat, TaskLine, Touch

Record = tuple[Any, ...]


def record_of(note: Note) -> Record:
    """The note without its path: dates by their ordinal, everything else as it stands."""
    return (
        dict(note.properties),
        dict(note.property_lines),
        tuple([_of_task(at) for at in note.tasks]),
        tuple([(t.line, t.day.toordinal(), t.text, t.block_id) for t in note.log]),
        tuple([(p.path, p.line, p.message, p.is_unread) for p in note.problems]),
        note.drafts,
        tuple([(c.line, c.text) for c in note.cheesecakes]),
    )


def note_of(path: str, record: Record) -> Note:
    """The note again, equal to the one that was recorded."""
    properties, lines, tasks, log, problems, drafts, stock = record
    return Note(
        path,
        properties,
        tuple(map(_task_line, tasks)),
        tuple([Touch(line, date.fromordinal(day), text, own) for line, day, text, own in log]),
        tuple([Problem(*one) for one in problems]),
        shared_lines(tuple(lines.items())),
        drafts,
        tuple([Cheesecake(*one) for one in stock]),
    )


def _of_task(at: TaskLine) -> Record:
    """A flat tuple: the line, then the fields of the task in their order."""
    task = at.task
    days = (task.created, task.start, task.scheduled, task.due, task.done, task.cancelled)
    return (
        at.line,
        *task[:_FIRST_DAY],
        *[0 if day is None else day.toordinal() for day in days],
        *task[_FIRST_DAY + len(days) : -2],
        task.format is TaskFormat.EMOJI,
        task.impossible,
    )


def _task_line(record: Record) -> TaskLine:
    (
        line, indentation, marker, status, description, priority, recurrence, on_completion,
        created, start, scheduled, due, done, cancelled, id, depends_on, block_id, is_emoji, impossible,
    ) = record  # fmt: skip
    return TaskLine(
        line,
        Task(
            indentation, marker, status, description, priority, recurrence, on_completion,
            _DAYS[created], _DAYS[start], _DAYS[scheduled], _DAYS[due], _DAYS[done], _DAYS[cancelled],
            id, depends_on, block_id, TaskFormat.EMOJI if is_emoji else TaskFormat.DATAVIEW, impossible,
        ),
    )  # fmt: skip


class _Days(dict[int, "date | None"]):
    """Each day once: many lines have the same."""

    def __missing__(self, ordinal: int) -> date:
        day = self[ordinal] = date.fromordinal(ordinal)
        return day


_FIRST_DAY = Task._fields.index("created")
_DAYS = _Days({0: None})
