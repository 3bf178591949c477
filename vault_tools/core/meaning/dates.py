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
_SPOKEN_CLOCK = re.compile(
    r"(.*?) ?\b(?:at )?(\d\d?)(?:[.:](\d\d))? ?([ap])\.?m\.?|(.+?) (?:at )?(\d\d?)[.:](\d\d)", re.IGNORECASE
)
_STEP = re.compile(r"(?:\+|in )?(\d{1,4}) ?(d|days?|w|weeks?|m|months?|y|years?)")
_AGO = re.compile(r"(\d{1,4}) ?(d|days?|w|weeks?|m|months?|y|years?) ago")
_BACK = re.compile(r"-(\d{1,4}) ?([dwmy])")
_DOTTED = re.compile(r"(\d\d?)\. ?(\d\d?)\. ?(\d{4})?")
_MONTH = re.compile(
    r"(?:the )?(\d\d?)(?:st|nd|rd|th|\.)?(?: of)? ([a-z]{3,9})\.?,?(?: (\d{4}))?|([a-z]{3,9})\.? (\d\d?)(?:st|nd|rd|th)?,?(?: (\d{4}))?"
)
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EXAMPLES = "a date such as 2026-11-30, or tomorrow, fri, +3d, 2w, 1m"
EXAMPLES_BACK = "a date such as 2026-11-30, or yesterday, fri, 3 days ago, 16 nov"


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


def as_said(moment: Moment) -> str:
    """`2026-11-18`, or `2026-11-18 16:40`: for a sentence."""
    return as_text(moment).replace("T", " ")[:16]


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


def read_end(value: object, begins: Moment) -> datetime | None:
    """The time until which something lasts, as a property has it; a time alone, `15:30`, is one of the day it begins."""
    clock = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    said = f"{day_of(begins).isoformat()} {clock[0]}" if clock else value
    moment = read_moment(said)
    return moment if isinstance(moment, datetime) else None


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


def parse_day(text: str, today: date, *, back: bool = False) -> date:
    """What a person types for a day: ISO, `today`, `fri`, `+3d`, `2w`, `in 5 days`, `last fri`, `3 days ago`, `16 nov`.

    A weekday is the next one; `back`, of what was, makes it the last one, today included. A day of a month without a
    year is the nearest, and looking back the last one. Raises VaultError with examples for anything else.
    """
    words = " ".join(text.lower().split())
    if day := parse_iso(words):
        return day
    named = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if words in named:
        return shift(today, named[words])
    if weekday := _weekday(words, today, back=back):
        return weekday
    bare = words.removeprefix("next ")
    if bare in ("week", "month"):
        return shift(today, 7) if bare == "week" else add_months(today, 1)
    if match := _STEP.fullmatch(words):
        return _stepped(today, int(match[1]), match[2])
    if match := _AGO.fullmatch(words) or (_BACK.fullmatch(words) if back else None):
        return _stepped(today, -int(match[1]), match[2])
    if day := _day_of_month(words, today, back=back):
        return day
    examples = EXAMPLES_BACK if back else EXAMPLES
    if _ISO.fullmatch(words):
        raise VaultError(f"there is no such day as {words}; give {examples}")
    raise VaultError(f"'{text}' is not a day I can read; give {examples}")


def _weekday(words: str, today: date, *, back: bool) -> date | None:
    """`fri`, `next fri`, `last fri`: the one that begins so."""
    last = words.removeprefix("last ")
    bare = words.removeprefix("next ")
    for index, name in enumerate(WEEKDAYS):
        if last != words and len(last) >= 2 and name.startswith(last):
            return shift(today, -((today.weekday() - index - 1) % 7 + 1))  # never today
        if len(bare) >= 2 and name.startswith(bare):
            ahead = (index - today.weekday() - 1) % 7 + 1
            return shift(today, ahead - 7) if back and bare == words else shift(today, ahead)
    return None


def _stepped(today: date, count: int, unit: str) -> date:
    if unit[0] in "dw":
        return shift(today, count * (7 if unit[0] == "w" else 1))
    return add_months(today, count * (12 if unit[0] == "y" else 1))


def _day_of_month(words: str, today: date, *, back: bool) -> date | None:
    """`16 nov`, `Nov 16th`, `16.11.`, each with a year or without; None for what is no such day."""
    if match := _DOTTED.fullmatch(words):
        day, month, year = match[1], int(match[2]), match[3]
    elif match := _MONTH.fullmatch(words):
        day, name, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        month = next((n for n, full in enumerate(MONTHS, 1) if full.startswith(name)), 0)
    else:
        return None
    years = [int(year)] if year else [today.year + n for n in (-1, 0, 1)]
    days = [d for y in years if (d := parse_iso(f"{y:04}-{month:02}-{int(day):02}"))]
    if back and not year:
        days = [d for d in days if d <= today]
    return min(days, key=lambda d: abs((d - today).days), default=None)


def parse_moment(text: str, today: date, *, back: bool = False, of: date | None = None) -> Moment:
    """A day as in `parse_day`, with or without a time: `2026-11-18T16:40`, `yesterday 9:30`, `fri 3pm`.

    A time alone, `9:30`, is one `of` that day, or else of today.
    """
    words = " ".join(text.strip().split())
    head, _, tail = (
        words.replace("T", " ", 1).rpartition(" ") if _MOMENT.match(words) else words.rpartition(" ")
    )
    if not _CLOCK.fullmatch(tail) and (spoken := _SPOKEN_CLOCK.fullmatch(words)):
        head, tail = _as_clock(spoken)
    clock = _CLOCK.fullmatch(tail)
    if not clock:
        try:
            return parse_day(words, today, back=back)
        except VaultError as error:
            raise VaultError(f"{error}; with a time: 2026-11-30T14:00") from None
    head = head.removesuffix(" at").removesuffix(",")
    day = parse_day(head, today, back=back) if head and head != "at" else of or today
    try:
        return datetime.combine(day, time(int(clock[1]), int(clock[2]), int(clock[3] or 0)))
    except ValueError:
        raise VaultError(f"'{tail}' is not a time of day; write it as 16:40") from None


def _as_clock(spoken: re.Match[str]) -> tuple[str, str]:
    """The day's words of `fri at 3pm` or `fri 15.30`, and its time on the 24-hour clock."""
    if spoken[5]:
        return spoken[5], f"{spoken[6]}:{spoken[7]}"
    hour, half = int(spoken[2]), spoken[4].lower()
    if not 1 <= hour <= 12:
        return spoken[1], spoken[0]  # none: the whole of it is refused
    return spoken[1], f"{hour % 12 + (12 if half == 'p' else 0)}:{spoken[3] or '00'}"


def hours_after(moment: Moment, hours: float) -> Moment:
    """The moment so many hours later, to the minute."""
    later = end_of(moment)
    try:
        return later + timedelta(hours=hours)
    except OverflowError:
        return datetime.max.replace(microsecond=0)
