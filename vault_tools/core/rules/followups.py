"""All open follow-ups of a vault: task lines and `follow_up:` properties, with what holds each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from vault_tools.core.meaning.dates import day_of, read_day, shift
from vault_tools.core.meaning.links import link_target, plain, wikilinks
from vault_tools.core.model import FollowUp, Hold, Note, Origin
from vault_tools.core.rules.applications import Application, Person, applications, company_name, is_ended, received_of
from vault_tools.core.rules.catalogue import Catalogue, text_of
from vault_tools.core.rules.holds import CoolOff, cool_offs, cooling_until, resting_until
from vault_tools.core.rules.ids import derived_id
from vault_tools.core.rules.lines import Line, People, lines_of, people
from vault_tools.core.rules.playbook import Playbook
from vault_tools.core.rules.relationships import Contacts, contacts
from vault_tools.core.rules.settings import Settings


@dataclass(frozen=True, slots=True)
class Search:
    """The whole search as it stands today: what every view of it is made from."""

    catalogue: Catalogue
    playbook: Playbook
    settings: Settings
    today: date
    lines: tuple[Line, ...]
    applications: Mapping[str, Application]
    people: People
    contacts: Contacts
    cool_offs: tuple[CoolOff, ...]
    follow_ups: tuple[FollowUp, ...]

    def is_cooling(self) -> tuple[CoolOff, ...]:
        """The cool-offs that hold today."""
        return tuple(off for off in self.cool_offs if off.covers(self.today))


def search(catalogue: Catalogue, playbook: Playbook, settings: Settings, today: date) -> Search:
    """Read everything that follows from the notes on a day. Follow-ups come ordered by due, then id."""
    known = {a.note.path: a for a in applications(catalogue)}
    lines = lines_of(catalogue, playbook)
    who = people(catalogue)
    bare = Search(
        catalogue, playbook, settings, today, lines, known, who,
        contacts(catalogue, lines, who, today), cool_offs(catalogue, settings), (),
    )  # fmt: skip
    turns = _turns(bare)
    found = [f for line in lines if (f := _of_line(bare, line, turns)) is not None]
    found += [f for note in catalogue.notes if (f := _of_property(bare, note)) is not None]
    return replace(bare, follow_ups=tuple(sorted(found, key=lambda f: (f.due, f.id))))


def _of_line(search: Search, line: Line, turns: Mapping[str, tuple[Hold, date] | None]) -> FollowUp | None:
    task, note = line.task, line.note
    due = task.when
    if not task.is_open or due is None or not search.settings.follow_ups.has_note(note.path):
        return None
    if not search.settings.follow_ups.has_line(task.description) and line.step is None:
        return None
    person = search.people.person_of(line)
    application, company = belongs_to(search, note, task.description, person)
    if line.step is not None and _has_ended(search, line, application, due):
        return None
    if turns.get(line.id, ...) is None:
        return None  # a later line of its series is closed already: overtaken
    held_until, because = _hold(search, line, person, application, company, turns)
    starts = max((d for d in (task.start, held_until) if d), default=None)
    first = line.step.who if line.step else ()
    if person is None and line.step is not None and "self" not in first:
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
        short=short_text(line, person),
        has_draft=line.tail is not None and line.tail in note.drafts,
        unasked=line.step is not None and not line.step.asked,
    )


def _of_property(search: Search, note: Note) -> FollowUp | None:
    due = read_day(note.properties.get("follow_up"))
    if due is None or not search.settings.follow_ups.has_note(note.path):
        return None
    if note.type != "contact" and is_ended(note):
        return None
    person = Person(note.name, note.path) if note.type == "contact" else None
    application, company = belongs_to(search, note, "", person)
    return FollowUp(
        id=derived_id(note.path, "follow_up:", 1),
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


def belongs_to(
    search: Search, note: Note, description: str, person: Person | None
) -> tuple[Application | None, str]:
    """The application and the company that a line of this note serves; both may be nothing."""
    application = _application_of(search, note)
    if application is None:
        for link in wikilinks(description):
            there = search.catalogue.resolve(link.target)
            if there is None:
                continue
            if there.path in search.applications:
                application = search.applications[there.path]
                break
            if there.type == "company":
                return None, there.name
    if application is not None:
        return application, application.company
    if note.type == "company":
        return None, note.name
    if note.properties.get("company"):
        return None, company_name(search.catalogue, note)
    there = search.catalogue.by_path.get(_path_key(person.note)) if person and person.note else None
    return None, company_name(search.catalogue, there) if there is not None else ""


def _path_key(path: str) -> str:
    from vault_tools.core.meaning.names import key

    return key(path.removesuffix(".md"))


def _application_of(search: Search, note: Note) -> Application | None:
    """The application a note is, or leads to by `application`, `rejection` and so on."""
    seen: set[str] = set()
    current: Note | None = note
    while current is not None and current.path not in seen:
        if current.path in search.applications:
            return search.applications[current.path]
        seen.add(current.path)
        target = link_target(current.properties.get("application")) or link_target(current.properties.get("rejection"))
        current = search.catalogue.resolve(target)
    return None


def _has_ended(search: Search, line: Line, application: Application | None, due: date) -> bool:
    """Whether a line of the playbook is over without anybody having touched it."""
    step, note = line.step, line.note
    assert step is not None
    if "ended" in step.cancelled_by and application is not None and application.is_ended:
        return True
    if not step.ends_with:
        return False
    if step.ends_with == "window":
        until = read_day(note.properties.get("window_until"))
        closed = note.properties.get("closed") not in (None, "", False)
        reopened = application is not None and not application.is_ended
        return closed or reopened or (until is not None and (due > until or search.today > until))
    return any(
        (linked := search.catalogue.linked(n, note.type or "")) is not None and linked.path == note.path
        for n in search.catalogue.of_type(step.ends_with)
    )


def _hold(
    search: Search,
    line: Line,
    person: Person | None,
    application: Application | None,
    company: str,
    turns: Mapping[str, tuple[Hold, date] | None],
) -> tuple[date | None, Hold | None]:
    """Until when a line is held and why. A hold that is over still tells from when overdue counts."""
    step, today = line.step, search.today
    if step is None:
        return None, None
    if turn := turns.get(line.id):
        return turn[1], turn[0]
    until: date | None = None
    if step.sends:
        path = application.note.path if application else None
        until = cooling_until(search.cool_offs, note=line.note.path, application=path, company=company, today=today)
        if until and today < until:
            return until, Hold.COOLING_OFF
    if not step.asked and person is not None:
        rest = resting_until(person.key, search.contacts.last, search.contacts.unasked, today, search.settings)
        if rest and today < rest:
            return rest, Hold.RESTING
    return until, None


def _turns(search: Search) -> dict[str, tuple[Hold, date] | None]:
    """Per line of a series: when its turn comes, or None if a later one is closed already."""
    series: dict[tuple[str, str, str], list[Line]] = {}
    for line in search.lines:
        if line.step is not None and line.step.series and line.task.when is not None:
            person = search.people.person_of(line)
            series.setdefault((line.note.path, line.step.series, person.key if person else ""), []).append(line)
    out: dict[str, tuple[Hold, date] | None] = {}
    for lines in series.values():
        for index, line in enumerate(lines):
            if not line.task.is_open:
                continue
            if any(not later.task.is_open for later in lines[index + 1 :]):
                out[line.id] = None
                continue
            earlier = [e for e in lines[:index] if e.task.is_open and out.get(e.id, ...) is not None]
            if earlier and earlier[-1].task.when is not None:
                out[line.id] = (Hold.TURN, max(earlier[-1].task.when, shift(search.today, 1)))
    return out


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


def name_of_note(search: Search, path: str) -> str:
    """What a note is called when it is shown: its application's company for a rejection, else its name."""
    note = search.catalogue.by_path.get(_path_key(path))
    return text_of(note, "company") if note is not None and note.type == "rejection" else (note.name if note else path)
