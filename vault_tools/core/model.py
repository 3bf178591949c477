"""The frozen values that everything else speaks in. Knows no file, no clock and no terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from typing import NamedTuple

Value = object  # of a property: None, bool, int, float, str, or a list or dict of them; dates are ISO text


class Problem(NamedTuple):
    """Something in a note that the user should know of: shown as `path:line: message`.

    `is_unread`: the disk would not give the note or folder, so nothing is known of what it says.
    """

    path: str
    line: int
    message: str
    is_unread: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class TaskFormat(Enum):
    """How the fields of a task line are written: `📅 2026-11-20` or `[due:: 2026-11-20]`."""

    EMOJI = "emoji"
    DATAVIEW = "dataview"


class Priority:
    """The numbers that the Tasks plugin gives to 🔺 ⏫ 🔼, none, 🔽 ⏬."""

    HIGHEST, HIGH, MEDIUM, NONE, LOW, LOWEST = range(6)


CLOSED = "xX-"  # done, done, dropped


class Task(NamedTuple):
    """One task line, read the way the Tasks plugin reads it.

    `indentation` is everything before the marker, quote signs included. `description` keeps its tags and has
    no fields and no block id. `impossible` holds fields whose day does not exist (`📅 2026-02-30`), as written.
    """

    indentation: str = ""
    marker: str = "-"
    status: str = " "
    description: str = ""
    priority: int = Priority.NONE
    recurrence: str | None = None
    on_completion: str | None = None
    created: date | None = None
    start: date | None = None
    scheduled: date | None = None
    due: date | None = None
    done: date | None = None
    cancelled: date | None = None
    id: str | None = None
    depends_on: tuple[str, ...] = ()
    block_id: str | None = None
    format: TaskFormat = TaskFormat.EMOJI
    impossible: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.status not in CLOSED

    @property
    def is_done(self) -> bool:
        return self.status in "xX"

    @property
    def when(self) -> date | None:
        """The day it is due, or else scheduled."""
        return self.due or self.scheduled


class TaskLine(NamedTuple):
    """A task and where it stands: `line` counts from 1, lines end with `\\n` only."""

    line: int
    task: Task


class Touch(NamedTuple):
    """One dated item of a contact's `## Log`; `block_id` tells which step of ours it was."""

    line: int
    day: date
    text: str
    block_id: str | None = None


class Cheesecake(NamedTuple):
    """One item of a list `## Cheesecakes`: a link or a few words to send to somebody, as it is written."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """What was read of one note. `path` is relative to the vault, with `/`; `name` as links write it, without `.md`."""

    path: str
    properties: Mapping[str, Value] = field(default_factory=dict)
    tasks: tuple[TaskLine, ...] = ()
    log: tuple[Touch, ...] = ()
    problems: tuple[Problem, ...] = ()
    property_lines: Mapping[str, int] = field(default_factory=dict)
    drafts: tuple[str, ...] = ()
    cheesecakes: tuple[Cheesecake, ...] = ()
    name: str = field(init=False, repr=False, compare=False)
    type: str | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # asked for many times of each note
        stem = self.path.rpartition("/")[2]
        object.__setattr__(self, "name", stem[:-3] if stem[-3:].lower() == ".md" else stem)
        kind = self.properties.get("type")
        object.__setattr__(self, "type", kind if isinstance(kind, str) else None)


class Edit(NamedTuple):
    """What one deed does to one file: `before` None creates it, `after` None removes it."""

    path: str
    before: bytes | None
    after: bytes | None


class Origin(StrEnum):
    """Where a follow-up comes from: a task line, a `follow_up:` property, or computed from the last contact.

    Programs get it as a field of a follow-up, and may take it for its word.
    """

    LINE = "line"
    PROPERTY = "property"
    CADENCE = "cadence"


class Hold(StrEnum):
    """Why a follow-up waits although its day may have come; a word as well."""

    COOLING_OFF = "cooling-off"
    TURN = "turn"
    RESTING = "resting"
    EVENT = "event"
    OPEN_THERE = "open-there"


class FollowUp(NamedTuple):
    """One thing to do on a day, wherever it is written. `id` is the same on every run and machine.

    `starts` is the first day on which it may be done, holds included; `overdue_days` counts from the later of
    that and `due`. `line` is None for a cadence. Names are shown, notes are paths.
    """

    id: str
    note: str
    line: int | None
    text: str
    markdown: str
    due: date
    starts: date | None = None
    start: date | None = None
    held_until: date | None = None
    held_because: Hold | None = None
    overdue_days: int = 0
    person: str | None = None
    person_note: str | None = None
    application: str | None = None
    application_note: str | None = None
    company: str | None = None
    step: str | None = None
    source: tuple[str, ...] = ()
    origin: Origin = Origin.LINE
    priority: int = Priority.NONE
    recurrence: str | None = None
    status: str = " "
    block_id: str | None = None
    short: str = ""
    unasked: bool = False
    has_draft: bool = False

    @property
    def waits_for_an_end(self) -> bool:
        """Whether what is open holds it, and nobody knows for how long: `held_until` is always the next day."""
        return self.held_because is Hold.OPEN_THERE

    @property
    def is_held(self) -> bool:
        return self.held_because is not None

    @property
    def ripe(self) -> date:
        """The day it counts from: due, or later where a hold or its start date ended later."""
        return max(self.due, self.starts or self.due)
