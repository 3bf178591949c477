"""Which steps an event earns, for whom and when. Gives no words: those come from the row's template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from vault_tools.core.meaning.dates import Moment, add_months, as_text, day_of, shift, working_day
from vault_tools.core.rules.applications import Person
from vault_tools.core.rules.ids import new_tail
from vault_tools.core.rules.playbook import Offset, Playbook, Step
from vault_tools.core.rules.settings import Settings


@dataclass(frozen=True, slots=True)
class Situation:
    """What a plan is made for. `birth` is the application's file name on the day the note is made.

    `holds_true` answers a row's `when`. `open_search` has the steps of scope search that are open somewhere,
    `open_series` the (series, person) that are, `had` the (step, whom) that are open or done: a person's key, or
    a company's as in `company`. `starts` says when a phase begins, `marks` when other events were
    (and, while it is planned, on which day the steps above are due).
    """

    event: str
    moment: Moment
    today: date
    birth: str
    people: Mapping[str, tuple[Person, ...]]
    level: int
    holds_true: Callable[[str], bool]
    starts: Mapping[str, date] = field(default_factory=dict)
    marks: Mapping[str, date] = field(default_factory=dict)
    open_search: Mapping[str, str] = field(default_factory=dict)
    open_series: frozenset[tuple[str, str]] = frozenset()
    had: frozenset[tuple[str, str]] = frozenset()
    company: str = ""
    taken: Container[str] = frozenset()
    until: date | None = None
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One line to be written: the step, its place in a series (from 0), the person, the days, its tail.

    `saying` is its place among the lines of the series that are written: the words of a first one, where the
    first was left out.
    """

    step: Step
    index: int
    person: Person | None
    role: str
    start: date | None
    due: date
    tail: str
    saying: int = 0

    @property
    def block_id(self) -> str:
        return f"fu-{self.step.id}-{self.tail}"

    @property
    def phase(self) -> str:
        return self.step.phase


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A step that was not written, and why: its time is past, or it stands open elsewhere (`at`)."""

    step: Step
    index: int
    person: Person | None
    due: date
    at: str = ""

    @property
    def words(self) -> str:
        """It in a few words."""
        return self.step.in_words(self.index, self.person.name if self.person else "")


class Plan(NamedTuple):
    lines: tuple[Planned, ...] = ()
    pages: tuple[Step, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def moved(day: date, by: Offset) -> date:
    """The day so many days, or months ("3m"), later."""
    return add_months(day, int(by[:-1])) if isinstance(by, str) else shift(day, by)


def fitted(due: date, event_day: date, offset: Offset, today: date, settings: Settings) -> date:
    """The day of a step off the weekend, unless it is for the event's own day.

    What comes before an event stays on its weekend rather than move to the event's day or past it, and is not overdue
    when it is planned.
    """
    day = working_day(due) if settings.weekends == "move" and offset != 0 else due
    if due >= event_day:
        return day
    return min(max(day if day < event_day else due, today), event_day)


def make_plan(playbook: Playbook, settings: Settings, situation: Situation) -> Plan:
    """The lines and pages that an event earns, in the playbook's order, dated from the event.

    A step whose latest day is past is left out. A person gets one step per phase, the first that fits; of the
    phases no more than `most_a_day` lines fall on a day: what is more moves to the next working day.
    """
    rows = [row for row in playbook.of_event(situation.event) if _is_earned(row, settings, situation)]
    is_open = [
        row
        for row in rows
        if row.form == "line" and row.scope == "search" and row.id in situation.open_search
    ]
    every = _lines([row for row in rows if row.form == "line" and row not in is_open], settings, situation)
    if situation.event == "rejection" and situation.level == 0:
        every = _first_of_each_step(every)[: playbook.most_at_level_0]
    every = _uncrowded(every, playbook.most_a_day, settings)
    order = {row.phase: place for place, row in reversed(list(enumerate(rows)))}
    written = [line for line in every if not _is_past(line, situation)]
    said = sorted(_numbered(written), key=lambda line: (order[line.phase], line.due))
    return Plan(
        lines=tuple(said),
        pages=tuple(row for row in rows if row.form == "page"),
        left_out=(
            *(
                LeftOut(row, 0, None, day_of(situation.moment), situation.open_search[row.id])
                for row in is_open
            ),
            *(LeftOut(line.step, line.index, line.person, line.due) for line in every if line not in written),
        ),
    )


def in_time(plan: Plan, today: date, settings: Settings) -> Plan:
    """The plan of an event that is told late: nothing is born overdue.

    What somebody waits for, and is still in time for, falls due now; what one owes oneself alone is left out.
    """
    lines, past = [], []
    now = working_day(today) if settings.weekends == "move" else today
    for line in plan.lines:
        if line.due >= today:
            lines.append(line)
        elif line.step.sends and line.person is not None and line.step.latest[line.index] is not None:
            lines.append(replace(line, due=now))
        else:
            past.append(LeftOut(line.step, line.index, line.person, line.due))
    return plan._replace(lines=tuple(lines), left_out=(*plan.left_out, *past))


def _is_earned(row: Step, settings: Settings, situation: Situation) -> bool:
    if situation.only is not None and row.id not in situation.only:
        return False
    if row.min_level > situation.level or not row.holds_under(settings):
        return False
    return not row.when or situation.holds_true(row.when)


def _lines(rows: Iterable[Step], settings: Settings, situation: Situation) -> list[Planned]:
    """Every line of these rows, also those whose time has passed, each on the day of its row."""
    lines: list[Planned] = []
    served: set[tuple[str, str]] = set()
    taken = set[str]()
    for row in rows:
        situation = replace(
            situation, marks={**situation.marks, **{line.step.id: line.due for line in lines}}
        )
        for person, role in _who(row, situation):
            whom = person.key if person is not None else situation.company
            if whom and any((step, whom) in situation.had for step in row.not_after):
                continue
            if person is not None and row.phase:
                has_series = (
                    row.scope == "person" and (row.series or row.id, person.key) in situation.open_series
                )
                if has_series or (row.phase, person.key) in served:
                    continue
                served.add((row.phase, person.key))
            for index in range(len(row.offset)):
                line = _line(row, index, person, role, settings, situation, taken)
                if line is not None:
                    taken.add(line.tail)
                    lines.append(line)
    return lines


def _numbered(lines: Iterable[Planned]) -> Iterable[Planned]:
    """Each line with its place among those of its step and person."""
    count: Counter[tuple[str, str]] = Counter()
    for line in lines:
        which = line.step.id, line.person.key if line.person else ""
        yield replace(line, saying=count[which])
        count[which] += 1


def _first_of_each_step(lines: Iterable[Planned]) -> list[Planned]:
    seen: dict[str, Planned] = {}
    for line in lines:
        seen.setdefault(line.step.id, line)
    return list(seen.values())


def _who(step: Step, situation: Situation) -> list[tuple[Person | None, str]]:
    if "self" in step.who:
        return [(None, "self")]
    found: dict[str, tuple[Person, str]] = {}
    spared = {person.key for role in step.spares for person in situation.people.get(role, ())}
    for role in step.who:
        for person in situation.people.get(role, ()):
            if person.key not in spared:
                found.setdefault(person.key, (person, role))
    each = list(found.values())
    return list(each if step.each else each[:1])


def _line(
    step: Step,
    index: int,
    person: Person | None,
    role: str,
    settings: Settings,
    situation: Situation,
    taken: set[str],
) -> Planned | None:
    event_day = day_of(situation.moment)
    start = situation.starts.get(step.phase)
    due = moved(event_day, step.offset[index])
    if step.not_before is not None and step.not_before.after in situation.marks:
        due = max(due, moved(situation.marks[step.not_before.after], step.not_before.offset))
    if start is not None:
        due = max(due, start)
    due = fitted(due, event_day, step.offset[index], situation.today, settings)
    if step.ends_with == "window" and situation.until is not None and due > situation.until:
        return None
    tail = new_tail(
        situation.birth,
        as_text(event_day),
        step.id,
        person.name if person else "",
        str(index),
        taken=_Either(situation.taken, taken),
    )
    return Planned(step, index, person, role, start, due, tail)


def _is_past(line: Planned, situation: Situation) -> bool:
    """Whether it is too late for a line; the days count from the end of a cool-off where that comes later."""
    step, latest = line.step, line.step.latest[line.index]
    if latest is None:
        return False
    last = moved(day_of(situation.moment), latest)
    if step.not_before is not None and step.not_before.after in situation.marks:
        last = max(last, moved(situation.marks[step.not_before.after], step.not_before.offset))
    return situation.today > max(last, line.start or last)


def _uncrowded(lines: Sequence[Planned], most: int, settings: Settings) -> list[Planned]:
    """The lines of the phases on their days, or on the next one that has room; others stay.

    Where a weekend or a cool-off ends on one day for many, what would have come sooner goes first.
    """
    crowd: Counter[date] = Counter()
    out = list(lines)
    sooner = sorted(enumerate(lines), key=lambda placed: (placed[1].due, _sooner(placed[1])))
    for place, line in sooner:
        day = line.due
        while line.phase and crowd[day] >= most and day < date.max:
            day = shift(day, 1)
            if settings.weekends == "move":
                day = working_day(day)
        crowd[day] += bool(line.phase)
        if day != line.due:
            out[place] = replace(line, due=day)
    return out


def _sooner(line: Planned) -> int:
    """How many days after the event its row wants it; months come after all days."""
    offset = line.step.offset[line.index]
    return offset if isinstance(offset, int) else 10_000


@dataclass(frozen=True, slots=True)
class _Either:
    first: Container[str]
    second: Container[str]

    def __contains__(self, item: object) -> bool:
        return item in self.first or item in self.second
