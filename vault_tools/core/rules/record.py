"""What the search says as plain values for JSON: follow-ups, and the whole vault. Knows no file and no terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from vault_tools.core.meaning.dates import Moment, as_text
from vault_tools.core.model import FollowUp, Note
from vault_tools.core.rules.applications import (
    APPLICATION_ROLES,
    Application,
    Person,
    called,
    is_called_off,
    is_closed,
    people_of,
    received_of,
    starts_of,
)
from vault_tools.core.rules.catalogue import as_list, text_of
from vault_tools.core.rules.doors import open_doors
from vault_tools.core.rules.owners import belongs_to
from vault_tools.core.rules.search import Search

FORMAT = "vault-export"
VERSION = 1


def whole(search: Search) -> dict[str, Any]:
    """The vault as one object; docs/export.md is its contract."""
    from vault_tools.core.rules.pipeline import next_steps

    catalogue = search.catalogue
    nexts = next_steps(search)
    doors = {door.rejection.path for door in open_doors(catalogue, search.applications, search.today)}
    words = {c.contact.path: c.due for c in search.cadences}
    return {
        "format": FORMAT,
        "version": VERSION,
        "as_of": search.today.isoformat(),
        "applications": [_application(a, nexts.get(path)) for path, a in sorted(search.applications.items())],
        "interviews": [_interview(search, note) for note in catalogue.of_type("interview")],
        "rejections": [
            _rejection(search, note, note.path in doors) for note in catalogue.of_type("rejection")
        ],
        "people": [_person(search, note, words.get(note.path)) for note in search.people.notes],
        "follow_ups": [follow_up(f) for f in search.follow_ups],
        "notes": [_note(note) for note in catalogue.notes if note.type and note.type != "dashboard"],
    }


def follow_up(f: FollowUp) -> dict[str, object]:
    """One follow-up as `due --json` gives it; every key is always there."""
    return {
        "id": f.id,
        "note": f.note,
        "line": f.line,
        "text": f.text,
        "markdown": f.markdown,
        "due": f.due.isoformat(),
        "start": _day(f.start),
        "held_until": _day(f.held_until),
        "held_because": f.held_because.value if f.held_because else None,
        "overdue_days": f.overdue_days,
        "person": f.person,
        "person_note": f.person_note,
        "application": f.application,
        "company": f.company,
        "step": f.step,
        "source": list(f.source),
        "origin": f.origin.value,
        "priority": f.priority,
        "recurrence": f.recurrence,
    }


def _application(a: Application, following: FollowUp | None) -> dict[str, object]:
    return {
        "note": a.note.path,
        "company": a.company or None,
        "role": a.role or None,
        "stage": a.stage or None,
        "ended": a.is_ended,
        "applied": _day(a.applied),
        "source": text_of(a.note, "source") or None,
        "link": text_of(a.note, "link") or None,
        "strengths": _texts(a.note, "strengths"),
        **{role: _people(a.people[role]) for role in APPLICATION_ROLES},
        "interviews": [note.path for note in a.interviews],
        "rejections": [note.path for note in a.rejections],
        "next": following.id if following is not None else None,
    }


def _interview(search: Search, note: Note) -> dict[str, object]:
    application, company = belongs_to(search, note, "", None)
    return {
        "note": note.path,
        "application": application.note.path if application is not None else None,
        "company": company or None,
        "starts": _day(starts_of(note)),
        "round": text_of(note, "round") or None,
        "people": _people(people_of(search.catalogue, note, "interviewers")),
        "cancelled": is_called_off(note),
    }


def _rejection(search: Search, note: Note, door_open: bool) -> dict[str, object]:
    application, company = belongs_to(search, note, "", None)
    return {
        "note": note.path,
        "application": application.note.path if application is not None else None,
        "company": company or None,
        "received": _day(received_of(note)),
        "stage_reached": text_of(note, "stage_reached") or None,
        "reasons_known": _texts(note, "reasons_known"),
        "closed": is_closed(note),
        "door_open": door_open,
    }


def _person(search: Search, note: Note, next_word: date | None) -> dict[str, object]:
    return {
        "note": note.path,
        "name": called(note),
        "company": text_of(note, "company") or None,
        "role": text_of(note, "role") or None,
        "email": text_of(note, "email") or None,
        "last_contact": _day(search.contacts.last.get(note.path)),
        "next_word": _day(next_word),
    }


def _note(note: Note) -> dict[str, object]:
    return {"note": note.path, "type": note.type, "properties": _plain(note.properties)}


def _plain(value: object) -> object:
    """A value of a property as JSON has it; a number that is none there, and a key that is no text, as text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return str(value)
    return value


def _texts(note: Note, name: str) -> list[str]:
    return [
        str(value) for value in as_list(note.properties.get(name)) if isinstance(value, str | int | float)
    ]


def _people(people: Iterable[Person]) -> list[dict[str, str | None]]:
    return [{"name": p.name, "note": p.note} for p in people]


def _day(moment: Moment | None) -> str | None:
    return as_text(moment) if moment is not None else None
