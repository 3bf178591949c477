"""Never more often than the ceiling: of several unasked steps for one person only the first is free."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from vault_tools.core.meaning.names import key
from vault_tools.core.model import FollowUp, Hold
from vault_tools.core.rules.holds import resting_until
from vault_tools.core.rules.relationships import Contacts
from vault_tools.core.rules.settings import Settings


def one_at_a_time(
    follow_ups: Iterable[FollowUp], contacts: Contacts, settings: Settings, today: date
) -> list[FollowUp]:
    """The follow-ups, those held that the ones before them leave no room for, were these done on their day.

    So whoever does everything on the day it becomes free breaks no ceiling, even if two notes plan for them.
    """
    out = list(follow_ups)
    planned: dict[str, list[date]] = {}
    free = [n for n, f in enumerate(out) if f.unasked and not f.is_held and f.person is not None]
    for n in sorted(free, key=lambda n: (out[n].ripe, out[n].id)):
        f = out[n]
        person = f.person_note or key(f.person or "")
        before = planned.setdefault(person, [])
        ripe = max(f.ripe, today)
        if before:
            done = sorted((*contacts.unasked.get(person, ()), *before))
            rest = resting_until(person, {person: before[-1]}, {person: tuple(done)}, settings)
            if rest is not None and rest > ripe:
                out[n] = f._replace(starts=rest, held_until=rest, held_because=Hold.TURN, overdue_days=0)
                ripe = rest
        before.append(ripe)
    return out
