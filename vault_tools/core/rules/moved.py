"""Interviews that were moved to another day, while what was planned around them was not. Knows no disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from vault_tools.core.meaning import line_edit
from vault_tools.core.meaning.dates import day_of, parse_iso, shift
from vault_tools.core.meaning.names import key
from vault_tools.core.model import Note, Problem
from vault_tools.core.rules.applications import is_called_off, starts_of
from vault_tools.core.rules.catalogue import text_of
from vault_tools.core.rules.findings import About, Finding, Mend
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.plan import fitted, moved
from vault_tools.core.rules.playbook import Offset
from vault_tools.core.rules.search import Search


class Move(NamedTuple):
    """An interview with the day it was planned for and the one it is on then, and its open steps."""

    note: Note
    before: date
    now: date
    lines: tuple[Line, ...]


def moved_interviews(search: Search) -> Iterator[Finding]:
    """Interviews still to come whose steps stand where they were planned for the day in the note's name."""
    for note in search.catalogue.of_type("interview"):
        if is_called_off(note):
            continue
        moment, planned = starts_of(note), parse_iso(note.name[:10])
        if moment is None or planned is None or day_of(moment) < search.today or day_of(moment) == planned:
            continue
        move = move_to(search, note, day_of(moment))._replace(before=planned)
        if _is_planned_for(move.lines, planned):
            yield _finding(search, move)


def still_to_come(interviews: Iterable[Note], round_: str, today: date) -> Note | None:
    """The interview of that round that is planned already, if its day is not past."""
    for note in interviews:
        moment = starts_of(note)
        if moment is not None and day_of(moment) >= today and key(text_of(note, "round")) == key(round_):
            return note
    return None


def move_to(search: Search, note: Note, now: date) -> Move:
    """What it is to move an interview, from the day that its note says, to another."""
    moment = starts_of(note)
    before = now if moment is None else day_of(moment)
    return Move(note, before, now, open_steps(search, note))


def new_days(search: Search, move: Move) -> tuple[tuple[Line, date], ...]:
    """The open steps of an interview with the days on which they are, once it is moved."""
    return tuple((line, _day(search, move, line)) for line in move.lines)


def open_steps(search: Search, note: Note) -> tuple[Line, ...]:
    """What an interview's note still asks for."""
    return tuple(
        line
        for line in search.lines_of.by_note.get(note.path, ())
        if line.step is not None and line.step.event == "interview" and line.task.is_open and line.task.due
    )


def _is_planned_for(lines: tuple[Line, ...], day: date) -> bool:
    """Whether all steps for the day itself stand on this one: if not, somebody moved them already."""
    return {line.task.due for line in lines if _offset(line) == 0} == {day}


def _finding(search: Search, move: Move) -> Finding:
    note, count = move.note, len(move.lines)
    steps, them = ("its steps were", "them") if count > 1 else ("a step of it was", "it")
    message = f"it is on {move.now} now, and {steps} planned for {move.before}; move {them} too"

    def change(data: bytes) -> bytes:
        changes = [(line.at, line_edit.reschedule(day)) for line, day in new_days(search, move)]
        return line_edit.edit_lines(note.path, data, changes)

    place = Problem(note.path, note.property_lines.get("starts", 1), message)
    return Finding(place, About.STEP, Mend(f"moves {count} step{'s' * (count > 1)} to the new day", change))


def _day(search: Search, move: Move, line: Line) -> date:
    """Its day in a plan for the new day, if it stands where one for the old day has it; else as far from it as it was.

    What comes before the talk may have been held back when it was planned, and never comes after it.
    """
    offset, due, now = _offset(line), line.task.due or move.before, move.now
    is_before = line.step is not None and line.step.is_before

    def planned(event: date, today: date) -> date:
        return fitted(moved(event, offset), event, offset, today, search.settings)

    first = planned(move.before, date.min)
    if due == first or (is_before and first <= due <= move.before):
        return planned(now, search.today)
    day = fitted(shift(due, (now - move.before).days), now, offset, search.today, search.settings)
    return min(day, now) if is_before and due <= move.before else day


def _offset(line: Line) -> Offset:
    return line.step.offset[0] if line.step is not None else 0
