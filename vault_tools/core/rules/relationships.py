"""When somebody was last in touch with a person, from what the notes say. Nothing of it is ever written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vault_tools.core.meaning.dates import day_of, read_day
from vault_tools.core.rules.applications import people_of, starts_of
from vault_tools.core.rules.catalogue import Catalogue
from vault_tools.core.rules.lines import Line, People


@dataclass(frozen=True, slots=True)
class Contacts:
    """By person (note path, or name key): the day of the last contact, and the days of unasked steps done."""

    last: dict[str, date]
    unasked: dict[str, tuple[date, ...]]


def contacts(catalogue: Catalogue, lines: Iterable[Line], who: People, today: date) -> Contacts:
    """Last contact is the latest, not after today, of: log items, done lines, interviews, `last_contact`."""
    last: dict[str, date] = {}
    unasked: dict[str, list[date]] = {}

    def touch(person: str, day: date | None) -> None:
        if day is not None and day <= today and day > last.get(person, date.min):
            last[person] = day

    for note in who.notes():
        touch(note.path, read_day(note.properties.get("last_contact")))
        for item in note.log:
            touch(note.path, item.day)
    for note in catalogue.of_type("interview"):
        moment = starts_of(note)
        for person in people_of(catalogue, note, "interviewers"):
            touch(person.key, day_of(moment) if moment else None)
    for line in lines:
        if not line.task.is_done or (line.step is not None and not line.step.sends):
            continue
        reached = who.person_of(line)
        if reached is None:
            continue
        day = line.task.done or (min(line.task.when, today) if line.task.when else None)
        touch(reached.key, day)
        if line.step is not None and not line.step.asked and day is not None:
            unasked.setdefault(reached.key, []).append(day)
    return Contacts(last, {person: tuple(sorted(days)) for person, days in unasked.items()})
