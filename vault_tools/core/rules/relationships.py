"""When somebody was last in touch with a person, from what the notes say. Nothing of it is ever written."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import date

from vault_tools.core.meaning.dates import day_of, read_day
from vault_tools.core.model import CLOSED
from vault_tools.core.rules.applications import is_called_off, people_of, starts_of
from vault_tools.core.rules.catalogue import Catalogue
from vault_tools.core.rules.lines import Line, People
from vault_tools.core.rules.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Contacts:
    """By person (note path, or name key): the day of the last contact, and the days of unasked steps done.

    `days` are those of every contact, `let_go` those on which an unasked step was dropped; both in order.
    """

    last: dict[str, date]
    unasked: dict[str, tuple[date, ...]]
    days: dict[str, tuple[date, ...]] = field(default_factory=dict)
    let_go: dict[str, tuple[date, ...]] = field(default_factory=dict)

    def since(self, person: str) -> date | None:
        """The day from which a cadence counts: the last contact, or when a word was let go after it."""
        last = self.last.get(person)
        return None if last is None else max((last, *self.let_go.get(person, ())))

    def moments(self, person: str) -> tuple[date, ...]:
        """Every day from which a cadence has counted, or does."""
        return tuple(sorted({*self.days.get(person, ()), *self.let_go.get(person, ())}))


def contacts(
    catalogue: Catalogue,
    lines: Iterable[Line],
    who: People,
    today: date,
    playbook: Playbook,
    never_held: Container[str] = (),
) -> Contacts:
    """Last contact is the latest, not after today, of: log items, done lines, interviews, debriefs, `last_contact`.

    `never_held` are the paths of interviews before which their application ended.
    """
    days: dict[str, set[date]] = {}
    unasked: dict[str, list[date]] = {}
    let_go: dict[str, set[date]] = {}

    def touch(person: str, day: date | None) -> None:
        if day is not None and day <= today:
            days.setdefault(person, set()).add(day)

    for note in who.notes:
        touch(note.path, read_day(note.properties.get("last_contact")))
        for item in note.log:
            touch(note.path, item.day)
            found = playbook.step_of(item.block_id)
            if found is not None and not found[0].asked:
                unasked.setdefault(note.path, []).append(item.day)
    for note in catalogue.of_type("interview"):
        if is_called_off(note) or note.path in never_held:
            continue
        moment = starts_of(note)
        for person in people_of(catalogue, note, "interviewers"):
            touch(person.key, day_of(moment) if moment else None)
    for note in catalogue.of_type("debrief"):
        for person in people_of(catalogue, note, "talked_with"):
            touch(person.key, read_day(note.properties.get("debriefed")))
    for line in lines:
        task = line.at.task
        if task.status not in CLOSED and task.cancelled is None:  # most lines
            continue
        is_unasked = line.step is not None and not line.step.asked
        spared = task.cancelled if is_unasked else None
        if spared is not None and spared <= today and (person_of := who.person_of(line)) is not None:
            let_go.setdefault(person_of.key, set()).add(spared)
        if not task.is_done or (line.step is not None and not line.step.sends):
            continue
        reached = who.person_of(line)
        if reached is None:
            continue
        day = task.done or (min(task.when, today) if task.when else None)
        touch(reached.key, day)
        if is_unasked and day is not None:
            unasked.setdefault(reached.key, []).append(day)
    return Contacts(
        {person: max(known) for person, known in days.items()},
        {person: tuple(sorted(known)) for person, known in unasked.items()},
        {person: tuple(sorted(known)) for person, known in days.items()},
        {person: tuple(sorted(known)) for person, known in let_go.items()},
    )
