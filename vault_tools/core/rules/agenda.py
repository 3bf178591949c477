"""What of the search belongs into a calendar: follow-ups, interviews, answers to give. Knows no calendar's format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from vault_tools.core.meaning.dates import Moment, day_of, end_of, read_day
from vault_tools.core.meaning.links import plain
from vault_tools.core.meaning.names import key
from vault_tools.core.meaning.tasks import without_reason
from vault_tools.core.model import FollowUp, Note, Priority
from vault_tools.core.rules.applications import Application, Person, is_after, people_of
from vault_tools.core.rules.appointments import MEETINGS, ends_of, is_over, moment_of
from vault_tools.core.rules.catalogue import text_of
from vault_tools.core.rules.followups import short_text
from vault_tools.core.rules.ids import derived_id
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.owners import belongs_to, counts
from vault_tools.core.rules.search import Search

_DAYS = ("applied", "received", "rejected", "found_out", "started", "debriefed")


@dataclass(frozen=True, slots=True)
class Step:
    """One follow-up. `day` is the one it is for, `since` the earliest day that is known of it.

    `closed` is the day it was done or let go; then `status` is `x` or `-`.
    """

    id: str
    day: date
    since: date
    short: str
    text: str
    note: str
    company: str = ""
    start: date | None = None
    status: str = " "
    closed: date | None = None
    priority: int = Priority.NONE


class Meeting(NamedTuple):
    """An interview, or with no `round` the last day for an answer to an offer.

    `zone` is what the note names as the zone of its times, or nothing.
    """

    id: str
    moment: Moment
    since: date
    note: str
    company: str
    role: str = ""
    round: str = ""
    people: tuple[str, ...] = ()
    ends: Moment | None = None
    zone: str = ""
    place: str = ""


def open_steps(search: Search) -> tuple[Step, ...]:
    """Every open follow-up on the day it counts from: the due day, or a later one on which its hold ended, or ends."""
    steps = (_open(search, f) for f in search.follow_ups)
    return tuple(sorted(steps, key=lambda s: (s.day, s.id)))


def closed_steps(search: Search) -> tuple[Step, ...]:
    """Every follow-up that was done or let go and had a day."""
    steps = (s for line in search.lines if not line.task.is_open and (s := _closed(search, line)) is not None)
    return tuple(sorted(steps, key=lambda s: (s.day, s.id)))


def meetings(search: Search) -> tuple[Meeting, ...]:
    """Interviews, held and to come, and answers to give; not what is over itself, or was once the application ended."""
    found = []
    for note in search.catalogue.of_type(*MEETINGS):
        application, company = belongs_to(search, note, "", None)
        moment = moment_of(note)
        if moment is None or is_over(note) or _is_overtaken(application, note):
            continue
        people: tuple[Person, ...] = people_of(search.catalogue, note, "interviewers")
        role = application.role if application is not None else ""
        since = _earliest((day_of(moment), *_days_of(note), application.applied if application else None))
        found.append(
            Meeting(
                id=derived_id(note.path, note.type or "", 1),
                moment=moment,
                since=since,
                note=note.path,
                company=company or note.name,
                role=role,
                round=(text_of(note, "round") or "interview") if note.type == "interview" else "",
                people=tuple(p.name for p in people),
                ends=ends_of(note),
                zone=text_of(note, "timezone"),
                place=text_of(note, "location"),
            )
        )
    return tuple(sorted(found, key=lambda m: (end_of(m.moment), m.id)))


def _open(search: Search, f: FollowUp) -> Step:
    note = search.catalogue.by_path.get(key(f.note.removesuffix(".md")))
    line = search.line_of(f)
    created = line.task.created if line is not None else None
    return Step(
        id=f.id,
        day=f.ripe,
        since=_earliest((f.due, f.start, created, *(_days_of(note) if note is not None else ()))),
        short=f.short or f.text,
        text=f.text,
        note=f.note,
        company=f.company or "",
        start=f.start if f.start is not None and f.start < f.due else None,
        status="/" if f.status == "/" else " ",
        priority=f.priority,
    )


def _closed(search: Search, line: Line) -> Step | None:
    task, due = line.task, line.task.when
    if due is None or not counts(search, line):
        return None
    person = search.people.person_of(line)
    _, company = belongs_to(search, line.note, task.description, person)
    return Step(
        id=line.id,
        day=due,
        since=_earliest((due, task.start, task.created, *_days_of(line.note))),
        short=short_text(line, person),
        text=plain(without_reason(task.description)),
        note=line.note.path,
        company=company,
        start=task.start if task.start is not None and task.start < due else None,
        status="x" if task.is_done else "-",
        closed=(task.done if task.is_done else task.cancelled) or due,
        priority=task.priority,
    )


def _is_overtaken(application: Application | None, note: Note) -> bool:
    """Whether it was over before it came; an end without a day tells nothing of a talk, on any day."""
    if application is None or not application.is_ended:
        return False
    if note.type == "offer":
        return True
    return is_after(note, application.end)


def _days_of(note: Note) -> Iterable[date]:
    return (day for name in _DAYS if (day := read_day(note.properties.get(name))) is not None)


def _earliest(days: Iterable[date | None]) -> date:
    return min(day for day in days if day is not None)
