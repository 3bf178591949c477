"""What the dashboard shows today: which lines open to view, which folded, doors, pipeline. Gives no words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from vault_tools.core.meaning.dates import shift
from vault_tools.core.meaning.links import plain
from vault_tools.core.model import FollowUp, Note, Problem
from vault_tools.core.rules.applications import Application
from vault_tools.core.rules.appointments import YEAR, Appointment, appointments, ready_first
from vault_tools.core.rules.cadence import Cadence, without_how
from vault_tools.core.rules.doors import Door, open_doors
from vault_tools.core.rules.insight import Funnel
from vault_tools.core.rules.pipeline import Row, next_steps, nexts_of, pipeline, soonest
from vault_tools.core.rules.quiet import Quiet, is_chase, is_of_talk, left_unsaid, quiet_today, with_others
from vault_tools.core.rules.ranking import is_long_late, ranked
from vault_tools.core.rules.search import Search
from vault_tools.core.rules.stats import Change, last_change
from vault_tools.core.rules.taken import job_taken

AHEAD = 7
MOST_ROWS = 40
MOST_DONE = 5
MOST_COLD = 5


class DoorRow(NamedTuple):
    door: Door
    next: FollowUp | None


class Cold(NamedTuple):
    """Somebody who was left for too long, and the word to them that is due."""

    cadence: Cadence
    follow_up: FollowUp


class Done(NamedTuple):
    """What was completed today, a line or a word to somebody: the way back from a wrong tap."""

    id: str
    note: Note
    text: str
    block_id: str | None = None


class Board(NamedTuple):
    """Everything on the dashboard, in its order; `overdue` has neither `late` nor what is held.

    `words` are those to people that became due before today, where nobody goes cold yet: nothing that is late.
    `taken` is the job that ended the search, as long as nothing is open beside it. `appointments` begin with the
    answers that are owed, which count as overdue. `with_others` is what cannot wait while a no is fresh, in its order.
    """

    today: date
    first: FollowUp | None
    quiet: tuple[Quiet, ...]
    overdue: tuple[FollowUp, ...]
    due_today: tuple[FollowUp, ...]
    week: tuple[FollowUp, ...]
    late: tuple[FollowUp, ...]
    appointments: tuple[Appointment, ...]
    doors: tuple[DoorRow, ...]
    pipeline: tuple[Row, ...]
    done_today: tuple[Done, ...]
    funnel: Funnel
    problems: tuple[Problem, ...]
    left_over: int = 0
    held: int = 0
    change: Change | None = None
    cold: tuple[Cold, ...] = ()
    cold_more: int = 0
    words: tuple[Cold, ...] = ()
    words_more: int = 0
    taken: Application | None = None
    overdue_in_all: int = 0
    with_others: tuple[FollowUp, ...] = ()

    @property
    def owed(self) -> tuple[Appointment, ...]:
        """The answers to offers whose day has passed."""
        return tuple(a for a in self.appointments if a.day < self.today)

    @property
    def is_empty(self) -> bool:
        return not (self.overdue or self.due_today or self.week or self.late or self.appointments)


def board(search: Search, problems: Iterable[Problem] = ()) -> Board:
    """Sort today's search into the sections of the dashboard, within the limits of the settings."""
    today, settings = search.today, search.settings
    far = shift(today, AHEAD)
    near = search.follow_ups[: bisect_right(search.follow_ups, far, key=attrgetter("due"))]
    free = [f for f in near if f.held_because is None and (f.starts is None or f.starts <= far)]
    quiet = quiet_today(search)
    passed_over = {f.id for f in left_unsaid(search, free)}
    words = () if quiet else waiting_words(search)
    cold = tuple(c for c in words if c.cadence.is_cold(today))
    frozen = {c.follow_up.id for c in cold}
    words = tuple(c for c in words if c.follow_up.id not in frozen and c.follow_up.ripe < today)
    passed_over.update(c.follow_up.id for c in (*cold, *words))
    overdue, late, ripe = [], [], []
    for f in free:
        day = f.due if f.starts is None else f.ripe
        if f.id in passed_over:
            continue
        if day >= today:
            ripe.append((day, f))
        elif is_long_late(f):
            late.append(f)
        else:
            overdue.append(f)
    due_today = [f for day, f in ripe if day == today]
    coming = appointments(search, YEAR)
    ahead = {a.note.path: a.day for a in coming if a.day <= far}
    week = [
        f
        for day, f in ripe
        if today < day <= far and not (f.step and f.note in ahead and day >= ahead[f.note] > today)
    ]  # what an interview earns afterwards shows up on its day
    if quiet:
        week = [f for f in week if f.ripe == shift(today, 1)]
    left_over, overdue_in_all = 0, len(overdue) + len(late)
    room = settings.max_lines
    sections: list[tuple[FollowUp, ...]] = []
    for section in (overdue, due_today, week, late):
        in_order = section if section is week or not room else ready_first(search, ranked(section))
        sections.append(tuple(in_order[:room]))
        left_over += max(0, len(section) - room)
        room = max(0, room - len(section))
    urgent = with_others(search, (*sections[0], *sections[1], *sections[2])) if quiet else ()
    held = sum(1 for f in near if f.is_held and f.due <= today)
    nexts = next_steps(search)
    doors = open_doors(search.catalogue, search.applications, today)
    behind = {path for door in doors for path in (door.rejection.path, door.application) if path}
    after = nexts_of(
        (
            f
            for f in search.follow_ups
            if (f.note in behind or f.application_note in behind) and serves_door(search, f)
        ),
        behind,
    )
    return Board(
        today=today,
        first=_first(search, urgent)
        if quiet
        else next(iter(ready_first(search, ranked([*sections[0], *sections[1]]))), None),
        quiet=quiet,
        with_others=urgent,
        overdue=sections[0],
        due_today=sections[1],
        week=sections[2],
        late=sections[3],
        # while a no is fresh the pipeline is not there to tell of an answer that somebody waits for
        appointments=tuple(a for a in coming if a.day <= far or (quiet and a.is_answer)),
        doors=tuple(
            DoorRow(
                door,
                min(
                    (after[p] for p in (door.rejection.path, door.application) if p and p in after),
                    key=soonest,
                    default=None,
                ),
            )
            for door in doors
        ),
        pipeline=pipeline(search, nexts, coming),
        done_today=_done_today(search),
        funnel=search.funnel,
        problems=tuple(sorted(problems, key=lambda p: (p.path, p.line))),
        left_over=left_over,
        held=held,
        change=last_change(search),
        cold=cold[:MOST_COLD],
        cold_more=max(0, len(cold) - MOST_COLD),
        words=words[:MOST_COLD],
        words_more=max(0, len(words) - MOST_COLD),
        taken=job_taken(search.applications.values()),
        overdue_in_all=overdue_in_all + sum(1 for a in coming if a.day < today),
    )


