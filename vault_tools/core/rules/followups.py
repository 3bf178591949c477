"""All open follow-ups of a vault: task lines, `follow_up:` properties, cadences, with what holds each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from vault_tools.core.meaning.dates import day_of, read_day, shift
from vault_tools.core.meaning.links import plain, wikilinks
from vault_tools.core.meaning.names import key
from vault_tools.core.model import CLOSED, FollowUp, Hold, Note, Origin
from vault_tools.core.rules.applications import (
    Application,
    Person,
    called,
    day_in_name,
    is_ended,
    received_of,
    starts_of,
)
from vault_tools.core.rules.cadence import Cadence, words_for
from vault_tools.core.rules.facts import Facts
from vault_tools.core.rules.ids import property_id
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.owners import belongs_to, counts, free_there, is_out_of_time, window_of, works_at
from vault_tools.core.rules.playbook import Step
from vault_tools.core.rules.turns import Turn
from vault_tools.core.rules.waiting import Waits, hold


class OfNote(NamedTuple):
    """What one note asks for, and the paths of the notes that this links to."""

    follow_ups: tuple[FollowUp, ...]
    links: tuple[str, ...]


WORDLESS = "(no words)"  # a box with a day alone: a list has to name it somehow


def concerned(of_note: OfNote) -> set[str]:
    """The paths of everybody, and everything, that a word may not be due to while these are open."""
    return {path for f in of_note.follow_ups for path in (f.note, f.person_note) if path}.union(of_note.links)


_NOTHING = OfNote((), ())


def asked_in(facts: Facts, note: Note, lines: Iterable[Line], turns: Mapping[str, Turn]) -> OfNote:
    """What one note asks for."""
    found = []
    for line in lines:
        task = line.at.task
        if task.status not in CLOSED and (
            task.due or task.scheduled
        ):  # most lines are closed, or have no day
            if line.step is None:
                of_line = _of_own_line(facts, line)
            else:
                of_line = _of_step(facts, line, line.step, turns.get(line.id))
            if of_line is not None:
                found.append(of_line)
    if (of_property := _of_property(facts, note)) is not None:
        found.append(of_property)
    if not found:
        return _NOTHING
    targets = {link.target for f in found for link in wikilinks(f.markdown)}
    linked = (facts.catalogue.resolve(target) for target in targets)
    return OfNote(tuple(found), tuple(sorted({note.path for note in linked if note is not None})))


def is_over(facts: Facts, line: Line, turn: Turn | None) -> bool:
    """Whether an open line of the playbook is over without anybody having touched it."""
    if line.step is None:
        return False
    return (turn is not None and (turn.is_overtaken or turn.is_renewed)) or is_out_of_time(facts, line)


def _of_own_line(facts: Facts, line: Line) -> FollowUp | None:
    """A line of the user's own: nothing holds it, and nothing but a tick ends it."""
    task, note = line.at.task, line.note
    due = task.due or task.scheduled
    if due is None or not counts(facts, line):
        return None
    description, start = task.description, task.start
    person = facts.people.person_of(line)
    application, company = belongs_to(facts, note, description, person)
    text = plain(description) or WORDLESS
    late = (facts.today - (due if start is None or start < due else start)).days
    owner = application.note if application else None
    return FollowUp(  # by place: with names it takes twice as long, and there may be thousands
        line.id, note.path, line.at.line, text, description, due, start, start, None, None, max(0, late),
        person.name if person else None, person.note if person else None,
        owner.name if owner else None, owner.path if owner else None, company or None,
        None, (), Origin.LINE, task.priority, task.recurrence, task.status, task.block_id, text,
    )  # fmt: skip


