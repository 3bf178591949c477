"""Appointments and follow-ups as a list for people; notes that could not be read, in one line each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from vault_tools.cli.context import say, tell
from vault_tools.cli.speech import day, relative
from vault_tools.core.meaning.dates import day_word
from vault_tools.core.meaning.names import note_name
from vault_tools.core.model import Origin
from vault_tools.core.rules.apart import apart, named
from vault_tools.core.rules.ranking import is_long_late

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from vault_tools.core.model import FollowUp, Problem
    from vault_tools.core.rules.appointments import Appointment
    from vault_tools.core.rules.search import Search


def list_follow_ups(
    found: Sequence[FollowUp], meetings: Sequence[Appointment], search: Search, root: Path, nothing: str
) -> None:
    """A table at a terminal; in a pipe one line each: id, when, what, where, whole. Appointments first, without an id.

    `nothing` is what is said of an empty list.
    """
    if not found and not meetings:
        if search.is_cooling():
            tell(
                f"Nothing to send before {day_word(search.quiet_ends, search.today)}, and nothing to fix. It is all here then."
            )
        else:
            tell(nothing)
        return
    told = apart(found, search.applications)
    if sys.stdout.isatty():
        from vault_tools.cli import table

        rows = [(_heading(f, search), f) for f in found]
        order = list(_HEADINGS)
        rows.sort(key=lambda row: order.index(row[0]))
        table.show(
            [
                table.Row(
                    _WITH_OTHERS, _ahead(a.day, search.today), words, a.company, "",
                    table.note_link(root, a.note.path), is_late=a.day < search.today,
                )
                for a, words in _called_apart(meetings)
            ]
            + [
                table.Row(
                    heading, _when(f, search), named(f, told), _where(f), f.id, table.note_link(root, f.note),
                    is_late=heading == _LATE,
                )
                for heading, f in rows
            ]
        )  # fmt: skip
        return
    cells = [("", _ahead(a.day, search.today), words, a.company) for a, words in _called_apart(meetings)]
    cells += [(f.id, _when(f, search), named(f, told), _where(f)) for f in found]
    ids, whens = max(len(c[0]) for c in cells), max(len(c[1]) for c in cells)
    ids += 2 if found else 0
    lines = [f"{id:<{ids}}{when:<{whens}}  {text}  · {where}" for id, when, text, where in cells]
    for start in range(0, len(lines), _AT_ONCE):
        say("\n".join(lines[start : start + _AT_ONCE]))


_AT_ONCE = 500  # lines that are said in one breath


def tell_quiet(search: Search, count: int) -> None:
    """What is not said while a no is fresh, and until when."""
    tell(
        f"{count} more can wait until {day_word(search.quiet_ends, search.today)}: a no is fresh. `vault due --all` lists everything."
    )


def tell_together(first: FollowUp, search: Search) -> None:
    """What else the same letter or call can say, with how it is ticked off."""
    from vault_tools.core.rules.together import about, together

    others = together(search, first)
    if others:
        tell(
            "One letter or call may do for this too:"
            if len(others) == 1
            else "One letter or call may do for these too:"
        )
        for other in others:
            words = f"{other.text}  · {about(search, other, first, others)}"
            tell(f"  {other.id}  {relative(other.ripe, search.today)}  {words}")


def _called_apart(meetings: Sequence[Appointment]) -> list[tuple[Appointment, str]]:
    """Each with its words, and with the role where another has the same at that company."""
    if not meetings:  # most days
        return []
    from vault_tools.core.wording.meeting import meeting_words

    words = [(meeting_words(a), a.company) for a in meetings]
    return [
        (a, f"{said} ({a.about})" if words.count((said, where)) > 1 else said)
        for a, (said, where) in zip(meetings, words, strict=True)
    ]


_LATE, _WORD, _WITH_OTHERS = "Overdue", "A word would do", "With others"
_LONG_LATE = "Do it, move it, or let it go"
_HEADINGS = (_LATE, "Today", _WORD, _LONG_LATE, "Next 7 days", "Later", "Waiting")


def _heading(f: FollowUp, search: Search) -> str:
    if f.is_held:
        return "Waiting"
    if f.origin is Origin.CADENCE and f.ripe <= search.today:
        return _WORD
    if is_long_late(f):
        return _LONG_LATE
    days = (f.ripe - search.today).days
    return _LATE if days < 0 else "Today" if days == 0 else "Next 7 days" if days <= 7 else "Later"


def _where(f: FollowUp) -> str:
    return f.company or note_name(f.note)


def _when(f: FollowUp, search: Search) -> str:
    if f.is_held and f.held_until and f.held_until >= f.ripe:
        return "held for now" if f.waits_for_an_end else f"held until {f.held_until}"
    if f.origin is Origin.CADENCE and f.ripe < search.today:
        return f"since {day(f.ripe, search.today)}"  # a word to a friend is never late
    return _ahead(f.ripe, search.today)


def _ahead(day: date, today: date) -> str:
    """How far it is; with the day itself where one would have to count."""
    days = relative(day, today)
    return f"{day} {days}" if (day - today).days > 7 else days


def tell_problems(problems: Sequence[Problem]) -> None:
    """Notes that could not be read, to stderr: up to three by name, more in one line, since it is said each time."""
    if len(problems) > 3:
        tell(f"vault: {len(problems)} things in your notes cannot be read; `vault check` names them")
        return
    for problem in problems:
        tell(f"vault: {problem}")
