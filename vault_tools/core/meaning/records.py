"""A note as plain values, which can be kept anywhere, and back. Knows no disk, and not what a note says."""

from __future__ import annotations

from datetime import date
from typing import Any

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
        tuple([TaskLine(line, _task(*rest)) for line, *rest in tasks]) if tasks else (),
        tuple([Touch(line, date.fromordinal(day), text, own) for line, day, text, own in log]),
        tuple([Problem(*one) for one in problems]),
        lines,
        drafts,
        tuple([Cheesecake(*one) for one in stock]),
    )


def _of_task(at: TaskLine) -> Record:
    task = at.task
    days = (task.created, task.start, task.scheduled, task.due, task.done, task.cancelled)
    plain = (
        at.line,
        task.indentation,
        task.marker,
        task.status,
        task.description,
        task.block_id,
        task.recurrence,
    )
    ordinals = tuple([0 if day is None else day.toordinal() for day in days])
    rare = (task.on_completion, task.id, task.depends_on, task.impossible)
    return (*plain, task.priority, task.format is TaskFormat.EMOJI, ordinals, rare if any(rare) else ())


def _task(
    indentation: str, marker: str, status: str, description: str, block_id: str | None, recurrence: str | None,
    priority: int, is_emoji: bool, ordinals: tuple[int, ...], rare: Record,
) -> Task:  # fmt: skip
    created, start, scheduled, due, done, cancelled = [_day(o) if o else None for o in ordinals]
    on_completion, id, depends_on, impossible = rare or (None, None, (), ())
    return Task(
        indentation, marker, status, description, priority, recurrence, on_completion, created, start, scheduled,
        due, done, cancelled, id, depends_on, block_id, TaskFormat.EMOJI if is_emoji else TaskFormat.DATAVIEW,
        impossible,
    )  # fmt: skip


_day = date.fromordinal
