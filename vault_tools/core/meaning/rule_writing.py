"""Write a Schedule in the English that the Tasks plugin writes. Knows no task and no calendar."""

from __future__ import annotations

from collections.abc import Callable

from .schedule import MONTHS, WEEKDAYS, Frequency, Schedule


def write(schedule: Schedule) -> str:
    """The rule in the words that Tasks writes: `every week on Monday, Wednesday`."""
    words = ["every", *_WRITERS[schedule.frequency](schedule)]
    if schedule.until is not None:
        until = schedule.until
        words.append(f"until {MONTHS[until.month - 1]} {until.day}, {until.year}")
    elif schedule.count is not None:
        words.append(f"for {schedule.count} {'times' if _is_plural(schedule.count) else 'time'}")
    if schedule.when_done:
        words.append("when done")
    return " ".join(words)


def _is_plural(number: int) -> bool:
    return number % 100 != 1  # so `every 101 month`: what rrule.js writes and reads


def _unit(schedule: Schedule, unit: str) -> list[str]:
    words = [] if schedule.interval == 1 else [str(schedule.interval)]
    return [*words, unit + "s" if _is_plural(schedule.interval) else unit]


def _is_working_week(schedule: Schedule) -> bool:
    return {weekday for _, weekday in schedule.weekdays} == set(range(5))


def _write_time(schedule: Schedule) -> list[str]:
    return _unit(schedule, schedule.frequency.value)


def _write_day(schedule: Schedule) -> list[str]:
    return _unit(schedule, "day") + _hours(schedule)


def _write_week(schedule: Schedule) -> list[str]:
    if _is_working_week(schedule):
        return ["weekday"] if schedule.interval == 1 else [*_unit(schedule, "week"), "on weekdays"]
    if {weekday for _, weekday in schedule.weekdays} == set(range(7)):
        return ["day"] if schedule.interval == 1 else [*_unit(schedule, "week"), "days"]
    words = _unit(schedule, "week")
    if schedule.months:
        words += ["in", _months(schedule)]
    return words + _days(schedule) + _hours(schedule)


def _write_month(schedule: Schedule) -> list[str]:
    if not schedule.months:
        words = _unit(schedule, "month")
    elif schedule.interval == 1:
        words = [_months(schedule)]
    else:
        link = ["in"] if _is_plural(schedule.interval) else []
        words = [str(schedule.interval), "months", *link, _months(schedule)]
    if not schedule.month_days and _is_working_week(schedule):
        return [*words, "on weekdays"]
    return words + _days(schedule)


def _write_year(schedule: Schedule) -> list[str]:
    if not schedule.months:
        words = _unit(schedule, "year")
    elif schedule.interval == 1:
        words = [_months(schedule)]
    else:
        words = [str(schedule.interval), "years", _months(schedule)]
    words += _days(schedule)
    if schedule.weeks:
        numbers = _listed([str(week) for week in schedule.weeks], "and")
        words.append(f"in {'weeks' if _is_plural(len(schedule.weeks)) else 'week'} {numbers}")
    return words


_WRITERS: dict[Frequency, Callable[[Schedule], list[str]]] = {
    Frequency.MINUTE: _write_time,
    Frequency.HOUR: _write_time,
    Frequency.DAY: _write_day,
    Frequency.WEEK: _write_week,
    Frequency.MONTH: _write_month,
    Frequency.YEAR: _write_year,
}


def _days(schedule: Schedule) -> list[str]:
    each = [_weekday(n, day) for n, day in sorted(schedule.weekdays, key=_by_weekday) if not n]
    some = [_weekday(n, day) for n, day in sorted(schedule.weekdays, key=_by_weekday) if n]
    if schedule.month_days:
        ordered = sorted(schedule.month_days, key=lambda day: (day < 0, abs(day)))
        ordinals = [_ordinal(day) for day in ordered]
        if each:
            return [f"on {_listed(each, 'or')} the {_listed(ordinals, 'or')}"]
        return [f"on the {_listed(ordinals, 'and')}"]
    words = [f"on {', '.join(each)}"] if each and not _is_working_week(schedule) else []
    if some:
        words += [*(["and"] if each else []), f"on the {_listed(some, 'and')}"]
    return words


def _by_weekday(weekday: tuple[int, int]) -> int:
    return weekday[1]


def _hours(schedule: Schedule) -> list[str]:
    return [f"at {_listed([str(hour) for hour in schedule.hours], 'and')}"] if schedule.hours else []


def _months(schedule: Schedule) -> str:
    return _listed([MONTHS[month - 1] for month in schedule.months], "and")


def _weekday(n: int, weekday: int) -> str:
    return f"{_ordinal(n)} {WEEKDAYS[weekday]}" if n else WEEKDAYS[weekday]


def _ordinal(n: int) -> str:
    if n == -1:
        return "last"
    size = abs(n)
    ending = {1: "st", 21: "st", 31: "st", 2: "nd", 22: "nd", 3: "rd", 23: "rd"}.get(size, "th")
    return f"{size}{ending}" + (" last" if n < 0 else "")


def _listed(items: list[str], last: str) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}"
