"""What is worth a word on the desktop, and what was said already. Knows a board and a moment, no desktop."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from vault_tools.core.meaning.dates import Moment
from vault_tools.core.model import FollowUp
from vault_tools.core.rules.appointments import Appointment, leading
from vault_tools.core.rules.board import Board


class Told(NamedTuple):
    """The day of the last summary, and the ids of what has been told as overdue on it."""

    day: date | None = None
    overdue: frozenset[str] = frozenset()


class News(NamedTuple):
    """How much is overdue and due today, and what to name: an appointment before a step; `is_summary` once a day."""

    overdue: int
    today: int
    first: FollowUp | Appointment
    is_summary: bool


def news(board: Board, now: Moment, told: Told, from_hour: int) -> tuple[News | None, Told]:
    """What to say now, if anything, and what has been told then.

    Once a day from `from_hour` on, and afterwards for what becomes overdue; never while a no is fresh.
    A day that is played has no time of day, and counts as past that hour.
    """
    if board.quiet or (isinstance(now, datetime) and now.hour < from_hour):
        return None, told
    overdue = {f.id: f for f in (*board.overdue, *board.late)}
    seen = Told(board.today, frozenset(overdue))
    if told.day is None or told.day < board.today:
        steps = (*board.overdue, *board.due_today, *board.late)
        first = leading(board.appointments, board.today) or next(iter(steps), None)
        if first is None:
            return None, seen
        meetings = sum(1 for a in board.appointments if a.day == board.today)
        return News(board.overdue_in_all, len(board.due_today) + meetings, first, True), seen
    fresh = [f for id, f in overdue.items() if id not in told.overdue]
    keep = Told(told.day, told.overdue | frozenset(overdue))
    if not fresh:
        return None, keep
    return News(len(fresh), 0, fresh[0], False), keep