def _of_step(facts: Facts, line: Line, step: Step, turn: Turn | None) -> FollowUp | None:
    """A line of the playbook: it may be over, or wait."""
    task, note = line.task, line.note
    due = task.when
    if due is None or not counts(facts, line) or is_over(facts, line, turn):
        return None
    person = facts.people.person_of(line)
    application, company = belongs_to(facts, note, task.description, person)
    waits = Waits(
        step,
        due,
        note.path,
        turn=turn,
        event=_event(note, step),
        planned_for=day_in_name(note),
        free_there=free_there(facts, step, note, company),
    )
    held_until, because = _hold(facts, waits, person, application, company)
    starts = task.start if held_until is None else max(held_until, task.start or held_until)
    if (until := window_of(facts.catalogue, line)) is not None and starts is not None and starts > until:
        return None  # it waits for longer than its door stands open
    if person is None and "self" not in step.who:
        links = wikilinks(task.description)
        person = Person(links[0].target.rpartition("/")[2]) if links else None
    return FollowUp(
        id=line.id,
        note=note.path,
        line=line.at.line,
        text=plain(task.description),
        markdown=task.description,
        due=due,
        starts=starts,
        start=task.start,
        held_until=held_until if because else None,
        held_because=because,
        overdue_days=max(0, (facts.today - max(due, starts or due)).days),
        person=person.name if person else None,
        person_note=person.note if person else None,
        application=application.note.name if application else None,
        application_note=application.note.path if application else None,
        company=company or None,
        step=step.id,
        source=step.source,
        priority=task.priority,
        recurrence=task.recurrence,
        status=task.status,
        block_id=task.block_id,
        short=short_text(line, person),
        has_draft=line.tail is not None and line.tail in note.drafts,
        unasked=not step.asked,
    )


def _event(note: Note, step: Step) -> date | None:
    """The day of the interview that a step comes after, as its note says it now."""
    if note.type != "interview" or step.event != "interview" or step.is_before:
        return None
    moment = starts_of(note)
    return day_of(moment) if moment is not None else None


def _of_property(facts: Facts, note: Note) -> FollowUp | None:
    said = note.properties.get("follow_up")
    if said is None:
        return None
    due, scope = read_day(said), facts.settings.follow_ups
    if due is None or scope.leaves_out(note.path) or not scope.takes_in(note.path):
        return None
    if note.type != "contact" and is_ended(note):
        return None
    person = Person(note.name, note.path) if note.type == "contact" else None
    application, company = belongs_to(facts, note, "", person)
    return FollowUp(
        id=property_id(note.path),
        note=note.path,
        line=note.property_lines.get("follow_up", 1),
        text=f"Follow up: {note.name}",
        markdown=f"Follow up: [[{note.name}]]",
        due=due,
        overdue_days=max(0, (facts.today - due).days),
        person=person.name if person else None,
        person_note=person.note if person else None,
        application=application.note.name if application else None,
        application_note=application.note.path if application else None,
        company=company or None,
        origin=Origin.PROPERTY,
    )


def word_to(facts: Facts, cadence: Cadence, step: Step) -> FollowUp:
    """What somebody's cadence asks for."""
    note = cadence.contact
    if put_off := read_day(note.properties.get("follow_up")):  # in a folder whose properties do not count
        cadence = cadence._replace(due=put_off)
    person = Person(note.name, note.path)
    application, company = belongs_to(facts, note, "", person)
    waits = Waits(step, cadence.due, note.path)
    held_until, because = _hold(facts, waits, person, application, company)
    return FollowUp(
        id=cadence.id,
        note=note.path,
        line=None,
        text=words_for(step, called(note)),
        markdown=words_for(step, f"[[{note.name}]]"),
        due=cadence.due,
        starts=held_until,
        held_until=held_until if because else None,
        held_because=because,
        overdue_days=max(0, (facts.today - max(cadence.due, held_until or cadence.due)).days),
        person=note.name,
        person_note=note.path,
        company=company or None,
        step=step.id,
        source=step.source,
        origin=Origin.CADENCE,
        short=(step.short or words_for(step, "{person}")).replace("{person}", called(note)),
        unasked=not step.asked,
    )


def _hold(
    facts: Facts, waits: Waits, person: Person | None, application: Application | None, company: str
) -> tuple[date | None, Hold | None]:
    """Until when a step is held and why, with what it is about filled in."""
    about = waits._replace(
        application=application.note.path if application else None,
        companies=frozenset(key(name) for name in (company, works_at(facts, person)) if name),
        person=person.key if person else None,
    )
    return hold(about, facts.cooling, facts.silences, facts.contacts, facts.settings, facts.today)


def short_text(line: Line, person: Person | None) -> str:
    """The line in a few words: the row's own short form, or the whole text."""
    if line.step is None or not line.step.short or (person is None and "{person}" in line.step.short):
        return plain(line.task.description)
    return line.step.short.replace("{person}", person.name if person else "")


def due_within(follow_ups: tuple[FollowUp, ...], today: date, days: int = 0) -> tuple[FollowUp, ...]:
    """Those that are overdue, due today or in the next days, and free to be done."""
    return tuple(f for f in follow_ups if not f.is_held and f.due <= shift(today, days))


def received_day(note: Note) -> date | None:
    """The day a no came."""
    moment = received_of(note)
    return day_of(moment) if moment else None
