"""Which steps an event earns, for whom and when. Gives no words: those come from the row's template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from vault_tools.core.meaning.dates import Moment, add_months, as_text, day_of, shift, working_day
from vault_tools.core.rules.applications import Person
from vault_tools.core.rules.ids import new_tail
from vault_tools.core.rules.playbook import Offset, Playbook, Step
from vault_tools.core.rules.settings import Settings


@dataclass(frozen=True, slots=True)
class Situation:
    """What a plan is made for. `birth` is the application's file name on the day the note is made.

    `holds_true` answers a row's `when`. `open_search` has the steps of scope search that are open somewhere,
    `open_series` the (series, person) that are. `starts` says when a phase begins, `marks` when other events were.
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
    taken: Container[str] = frozenset()
    until: date | None = None
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One line to be written: the step, its place in a series (from 0), the person, the days, its tail."""

    step: Step
    index: int
    person: Person | None
    role: str
    start: date | None
    due: date
    tail: str

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


@dataclass(frozen=True, slots=True)
class Plan:
    lines: tuple[Planned, ...] = ()
    pages: tuple[Step, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def moved(day: date, by: Offset) -> date:
    """The day so many days, or months ("3m"), later."""
    return add_months(day, int(by[:-1])) if isinstance(by, str) else shift(day, by)


def make_plan(playbook: Playbook, settings: Settings, situation: Situation) -> Plan:
    """The lines and pages that an event earns, in the playbook's order, dated from the event.

    A step whose latest day is past is left out. A person gets one step per phase, the first that fits; of the
    phases no more than `most_a_day` lines fall on a day: what is more moves to the next working day.
    """
    lines: list[Planned] = []
    pages: list[Step] = []
    left_out: list[LeftOut] = []
    served: set[tuple[str, str]] = set()
    crowd: Counter[date] = Counter()
    taken = set[str]()
    for step in playbook.of_event(situation.event):
        if situation.only is not None and step.id not in situation.only:
            continue
        if step.min_level > situation.level or not step.holds_under(settings):
            continue
        if step.when and not situation.holds_true(step.when):
            continue
        if step.form == "page":
            pages.append(step)
        if step.form != "line":
            continue
        if step.scope == "search" and step.id in situation.open_search:
            left_out.append(LeftOut(step, 0, None, day_of(situation.moment), situation.open_search[step.id]))
            continue
        for person, role in _who(step, situation):
            if person is not None and step.phase:
                if (step.phase, person.key) in served:
                    continue
                if step.scope == "person" and (step.series or step.id, person.key) in situation.open_series:
                    continue
                served.add((step.phase, person.key))
            for index in range(len(step.offset)):
                line = _line(step, index, person, role, settings, situation, taken)
                if line is None:
                    continue
                if _is_past(step, index, situation):
                    left_out.append(LeftOut(step, index, person, line.due))
                    continue
                if step.phase:
                    line = _uncrowded(line, crowd, playbook.most_a_day, settings)
                    crowd[line.due] += 1
                taken.add(line.tail)
                lines.append(line)
    if situation.event == "rejection" and situation.level == 0:
        lines = _first_of_each_role(lines)[: playbook.most_at_level_0]
    order = [step.phase for step in playbook.of_event(situation.event)]
    lines.sort(key=lambda line: (order.index(line.phase), line.due))
    return Plan(tuple(lines), tuple(pages), tuple(left_out))


def _first_of_each_role(lines: list[Planned]) -> list[Planned]:
    seen: dict[str, Planned] = {}
    for line in lines:
        seen.setdefault(line.step.id, line)
    return list(seen.values())


def _who(step: Step, situation: Situation) -> list[tuple[Person | None, str]]:
    if "self" in step.who:
        return [(None, "self")]
    found: dict[str, tuple[Person, str]] = {}
    for role in step.who:
        for person in situation.people.get(role, ()):
            found.setdefault(person.key, (person, role))
    each = list(found.values())
    return list(each if step.each else each[:1])


def _line(
    step: Step, index: int, person: Person | None, role: str, settings: Settings, situation: Situation, taken: set[str]
) -> Planned | None:
    event_day = day_of(situation.moment)
    start = situation.starts.get(step.phase)
    due = moved(event_day, step.offset[index])
    if step.not_before is not None and step.not_before.after in situation.marks:
        due = max(due, moved(situation.marks[step.not_before.after], step.not_before.offset))
    if start is not None:
        due = max(due, start)
    if due < event_day:  # what comes before an event: not into the weekend after it, nor already overdue
        due = max(due - timedelta(days=max(0, due.weekday() - 4)) if settings.weekends == "move" else due,
                  min(situation.today, event_day))  # fmt: skip
    elif settings.weekends == "move" and step.offset[index] != 0:
        due = working_day(due)
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


def _is_past(step: Step, index: int, situation: Situation) -> bool:
    latest = step.latest[index]
    if latest is None:
        return False
    last = moved(day_of(situation.moment), latest)
    start = situation.starts.get(step.phase)
    if step.not_before is not None and step.not_before.after in situation.marks:
        last = max(last, moved(situation.marks[step.not_before.after], step.not_before.offset))
    return situation.today > (max(last, start) if start else last)


def _uncrowded(line: Planned, crowd: Counter[date], most: int, settings: Settings) -> Planned:
    """The line on its day, or on the next one that has room."""
    day = line.due
    while crowd[day] >= most and day < date.max:
        day = shift(day, 1)
        if settings.weekends == "move":
            day = working_day(day)
    return line if day == line.due else replace(line, due=day)


@dataclass(frozen=True, slots=True)
class _Either:
    first: Container[str]
    second: Container[str]

    def __contains__(self, item: object) -> bool:
        return item in self.first or item in self.second
