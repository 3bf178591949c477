"""The appointment in a calendar part (RFC 5545): when it begins by which clock, and whether it was called off.

Knows neither the mail it came with nor any zone by its name: what a part says of its own zones is read.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

_START = re.compile(
    r"^DTSTART((?:;[^:\n\"]*|;[^:\n=]*=\"[^\"\n]*\")*):(\d{8})T(\d{4})\d{0,2}(Z?)", re.MULTILINE
)
_ZONE = re.compile(r";TZID=\"?([^;\"\n]+)\"?", re.IGNORECASE)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Appointment(NamedTuple):
    """When a calendar part begins: the clock in its own zone, and the zone's name, empty if it has none.

    `offset` is from UTC, as the part itself tells it. `uid` is the same in each mail about one appointment, and
    `sequence` grows with each that changes it. `organizer` is the address of whom it is from.
    """

    starts: datetime
    zone: str = ""
    offset: timedelta | None = None
    uid: str = ""
    is_cancelled: bool = False
    sequence: int = 0
    organizer: str = ""


def read_calendar(text: str) -> Appointment | None:
    """The first appointment with a time of day; None where there is none, or it only says who comes."""
    lines = re.sub(r"\n[ \t]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    event = lines.partition("BEGIN:VEVENT")[2].partition("END:VEVENT")[0]
    event = re.sub(r"BEGIN:VALARM.*?END:VALARM", "", event, flags=re.DOTALL)
    match = _START.search(event)
    method = _value(lines.partition("BEGIN:VEVENT")[0], "METHOD").upper()
    if match is None or method in ("REPLY", "COUNTER", "REFRESH"):
        return None
    zone = _ZONE.search(match[1])
    try:
        starts = datetime.strptime(f"{match[2]}{match[3]}", "%Y%m%d%H%M")
    except ValueError:
        return None
    name = "UTC" if match[4] else zone[1].strip() if zone else ""
    is_cancelled = method == "CANCEL" or _value(event, "STATUS").upper() == "CANCELLED"
    sequence = _value(event, "SEQUENCE")
    return Appointment(
        starts, name, _offset(lines, name, starts), _uid(event), is_cancelled,
        int(sequence) if sequence.isascii() and sequence.isdecimal() and len(sequence) < 20 else 0, _organizer(event),
    )  # fmt: skip


def _uid(event: str) -> str:
    """What it is known by; one of a series also by which of them it is."""
    which = _value(event, "RECURRENCE-ID")
    return _value(event, "UID")[:200] + (f"/{which[:40]}" if which else "")


def _organizer(event: str) -> str:
    match = re.search(r"^ORGANIZER[;:].*\bmailto:([^\s;:\"<>]+)", event, re.MULTILINE | re.IGNORECASE)
    return match[1].casefold()[:200] if match else ""


def _value(text: str, name: str) -> str:
    match = re.search(rf"^{name}(?:;[^:\n]*)?:(.*)$", text, re.MULTILINE | re.IGNORECASE)
    return match[1].strip() if match else ""


def _offset(text: str, zone: str, moment: datetime) -> timedelta | None:
    """How far a zone is from UTC at a moment, by its own description in the part."""
    begun: list[tuple[datetime, timedelta]] = []
    for block in re.findall(r"BEGIN:VTIMEZONE(.*?)END:VTIMEZONE", text, re.DOTALL):
        if _value(block, "TZID").strip('"') != zone:
            continue
        for _, rule in re.findall(r"BEGIN:(STANDARD|DAYLIGHT)(.*?)END:\1", block, re.DOTALL):
            offset = re.fullmatch(r"([+-])(\d\d)(\d\d)\d{0,2}", _value(rule, "TZOFFSETTO"))
            if offset is None:
                continue
            minutes = int(offset[2]) * 60 + int(offset[3])
            away = timedelta(minutes=-minutes if offset[1] == "-" else minutes)
            begun += [(onset, away) for onset in _onsets(rule, moment.year)]
    if not begun:
        return None
    past = [one for one in begun if one[0] <= moment]
    return max(past)[1] if past else min(begun)[1]


def _onsets(rule: str, year: int) -> Iterator[datetime]:
    """When a rule begins to hold, in this year and the one before it, or in its own last two years."""
    try:
        first = datetime.strptime(_value(rule, "DTSTART")[:15], "%Y%m%dT%H%M%S")
    except ValueError:
        return
    said = dict(part.split("=", 1) for part in _value(rule, "RRULE").upper().split(";") if "=" in part)
    weekday = re.fullmatch(r"([+-]?\d)([A-Z]{2})", said.get("BYDAY", ""))
    if said.get("FREQ") != "YEARLY" or weekday is None or weekday[2] not in _DAYS:
        yield first
        return
    month = int(said["BYMONTH"]) if said.get("BYMONTH", "").isdigit() else first.month
    until = _until(said.get("UNTIL", ""))
    last = min(year, until.year)
    for which in (last - 1, last):
        day = _nth(which, month, int(weekday[1]), _DAYS.index(weekday[2]))
        if day is not None and which >= first.year and day <= until:
            yield datetime(day.year, day.month, day.day, first.hour, first.minute)


def _until(said: str) -> date:
    """The last day on which a rule may begin; one more than it says, since that is by UTC, and it begins once a year."""
    try:
        return datetime.strptime(said[:8], "%Y%m%d").date() + timedelta(days=1)
    except (ValueError, OverflowError):
        return date.max


def _nth(year: int, month: int, nth: int, weekday: int) -> date | None:
    if not 1 <= month <= 12 or not nth or year < 1:
        return None
    days = [
        d
        for n in range(1, monthrange(year, month)[1] + 1)
        if (d := date(year, month, n)).weekday() == weekday
    ]
    return days[nth - 1 if nth > 0 else nth] if abs(nth) <= len(days) else None
