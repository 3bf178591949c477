"""What `vault check` tells, and the values in properties and lines that nobody can follow. Knows no disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from typing import NamedTuple

from vault_tools.core.meaning.dates import (
    add_months,
    as_said,
    day_of,
    parse_iso,
    read_day,
    read_end,
    read_moment,
)
from vault_tools.core.meaning.kinds import Kind
from vault_tools.core.meaning.names import key
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import set_property
from vault_tools.core.meaning.recurrence import is_rule
from vault_tools.core.model import Note, Problem
from vault_tools.core.rules.applications import ENDED, OPEN, stage_of, starts_of
from vault_tools.core.rules.appointments import MEETINGS
from vault_tools.core.rules.catalogue import as_list, text_of
from vault_tools.core.rules.insight import STATIONS
from vault_tools.core.rules.search import Search
from vault_tools.core.rules.stats import place_of

Change = Callable[[bytes], bytes | None]  # a note's bytes -> its new ones; None takes the note away


class About(Enum):
    """What a finding is about: the groups of `vault check`, in their order."""

    NOTE = "note"
    TEMPLATE = "template"
    VALUE = "value"
    LINK = "link"
    STEP = "step"
    NEXT = "next"


class Mend(NamedTuple):
    """A change that is certain to be right, and what it does, such as `puts quotes around it`."""

    says: str
    change: Change


class Finding(NamedTuple):
    """One thing that is wrong."""

    problem: Problem
    about: About
    mend: Mend | None = None


# Of a template that stands outside the folders of templates.
_TEMPLATE_PLACE = re.compile(r"\{\{.*\}\}|<%.*%>")
_LOOSE_DAY = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*")
_DAYS_OF_ALL = ("follow_up", "last_contact")
_FIRST_YEAR, _MONTHS_AHEAD = 1950, 12 * 20
_SIMILAR = 0.8
_SIMILAR_NAME = 0.85  # of properties: people have their own, such as `links` beside our `link`
_OF_ANY = {
    *_DAYS_OF_ALL,
    "type",
    "tags",
    "aliases",
    "status",
    "date",
    "rejected",
    "next_due",
    "tier",
    "every",
}


def values(search: Search, kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    """Properties and fields of lines that mean nothing where they stand, or nothing that can be meant."""
    meant: dict[tuple[str, str], str | None] = {}
    scope = search.settings.follow_ups
    for note in search.catalogue.notes:
        if scope.leaves_out(note.path):
            continue  # nothing of it counts, so nothing of it can be wrong
        is_in = scope.takes_in(note.path)
        if note.properties:
            yield from _type(note, kinds)
            kind = kinds.get(note.type or "")
            if kind:
                yield from _misspelt(note, kind, meant)
            days = {p.name: p.type for p in kind.properties if p.written} if kind else {}
            people = {p.name for p in kind.properties if p.link == "contact"} if kind else set()
            for name, value in note.properties.items():
                if value is None or value == "":
                    continue
                type_ = "date" if name in _DAYS_OF_ALL and is_in else days.get(name)
                if type_ in ("date", "datetime"):
                    yield from _day(note, name, value, search.today)
                elif type_ in ("checkbox", "number"):
                    yield from _plain(note, name, value, type_)
                elif type_ == "list" and name in people:
                    yield from _one_name(note, name, value)
            if note.path in search.applications:
                yield from _stage(note)
            if note.type == "change":
                yield from _stations(note)
            if note.type == "interview":
                yield from _end(note)
        if note.tasks and (is_in or note.type in kinds):
            yield from _fields(note, search.today)


def zones(search: Search, is_zone: Callable[[str], bool]) -> Iterator[Finding]:
    """Meetings in a zone that nobody knows: a calendar would show them at the hour of wherever it is read."""
    for note in search.catalogue.of_type(*MEETINGS):
        zone = text_of(note, "timezone")
        if zone and not is_zone(zone):
            message = f"there is no zone '{_short(zone)}'; write one such as Europe/Berlin"
            yield _at(note, "timezone", message)


def _type(note: Note, kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    value = note.properties.get("type")
    if isinstance(value, list):
        ours = next((word for word in value if isinstance(word, str) and word in kinds), None)
        if ours is not None:  # else it is a list of the user's own, and none of ours
            message = f"type is one word and no list, so the note is taken for none; write type: {ours}"
            yield _at(note, "type", message, _set("type", ours) if len(value) == 1 else None)
        return
    if not isinstance(value, str) or value in kinds or value == "dashboard":
        return
    folded = key(value.strip()).replace(" ", "-")
    if folded in kinds:
        message = f"'{_short(value)}' is no kind, so the note is taken for none; write type: {folded}"
        yield _at(note, "type", message, _set("type", folded))
        return
    from difflib import get_close_matches

    for near in get_close_matches(folded, kinds, 1, _SIMILAR):
        yield _at(note, "type", f"there is no kind '{value}'; if it is meant, write type: {near}")


def _stage(note: Note) -> Iterator[Finding]:
    name = "stage" if note.properties.get("stage") else "status"
    stage = stage_of(note)
    if stage and stage not in (*OPEN, *ENDED):
        yield _at(note, name, f"there is no stage '{stage}'; write {', '.join(OPEN)}, or {', '.join(ENDED)}")


def _stations(note: Note) -> Iterator[Finding]:
    """What a change is to move, where no station is meant, or the second is not behind the first: nothing is counted."""
    named = {name: text for name in ("moves_from", "moves_to") if (text := text_of(note, name))}
    places = {name: place_of(text) for name, text in named.items()}
    for name, place in places.items():
        if place is None:
            message = (
                f"{name}: there is no station '{_short(named[name])}'; write one of {', '.join(STATIONS)}"
            )
            yield _at(note, name, message)
    source, target = places.get("moves_from"), places.get("moves_to")
    if source is not None and target is not None and target <= source:
        message = f"moves_to: {STATIONS[target]} does not come after {STATIONS[source]}; the order is {', '.join(STATIONS)}"
        yield _at(note, "moves_to", message)


def _misspelt(note: Note, kind: Kind, meant: dict[tuple[str, str], str | None]) -> Iterator[Finding]:
    """Properties that are nearly one of the kind's, which the note lacks: nobody reads them. `meant` is asked first."""
    for name in note.properties:
        if (kind.name, name) not in meant:
            meant[kind.name, name] = _nearly(name, [p.name for p in kind.properties])
        near = meant[kind.name, name]
        if near and note.properties.get(near) in (None, "", []):
            message = f"'{_short(name)}' is no property of {_a(kind.name)}; if {near} is meant, write that"
            yield _at(note, name, message)


