"""The day of the next step of each note that has one, for queries that see properties only. Knows no disk."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from vault_tools.core.model import Note
from vault_tools.core.rules.search import Search

NAME = "next_due"


def next_dues(search: Search, kinds: Collection[str]) -> tuple[tuple[Note, date | None], ...]:
    """Every note of these kinds with the day of its next step, None if it has none.

    A step belongs to the note it stands in, to its person, and to its application while that is open; after
    a no it is the no's. The day is the one on which it may be done, holds included.
    """
    notes = [
        note
        for kind in kinds
        for note in search.catalogue.of_type(kind)
        if kind != "application" or note.path in search.applications  # others are for no job
    ]
    found: dict[str, date | None] = dict.fromkeys(note.path for note in notes)
    for f in search.follow_ups:
        application = search.applications.get(f.application_note or "")
        served = f.application_note if application is not None and not application.is_ended else None
        for path in {f.note, f.person_note, served}:
            if path in found:
                day = found[path]
                found[path] = f.ripe if day is None else min(day, f.ripe)
    return tuple((note, found[note.path]) for note in notes)
