"""What the tool promises of every day of a search, held against what happened. Asks none of its rules.

`Known` is what the searcher did, written down as it was done. Each promise takes what `vault due` or the
dashboard shows on a day and gives a sentence for each time that it is broken.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from vault_tools.core.model import FollowUp, Origin
from vault_tools.core.rules.plan import Planned
from vault_tools.core.rules.playbook import Playbook, Step
from vault_tools.core.rules.settings import Settings

CHASE = ("application", "interview")  # the events whose steps only serve an answer
GRACIOUS = ("thank-panel", "call-recruiter", "referrer-detective")


@dataclass
class Job:
    """An application: its note, its company, the way it ended and when."""

    path: str
    company: str
    ended: str = ""
    ended_at: datetime | None = None
    applied: date | None = None
    rounds: list[date] = field(default_factory=list)


@dataclass
class No:
    """A no: when it came, the last day of its quiet, how long its door stands open, what became of it."""

    path: str
    job: Job
    received: datetime
    quiet_until: date | None
    window: date | None
    hire_known: bool = False
    is_shut: bool = False
    is_answered: bool = False

    def is_quiet(self, day: date) -> bool:
        return (
            self.quiet_until is not None
            and self.received.date() <= day <= self.quiet_until
            and not self.is_answered
        )


@dataclass
class Talk:
    """An interview: the day it is on now, with whom, and if it never took place."""

    day: date
    people: tuple[str, ...]
    is_off: bool = False


@dataclass
class Known:
    """Everything that happened, by paths of notes. `closed` are notes whose story is over."""

    playbook: Playbook
    settings: Settings
    jobs: dict[str, Job] = field(default_factory=dict)
    noes: dict[str, No] = field(default_factory=dict)
    after: dict[str, No] = field(default_factory=dict)  # the note of a no, or of who was hired instead
    about: dict[str, Job] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)  # and where they work
    touched: dict[str, set[date]] = field(default_factory=dict)
    talks: dict[str, Talk] = field(default_factory=dict)
    unasked: dict[str, list[date]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    hired: set[str] = field(default_factory=set)  # ids that were open when a job was taken
    put_off: set[str] = field(default_factory=set)  # ids that were snoozed

    def row(self, f: FollowUp) -> Step | None:
        return self.playbook.steps[f.step] if f.step else None

    def company_of(self, f: FollowUp) -> set[str]:
        """The companies a step is about: its application's, and where its person works."""
        job = self.about.get(f.note)
        return {c for c in (job.company if job else "", self.people.get(f.person_note or "", "")) if c}

    def heard_on(self, person: str) -> set[date]:
        """The days on which somebody heard from the searcher, those of the talks that were held with them among them."""
        talks = {
            talk.day
            for path, talk in self.talks.items()
            if person in talk.people and not talk.is_off and not self._is_never_held(path, talk)
        }
        return talks.union(self.touched.get(person, ()))

    def _is_never_held(self, path: str, talk: Talk) -> bool:
        """Whether the application ended before this talk; all of them begin at ten."""
        job = self.about.get(path)
        if job is None or not job.ended or job.ended_at is None:
            return False
        return datetime.combine(talk.day, time(10)) > job.ended_at


def broken(known: Known, shown: Iterable[FollowUp], files: Iterable[str], day: date) -> list[str]:
    """Every promise that is broken by what is open on a day, in sentences."""
    every, there = tuple(shown), frozenset(files)
    free = tuple(f for f in every if not f.is_held)
    found = [
        *too_early_after_a_no(known, free, day),
        *too_often(known, free, day),
        *past_the_window(known, every, day),
    ]
    found += [
        *around_a_talk(known, every, day),
        *without_owner(known, every, there),
        *twice(known, every, day),
    ]
    return [f"{day}: {sentence}" for sentence in found]


# ------------------------------------------------------------------------------------------------ each day