def _first(search: Search, urgent: Iterable[FollowUp]) -> FollowUp | None:
    """While a no is fresh nothing is named first but what a talk elsewhere asks for today."""
    return next((f for f in urgent if is_of_talk(search, f) and f.ripe <= search.today), None)


def waiting_words(search: Search) -> tuple[Cold, ...]:
    """Every word to somebody that is free: to the closest first, and of these to whom it is not too late for."""
    words = search.due_words
    found = [
        Cold(c, f) for c in search.cadences if (f := words.get(c.contact.path)) and f.held_because is None
    ]
    return tuple(
        sorted(
            found, key=lambda c: (c.cadence.tier.ideal, -c.cadence.since.toordinal(), c.cadence.contact.path)
        )
    )


def serves_door(search: Search, f: FollowUp) -> bool:
    """Whether it is a next step of a door: no chase, and nothing that is for the whole search or a change."""
    if f.step is None:
        return True
    step = search.playbook.steps[f.step]
    return not is_chase(search, f) and step.scope != "search" and step.event != "change"


def _done_today(search: Search) -> tuple[Done, ...]:
    done = [
        (
            line.note.path,
            line.at.line,
            Done(line.id, line.note, plain(line.task.description), line.task.block_id),
        )
        for done_in in search.done_today.values()
        for line in done_in.today
    ]
    done += [
        (note.path, touch.line, Done(found[1], note, without_how(touch.text), touch.block_id))
        for note in search.people.notes
        if search.contacts.last.get(note.path) == search.today
        for touch in note.log
        if touch.day == search.today and (found := search.playbook.step_of(touch.block_id)) is not None
    ]
    return tuple(one for _, _, one in sorted(done, key=lambda d: d[:2]))[:MOST_DONE]
