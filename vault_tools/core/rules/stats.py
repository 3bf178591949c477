"""What the search has taught so far, in counts: how far, how fast, from where, and what a change moved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from vault_tools.core.meaning.dates import day_of, read_day
from vault_tools.core.meaning.names import key
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import Application, level_of_round, received_of, starts_of
from vault_tools.core.rules.catalogue import text_of
from vault_tools.core.rules.doors import level_of_rejection
from vault_tools.core.rules.insight import STATIONS, Funnel, end_of, funnel, station
from vault_tools.core.rules.playbook import Playbook
from vault_tools.core.rules.rates import Comparison, Rate
from vault_tools.core.rules.search import Search

GROUPS = ("referral", "recruiter", "cold", "unknown")
LEVELS = ("applied", "screening", "interview", "final")  # how far an application was when the no came
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)\s+(?=\S)")
# what people call the stations; the first row that fits counts, so `phone interview` is a screening
_WORDS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (3, ("offer", "accept")),
    (1, ("screen", "phone")),
    (2, ("interview", "round", "final")),
    (0, ("appli", "apply", "sent")),
)


class Passage(NamedTuple):
    """From one station to a later one. A case is an application that got on, or ended before it could.

    `waiting`: those that are still open before the later station. They are no case yet, for or against.
    """

    source: str
    target: str
    rate: Rate
    waiting: int = 0


class Days(NamedTuple):
    """Days from sending an application to the first answer to it, shortest first."""

    all: tuple[int, ...] = ()

    @property
    def median(self) -> float | None:
        """The middle one, or the mean of the two in the middle; None without an answer."""
        middle = len(self.all) // 2
        if not self.all:
            return None
        return float(self.all[middle]) if len(self.all) % 2 else (self.all[middle - 1] + self.all[middle]) / 2


class Source(NamedTuple):
    """The applications that began alike: by referral, through a recruiter, cold, or nobody wrote down how."""

    group: str
    names: tuple[str, ...]
    applications: int
    interviews: Passage
    noes: int


class Answers(NamedTuple):
    """How long a company took to answer, and how many applications it left without a word."""

    company: str
    days: Days
    silent: int = 0


class Change(NamedTuple):
    """Something the user changed, and the passage it is meant to move, before its first day and from it on.

    `moves` is what the note says of the two stations. `before` and `after` are None where that, or the day, is
    missing or cannot be followed.
    """

    note: str
    name: str
    started: date | None
    closed: date | None
    moves: tuple[str, str] = ("", "")
    before: Passage | None = None
    after: Passage | None = None

    @property
    def comparison(self) -> Comparison | None:
        return Comparison(self.before.rate, self.after.rate) if self.before and self.after else None

    @property
    def verdict(self) -> str:
        """`few` too few to tell, `same` no clear difference, `up`, `down`; empty if nothing is compared."""
        comparison = self.comparison
        if comparison is None:
            return ""
        if comparison.has_moved is None:
            return "few"
        if not comparison.has_moved:
            return "same"
        return "up" if (comparison.after.share or 0) > (comparison.before.share or 0) else "down"


class Stats(NamedTuple):
    """Everything that can be counted on a day. Leads are no applications yet."""

    today: date
    funnel: Funnel
    passages: tuple[Passage, ...]
    answers: Days
    noes_by_level: tuple[int, ...]  # in the order of LEVELS
    sources: tuple[Source, ...]
    companies: tuple[Answers, ...]
    changes: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        return not self.funnel.applications


def stats(search: Search) -> Stats:
    """Count what today's search has to tell."""
    sent = _sent(search)
    return Stats(
        today=search.today,
        funnel=funnel(search.applications.values(), search.today),
        passages=tuple(passage(sent, place, place + 1, search.today) for place in range(len(STATIONS) - 1)),
        answers=_days(sent, search.today),
        noes_by_level=_noes_by_level(sent),
        sources=_sources(search, sent),
        companies=_companies(sent, search.today),
        changes=changes(search),
    )


def passage(applications: Iterable[Application], source: int, target: int, today: date) -> Passage:
    """How many of those that reached one station got to a later one; the two as places in STATIONS."""
    reached = [(at, a) for a in applications if (at := station(a, today)) >= source]
    hits = sum(1 for at, _ in reached if at >= target)
    waiting = sum(1 for at, a in reached if at < target and not a.is_ended)
    return Passage(STATIONS[source], STATIONS[target], Rate(hits, len(reached) - waiting), waiting)


def reached_on(application: Application, place: int) -> date | None:
    """The day on which a station was reached: of the first round as far as that, else the day it was sent."""
    days = [
        day_of(moment)
        for interview in application.interviews
        if place and level_of_round(text_of(interview, "round")) >= place and (moment := starts_of(interview))
    ]
    return min(days, default=application.applied)


_OF_A_CHANGE = ("what", "rejection", "moves_from", "moves_to")


