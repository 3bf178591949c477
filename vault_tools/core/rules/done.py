"""What was done in one note: for which applications, and what of it today. Knows no other note's lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from vault_tools.core.model import Note
from vault_tools.core.rules.applications import Application
from vault_tools.core.rules.facts import Facts
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.owners import application_of, counts, serves


class DoneIn(NamedTuple):
    """The last day, not after today, on which a line of the note served an application; today's lines."""

    last: tuple[tuple[str, date], ...] = ()
    today: tuple[Line, ...] = ()


NOTHING = DoneIn()


def done_in(facts: Facts, note: Note, lines: Iterable[Line]) -> DoneIn:
    """What the ticked lines of a note tell."""
    days = [(line, day) for line in lines if (day := line.at.task.done) is not None]
    if not days:
        return NOTHING
    last: dict[str, date] = {}
    own: Application | None = application_of(facts, note)
    for line, day in days:
        owner = own or serves(facts, note, line.at.task.description)
        if owner is not None and last.get(owner.note.path, date.min) < day <= facts.today:
            last[owner.note.path] = day
    today = tuple(
        line
        for line, day in days
        if day == facts.today and line.task.is_done and line.task.when and counts(facts, line)
    )
    return DoneIn(tuple(last.items()), today)
