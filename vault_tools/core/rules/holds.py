"""What a follow-up waits for: a cool-off, its turn, rest. No date is moved; a hold is computed and says why."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from vault_tools.core.meaning.dates import Moment, day_of, end_of, read_moment, shift, working_day
from vault_tools.core.meaning.links import link_target
from vault_tools.core.meaning.names import key
from vault_tools.core.rules.applications import Application, company_name, is_ended, received_of
from vault_tools.core.rules.catalogue import Catalogue
from vault_tools.core.rules.settings import Settings


class CoolOff(NamedTuple):
    """The quiet after a no: nothing that sends, for this note, its company and its people, before `ends`.

    `people` are the keys of those the application names: an agency's recruiter is of no company that says no.
    """

    rejection: str
    application: str | None
    company: str
    since: date
    ends: date
    people: tuple[str, ...] = ()

    def covers(self, today: date) -> bool:
        return self.since <= today < self.ends


def hold_end(last_day: date, settings: Settings) -> date:
    """The first free day after a hold's last day; on a weekend it is the Monday after."""
    end = shift(last_day, 1)
    return working_day(end) if settings.weekends == "move" else end


def cool_off_end(until: object, received: Moment, settings: Settings) -> date | None:
    """The first day after a cool-off, as `cool_off_until` has it; None if there is none at all."""
    last = until if isinstance(until, date) else read_moment(until)
    if last is None or last == received or end_of(last) <= end_of(received):
        return None  # cool_off = 0, or set back by hand
    return hold_end(day_of(last), settings)


def cool_offs(
    catalogue: Catalogue, known: Mapping[str, Application], settings: Settings
) -> tuple[CoolOff, ...]:
    """The cool-off of every no that has one. `known` has the applications by note path."""
    out = []
    for note in catalogue.of_type("rejection"):
        received = received_of(note)
        application = catalogue.resolve(link_target(note.properties.get("application")))
        if received is None or (application is not None and not is_ended(application)):
            continue  # it went on after all: what was said in anger is no danger any more
        ends = cool_off_end(note.properties.get("cool_off_until"), received, settings)
        if ends is None:
            continue
        company, path = company_name(catalogue, note), application.path if application else None
        named = known[path].people.values() if path is not None and path in known else ()
        people = dict.fromkeys(person.key for some in named for person in some)
        out.append(CoolOff(note.path, path, key(company), day_of(received), ends, tuple(people)))
    return tuple(out)


def cooling_ends(offs: Iterable[CoolOff], today: date) -> dict[str, date]:
    """The first day free of every cool-off that began, by the paths and the keys of companies and people that these concern."""
    ends: dict[str, date] = {}
    for off in offs:
        if off.since <= today:
            for about in (off.rejection, off.application, _company(off.company), *map(_person, off.people)):
                if about and ends.get(about, off.ends) <= off.ends:
                    ends[about] = off.ends
    return ends


def silences(offs: Iterable[CoolOff]) -> tuple[tuple[date, date], ...]:
    """The stretches of days on which any no is fresh: the first day of each and the first free day behind it, in order."""
    found: list[tuple[date, date]] = []
    for since, ends in sorted((off.since, off.ends) for off in offs):
        if found and since <= found[-1][1]:
            found[-1] = found[-1][0], max(ends, found[-1][1])
        else:
            found.append((since, ends))
    return tuple(found)


def free_from(silences: Sequence[tuple[date, date]], day: date) -> date:
    """The day itself, or the first one behind the silence in which it lies."""
    place = bisect_right(silences, day, key=lambda silence: silence[0])
    return max(day, silences[place - 1][1]) if place else day


def cooling_until(
    ends: Mapping[str, date],
    *,
    note: str,
    application: str | None,
    companies: Iterable[str],
    person: str | None,
) -> date | None:
    """The day on which a step that sends is free of every cool-off that concerns it; None if none does.

    `companies` are the keys of those it is about: the application's, and where the person works; `person` is the key
    of whom it reaches.
    """
    about = (note, application or "", *map(_company, companies), _person(person or ""))
    return max((ends[one] for one in about if one in ends), default=None)


def _company(key: str) -> str:
    return f"\0{key}"  # no path


def _person(key: str) -> str:
    return f"\0\0{key}"  # neither a path nor a company


def resting_until(
    person: str,
    last_contact: Mapping[str, date],
    unasked: Mapping[str, tuple[date, ...]],
    settings: Settings,
) -> date | None:
    """The first day on which an unasked step may reach this person again, past or to come; None if none was."""
    ends = []
    if last := last_contact.get(person):
        ends.append(shift(last, settings.rest_days))
    days = sorted(unasked.get(person, ()))
    if len(days) >= settings.unasked_most:
        ends.append(shift(days[-settings.unasked_most], settings.unasked_days))
    end = max(ends, default=None)
    return working_day(end) if end is not None and settings.weekends == "move" else end
