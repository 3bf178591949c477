"""Tell when a recurring task comes again. Knows the rule of a 🔁 field, not the task around it."""

from __future__ import annotations

from datetime import date

from .rule_reading import read
from .rule_writing import write
from .schedule import next_after


def is_rule(rule: str) -> bool:
    """The Tasks plugin accepts it."""
    return read(rule) is not None


def normalise(rule: str) -> str | None:
    """The rule as Tasks writes it, `every Monday` as `every week on Monday`; None where it is no rule."""
    schedule = read(rule)
    return None if schedule is None else write(schedule)


def survives_normalising(rule: str) -> bool:
    """Tasks may rewrite it: nothing of what it says is lost. False for `every day at 9am` and `daily`."""
    schedule = read(rule)
    return schedule is not None and not schedule.unread and read(write(schedule)) == schedule


def next_date(rule: str, *, reference: date, completed_on: date) -> date | None:
    """The day it comes again, counted from `reference`, or from `completed_on` for a rule `when done`.

    None when the rule has ended (`until`, `for 1 time`), can never fall again, or is no rule.
    """
    schedule = read(rule)
    if schedule is None:
        return None
    return next_after(schedule, completed_on if schedule.when_done else reference)
