"""Interviews that were moved to another day, while what was planned around them was not. Knows no disk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from vault_tools.core.meaning import line_edit
from vault_tools.core.meaning.dates import day_of, shift
from vault_tools.core.meaning.names import key
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.model import Note, Problem
from vault_tools.core.rules.applications import day_in_name, is_called_off, starts_of
from vault_tools.core.rules.catalogue import text_of
from vault_tools.core.rules.findings import About, Finding, Mend
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.plan import fitted, moved
from vault_tools.core.rules.playbook import Offset
from vault_tools.core.rules.search import Search

_LAST_WEEKS = 21  # days in which one still remembers who was there


class Move(NamedTuple):
    """An interview with the day it was planned for and the one it is on then, and its open steps."""

    note: Note
    before: date
    now: date
    lines: tuple[Line, ...]


def moved_interviews(search: Search) -> Iterator[Finding]:
    """Interviews whose steps stand where they were planned for another day.

    Of one that is past, only the day in its note's name tells that from thanks that somebody put off.
    """
    for note in search.catalogue.of_type("interview"):
        moment = starts_of(note)
        if moment is None or is_called_off(note):
            continue
        now = move_to(search, note, day_of(moment))
        planned = _planned_for(search, now)
        is_sure = now.now >= search.today or planned == day_in_name(note)
        if planned is not None and planned != now.now and is_sure:
            yield _finding(search, now._replace(before=planned))


def with_its_day(text: str, before: date, now: date) -> str:
    """The text of an interview's note, with the new day in the commands that it names: `--on 2026-11-30`."""
    return re.sub(rf"(?<=`)(vault [^`\n]*--on ){before}(?=[ `])", rf"\g<1>{now}", text)


def still_to_come(interviews: Iterable[Note], round_: str, today: date) -> Note | None:
    """The interview of that round that is planned already, if its day is not past."""
    for note in interviews:
        moment = starts_of(note)
        if moment is not None and day_of(moment) >= today and key(text_of(note, "round")) == key(round_):
            return note
    return None


def held_with_nobody_named(interviews: Iterable[Note], round_: str, today: date) -> Note | None:
    """The last interview of that round, held in the last weeks, of which nobody wrote down yet who was there."""
    found = [
        (day_of(moment), note)
        for note in interviews
        if not note.properties.get("interviewers")
        and key(text_of(note, "round")) == key(round_)
        and (moment := starts_of(note)) is not None
        and shift(today, -_LAST_WEEKS) <= day_of(moment) < today
    ]
    return max(found, key=lambda one: one[0])[1] if found else None


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


def _planned_for(search: Search, move: Move) -> date | None:
    """The day for which the open steps were planned; None if nobody can tell, as where somebody moved one already.

    All that are for the day itself stand on it. It is the one in the note's name, or else the others fit to it.
    """
    days = {line.task.due for line in move.lines if _offset(line) == 0}
    day = days.pop() if len(days) == 1 else None
    if day is None or day == day_in_name(move.note):
        return day
    others = [line for line in move.lines if _offset(line) != 0]
    there = move._replace(before=day)
    return day if others and all(_is_as_planned(search, there, line) for line in others) else None


def _finding(search: Search, move: Move) -> Finding:
    note, count = move.note, len(move.lines)
    steps, them = ("its steps were", "them") if count > 1 else ("a step of it was", "it")
    message = f"it is on {move.now} now, and {steps} planned for {move.before}; move {them} too"

    def change(data: bytes) -> bytes:
        changes = [(line.at, line_edit.reschedule(day)) for line, day in new_days(search, move)]
        text = decode(line_edit.edit_lines(note.path, data, changes))
        return encode(with_its_day(text, move.before, move.now))

    place = Problem(note.path, note.property_lines.get("starts", 1), message)
    return Finding(place, About.STEP, Mend(f"moves {count} step{'s' * (count > 1)} to the new day", change))


def _day(search: Search, move: Move, line: Line) -> date:
    """Its day in a plan for the new day, if it stands where one for the old day has it; else as far from it as it was.

    What comes before the talk never comes after it.
    """
    offset, due, now = _offset(line), line.task.due or move.before, move.now
    if _is_as_planned(search, move, line):
        return fitted(moved(now, offset), now, offset, search.today, search.settings)
    day = fitted(shift(due, (now - move.before).days), now, offset, search.today, search.settings)
    return min(day, now) if _is_before(line) and due <= move.before else day


def _is_as_planned(search: Search, move: Move, line: Line) -> bool:
    """Whether it stands where a plan for the old day has it; what comes before the talk may have been held back then."""
    offset, due = _offset(line), line.task.due or move.before
    first = fitted(moved(move.before, offset), move.before, offset, date.min, search.settings)
    return due == first or (_is_before(line) and first <= due <= move.before)


def _is_before(line: Line) -> bool:
    return line.step is not None and line.step.is_before


def _offset(line: Line) -> Offset:
    return line.step.offset[0] if line.step is not None else 0