def too_early_after_a_no(known: Known, free: Iterable[FollowUp], day: date) -> Iterator[str]:
    """Nothing that reaches out is shown while a no is fresh, to nobody of that company."""
    for no in known.noes.values():
        if not no.is_quiet(day):
            continue
        for f in free:
            row = known.row(f)
            if row is None or not row.sends:
                continue
            if known.about.get(f.note) is no.job or no.job.company in known.company_of(f):
                yield f"“{f.text}” ({f.step}) reaches out while {no.path} is quiet until {no.quiet_until}"


def too_often(known: Known, free: Iterable[FollowUp], day: date) -> Iterator[str]:
    """Whoever does everything unasked on the day it is shown for still lets everybody rest."""
    by_person: dict[str, list[FollowUp]] = {}
    for f in free:
        row = known.row(f)
        if row is not None and not row.asked and f.person_note:
            by_person.setdefault(f.person_note, []).append(f)
    settings = known.settings
    for person, theirs in by_person.items():
        last = max((d for d in known.heard_on(person) if d <= day), default=date.min)
        sent = [d for d in known.unasked.get(person, ()) if d <= day]
        for f in sorted(theirs, key=lambda f: (max(f.ripe, day), f.id)):
            when = max(f.ripe, day)
            if last != date.min and (when - last).days < settings.rest_days:
                yield f"“{f.text}” ({f.step}) on {when}, but they heard from you on {last}"
            recent = sum(1 for d in sent if 0 <= (when - d).days < settings.unasked_days)
            if recent >= settings.unasked_most:
                yield f"“{f.text}” ({f.step}) on {when} would be unasked word {recent + 1} in {settings.unasked_days} days"
            last, sent = max(last, when), [*sent, when]


def past_the_window(known: Known, every: Iterable[FollowUp], day: date) -> Iterator[str]:
    """Nothing is listed of a door that is shut, answered, or stood open for its eighteen months."""
    for f in every:
        row, no = known.row(f), known.after.get(f.note)
        if row is None or row.ends_with != "window" or no is None:
            continue
        if no.is_shut or no.is_answered:
            yield f"“{f.text}” of {f.note}, whose door is shut"
        elif max(f.ripe, day) > (no.window or (date.min if f.note == no.path else date.max)):
            yield f"“{f.text}” on {max(f.ripe, day)}, but the door of {f.note} is open until {no.window}"


def around_a_talk(known: Known, every: Iterable[FollowUp], day: date) -> Iterator[str]:
    """Nothing is asked about a talk that is called off, and nobody is thanked before it was held."""
    for f in every:
        row, talk = known.row(f), known.talks.get(f.note)
        if row is None or row.event != "interview" or talk is None:
            continue
        if talk.is_off:
            yield f"“{f.text}” ({f.step}) of {f.note}, which is called off"
        elif not row.is_before and not f.is_held and max(f.ripe, day) < talk.day:
            yield f"“{f.text}” ({f.step}) on {max(f.ripe, day)}, before the talk of {talk.day}"
        elif row.is_before and f.id not in known.put_off and f.due > talk.day:
            yield f"“{f.text}” ({f.step}) is due {f.due}, after the talk of {talk.day}"


def without_owner(known: Known, every: Iterable[FollowUp], files: frozenset[str]) -> Iterator[str]:
    """Every step stands in a note that is there, concerns somebody who is known, and serves what goes on."""
    for f in every:
        row = known.row(f)
        if f.note not in files:
            yield f"“{f.text}” stands in no note: {f.note}"
        if row is None:
            continue
        if "self" not in row.who and f.person_note not in known.people:
            yield f"“{f.text}” ({f.step}) concerns nobody who is known: {f.person}"
        job, no = known.about.get(f.note), known.noes.get(f.note)
        of_company = row.once and row.who == ("self",)  # asked there once, for all that is open there
        goes_on = (
            of_company and job and any(not j.ended and j.company == job.company for j in known.about.values())
        )
        ends = row.event in CHASE and (row.ends_as(job.ended) if job else "ended" in row.cancelled_by)
        if ends and (job is None or job.ended) and not goes_on:
            yield f"“{f.text}” ({f.step}) serves what is {job.ended if job else 'nothing'}: {f.note}"
        if no is not None and no.is_answered and row.id in GRACIOUS:
            yield f"“{f.text}” ({f.step}) answers a no that is none any more: {f.note}"
        if no is not None and row.ends_with == "hire" and (no.hire_known or no.is_shut or no.is_answered):
            yield f"“{f.text}” ({f.step}) asks what is known, or over: {f.note}"
        if row.ends_with == "closed" and f.note in known.closed:
            yield f"“{f.text}” ({f.step}) of what is closed: {f.note}"
        if f.id in known.hired and (
            "accepted" in row.cancelled_by or (ends and job and job.ended and not goes_on)
        ):
            yield f"“{f.text}” ({f.step}) is still open although a job was taken"


