"""All open follow-ups of a vault: task lines, `follow_up:` properties, cadences, with what holds each of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from vault_tools.core.meaning.dates import day_of, read_day, shift
from vault_tools.core.meaning.links import plain, wikilinks
from vault_tools.core.meaning.names import key
from vault_tools.core.model import FollowUp, Hold, Note, Origin
from vault_tools.core.rules.applications import (
    Application,
    Person,
    applications,
    called,
    is_ended,
    job_taken,
    received_of,
    starts_of,
)
from vault_tools.core.rules.cadence import Cadence, cadences, tiers_of, words_for
from vault_tools.core.rules.catalogue import Catalogue
from vault_tools.core.rules.ceiling import one_at_a_time
from vault_tools.core.rules.holds import cool_offs
from vault_tools.core.rules.ids import property_id
from vault_tools.core.rules.lines import Line, People, lines_by_note, people
from vault_tools.core.rules.playbook import Playbook, Step
from vault_tools.core.rules.relationships import contacts
from vault_tools.core.rules.search import OfNote, Search, belongs_to, counts, is_over, window_of, works_at
from vault_tools.core.rules.settings import Settings
from vault_tools.core.rules.turns import renewed, turns
from vault_tools.core.rules.waiting import Waits, hold

if TYPE_CHECKING:
    from vault_tools.core.rules.again import Standing


def search(
    catalogue: Catalogue, playbook: Playbook, settings: Settings, today: date, still: Standing | None = None
) -> Search:
    """Read everything that follows from the notes on a day. Follow-ups come ordered by due, then id.

    What is `still` as it was in an earlier search is taken over from it.
    """
    known = still.applications() if still else {a.note.path: a for a in applications(catalogue)}
    by_note = lines_by_note(catalogue, playbook)
    lines = tuple(chain.from_iterable(by_note.values()))
    who = People(catalogue, still.before.people.named) if still else people(catalogue)
    bare = Search(
        catalogue, playbook, settings, today, lines, known, who,
        (still.contacts() if still else None) or contacts(catalogue, lines, who, today, playbook),
        still.before.cool_offs if still else cool_offs(catalogue, settings), (),
    )  # fmt: skip
    tiers = (
        still.before.tiers
        if still
        else tiers_of(catalogue, who, playbook, settings, job_taken(known.values()))
    )
    rounds = {
        note.path: (path, day_of(moment))
        for path, a in known.items()
        for note in a.interviews
        if (moment := starts_of(note)) is not None
    }
    ours = [line for line in lines if line.step is not None]
    earned_anew = renewed(ours, who, today, rounds)
    over = {
        line.id
        for line in ours
        if line.task.is_open and line.step and line.step.series and is_over(bare, line)
    }
    bare = replace(
        bare,
        turns=turns(ours, who, settings, today, renewed=earned_anew, over=over),
        tiers=tiers,
        cadences=cadences(catalogue, tiers, bare.contacts, settings),
    )
    kept = {note.path: _of_note(bare, note, by_note.get(note.path, ()), still) for note in catalogue.notes}
    found = [f for of_one in kept.values() for f in of_one.follow_ups]
    found += _of_cadences(bare, found, set().union(*(of_one.links for of_one in kept.values())))
    found = one_at_a_time(found, bare.contacts, settings, today)
    return replace(bare, follow_ups=tuple(sorted(found, key=lambda f: (f.due, f.id))), by_note=kept)


_NOTHING = OfNote((), frozenset())


def _of_note(search: Search, note: Note, lines: tuple[Line, ...], still: Standing | None) -> OfNote:
    """What one note asks for. Hand-written lines wait for nothing, so theirs stays as long as the note does."""
    if still and note.path not in still.changed and all(line.step is None for line in lines):
        return still.before.by_note[note.path]
    found = [f for line in lines if (f := _of_line(search, line)) is not None]
    if (of_property := _of_property(search, note)) is not None:
        found.append(of_property)
    if not found:
        return _NOTHING
    return OfNote(tuple(found), frozenset(link.target for f in found for link in wikilinks(f.markdown)))


def _of_line(search: Search, line: Line) -> FollowUp | None:
    task, note = line.task, line.note
    due = task.when
    if not task.is_open or due is None or not counts(search, line) or is_over(search, line):
        return None
    person = search.people.person_of(line)
    application, company = belongs_to(search, note, task.description, person)
    held_until, because = None, None
    if line.step is not None:
        waits = Waits(line.step, due, note.path, turn=search.turns.get(line.id))
        held_until, because = _hold(search, waits, person, application, company)
    starts = max((d for d in (task.start, held_until) if d), default=None)
    if (until := window_of(search.catalogue, line)) is not None and starts is not None and starts > until:
        return None  # it waits for longer than its door stands open
    first = line.step.who if line.step else ()
    if person is None and line.step is not None and "self" not in first:
        links = wikilinks(task.description)
        person = Person(links[0].target.rpartition("/")[2]) if links else None
    text = plain(task.description)
    return FollowUp(
        id=line.id,
        note=note.path,
        line=line.at.line,
        text=text,
        markdown=task.description,
        due=due,
        starts=starts,
        start=task.start,
        held_until=held_until if because else None,
        held_because=because,
        overdue_days=max(0, (search.today - max(due, starts or due)).days),
        person=person.name if person else None,
        person_note=person.note if person else None,
        application=application.note.name if application else None,
        application_note=application.note.path if application else None,
        company=company or None,
        step=line.step.id if line.step else None,
        source=line.step.source if line.step else (),
        priority=task.priority,
        recurrence=task.recurrence,
        status=task.status,
        block_id=task.block_id,
        short=text if line.step is None else short_text(line, person),
        has_draft=line.tail is not None and line.tail in note.drafts,
        unasked=line.step is not None and not line.step.asked,
    )


def _of_property(search: Search, note: Note) -> FollowUp | None:
    said = note.properties.get("follow_up")
    if said is None:
        return None
    due, scope = read_day(said), search.settings.follow_ups
    if due is None or scope.leaves_out(note.path) or not scope.takes_in(note.path):
        return None
    if note.type != "contact" and is_ended(note):
        return None
    person = Person(note.name, note.path) if note.type == "contact" else None
    application, company = belongs_to(search, note, "", person)
    return FollowUp(
        id=property_id(note.path),
        note=note.path,
        line=note.property_lines.get("follow_up", 1),
        text=f"Follow up: {note.name}",
        markdown=f"Follow up: [[{note.name}]]",
        due=due,
        overdue_days=max(0, (search.today - due).days),
        person=person.name if person else None,
        person_note=person.note if person else None,
        application=application.note.name if application else None,
        application_note=application.note.path if application else None,
        company=company or None,
        origin=Origin.PROPERTY,
    )


def _of_cadences(search: Search, open_ones: list[FollowUp], links: Iterable[str]) -> list[FollowUp]:
    """A word for everybody whose day it is, unless something that is open concerns them already."""
    step = search.playbook.cadence
    if step is None or not step.holds_under(search.settings):
        return []
    busy = {path for f in open_ones for path in (f.note, f.person_note) if path}
    busy.update(note.path for target in links if (note := search.catalogue.resolve(target)) is not None)
    scope = search.settings.follow_ups
    return [
        _of_cadence(search, c, step)
        for c in search.cadences
        if c.contact.path not in busy and not scope.leaves_out(c.contact.path)
    ]


def _of_cadence(search: Search, cadence: Cadence, step: Step) -> FollowUp:
    note = cadence.contact
    if put_off := read_day(note.properties.get("follow_up")):  # in a folder whose properties do not count
        cadence = cadence._replace(due=put_off)
    person = Person(note.name, note.path)
    application, company = belongs_to(search, note, "", person)
    waits = Waits(step, cadence.due, note.path)
    held_until, because = _hold(search, waits, person, application, company)
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
        overdue_days=max(0, (search.today - max(cadence.due, held_until or cadence.due)).days),
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
    search: Search, waits: Waits, person: Person | None, application: Application | None, company: str
) -> tuple[date | None, Hold | None]:
    """Until when a step is held and why, with what it is about filled in."""
    about = waits._replace(
        application=application.note.path if application else None,
        companies=frozenset(key(name) for name in (company, works_at(search, person)) if name),
        person=person.key if person else None,
    )
    return hold(about, search.cool_offs, search.contacts, search.settings, search.today)


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
