"""Turn one Markdown task line into a Task and back. Knows no file, no clock, and not what a rule means.

The grammar is the Tasks plugin's, taken apart as it does: fields are read from the line's end, right to left,
and the first thing that is none ends the reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from vault_tools.core.model import Priority, Task, TaskFormat

from .plain_task import plain_task
from .task_grammar import (
    ANY_KEY,
    ANY_SIGN,
    BLOCK_ID,
    DATES,
    KEYS,
    LINE,
    NAMED,
    ON_COMPLETION,
    PASSES,
    PRIORITIES,
    PRIORITY_NAMES,
    PRIORITY_SIGNS,
    SIGNS,
    SPACE,
    TAGS,
    day_of,
    stages,
)

_WRITTEN = ("id", "depends_on", "priority", "recurrence", "on_completion", *DATES)


class Field(NamedTuple):
    """One field where it stands: `start` and `end` with its signifier, `value_start` without."""

    name: str
    value: str
    start: int
    end: int
    value_start: int

    @property
    def day(self) -> date | None:
        """Its day, None if that day does not exist."""
        return day_of(self.value)


class Reading(NamedTuple):
    """A task line taken apart; all positions count from the line's start.

    `fields` stand from left to right; where one is given twice, the left-most counts. `head` is the text
    before all fields and the `tags` among them, and starts at `head_start`. At `end` only the block id and
    trailing spaces follow, at `tail_start` only the spaces.
    """

    task: Task
    fields: tuple[Field, ...]
    head: str
    tags: tuple[str, ...]
    status_start: int
    head_start: int
    end: int
    tail_start: int

    def field(self, name: str) -> Field | None:
        """The one that counts."""
        return next((field for field in self.fields if field.name == name), None)


def parse(line: str) -> Task | None:
    """One line, without its newline, as a task; None if it is none. Never raises.

    `- [ ] Call Dana 🛫 2026-11-20 📅 2026-11-24 ^call` or `- [ ] Call Dana  [due:: 2026-11-24]`.
    """
    match = LINE.match(line)
    if match is None:
        return None
    if (task := plain_task(*match.groups())) is not None:
        return task
    reading = take_apart(line)
    return None if reading is None else reading.task


def format_task(task: Task) -> str:
    """The line as the Tasks plugin writes it, without newline: its order of fields, its spelling of the rule.

    Impossible days, which the plugin destroys, are kept behind the other fields.
    """
    parts = [f"{task.indentation}{task.marker} [{task.status}] {task.description}"]
    for name in _WRITTEN:
        value = _written(task, name)
        if value:
            parts.append(field_text(task.format, name, value))
    gap = " " if task.format is TaskFormat.EMOJI else "  "
    parts += [gap + field for field in task.impossible]
    if task.block_id is not None:
        parts.append(f" ^{task.block_id}")
    return "".join(parts)


def field_text(format_: TaskFormat, name: str, value: str) -> str:
    """A field ready to be appended: ` 📅 2026-11-24`, `  [due:: 2026-11-24]`."""
    if format_ is TaskFormat.DATAVIEW:
        return f"  [{KEYS[name]}:: {value}]"
    return f" {value}" if name == "priority" else f" {SIGNS[name][0]} {value}"


def _written(task: Task, name: str) -> str:
    if name == "priority":
        if task.priority == Priority.NONE:
            return ""
        names = PRIORITY_NAMES if task.format is TaskFormat.DATAVIEW else PRIORITY_SIGNS
        return next(written for written, priority in names.items() if priority == task.priority)
    if name == "recurrence":
        return _rule(task.recurrence) if task.recurrence else ""
    if name == "depends_on":
        return ",".join(task.depends_on)
    value = getattr(task, name)
    return value.isoformat() if isinstance(value, date) else value or ""


def _rule(rule: str) -> str:
    from .recurrence import normalise  # reading a line needs no rules, and this doubles the time to start

    return normalise(rule) or rule


def take_apart(line: str) -> Reading | None:
    """The line's task and where each part of it stands; None if it is no task."""
    match = LINE.match(line)
    if match is None:
        return None
    indentation, marker, status, rest = match.groups()
    body = rest.strip(SPACE)
    offset = match.start(4) + len(rest) - len(rest.lstrip(SPACE)) if body else match.end(3) + 1
    tail_start = offset + len(body)
    block = BLOCK_ID.search(body) if "^" in body else None
    if block is not None:
        body = body[: block.start()].rstrip(SPACE)

    format_ = TaskFormat.EMOJI
    # most lines have no field at all, and looking for what is not there is most of a scan's work
    signs = [] if body.isascii() else ANY_SIGN.findall(body)
    found = _strip(body, offset, TaskFormat.EMOJI, signs)
    if not found.fields and "::" in body:
        bracketed = _strip(body, offset, TaskFormat.DATAVIEW, ANY_KEY.findall(body))
        if bracketed.fields:
            found, format_ = bracketed, TaskFormat.DATAVIEW

    head = body[: found.end]
    values: dict[str, object] = {}
    impossible: list[str] = []
    for field in found.fields:
        values[field.name] = _value(field)
        if field.name in DATES and values[field.name] is None:
            impossible.append(line[field.start : field.end])
    task = Task(
        indentation=indentation,
        marker=marker,
        status=status,
        description=" ".join([head, *reversed(found.tags)]) if head else " ".join(reversed(found.tags)),
        block_id=None if block is None else block[1],
        format=format_,
        impossible=tuple(reversed(impossible)),
        **values,  # type: ignore[arg-type]
    )
    return Reading(
        task,
        fields=tuple(reversed(found.fields)),
        head=head,
        tags=tuple(reversed(found.tags)),
        status_start=match.start(3),
        head_start=offset,
        end=offset + len(body),
        tail_start=tail_start,
    )


@dataclass(slots=True)
class _Found:
    """What was taken off the end, in that order, and where what is left ends."""

    end: int
    fields: list[Field]
    tags: list[str]


def _strip(body: str, offset: int, format_: TaskFormat, signs: list[str]) -> _Found:
    found = _Found(len(body), [], [])
    wanted = {NAMED[sign] for sign in signs}
    if "#" in body:
        wanted.add(TAGS)
    if not wanted:
        return found
    in_order = tuple(stage for stage in stages(format_) if stage[0] in wanted)
    for _ in range(PASSES):
        before = found.end
        for name, pattern in in_order:
            match = pattern.search(body, 0, found.end)
            if match is None:
                continue
            if name == TAGS:
                found.tags.append(match[1].strip(SPACE))
            else:
                value = match.lastindex or 0
                start, end, value_start = match.start(), found.end, match.start(value)
                found.fields.append(
                    Field(name, match[value], offset + start, offset + end, offset + value_start)
                )
            found.end = len(body[: match.start()].rstrip(SPACE))
        if found.end == before or (len(found.fields) == len(signs) and TAGS not in wanted):
            break
    return found


def _value(field: Field) -> object:
    match field.name:
        case "priority":
            return PRIORITIES[field.value]
        case "recurrence":
            return field.value.strip(" ")
        case "on_completion":
            return field.value.lower() if field.value.lower() in ON_COMPLETION else None
        case "depends_on":
            return tuple(field.value.replace(" ", "").split(","))
        case "id":
            return field.value
        case _:
            return field.day
