"""An appointment in a few words, for a line of text. Knows no day; the dashboard's template has words of its own."""

from __future__ import annotations

from vault_tools.core.rules.appointments import Appointment

_ROUNDS = ("first", "second", "third", "final")


def meeting_words(a: Appointment) -> str:
    """`Final round at 10:00`, `Answer to the offer`."""
    name = (a.round or "interview").strip()
    words = f"{name[:1].upper()}{name[1:]}{' round' * (name.casefold() in _ROUNDS)}"
    return f"{words} at {a.time}" if a.time else words
