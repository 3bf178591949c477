"""Whose turn it is in a series, and what a later event earned anew. Knows no other reason to wait."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from vault_tools.core.meaning.dates import shift, working_day
from vault_tools.core.rules.lines import Line, People
from vault_tools.core.rules.settings import Settings


class Turn(NamedTuple):
    """An open line's place in its series: the day its turn comes or came, None for the first.

    While an earlier one is open, the day is the first on which it can be over. It `rests` until so many days after
    the one before was done as the playbook wants `apart`.
    `is_overtaken`: a later one is done already. `is_renewed`: a later round earned the same.
    """

    comes: date | None = None
    rests: date | None = None
    is_overtaken: bool = False
    is_renewed: bool = False


def turns(
    lines: Iterable[Line],
    who: People,
    settings: Settings,
    today: date,
    renewed: Mapping[str, date] = MappingProxyType({}),
    over: Container[str] = (),
) -> dict[str, Turn]:
    """The turn of each open line of a series, by its id: person by person, in the order of its note.

    Nobody waits for what was `renewed`, an id with the day of the later round, or is `over` for another reason.
    """
    series: dict[tuple[str, str, str], list[Line]] = {}
    since: dict[tuple[str, str, str], date] = {}
    for line in lines:
        if line.step is None or not line.step.series or line.task.when is None:
            continue
        person = who.person_of(line)
        whose = line.note.path, line.step.series, person.key if person else ""
        if line.id in renewed:
            since[whose] = max(renewed[line.id], since.get(whose, renewed[line.id]))
        elif not (line.task.is_open and line.id in over):
            series.setdefault(whose, []).append(line)
    found = {
        line.id: _turn(of_one, index, today, settings, since.get(whose))
        for whose, of_one in series.items()
        for index, line in enumerate(of_one)
        if line.task.is_open
    }
    return {**found, **dict.fromkeys(renewed, Turn(is_renewed=True))}


def renewed(
    lines: Iterable[Line], who: People, today: date, rounds: Mapping[str, tuple[str, date]]
) -> dict[str, date]:
    """The ids of open lines that a later round earned again, with its day: two thanks to one person would be one too many.

    `rounds` has the application of each interview and its day, by the note's path. A round counts from its day,
    whatever became of its own line.
    """
    same: dict[tuple[str, str, str], list[tuple[date, str, int, Line]]] = {}
    for line in lines:
        if line.step is None or not line.step.renews or line.note.path not in rounds:
            continue
        application, held = rounds[line.note.path]
        person = who.person_of(line)
        if person is not None and held <= today:
            place = held, line.note.path, line.at.line, line
            same.setdefault((line.step.id, person.key, application), []).append(place)
    in_order = [sorted(of_one, key=lambda place: place[:3]) for of_one in same.values()]
    return {line.id: of_one[-1][0] for of_one in in_order for *_, line in of_one[:-1] if line.task.is_open}


def _turn(
    series: Sequence[Line], index: int, today: date, settings: Settings, renewed: date | None = None
) -> Turn:
    if _is_overtaken(series, index):
        return Turn(is_overtaken=True)
    earlier = series[:index]
    open_days = [
        line.task.when
        for place, line in enumerate(earlier)
        if line.task.is_open and line.task.when and not _is_overtaken(series, place)
    ]
    if open_days:
        return Turn(comes=max(open_days[-1], _later(today, 1, settings)))
    closed = [day for line in earlier if (day := line.task.done or line.task.cancelled)]
    closed += [renewed] if renewed is not None else []
    return Turn(min(max(closed), today) if closed else None, _rested(series[index], earlier, today, settings))


def _rested(line: Line, earlier: Iterable[Line], today: date, settings: Settings) -> date | None:
    """The day on which enough days have gone by since the line before it was done."""
    if line.step is None or not line.step.apart:
        return None
    done = [day for one in earlier if (day := one.task.done)]
    return _later(min(max(done), today), line.step.apart, settings) if done else None


def _later(day: date, days: int, settings: Settings) -> date:
    end = shift(day, days)
    return working_day(end) if settings.weekends == "move" else end


def _is_overtaken(series: Sequence[Line], index: int) -> bool:
    # Only the same step overtakes: an invitation that was accepted at once does not stand in for thanks.
    # One that was dropped does not either: it says nothing of the ones before it. And what was done of a 🔁
    # line stands below its next occurrence, but came before it.
    step = series[index].step
    return any(
        line.task.is_done and not line.task.recurrence and line.step == step for line in series[index + 1 :]
    )
