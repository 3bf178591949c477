"""How a round, a list and a day are said inside a letter. Knows no note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from vault_tools.core.meaning.dates import shift


def round_words(name: str) -> str:
    """A round inside a sentence: `final round`, `screening`, `interview`."""
    if not name:
        return "interview"
    return name if "round" in name or "screen" in name.casefold() or " " in name else f"{name} round"


def all_of(things: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(things[:-1]), *things[-1:]) if part)


def day_words(day: date, today: date) -> str:
    """A day inside a letter: `today`, `yesterday`, `on Tuesday`, `on 3 November`."""
    ago = (today - day).days
    if ago in (0, 1):
        return ("today", "yesterday")[ago]
    return f"on {day:%A}" if 1 < ago < 7 else f"on {day.day} {day:%B}"


def ago_words(day: date, today: date) -> str:
    """How long ago a day was: `yesterday`, `on Tuesday`, `last week`, `two weeks ago`, `a few weeks ago`, `in January`."""
    ago = (today - day).days
    if ago < 7:
        return day_words(day, today)
    if shift(day, -day.weekday()) == shift(today, -today.weekday() - 7):
        return "last week"
    if ago < 46:
        return "two weeks ago" if ago < 18 else "a few weeks ago"
    return f"in {day:%B}" + (f" {day.year}" if ago > 320 else "")


def since_words(day: date | None, today: date) -> str:
    """How long it has been since a day: `a few days`, `about a week`, `a few months`; `some time` if nobody knows the day."""
    if day is None:
        return "some time"
    ago = (today - day).days
    spans = {
        5: "a few days", 11: "about a week", 18: "about two weeks", 46: "a few weeks", 76: "about two months",
        321: "a few months", 411: "about a year",
    }  # fmt: skip
    return next((words for days, words in spans.items() if ago < days), "more than a year")