def twice(known: Known, every: Iterable[FollowUp], day: date) -> Iterator[str]:
    """Nobody is asked for the same thing twice: one step of a row for a person and an application."""
    count: Counter[tuple[str, ...]] = Counter()
    ids: Counter[str] = Counter(f.id for f in every)
    for f in every:
        row = known.row(f)
        if row is None:
            continue
        if row.scope == "search":
            count[row.id, "", ""] += 1
        elif row.scope == "person":
            count[row.id, f.person or "", ""] += not f.is_held or not row.series
        elif row.form == "cadence":
            count[row.id, f.person_note or "", ""] += 1
        elif "self" in row.who:
            count[row.id, f.note, str(f.due) if row.recurrence else ""] += not (row.series and f.is_held)
        elif not f.is_held and (f.ripe <= day or row.event not in CHASE):
            job = known.about.get(f.note)
            what = f.text if "promised" in row.when else ""  # two promises are two
            count[row.id, f.person or "", f"{job.path if job else f.note} {what}"] += 1
    for (row_id, person, where), n in count.items():
        if n > 1:
            yield f"{n} open steps {row_id} for {person or 'you'} {where}"
    yield from (f"the id {id} stands for {n} steps" for id, n in ids.items() if n > 1)


# ------------------------------------------------------------------------------------------------ each deed


def born_late(known: Known, planned: Iterable[Planned], event: date, day: date) -> Iterator[str]:
    """What is written on its day is not overdue, and nothing is due after its row's latest day."""
    for line in planned:
        row = known.playbook.steps[line.step.id]
        if line.due < min(day, event):
            yield f"{line.block_id} is due {line.due}, before {min(day, event)}"
        latest = row.latest[line.index]
        if latest is None:
            continue
        last = max(filter(None, (after(event, latest), line.start, line.due if row.not_before else None)))
        if day > last:
            yield f"{line.block_id} is written on {day}, but {row.id} had its time until {last}"
        if line.due > after(last, 2 * len(known.people)):  # two a day, if the phase began as late
            yield f"{line.block_id} is due {line.due}, but {row.id} has its time until {last}"
        if line.due > last and line.start is None:
            yield f"{line.block_id} is due {line.due}, but {row.id} has its time until {last}"


def born_overdue(
    known: Known, before: Iterable[FollowUp], after: Iterable[FollowUp], day: date
) -> Iterator[str]:
    """What stands there only since a deed of this day is not late already."""
    then = {f.id for f in before}
    for f in after:
        if known.row(f) is not None and f.origin is Origin.LINE and f.id not in then and f.due < day:
            yield f"“{f.text}” ({f.step}) is new on {day}, and was due {f.due}"


def moved_behind_the_back(
    before: Iterable[FollowUp], after: Iterable[FollowUp], meant: Iterable[str]
) -> Iterator[str]:
    """No deed moves the day of a step that it was not told to move."""
    then, told = {f.id: f for f in before if f.origin is Origin.LINE}, set(meant)
    for f in after:
        was = then.get(f.id)
        if was is not None and f.id not in told and was.due != f.due:
            yield f"“{f.text}” was due {was.due} and is due {f.due}"


# ------------------------------------------------------------------------------------------------ the calendar


def after(day: date, by: int | str) -> date:
    """So many days later, or months: "18m"."""
    if isinstance(by, int):
        return day + timedelta(days=by)
    months = day.month - 1 + int(by[:-1])
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def quiet_until(received: datetime, hours: int) -> date | None:
    """The last day on which a no is fresh."""
    return (received + timedelta(hours=hours)).date() if hours else None
