"""Say on which days a schedule falls. Knows no words of a rule and no task."""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, date
from enum import Enum

from vault_tools.core.meaning import dates

WEEKDAYS = tuple(map(str.capitalize, dates.WEEKDAYS))
MONTHS = tuple(map(str.capitalize, dates.MONTHS))
WORKING_DAYS = tuple((0, weekday) for weekday in range(5))


class Frequency(Enum):
    """The unit that is counted between two occurrences."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a rule says. Weekdays are `(n, weekday)`: n-th of its period or 0 for each, Monday is 0.

    Days of the month and n count from the end where negative. `unread` is text at the rule's end that the
    grammar has no place for, such as the `please` of `every day please`; Tasks drops it.
    """

    frequency: Frequency
    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    weeks: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    count: int | None = None
    until: date | None = None
    when_done: bool = False
    unread: str = field(default="", compare=False)


def next_after(schedule: Schedule, start: date) -> date | None:
    """The first day after `start` on which it falls, counted from `start`; None when it has ended."""
    months_apart = schedule.interval * {Frequency.MONTH: 1, Frequency.YEAR: 12}.get(schedule.frequency, 0)
    if months_apart and not (schedule.months or _names_days(schedule)):
        following = _months_later(start, months_apart)
    else:
        following = _first_match(schedule, start)
    if following is None or (schedule.until is not None and following > schedule.until):
        return None
    if schedule.count is not None and schedule.count < 2 and _fits(_filled(schedule, start), start):
        return None  # the start was the last occurrence
    return following


def _names_days(schedule: Schedule) -> bool:
    return bool(schedule.month_days or schedule.weekdays or schedule.weeks)


def _months_later(start: date, months: int) -> date | None:
    """The same day of a later month, or that month's last day where it is shorter.

    RFC 5545 would skip such a month: 31 January, every month, is 28 February here.
    """
    index = start.year * 12 + start.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(start.day, _last_day(year, month))) if year <= MAXYEAR else None


def _first_match(schedule: Schedule, start: date) -> date | None:
    filled = _filled(schedule, start)
    for first, size in _periods(schedule, start):
        for ordinal in range(max(first, start.toordinal() + 1), min(first + size, _LAST_ORDINAL + 1)):
            day = date.fromordinal(ordinal)
            if _fits(filled, day):
                return day
    return None


def _filled(schedule: Schedule, start: date) -> Schedule:
    """What a rule leaves open it takes from its start: `every week` from a Monday falls on Mondays."""
    if _names_days(schedule):
        return schedule
    if schedule.frequency is Frequency.WEEK:
        return replace(schedule, weekdays=((0, start.weekday()),))
    if schedule.frequency in (Frequency.MONTH, Frequency.YEAR):
        return replace(schedule, month_days=(start.day,))
    return schedule


_LAST_ORDINAL = date.max.toordinal()
# The calendar repeats after 400 years: what has not fallen by then never does
_CYCLE_YEARS = 400
_CYCLE_DAYS = 146_097
_PER_DAY = {Frequency.MINUTE: 24 * 60, Frequency.HOUR: 24, Frequency.DAY: 1}


def _periods(schedule: Schedule, start: date) -> Iterator[tuple[int, int]]:
    """First ordinal and length of each period that counts, the one of `start` first."""
    step = schedule.interval
    if schedule.frequency is Frequency.YEAR:
        for year in range(start.year, MAXYEAR + 1, step)[:_CYCLE_YEARS]:
            yield date(year, 1, 1).toordinal(), 366 if isleap(year) else 365
    elif schedule.frequency is Frequency.MONTH:
        first = start.year * 12 + start.month - 1
        for index in range(first, (MAXYEAR + 1) * 12, step)[: _CYCLE_YEARS * 12]:
            year, month = index // 12, index % 12 + 1
            yield date(year, month, 1).toordinal(), _last_day(year, month)
    elif schedule.frequency is Frequency.WEEK:
        monday = start.toordinal() - start.weekday()
        for first in range(monday, _LAST_ORDINAL + 1, 7 * step)[: _CYCLE_DAYS // 7]:
            yield first, 7
    else:
        # hours and minutes count from the start's midnight; only the day they reach matters
        per_day = _PER_DAY[schedule.frequency]
        passed = 0
        for _ in range(_CYCLE_DAYS):
            passed = -(-(passed + 1) * per_day // step) * step // per_day
            if start.toordinal() + passed > _LAST_ORDINAL:
                return
            yield start.toordinal() + passed, 1


def _fits(schedule: Schedule, day: date) -> bool:
    if schedule.months and day.month not in schedule.months:
        return False
    if schedule.weeks and day.isocalendar().week not in schedule.weeks:
        return False
    if schedule.month_days:
        from_end = day.day - _last_day(day.year, day.month) - 1
        if day.day not in schedule.month_days and from_end not in schedule.month_days:
            return False
    counts = schedule.frequency in (Frequency.MONTH, Frequency.YEAR)
    each = [weekday for n, weekday in schedule.weekdays if not (n and counts)]
    some = [(n, weekday) for n, weekday in schedule.weekdays if n and counts]
    if each and day.weekday() not in each:
        return False
    return not some or any(weekday == day.weekday() and n in _nths(schedule, day) for n, weekday in some)


def _nths(schedule: Schedule, day: date) -> tuple[int, int]:
    """Which one of its weekday a day is in its month, or year, counted from either end."""
    if schedule.frequency is Frequency.YEAR and not schedule.months:
        number, size = day.timetuple().tm_yday, 366 if isleap(day.year) else 365
    else:
        number, size = day.day, _last_day(day.year, day.month)
    return (number - 1) // 7 + 1, -((size - number) // 7 + 1)


def _last_day(year: int, month: int) -> int:
    return monthrange(year, month)[1]
