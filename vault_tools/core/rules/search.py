"""The whole search on one day as a value, and what a line of it serves. Reads; decides on no dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from vault_tools.core.meaning.dates import read_day
from vault_tools.core.meaning.links import link_target, wikilinks
from vault_tools.core.meaning.names import key
from vault_tools.core.model import FollowUp, Note
from vault_tools.core.rules.applications import Application, Person, called, company_name, is_closed
from vault_tools.core.rules.cadence import Cadence
from vault_tools.core.rules.catalogue import Catalogue
from vault_tools.core.rules.holds import CoolOff
from vault_tools.core.rules.lines import Line, People
from vault_tools.core.rules.playbook import Playbook
from vault_tools.core.rules.relationships import Contacts
from vault_tools.core.rules.settings import Settings
from vault_tools.core.rules.tiers import Tier
from vault_tools.core.rules.turns import Turn


class OfNote(NamedTuple):
    """What one note asks for, and where these follow-ups link to."""

    follow_ups: tuple[FollowUp, ...]
    links: frozenset[str]


@dataclass(frozen=True, slots=True)
class Search:
    """The whole search as it stands today: what every view of it is made from."""

    catalogue: Catalogue
    playbook: Playbook
    settings: Settings
    today: date
    lines: tuple[Line, ...]
    applications: Mapping[str, Application]
    people: People
    contacts: Contacts
    cool_offs: tuple[CoolOff, ...]
    follow_ups: tuple[FollowUp, ...]
    turns: Mapping[str, Turn] = field(default_factory=dict)
    tiers: Mapping[str, Tier] = field(default_factory=dict)
    cadences: tuple[Cadence, ...] = ()
    by_note: Mapping[str, OfNote] = field(default_factory=dict, repr=False, compare=False)

    def is_cooling(self) -> tuple[CoolOff, ...]:
        """The cool-offs that hold today."""
        return tuple(off for off in self.cool_offs if off.covers(self.today))


def counts(search: Search, line: Line) -> bool:
    """Whether the vault's settings let this line be a follow-up; they choose among the user's own lines."""
    scope = search.settings.follow_ups
    if scope.leaves_out(line.note.path):
        return False
    return line.step is not None or (scope.takes_in(line.note.path) and scope.has_tag(line.task.description))


def is_over(search: Search, line: Line) -> bool:
    """Whether an open line of the playbook is over without anybody having touched it."""
    step, note, due = line.step, line.note, line.task.when
    if step is None:
        return False
    if (turn := search.turns.get(line.id)) is not None and (turn.is_overtaken or turn.is_renewed):
        return True
    application, _ = belongs_to(search, note, line.task.description, None)
    if application is not None and ("ended" if application.is_ended else "reopened") in step.cancelled_by:
        return True
    if not step.ends_with:
        return False
    if step.ends_with == "closed":
        return is_closed(note)
    no = no_of(search.catalogue, note) or note
    if is_closed(note) or is_closed(no) or (application is not None and not application.is_ended):
        return True  # the door was shut, or answered
    if step.ends_with == "window":
        until = window_of(search.catalogue, line)
        return until is not None and (search.today > until or (due is not None and due > until))
    return any(
        (linked := search.catalogue.linked(n, note.type or "")) is not None and linked.path == note.path
        for n in search.catalogue.of_type(step.ends_with)
    )


def no_of(catalogue: Catalogue, note: Note) -> Note | None:
    """The no that a note is, or that it belongs to."""
    return note if note.type == "rejection" else catalogue.linked(note, "rejection")


def window_of(catalogue: Catalogue, line: Line) -> date | None:
    """The last day of the door that a line belongs to."""
    if line.step is None or line.step.ends_with != "window":
        return None
    no = no_of(catalogue, line.note) or line.note
    return read_day(no.properties.get("window_until"))


def belongs_to(
    search: Search, note: Note, description: str, person: Person | None
) -> tuple[Application | None, str]:
    """The application and the company that a line of this note serves; both may be nothing."""
    application = application_of(search, note)
    if application is None:
        for link in wikilinks(description):
            there = search.catalogue.resolve(link.target)
            if there is None:
                continue
            if there.path in search.applications:
                application = search.applications[there.path]
                break
            if there.type == "company":
                return None, called(there)
    if application is not None:
        return application, application.company
    if note.type == "company":
        return None, called(note)
    if note.properties.get("company"):
        return None, company_name(search.catalogue, note)
    return None, works_at(search, person)


def works_at(search: Search, person: Person | None) -> str:
    """The company that a person's own note names."""
    there = search.catalogue.by_path.get(_path_key(person.note)) if person and person.note else None
    return company_name(search.catalogue, there) if there is not None else ""


def application_of(search: Search, note: Note) -> Application | None:
    """The application a note is, or leads to by `application`, `rejection` and so on."""
    seen: set[str] = set()
    current: Note | None = note
    while current is not None and current.path not in seen:
        if current.path in search.applications:
            return search.applications[current.path]
        seen.add(current.path)
        target = link_target(current.properties.get("application")) or link_target(
            current.properties.get("rejection")
        )
        current = search.catalogue.resolve(target)
    return None


def _path_key(path: str) -> str:
    return key(path.removesuffix(".md"))
