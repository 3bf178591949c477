"""Days and moments as people write them. Knows no clock: today and now come in as arguments."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.links import link_target
from vault_tools.core.meaning.names import note_name

Moment = date  # a day, or (datetime is a date) a day and a time of day

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d)?)?"
)
_CLOCK = re.compile(r"(\d\d?):(\d\d)(?::(\d\d))?")
_STEP = re.compile(r"(?:\+|in )?(\d{1,4}) ?(d|days?|w|weeks?|m|months?|y|years?)")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EXAMPLES = "a date such as 2026-11-30, or tomorrow, fri, +3d, 2w, 1m"


def parse_iso(text: str) -> date | None:
    """`2026-11-20` as a day; None for any other text and for days that do not exist."""
    match = _ISO.fullmatch(text)
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def shift(day: date, days: int) -> date:
    """The day so many days later, held inside the calendar's years 1 to 9999."""
    ordinal = day.toordinal() + days
    return date.fromordinal(max(1, min(ordinal, date.max.toordinal())))


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the 31st becomes the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year > 9999:
        return date.max
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def working_day(day: date) -> date:
    """Saturday and Sunday become the Monday after; other days stay."""
    return shift(day, 7 - day.weekday()) if day.weekday() > 4 else day


def day_of(moment: Moment) -> date:
    """The calendar day of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def day_word(day: date, today: date) -> str:
    """`Thursday` within a week, before or after; else `3 December`, with the year where it is another one."""
    day, today = day_of(day), day_of(today)
    if abs((day - today).days) < 7:
        return f"{day:%A}"
    return f"{day.day} {day:%B}" + (f" {day.year}" if day.year != today.year else "")


def end_of(moment: Moment) -> datetime:
    """The moment itself; a day without a time means its last minute."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(23, 59))


def as_text(moment: Moment) -> str:
    """`2026-11-18`, or `2026-11-18T16:40:00`: the forms of Obsidian's two date types."""
    return moment.isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat()


def read_moment(value: object) -> Moment | None:
    """The moment a property holds: `2026-11-18`, `2026-11-18T16:40`, `2026-11-18 16:40:00Z`; else None.

    A zone is passed over: an interview is kept in the time on the user's own wall. A link to the note of a day,
    `"[[2026-11-18]]"`, is that day, and so is a list of one.
    """
    if isinstance(value, str):
        return _moment(value) or (_moment(linked_day(value) or "") if "[" in value else None)
    if isinstance(value, list) and len(value) == 1:
        (only,) = value
        return read_moment(only) if isinstance(only, str) else _moment(linked_day(value) or "")
    return None


def linked_day(value: object) -> str | None:
    """The name of the note that a property links to, as days are linked; None if it is not one link alone."""
    if isinstance(value, str):
        text = value.strip()
        if not (text.startswith("[[") and text.endswith("]]") and text.count("[[") == 1):
            return None
    elif not (
        isinstance(value, list) and len(value) == 1 and isinstance(value[0], list)
    ):  # `[[…]]` without quotes
        return None
    return note_name(link_target(value) or "") or None


@lru_cache(8_192)
def _moment(value: str) -> Moment | None:
    match = _MOMENT.fullmatch(value.strip())
    if not match:
        return None
    day = parse_iso(match[1])
    if day is None or match[2] is None:
        return day
    try:
        return datetime.combine(day, time(int(match[2]), int(match[3]), int(match[4] or 0)))
    except ValueError:
        return None


def read_day(value: object) -> date | None:
    """The calendar day of a property, or None."""
    moment = read_moment(value)
    return None if moment is None else day_of(moment)


def parse_day(text: str, today: date) -> date:
    """What a person types for a day: ISO, `today`, `tomorrow`, `fri`, `+3d`, `2w`, `in 5 days`.

    Raises VaultError with examples for anything else.
    """
    words = " ".join(text.lower().split())
    if day := parse_iso(words):
        return day
    named = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if words in named:
        return shift(today, named[words])
    bare = words.removeprefix("next ")
    if bare in ("week", "month"):
        return shift(today, 7) if bare == "week" else add_months(today, 1)
    for index, name in enumerate(WEEKDAYS):
        if len(bare) >= 2 and name.startswith(bare):
            return shift(today, (index - today.weekday() - 1) % 7 + 1)
    if match := _STEP.fullmatch(words):
        count = int(match[1])
        unit = match[2][0]
        if unit in "dw":
            return shift(today, count * (7 if unit == "w" else 1))
        return add_months(today, count * (12 if unit == "y" else 1))
    if _ISO.fullmatch(words):
        raise VaultError(f"there is no such day as {words}; give {EXAMPLES}")
    raise VaultError(f"'{text}' is not a day I can read; give {EXAMPLES}")


def parse_moment(text: str, today: date) -> Moment:
    """A day as in `parse_day`, with or without a time: `2026-11-18T16:40`, `yesterday 9:30`; `9:30` is today's."""
    words = " ".join(text.strip().split())
    head, _, tail = (
        words.replace("T", " ", 1).rpartition(" ") if _MOMENT.match(words) else words.rpartition(" ")
    )
    clock = _CLOCK.fullmatch(tail)
    if not clock:
        try:
            return parse_day(words, today)
        except VaultError as error:
            raise VaultError(f"{error}; with a time: 2026-11-30T14:00") from None
    day = parse_day(head, today) if head else today
    try:
        return datetime.combine(day, time(int(clock[1]), int(clock[2]), int(clock[3] or 0)))
    except ValueError:
        raise VaultError(f"'{tail}' is not a time of day; write it as 16:40") from None


def hours_after(moment: Moment, hours: float) -> Moment:
    """The moment so many hours later, to the minute."""
    later = end_of(moment)
    try:
        return later + timedelta(hours=hours)
    except OverflowError:
        return datetime.max.replace(microsecond=0)
