"""Days as tables and mails write them: `3/24/23, 4:11 PM`, `24. März 2023`, `15 Mar 2024`. Knows no day of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from vault_tools.core.taking.words import folded

DMY, MDY = "dmy", "mdy"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=\D|\Z)")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_SERIAL = re.compile(r"([34]\d{4}|5[0-4]\d{3})(?:[.,]\d+)?")  # a cell of Excel without its form: 1982 to 2049
_FIRST = date(1899, 12, 30)
_NUMBERS = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?=\D|\Z)")
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|\.)?[ -](?:of |de )?([^\W\d_]{3,})\.?,?[ -](\d{4}|\d{2})(?=\D|\Z)"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?=\D|\Z)")
_WEEKDAY = re.compile(r"^[^\W\d_]{2,}\.?,? (?=\d|[^\W\d_]{3,}\.? \d)")


class Days(NamedTuple):
    """One column of days. `order` is the one that its values decide, or that was given; empty if it is open.

    `days` has None where a value is empty or cannot be read; `unread` are the places of the latter.
    """

    days: tuple[date | None, ...]
    order: str = ""
    is_open: bool = False
    unread: tuple[int, ...] = ()
    example: str = ""


def read_column(
    values: Sequence[str], months: Mapping[str, int], *, order: str = "", default: str = ""
) -> Days:
    """The days of a column. One value that can only be read in one order decides for all of them.

    `order` is what the user says; `default` holds where the column leaves it open.
    """
    numbers = [(i, m) for i, v in enumerate(values) if (m := _in_numbers(v))]
    decided = order or _decided([m for _, m in numbers])
    open_ones = [m for _, m in numbers if m[1] <= 12 and m[2] <= 12 and m[1] != m[2]]
    is_open = bool(open_ones) and not decided and not default
    used = decided or default
    days = tuple(read_day(value, months, order=used or DMY) for value in values)
    unread = tuple(
        i for i, value in enumerate(values) if value.strip() and days[i] is None and not _is_nothing(value)
    )
    example = next((m[0] for m in open_ones), "")
    return Days(
        tuple(None if is_open else d for d in days),
        used if open_ones or decided else "",
        is_open,
        unread,
        example,
    )


def read_day(text: str, months: Mapping[str, int], *, order: str) -> date | None:
    """One value as a day; a time behind it is passed over. None for a day that does not exist."""
    words = folded(text)
    if match := _SERIAL.fullmatch(words):
        return _FIRST + timedelta(days=int(match[1]))
    if match := _ISO.match(words) or _COMPACT.fullmatch(words):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.match(_WEEKDAY.sub("", words)):
        first, second = int(match[1]), int(match[3])
        is_day_first = match[2] == "." or (order == DMY and second <= 12) or first > 12
        day, month = (first, second) if is_day_first else (second, first)
        return _day(_year(match[4]), month, day)
    for bare in (words, _WEEKDAY.sub("", words)):
        if (match := _DAY_FIRST.match(bare)) and match[2] in months:
            return _day(_year(match[3]), months[match[2]], int(match[1]))
        if (match := _MONTH_FIRST.match(bare)) and match[1] in months:
            return _day(int(match[3]), months[match[1]], int(match[2]))
    return None


def _in_numbers(text: str) -> tuple[str, int, int] | None:
    """A value such as `03/04/2026`, as written, with its first and second number; with points the day is first."""
    match = _NUMBERS.match(_WEEKDAY.sub("", folded(text)))
    return None if match is None or match[2] == "." else (match[0], int(match[1]), int(match[3]))


def _decided(numbers: Sequence[tuple[str, int, int]]) -> str:
    day_first = any(first > 12 >= second for _, first, second in numbers)
    month_first = any(second > 12 >= first for _, first, second in numbers)
    if day_first == month_first:
        return ""
    return DMY if day_first else MDY


def _is_nothing(text: str) -> bool:
    return unicodedata.normalize("NFKC", text).strip().casefold() in (
        "-",
        "–",
        "—",
        "n/a",
        "na",
        "none",
        "?",
        "tbd",
    )


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
