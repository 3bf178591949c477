"""What can be wished on the dashboard, and what it is judged against. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import NamedTuple


class Deed(Enum):
    """What an edit asks for; the value is how it is told once it is carried out."""

    COMPLETE = "done"
    DROP = "dropped"
    REOPEN = "open again"
    MOVE = "moved"
    STATUS = "marked"


class Wish(NamedTuple):
    """One edit that can be carried out: `day` is the completion day or the new date, `status` the new box."""

    id: str
    deed: Deed
    day: date | None = None
    status: str = " "


class Source(NamedTuple):
    """How the follow-up behind a line stands now. A property has no box: it can be done and moved.

    `is_twin`: its note has another line of the same words, and the ids of the two depend on their order.
    """

    status: str
    due: date | None
    done: date | None = None
    has_box: bool = True
    is_twin: bool = False

    @property
    def is_done(self) -> bool:
        return self.status in "xX"

    @property
    def is_open(self) -> bool:
        return self.status not in "xX-"

    def days(self) -> tuple[str, ...]:
        """The dates that a line about it may have shown."""
        return tuple(day.isoformat() for day in (self.due, self.done) if day)


class Expected(NamedTuple):
    """What we write for a follow-up now: the text, and the date and box in it."""

    shown: str
    day: str
    box: str


@dataclass(frozen=True, slots=True)
class Page:
    """What stands between the markers, and what each of its lines shows, by id."""

    inner: str
    expected: Mapping[str, Expected] = field(default_factory=dict)


class TakenIn(NamedTuple):
    """The wishes to carry out; what goes below the block: our sentences, and the user's lines as they are."""

    wishes: tuple[Wish, ...] = ()
    listed: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
