"""Who wants a word again, and from which day on: the cadence of each relationship. Knows no open step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from vault_tools.core.meaning.dates import shift, working_day
from vault_tools.core.meaning.names import key
from vault_tools.core.model import Note, Problem
from vault_tools.core.rules.applications import APPLICATION_ROLES, Application, people_of
from vault_tools.core.rules.catalogue import Catalogue, text_of
from vault_tools.core.rules.ids import digest
from vault_tools.core.rules.lines import People
from vault_tools.core.rules.persons import NO_PERSON
from vault_tools.core.rules.playbook import Playbook, Step
from vault_tools.core.rules.relationships import Contacts
from vault_tools.core.rules.settings import Settings
from vault_tools.core.rules.tiers import MOST, NONE, Tier

TICKED = "ticked on the dashboard"  # what a log says of a word that was done there
_PERSON = re.compile(r"\{\{-?\s*person\s*-?\}\}")
_LINKED_AS = (
    *((role, "application", role) for role in APPLICATION_ROLES),
    ("interviewer", "interview", "interviewers"),
    ("hire", "hire", "person"),
)


class Cadence(NamedTuple):
    """One relationship that is kept up: its tier, the last contact, and the day a word is due.

    `since` is the day it counts from: the last contact, or a later one on which a word was let go.
    """

    contact: Note
    tier: Tier
    last: date
    since: date
    due: date

    @property
    def id(self) -> str:
        return cadence_id(self.contact.path, self.since)

    def is_cold(self, today: date) -> bool:
        """Whether it was left for longer than its tier bears."""
        return today > shift(self.since, self.tier.longest)


def cadence_id(path: str, since: date) -> str:
    """The id of a word that is due: another one after each contact, so that an old tick counts only once."""
    return digest(path, "cadence", since.isoformat(), length=8)


def is_kept_up(note: Note) -> bool:
    """Whether a note can be a relationship: not a company that somebody named as a person."""
    return note.type not in NO_PERSON


def tiers_of(
    catalogue: Catalogue,
    who: People,
    playbook: Playbook,
    settings: Settings,
    taken: Application | None = None,
) -> Mapping[str, Tier]:
    """The tier of every person who has one, by note path.

    Where a job was `taken` the people there are colleagues, whom one sees: they have one only by their own note.
    """
    roles = _roles(catalogue)
    by_role = {_role(role): tier for role, tier in playbook.tiers_by_role.items()}
    house = catalogue.linked(taken.note, "company") if taken is not None else None
    found = {}
    for note in who.notes:
        is_colleague = house is not None and catalogue.linked(note, "company") == house
        linked_as = None if is_colleague else roles.get(note.path, ())
        tier = _tier(note, linked_as, by_role, settings) if is_kept_up(note) else None
        if tier is not None:
            found[note.path] = tier
    return found


def cadences(
    catalogue: Catalogue, tiers: Mapping[str, Tier], contacts: Contacts, settings: Settings
) -> tuple[Cadence, ...]:
    """The cadence of everybody who has a tier and was met or written to once, in the order of paths."""
    out = []
    for note in catalogue.notes:
        tier, last, since = tiers.get(note.path), contacts.last.get(note.path), contacts.since(note.path)
        if tier is None or last is None or since is None:
            continue
        due = shift(since, tier.ideal)
        out.append(Cadence(note, tier, last, since, working_day(due) if settings.weekends == "move" else due))
    return tuple(out)


def words_for(step: Step, person: str) -> str:
    """The row's text with a person in it: it is rendered nowhere, so `{{ person }}` is all it may use."""
    text = _PERSON.sub(lambda _: person, step.text[0])
    return text if "{{" not in text and "{%" not in text else step.short.replace("{person}", person)


def without_how(text: str) -> str:
    """The words of a log item without the remark that it was ticked on the dashboard."""
    return text.removesuffix(f"({TICKED})").rstrip()


def tier_problems(catalogue: Catalogue, who: People, settings: Settings) -> tuple[Problem, ...]:
    """What stands in `tier` or `every` and cannot be followed."""
    found = []
    for note in who.notes:
        tier, every = text_of(note, "tier"), note.properties.get("every")
        if tier and _known(tier, settings) is None:
            names = ", ".join((*settings.tiers, NONE))
            found.append(
                Problem(
                    note.path, note.property_lines.get("tier", 1), f"there is no tier '{tier}'; give {names}"
                )
            )
        if every not in (None, "") and _interval(every) is None:
            message = f"every is a number of days from 1 to {MOST}, such as every: 30"
            found.append(Problem(note.path, note.property_lines.get("every", 1), message))
    return tuple(found)


def _tier(
    note: Note, linked_as: Iterable[str] | None, by_role: Mapping[str, str], settings: Settings
) -> Tier | None:
    """`tier: none` goes first, then `every`, then `tier`, then what they are to you, the warmest of it.

    With None for the last only what their note itself chooses counts.
    """
    named = _known(text_of(note, "tier"), settings)
    if named == NONE:
        return None
    if (days := _interval(note.properties.get("every"))) is not None:
        return Tier.of(days)
    if named is not None:
        return settings.tiers[named]
    if linked_as is None:
        return None
    own = _role(text_of(note, "role"))
    names = [by_role[own]] if own in by_role else [by_role[r] for r in map(_role, linked_as) if r in by_role]
    found = [settings.tiers[tier] for name in names if (tier := _known(name, settings)) not in (None, NONE)]
    return min(found, key=lambda tier: (tier.ideal, tier.longest), default=None)


def _known(name: str, settings: Settings) -> str | None:
    folded = key(name).strip()
    return folded if folded == NONE or folded in settings.tiers else None


def _interval(value: object) -> int | None:
    days = int(value) if isinstance(value, str) and value.strip().isdecimal() else value
    return days if isinstance(days, int) and not isinstance(days, bool) and 1 <= days <= MOST else None


def _role(text: str) -> str:
    return " ".join(key(text).replace("_", " ").replace("-", " ").split())


def _roles(catalogue: Catalogue) -> dict[str, set[str]]:
    """What other notes name each person as, by note path."""
    found: dict[str, set[str]] = {}
    for role, kind, name in _LINKED_AS:
        for note in catalogue.of_type(kind):
            for person in people_of(catalogue, note, name):
                if person.note is not None:
                    found.setdefault(person.note, set()).add(role)
    return found
