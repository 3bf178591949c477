"""Turn one Markdown task line into a Task and back. Knows no file, no clock, and not what a rule means.

The grammar is the Tasks plugin's, taken apart as it does: fields are read from the line's end, right to left,
and the first thing that is none ends the reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from vault_tools.core.model import Priority, Task, TaskFormat

# What JavaScript trims and calls \s; Python's own sets differ at both ends (U+FEFF, U+001C)
SPACE = (
    "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
)
LINE_BREAKS = "\n\r\u2028\u2029"

DATES = ("created", "start", "scheduled", "due", "cancelled", "done")
ON_COMPLETION = ("keep", "delete")
_WRITTEN = ("id", "depends_on", "priority", "recurrence", "on_completion", *DATES)


@dataclass(frozen=True, slots=True)
class Field:
    """One field where it stands: `start` and `end` with its signifier, `value_start` without."""

    name: str
    value: str
    start: int
    end: int
    value_start: int

    @property
    def day(self) -> date | None:
        """Its day, None if that day does not exist."""
        return _day(self.value)


@dataclass(frozen=True, slots=True)
class Reading:
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
    match = _LINE.match(line)
    if match is None:
        return None
    if (task := _plain_task(*match.groups())) is not None:
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
        return f"  [{_KEYS[name]}:: {value}]"
    return f" {value}" if name == "priority" else f" {_SIGNS[name][0]} {value}"


def _written(task: Task, name: str) -> str:
    if name == "priority":
        if task.priority == Priority.NONE:
            return ""
        names = _PRIORITY_NAMES if task.format is TaskFormat.DATAVIEW else _PRIORITY_SIGNS
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


# The grammar --------------------------------------------------------------------------------------------

_PRIORITY_SIGNS = {
    "🔺": Priority.HIGHEST,
    "⏫": Priority.HIGH,
    "🔼": Priority.MEDIUM,
    "🔽": Priority.LOW,
    "⏬": Priority.LOWEST,
}
_PRIORITY_NAMES = {
    "highest": Priority.HIGHEST,
    "high": Priority.HIGH,
    "medium": Priority.MEDIUM,
    "low": Priority.LOW,
    "lowest": Priority.LOWEST,
}
_PRIORITIES = _PRIORITY_SIGNS | _PRIORITY_NAMES
# The first sign is the one that is written
_SIGNS = {
    "priority": "".join(_PRIORITY_SIGNS),
    "done": "✅",
    "cancelled": "❌",
    "due": "📅📆🗓",
    "scheduled": "⏳⌛",
    "start": "🛫",
    "created": "➕",
    "recurrence": "🔁",
    "on_completion": "🏁",
    "id": "🆔",
    "depends_on": "⛔",
}
SIGNIFIERS = "".join(_SIGNS.values())
_KEYS = {
    **{name: name for name in ("priority", "cancelled", "due", "scheduled", "start", "created", "id")},
    "done": "completion",
    "recurrence": "repeat",
    "on_completion": "onCompletion",
    "depends_on": "dependsOn",
}

_ID = "[a-zA-Z0-9_-]++"
# Nothing here can match the same text in two ways, so that a hostile line costs one look and not millions
_VALUES = {
    **dict.fromkeys(DATES, "[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "priority": "|".join(_PRIORITY_NAMES),
    "recurrence": "[a-zA-Z0-9, !]++",
    "on_completion": "[a-zA-Z]++",
    "id": _ID,
    "depends_on": f"{_ID}(?: *, *{_ID})*",
}


def _sign_pattern(name: str) -> re.Pattern[str]:
    if name == "priority":
        return re.compile(rf"([{_SIGNS[name]}])\ufe0f?\Z")
    return re.compile(rf"[{_SIGNS[name]}]\ufe0f? *+({_VALUES[name]})\Z")


def _key_pattern(name: str) -> re.Pattern[str]:
    field = rf" *+{_KEYS[name]}:: *+({_VALUES[name]}) *+"
    return re.compile(rf"(?:\[{field}\]|\({field}\))(?: *,)?\Z")


_TAG = re.compile(rf"""(?:^|[{SPACE}])(#[^ !@#$%^&*(),.?":{{}}|<>]+)\Z""")
_TAGS = "tags"
# The order in which one pass of the plugin looks for them; it makes at most 21 passes
_DATES_IN_ORDER = ("done", "cancelled", "due", "scheduled", "start", "created")
_STAGES = ("priority", *_DATES_IN_ORDER, "recurrence", "on_completion", _TAGS, "id", "depends_on")
_PASSES = 21


@cache  # compiled where they are needed: most vaults use one of the two
def _stages(format_: TaskFormat) -> tuple[tuple[str, re.Pattern[str]], ...]:
    pattern = _sign_pattern if format_ is TaskFormat.EMOJI else _key_pattern
    return tuple((name, _TAG if name == _TAGS else pattern(name)) for name in _STAGES)


_ANY_SIGN = re.compile(f"[{SIGNIFIERS}]")
_ANY_KEY = re.compile(rf"[\[(] *({'|'.join(_KEYS.values())})::")
_NAMED = {sign: name for name, signs in _SIGNS.items() for sign in signs} | {
    key: name for name, key in _KEYS.items()
}
_DAY = re.compile(_VALUES["due"])
_LINE = re.compile(
    rf"([{SPACE}>]*)([-*+]|[0-9]+[.)]) +\[([^{LINE_BREAKS}])\] *([^{LINE_BREAKS}]*)",
)
_BLOCK_ID = re.compile(r" \^([a-zA-Z0-9-]+)\Z")


def take_apart(line: str) -> Reading | None:
    """The line's task and where each part of it stands; None if it is no task."""
    match = _LINE.match(line)
    if match is None:
        return None
    indentation, marker, status, rest = match.groups()
    body = rest.strip(SPACE)
    offset = match.start(4) + len(rest) - len(rest.lstrip(SPACE)) if body else match.end(3) + 1
    tail_start = offset + len(body)
    block = _BLOCK_ID.search(body) if "^" in body else None
    if block is not None:
        body = body[: block.start()].rstrip(SPACE)

    format_ = TaskFormat.EMOJI
    # most lines have no field at all, and looking for what is not there is most of a scan's work
    signs = [] if body.isascii() else _ANY_SIGN.findall(body)
    found = _strip(body, offset, TaskFormat.EMOJI, signs)
    if not found.fields and "::" in body:
        bracketed = _strip(body, offset, TaskFormat.DATAVIEW, _ANY_KEY.findall(body))
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


_FIELDS = re.compile(rf"[{SPACE}]*([{SIGNIFIERS}])\ufe0f? *")
_RULE = re.compile(_VALUES["recurrence"])


def _plain_task(indentation: str, marker: str, status: str, rest: str) -> Task | None:
    """The task of a line without tags, brackets, or fields given twice, which are most; None leaves it to `take_apart`.

    What stands between two signs must be all of a field's value: then it does not matter from where one reads.
    """
    body = rest.strip(SPACE)
    block_id = None
    if "^" in body and (block := _BLOCK_ID.search(body)):
        block_id = block[1]
        body = body[: block.start()].rstrip(SPACE)
    if "#" in body:
        return None
    pieces = [body] if body.isascii() else _FIELDS.split(body)
    count = len(pieces)
    if count == 1:
        if "::" in body:
            return None
        return Task(indentation, marker, status, body, block_id=block_id)
    fields: dict[str, object] = {}
    for at in range(1, count, 2):
        sign, written = pieces[at], pieces[at + 1]
        name = _NAMED[sign]
        if name in fields:
            return None
        value: object = None
        if name in DATES:
            value = _known_day(written)
        elif name == "priority":
            value = None if written else _PRIORITIES[sign]
        elif name == "recurrence" and _RULE.fullmatch(written):
            value = written.strip(" ")
        if value is None:
            return None
        fields[name] = value
    return Task(indentation, marker, status, pieces[0], block_id=block_id, **fields)  # type: ignore[arg-type]


@lru_cache(2048)
def _known_day(text: str) -> date | None:
    return _day(text) if _DAY.fullmatch(text) else None


@dataclass(slots=True)
class _Found:
    """What was taken off the end, in that order, and where what is left ends."""

    end: int
    fields: list[Field]
    tags: list[str]


def _strip(body: str, offset: int, format_: TaskFormat, signs: list[str]) -> _Found:
    found = _Found(len(body), [], [])
    wanted = {_NAMED[sign] for sign in signs}
    if "#" in body:
        wanted.add(_TAGS)
    if not wanted:
        return found
    stages = tuple(stage for stage in _stages(format_) if stage[0] in wanted)
    for _ in range(_PASSES):
        before = found.end
        for name, pattern in stages:
            match = pattern.search(body, 0, found.end)
            if match is None:
                continue
            if name == _TAGS:
                found.tags.append(match[1].strip(SPACE))
            else:
                value = match.lastindex or 0
                start, end, value_start = match.start(), found.end, match.start(value)
                found.fields.append(
                    Field(name, match[value], offset + start, offset + end, offset + value_start)
                )
            found.end = len(body[: match.start()].rstrip(SPACE))
        if found.end == before or (len(found.fields) == len(signs) and _TAGS not in wanted):
            break
    return found


def _value(field: Field) -> object:
    match field.name:
        case "priority":
            return _PRIORITIES[field.value]
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


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
