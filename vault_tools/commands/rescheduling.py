"""Move what has a date with others, an interview or the answer to an offer, and what was planned around it: one deed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from vault_tools.commands.carrying import carried_out
from vault_tools.commands.naming import naming
from vault_tools.commands.session import Session
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning import line_edit
from vault_tools.core.meaning.dates import (
    Moment,
    as_said,
    as_text,
    day_of,
    linked_day,
    parse_moment,
    read_moment,
    shift,
)
from vault_tools.core.meaning.links import link_target
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import set_property
from vault_tools.core.model import Edit, Note
from vault_tools.core.rules.appointments import moment_of, property_of
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.moved import move_to, new_days, with_its_day
from vault_tools.core.rules.picking import Choose
from vault_tools.core.rules.picking_appointments import also_meant, pick_appointment, said_of
from vault_tools.core.rules.search import Search

_NO_TIME = "An answer has a day and no time, so the time is left out."


class Rescheduled(NamedTuple):
    """What was moved, from when to when, and its open steps with their new days.

    `keeps_time`: only another day was given, and the time stayed. `other` is a talk of the last days that may have been
    meant as well.
    """

    note: Note
    what: str
    before: Moment
    now: Moment
    steps: tuple[tuple[Line, date], ...] = ()
    keeps_time: bool = False
    other: Note | None = None


def reschedule(session: Session, piece: str, when: str, choose: Choose | None = None) -> Rescheduled:
    """Move the appointment of that name. A day without a time keeps the time, a time without a day keeps the day."""

    def edits(search: Search) -> tuple[Rescheduled, str, list[Edit]]:
        note = pick_appointment(search, piece, choose)
        before = moment_of(note)
        assert before is not None
        given = parse_moment(when, search.today, of=day_of(before))
        now, keeps_time = _fitting(note, before, given)
        if note.type == "offer" and isinstance(given, datetime) and _NO_TIME not in session.told:
            session.told.append(_NO_TIME)
        if day_of(now) < search.today:
            raise VaultError(
                f"{day_of(now)} is past; to mend a day that was never right, change it in {note.path}"
            )
        if now == before:
            raise VaultError(f"{note.name} is on {as_said(now)} already")
        done, change = moving(search, note, now)
        other = also_meant(search, note, piece)
        data = session.vault.read(note.path)
        label = f"moved to {day_of(now)}: {note.name}"
        return done._replace(keeps_time=keeps_time, other=other), label, [Edit(note.path, data, change(data))]

    return carried_out(session, edits)


def moving(search: Search, note: Note, now: Moment) -> tuple[Rescheduled, Callable[[bytes], bytes]]:
    """What comes of moving an appointment to another moment, and how its note is changed for that."""
    before = moment_of(note) or now
    is_same_day = day_of(now) == day_of(before)
    steps = () if is_same_day else new_days(search, move_to(search, note, day_of(now)))

    def change(data: bytes) -> bytes:
        lines = [(line.at, line_edit.reschedule(day)) for line, day in steps]
        text = decode(line_edit.edit_lines(note.path, data, lines))
        with naming(note.path):
            for name, value in _properties(note, before, now):
                text = set_property(text, name, value)
        return encode(with_its_day(text, day_of(before), day_of(now)))

    return Rescheduled(note, said_of(search, note), before, now, steps), change


def _fitting(note: Note, before: Moment, given: Moment) -> tuple[Moment, bool]:
    """The moment as its property holds it, and if its time is the one of before."""
    if note.type == "offer":
        return day_of(given), False
    if isinstance(before, datetime) and not isinstance(given, datetime):
        return datetime.combine(given, before.time()), True
    return given, False


def _properties(note: Note, before: Moment, now: Moment) -> list[tuple[str, Any]]:
    """What its properties are then. Who links days there gets a link; an end stays as far from the beginning."""
    name, value = property_of(note), as_text(now)
    if linked_day(note.properties.get(name)) is not None and not isinstance(now, datetime):
        folder, slash, _ = (link_target(note.properties.get(name)) or "").rpartition("/")
        value = f"[[{folder}{slash}{value}]]"
    found: list[tuple[str, Any]] = [(name, value)]
    ends = read_moment(note.properties.get("ends")) if note.type == "interview" else None
    if ends is not None and (end := _end(ends, before, now)) is not None:
        found.append(("ends", as_text(end)))
    return found


def _end(ends: Moment, before: Moment, now: Moment) -> Moment | None:
    """As far from the beginning as it was; None beyond the calendar's end."""
    if isinstance(ends, datetime) and isinstance(before, datetime) and isinstance(now, datetime):
        try:
            return now + (ends - before)
        except OverflowError:
            return None
    moved = shift(day_of(ends), (day_of(now) - day_of(before)).days)
    return datetime.combine(moved, ends.time()) if isinstance(ends, datetime) else moved
