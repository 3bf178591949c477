"""The doors that a no left open: for eighteen months, if one had been met. Knows applications, and no step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from vault_tools.core.meaning.dates import day_of, read_day
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import (
    OPEN,
    Application,
    is_closed,
    level_of_round,
    level_of_stage,
    received_of,
)
from vault_tools.core.rules.catalogue import Catalogue, text_of


class Door(NamedTuple):
    """A no after which one may come back: open until `until`, unless it is closed."""

    rejection: Note
    company: str
    received: date
    stage_reached: str
    until: date
    application: str | None = None


def level_of_rejection(note: Note, application: Application | None) -> int:
    """How far it had got when the no came."""
    reached = text_of(note, "stage_reached").casefold()
    if reached in OPEN:
        return level_of_stage(reached)
    if reached:
        return level_of_round(reached)
    return application.level(received_of(note)) if application else 0


def reached_before(note: Note, application: Application | None) -> str:
    """How far it had got when the no came, in words: as its note says, else as the application does."""
    received = received_of(note)
    found = application.stage_reached(received) if application and received else ""
    return text_of(note, "stage_reached") or found


def open_doors(catalogue: Catalogue, known: Mapping[str, Application], today: date) -> tuple[Door, ...]:
    """The doors that stand open today, the latest no first. `known` has the applications by note path."""
    doors = []
    for note in catalogue.of_type("rejection"):
        received, until = received_of(note), read_day(note.properties.get("window_until"))
        there = catalogue.linked(note, "application")
        application = known.get(there.path) if there else None
        if received is None or until is None or today > until or day_of(received) > today:
            continue
        if is_closed(note) or (application and not application.is_ended):
            continue
        if level_of_rejection(note, application) < 2:
            continue
        company = application.company if application else text_of(note, "company")
        doors.append(
            Door(
                note,
                company,
                day_of(received),
                text_of(note, "stage_reached"),
                until,
                there.path if there else None,
            )
        )
    return tuple(sorted(doors, key=lambda d: (-d.received.toordinal(), d.rejection.path)))
