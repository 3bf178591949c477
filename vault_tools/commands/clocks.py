"""When an appointment begins by a clock at home: that of the user, of one of their notes, or of this machine."""

from __future__ import annotations

from datetime import datetime, timezone, tzinfo

from vault_tools.commands.telling_apart import local
from vault_tools.core.model import Note
from vault_tools.core.rules.catalogue import text_of
from vault_tools.core.taking.appointment import Said
from vault_tools.core.taking.calendar import Appointment
from vault_tools.core.taking.zones import Zones
from vault_tools.store.zones import is_zone


def zone_of(note: Note | None, own: str) -> str:
    """The zone of the times in a note: one of its own that is known, or else the vault's."""
    zone = text_of(note, "timezone") if note is not None else ""
    return zone if zone and is_zone(zone) else own


def on_clock(entry: Appointment, zone: str, zones: Zones) -> datetime | None:
    """A calendar entry's beginning there; None where nobody knows its zone, nor its mail tells of it."""
    unsure = said_by(entry, zones)
    return said_on_clock(unsure, zone) if unsure is not None else _there(entry, zone)


def said_by(entry: Appointment, zones: Zones) -> Said | None:
    """What an entry says whose zone neither this machine knows nor its mail describes, with those it may mean."""
    if not entry.zone or _zone(entry) is not None:
        return None
    return Said(entry.starts, entry.zone, zones.in_calendar(entry.zone))


def said_on_clock(said: Said, zone: str) -> datetime | None:
    """A moment in words there; None where it is not sure by which clock it was meant.

    A name may mean several: it is the clock at home if that is one of them, or else they have to agree.
    """
    entries = [Appointment(said.starts, clock.zone, clock.offset) for clock in said.clocks]
    if not said.called:
        return said.starts
    known = [entry for entry in entries if _zone(entry) is not None]
    moments = {_there(entry, zone) for entry in known}
    if said.starts in moments:
        return said.starts
    return next(iter(moments)) if len(moments) == 1 and known == entries else None


def _there(entry: Appointment, zone: str) -> datetime:
    """When an entry of a known zone, or of none, begins by a clock."""
    theirs = _zone(entry)
    if theirs is None:
        return entry.starts
    return local(entry.starts.replace(tzinfo=theirs), zone) or entry.starts


def _zone(entry: Appointment) -> tzinfo | None:
    """The zone of an entry: by its name, or else as the mail itself describes it."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(entry.zone) if entry.zone else None
    except (KeyError, ValueError, OSError):
        return timezone(entry.offset) if entry.offset is not None else None