def changes(search: Search) -> tuple[Change, ...]:
    """Every change, the earliest first, with what it moved.

    An application belongs to the side on which it reached the station that the change starts from: the day of
    `started` is the first one after it. One without any day is on neither side. Once a change is `closed`,
    what happens later tells nothing of it.
    """
    sent = _sent(search)
    found = [
        _change(note, sent, search.today) for note in search.catalogue.of_type("change") if _is_of_us(note)
    ]
    return tuple(sorted(found, key=lambda c: (c.started or date.max, c.note)))


def last_change(search: Search) -> Change | None:
    """The change that began last, if there is anything to compare since then."""
    begun = [(day, note.path, note) for note in search.catalogue.of_type("change") if (day := _started(note))]
    sent = _sent(search)
    for day, _, note in sorted(begun, key=lambda one: one[:2], reverse=True):
        if day <= search.today and (last := _change(note, sent, search.today)).after:
            return last if last.after.rate.cases else None
    return None


def _sent(search: Search) -> tuple[Application, ...]:
    return tuple(a for a in search.applications.values() if not a.was_never_sent)


def _change(note: Note, sent: Sequence[Application], today: date) -> Change:
    named = _DATED.match(note.name)
    name = next((text for p in ("what", "change", "title") if (text := text_of(note, p))), "")
    started = _started(note)
    closed = read_day(note.properties.get("closed"))
    moves = (text_of(note, "moves_from"), text_of(note, "moves_to"))
    bare = Change(note.path, name or note.name[named.end() if named else 0 :], started, closed, moves)
    source, target = map(place_of, moves)
    if started is None or source is None or target is None or target <= source:
        return bare
    reached = [(day, a) for a in sent if station(a, today) >= source and (day := reached_on(a, source))]
    before = [a for day, a in reached if day < started]
    after = [a for day, a in reached if started <= day and (closed is None or day <= closed)]
    return bare._replace(
        before=passage(before, source, target, today), after=passage(after, source, target, today)
    )


def _is_of_us(note: Note) -> bool:
    """Whether a change is one in a search: others keep change requests under that type."""
    return _started(note) is not None or any(text_of(note, name) for name in _OF_A_CHANGE)


def _started(note: Note) -> date | None:
    """The day on which a change began: as the note says, or else as its name begins."""
    said = next((day for p in ("started", "date") if (day := read_day(note.properties.get(p)))), None)
    named = _DATED.match(note.name)
    return said or (read_day(named[1]) if named else None)


def place_of(words: str) -> int | None:
    """The station that somebody means by `phone screen` or `first round`, as a place in STATIONS."""
    folded = words.casefold()
    return next((place for place, known in _WORDS if any(word in folded for word in known)), None)


def _first_answer(application: Application, today: date) -> int | None:
    """Days until the first interview or the no, up to today; a talk before applying was no answer."""
    applied = application.applied
    if applied is None:
        return None
    moments = [*map(starts_of, application.interviews), *map(received_of, application.rejections)]
    days = [(day_of(m) - applied).days for m in moments if m and applied <= day_of(m) <= today]
    return min(days, default=None)


def _days(applications: Iterable[Application], today: date) -> Days:
    return Days(tuple(sorted(d for a in applications if (d := _first_answer(a, today)) is not None)))


def _noes_by_level(sent: Iterable[Application]) -> tuple[int, ...]:
    counts = [0] * len(LEVELS)
    for application in sent:
        if end_of(application) == "no":
            no = application.rejections[-1] if application.rejections else None
            counts[level_of_rejection(no, application) if no else application.level()] += 1
    return tuple(counts)


def group_of(application: Application, playbook: Playbook) -> str:
    """How an application began: `referral` also where somebody is named who referred; else by its source."""
    source = key(text_of(application.note, "source"))

    def says(words: Iterable[str]) -> bool:
        return any(re.search(rf"(?<!\w){re.escape(key(word))}(?!\w)", source) for word in words)

    if application.people.get("referrer") or says(playbook.referrals):
        return "referral"
    if says(playbook.recruiters):
        return "recruiter"
    return "cold" if source.strip() else "unknown"


def _sources(search: Search, sent: Sequence[Application]) -> tuple[Source, ...]:
    out = []
    for group in GROUPS:
        mine = [a for a in sent if group_of(a, search.playbook) == group]
        names = {key(name): name for a in reversed(mine) if (name := text_of(a.note, "source"))}
        noes = sum(1 for a in mine if end_of(a) == "no")
        if mine:
            named = tuple(names[k] for k in sorted(names))
            out.append(Source(group, named, len(mine), passage(mine, 0, 2, search.today), noes))
    return tuple(out)


def _is_silent(application: Application, today: date) -> bool:
    return application.stage == "no-reply" and _first_answer(application, today) is None


def _companies(sent: Iterable[Application], today: date) -> tuple[Answers, ...]:
    by_company: dict[str, list[Application]] = {}
    for application in sent:
        if application.company:
            by_company.setdefault(key(application.company), []).append(application)
    found = [
        Answers(mine[0].company, _days(mine, today), sum(1 for a in mine if _is_silent(a, today)))
        for mine in by_company.values()
    ]
    told = [a for a in found if a.days.all or a.silent]
    return tuple(sorted(told, key=lambda a: (not a.days.all, a.days.median or 0, key(a.company))))
