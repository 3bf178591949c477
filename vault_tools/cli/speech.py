"""How days and paragraphs are said to a tired person. Knows dates and the width of the terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date


def day(when: date, today: date) -> str:
    """`Fri 20 Nov`, with the year where it is not this one's."""
    return f"{when:%a} {when.day} {when:%b}" + ("" if when.year == today.year else f" {when.year}")


def relative(when: date, today: date) -> str:
    """`2 days late`, `today`, `tomorrow`, `in 5 days`."""
    days = (when - today).days
    if days < 0:
        return "1 day late" if days == -1 else f"{-days} days late"
    return "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"


def columns(text: str) -> int:
    """How many columns a text takes: wide signs take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(c) or unicodedata.category(c) in ("Mn", "Me", "Cf") else
        2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )  # fmt: skip


def wrapped(text: str, indent: str = "") -> str:
    """Filled to the terminal, at most 100 columns; broken between words only, so that a command stays one to type."""
    import shutil

    width = min(100, shutil.get_terminal_size().columns)
    lines: list[str] = []
    line = ""
    for gap, word in re.findall(r"(\s*)(\S+)", text):
        longer = f"{line}{' ' * len(gap)}{word}"
        if line.strip() and columns(longer) > width:
            lines, line = [*lines, line], f"{indent}{word}"
        else:
            line = longer
    return "\n".join([*lines, line])


def by_day(rows: Iterable[tuple[date, str]], today: date) -> list[str]:
    """What is on which day, each in lines of its own: `  Fri 20 Nov  Call Tom`."""
    said = [(day(when, today), text) for when, text in rows]
    width = max((len(when) for when, _ in said), default=0)
    return [wrapped(f"  {when:<{width}}  {text}", indent=" " * (width + 4)) for when, text in said]
