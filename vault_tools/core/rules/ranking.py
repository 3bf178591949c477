"""What comes first among the things to do on one day. Knows follow-ups, not which of them are shown."""

from __future__ import annotations

from datetime import date

from vault_tools.core.model import FollowUp, Origin, Priority

LATE = 14  # days after which an overdue step is asked about instead of pushed


def is_long_late(f: FollowUp) -> bool:
    return f.overdue_days > LATE


def ranked(follow_ups: list[FollowUp]) -> list[FollowUp]:
    """The order within a section: the user's 🔺⏫, owed to a person, the user's own, self, unasked; then due.

    What is due on the same day keeps the order of its note, where the strongest person comes first.
    """

    def rank(f: FollowUp) -> tuple[int, date, str, int]:
        if f.priority <= Priority.HIGH:
            place = 0
        elif f.unasked or f.origin is Origin.CADENCE:
            place = 4
        elif f.step is not None:
            place = 1 if f.person is not None else 3
        else:
            place = 2
        return place, f.due, f.note, f.line or 0

    return sorted(follow_ups, key=rank)
