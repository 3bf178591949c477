"""What a mail's calendar entry does to the interview that is known by it: it stays, moves, or is called off.

Works on the staged vault. Which entries a note tells of is kept with what it is known by, so that mails may come in any
order: `event:UID`, and `event:UID#2@20261127T1000` for the second change and the time that it gave.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from vault_tools.commands.clocks import on_clock, said_by, zone_of
from vault_tools.commands.closing import calling_off
from vault_tools.commands.keeping_mails import keep
from vault_tools.commands.page import KEYS
from vault_tools.commands.rescheduling import moving
from vault_tools.commands.staging import Staging, with_key
from vault_tools.commands.telling_apart import Letter
from vault_tools.core.meaning.dates import as_said, day_of
from vault_tools.core.meaning.names import fit_to_type
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import Application, is_called_off, starts_of
from vault_tools.core.rules.catalogue import as_list
from vault_tools.core.taking.appointment import Said
from vault_tools.core.taking.calendar import Appointment

_FAR = 1_000  # days from its mail: an entry for another time is none
_OFF = "off"
_TELLS = re.compile(r"(event:.*)#([0-9]+)@([0-9T]+|off)", re.DOTALL)  # one entry of an event


class _Told(NamedTuple):
    """One entry that a note tells of: its number, and the time it gave, or that it called it off."""

    event: str
    sequence: int
    when: str


def changed_by(staging: Staging, letter: Letter, application: Application) -> bool:
    """Do to a known interview what a mail's entry says of it; False where none is known by it, or it begins anew."""
    entry, moment = letter.mail.appointment, moment_in(staging, letter)
    known = staging.keys.get(event_key(entry)) if entry is not None else None
    if entry is None or known is None or known.type != "interview":
        return False
    if moment is None and not entry.is_cancelled:
        return False
    told = max(_told(known, entry), default=None)
    is_older = told is not None and entry.sequence < told.sequence
    if is_called_off(known):
        if entry.is_cancelled or is_older:
            keep(staging, letter, known, "it is called off already")
        return entry.is_cancelled or is_older
    starts, there = starts_of(known), moment_in(staging, letter, known)
    if starts is None:
        return False
    if entry.is_cancelled and (not is_older or not entry.sequence):  # some say it without a number
        _call_off(staging, letter, entry, known)
        return True
    if moment is None or there is None:
        return False
    if is_older:
        why = f"it is older than what the note tells of; the talk stays on {as_said(starts)}"
        keep(staging, letter, known, why)
    elif application.is_ended or there == starts or (told is not None and told.when == _written(moment)):
        keep(staging, letter, known, "the invitation is kept there", with_key(_key(entry, _written(moment))))
    elif entry.sequence > (told.sequence if told is not None else 0):
        _move(staging, letter, entry, known, there)
    else:
        way = f'`vault reschedule "{fit_to_type(known.name)}" {there:%Y-%m-%dT%H:%M}` moves it'
        keep(staging, letter, known, f"it is on {as_said(there)} now, and {way}")
    return True


def keep_a_cancelling(staging: Staging, letter: Letter, application: Application, why: str) -> None:
    """A mail that calls off what is not known, kept with the application: its invitation may be read later."""
    entry = letter.mail.appointment
    keys = (_key(entry, _OFF),) if entry is not None and entry.uid else ()
    keep(staging, letter, application.note, why, *map(with_key, keys))


def was_called_off_before(note: Note, entry: Appointment | None) -> bool:
    """Whether an application's note tells of a later entry that called this one off."""
    if entry is None:
        return False
    return any(told.when == _OFF and told.sequence >= entry.sequence for told in _told(note, entry))


def entries_of(note: Note) -> tuple[str, ...]:
    """What an interview is known by of calendar entries, but for those that were called off."""
    off = {told.event for told in _entries(note) if told.when == _OFF}
    events = (v for v in _keys(note) if v.startswith("event:") and not _TELLS.fullmatch(v))
    return tuple(event for event in events if event not in off)


def keys_of(entry: Appointment | None, moment: datetime) -> tuple[str, ...]:
    """What an interview keeps of its calendar entry: what it is known by, and which entry of it that was."""
    return (event_key(entry), _key(entry, _written(moment))) if entry is not None and entry.uid else ()


def event_key(entry: Appointment | None) -> str:
    """What an interview is known by, which the mail that moves it repeats; empty where there is none."""
    return f"event:{entry.uid}" if entry is not None and entry.uid else ""


def moment_in(staging: Staging, letter: Letter, note: Note | None = None) -> datetime | None:
    """When a mail's entry begins, by the user's own clock, or that of a note, which may have a zone of its own.

    None where that is not sure, since nobody knows the entry's zone, nor its mail tells of it.
    """
    entry = letter.mail.appointment
    if entry is None:
        return None
    found = on_clock(entry, zone_of(note, staging.session.vault.settings.timezone), staging.lexicon.zones)
    if found is None:
        return None
    sent = letter.day or staging.session.today
    return found if abs((day_of(found) - sent).days) <= _FAR else None


def unsure_in(staging: Staging, letter: Letter) -> Said | None:
    """What a mail's entry says where by which clock that is is not sure."""
    entry, zones = letter.mail.appointment, staging.lexicon.zones
    if entry is None or on_clock(entry, staging.session.vault.settings.timezone, zones) is not None:
        return None
    return said_by(entry, zones)


def _move(staging: Staging, letter: Letter, entry: Appointment, known: Note, there: datetime) -> None:
    """Move it, by the note's own clock; what it tells of its entries is by the user's."""
    done, change = moving(staging.search, known, there)
    why = f"moved to {as_said(there)} from {as_said(done.before)}{', and its steps with it' if done.steps else ''}"
    keys = keys_of(entry, moment_in(staging, letter) or there)
    keep(staging, letter, known, why, _of_text(change), *map(with_key, keys))


def _call_off(staging: Staging, letter: Letter, entry: Appointment, known: Note) -> None:
    """Note that it was, and call the talk off if nothing else invites to it, as a calendar beside a hiring tool may."""
    changes = [with_key(_key(entry, _OFF))]
    why = "another invitation to it stands"
    if not set(entries_of(known)) - {event_key(entry)}:
        lines, change = calling_off(staging.search, known, letter.day or staging.session.today)
        why = f"it is called off{', and its steps with it' if lines else ''}"
        changes.insert(0, _of_text(change))
    keep(staging, letter, known, why, *changes)


def _of_text(change: Callable[[bytes], bytes]) -> Callable[[str], str]:
    return lambda text: decode(change(encode(text)))


def _told(note: Note, entry: Appointment) -> Iterator[_Told]:
    """The entries of that event that a note tells of."""
    return (told for told in _entries(note) if told.event == event_key(entry))


def _entries(note: Note) -> Iterator[_Told]:
    for value in _keys(note):
        if told := _TELLS.fullmatch(value):
            yield _Told(told[1], int(told[2]), told[3])


def _keys(note: Note) -> Iterator[str]:
    """What a note is known by elsewhere."""
    return (value for value in as_list(note.properties.get(KEYS)) if isinstance(value, str))


def _key(entry: Appointment, when: str) -> str:
    return f"{event_key(entry)}#{entry.sequence}@{when}"


def _written(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M}"