def _nearly(name: str, known: list[str]) -> str | None:
    from difflib import get_close_matches

    if name in known or name in _OF_ANY:
        return None
    return next(iter(get_close_matches(name.casefold(), known, 1, _SIMILAR_NAME)), None)


def _a(word: str) -> str:
    return f"a{'n' * (word[0] in 'aeiou')} {word}"


def _day(note: Note, name: str, value: object, today: date) -> Iterator[Finding]:
    if value is False or value == []:  # a box that is not ticked, an empty list: no day is meant
        return
    day = read_day(value)
    if day is not None:
        if _is_far(day, today):
            yield _at(note, name, f"{name} is {day}, which lies a lifetime away; write the day that is meant")
        return
    text = _as_written(value)
    if _TEMPLATE_PLACE.search(text):
        return
    if isinstance(value, str) and (loose := _LOOSE_DAY.fullmatch(value)):
        iso = f"{loose[1]}-{int(loose[2]):02}-{int(loose[3]):02}"
        if parse_iso(iso):
            yield _at(note, name, f"{name} needs two digits: {name}: {iso}", _set(name, iso))
            return
    if read_moment(text[:10]) is None and parse_iso(text[:10]) is None and _LOOSE_DAY.match(text):
        yield _at(note, name, f"{name}: there is no such day as {text}; write another")
        return
    yield _at(note, name, f"{name} is no day: '{_short(text)}'; write it as {today}")


def _end(note: Note) -> Iterator[Finding]:
    """An interview whose end nobody can follow, so that a calendar has it for an hour."""
    begins, value = starts_of(note), note.properties.get("ends")
    text = _as_written(value)
    if not text or _TEMPLATE_PLACE.search(text) or not isinstance(begins, datetime):
        return
    ends = read_end(value, begins)
    if ends is None:
        yield _at(
            note, "ends", f"ends is no time: '{_short(text)}'; write it as 15:30, or {day_of(begins)}T15:30"
        )
    elif ends <= begins:
        message = f"ends is {as_said(ends)}, and the interview starts at {as_said(begins)}; write the time that is meant"
        yield _at(note, "ends", message)


def _one_name(note: Note, name: str, value: object) -> Iterator[Finding]:
    """Several people in one text without links, who are taken for one."""
    for text in as_list(value):
        if isinstance(text, str) and "," in text and "[" not in text:
            message = f"{name}: '{_short(text)}' is taken for one person; write each on a line of their own"
            yield _at(note, name, message)


def _plain(note: Note, name: str, value: object, type_: str) -> Iterator[Finding]:
    if type_ == "checkbox" and not isinstance(value, bool):
        yield _at(
            note, name, f"{name} is a checkbox, not '{_short(_as_written(value))}'; write true or false"
        )
    if type_ == "number" and (isinstance(value, bool) or not isinstance(value, int | float)):
        yield _at(note, name, f"{name} is a number, not '{_short(_as_written(value))}'; write it in digits")


def _fields(note: Note, today: date) -> Iterator[Finding]:
    for at in note.tasks:
        task = at.task
        if not task.is_open:
            continue
        for day in {task.due, task.scheduled, task.start} - {None}:
            if day is not None and _is_far(day, today):
                message = f"{day} lies a lifetime away; write the day that is meant"
                yield Finding(Problem(note.path, at.line, message), About.VALUE)
        if task.recurrence is not None and not is_rule(task.recurrence):
            message = f"'{_short(task.recurrence)}' is no rule, so it never comes back; write 🔁 every week"
            yield Finding(Problem(note.path, at.line, message), About.VALUE)


def _is_far(day: date, today: date) -> bool:
    return day.year < _FIRST_YEAR or day > add_months(today, _MONTHS_AHEAD)


def _at(note: Note, name: str, message: str, mend: Mend | None = None) -> Finding:
    return Finding(Problem(note.path, note.property_lines.get(name, 1), message), About.VALUE, mend)


def _set(name: str, value: str | None) -> Mend:
    return Mend(f"writes {name}: {value}", lambda data: encode(set_property(decode(data), name, value)))


def _as_written(value: object) -> str:
    """A value as it may stand in the note: `[[2026-11-22]]`, `true`, `{{date}}`."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_as_written, value))}]"
    if isinstance(value, dict):
        pairs = (f"{k}: {_as_written(v)}" if v is not None else str(k) for k, v in value.items())
        return f"{{{', '.join(pairs)}}}"
    return "" if value is None else str(value)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
