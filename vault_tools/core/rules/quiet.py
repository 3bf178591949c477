"""What is said while a no is fresh, and what comes first of it. Knows follow-ups, not the sections they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from vault_tools.core.meaning.dates import day_of
from vault_tools.core.model import FollowUp, Note
from vault_tools.core.rules.applications import Application, received_of
from vault_tools.core.rules.appointments import place_before
from vault_tools.core.rules.catalogue import text_of
from vault_tools.core.rules.ranking import is_long_late, ranked
from vault_tools.core.rules.search import Search
from vault_tools.core.rules.waiting import CHASE


class Quiet(NamedTuple):
    """A cool-off that holds today: whose no, since when, how often they had called back; and when all of them are over."""

    rejection: Note
    company: str
    received: date
    ends: date
    called_back: int


def quiet_today(search: Search) -> tuple[Quiet, ...]:
    """The cool-offs that hold today, the latest no first."""
    out = []
    for off in search.is_cooling():
        note = next(n for n in search.catalogue.of_type("rejection") if n.path == off.rejection)
        received = received_of(note)
        assert received is not None
        application = search.applications.get(off.application) if off.application else None
        company = application.company if application else text_of(note, "company")
        out.append(
            Quiet(
                note,
                company or note.name,
                day_of(received),
                search.quiet_ends,
                _called_back(application, note),
            )
        )
    return tuple(sorted(out, key=lambda q: (-q.received.toordinal(), q.rejection.path)))


def _called_back(application: Application | None, rejection: Note) -> int:
    return len(application.rounds_before(received_of(rejection))) if application else 0


def is_chase(search: Search, f: FollowUp) -> bool:
    """Whether a step only serves an application, so that it cannot wait, and is no next step of a door."""
    return f.step is not None and search.playbook.steps[f.step].event in CHASE


def left_unsaid(search: Search, follow_ups: Iterable[FollowUp]) -> tuple[FollowUp, ...]:
    """What waits while a no is fresh, also where nothing is sent: what we would have you do, but for other chases.

    What is long late waits as well, whoever wrote it.
    """
    silent = {off.application for off in search.is_cooling()}
    if not silent:
        return ()
    return tuple(
        f
        for f in follow_ups
        if is_long_late(f)
        or (f.step is not None and (not is_chase(search, f) or f.application_note in silent))
    )


def with_others(search: Search, follow_ups: Iterable[FollowUp]) -> tuple[FollowUp, ...]:
    """Of what is said while a no is fresh, what has a date with somebody: of a talk, to a person, or of the user's own.

    What gets one ready for a talk comes first, the next talk in front, then words to the people of one that was held, then the rest by rank.
    """

    def place(f: FollowUp) -> tuple[int, str]:
        if ready := place_before(search, f):
            return 0, ready
        return (1 if is_of_talk(search, f) and f.person is not None else 2), ""

    found = (f for f in follow_ups if f.step is None or f.person is not None or is_of_talk(search, f))
    return tuple(sorted(ranked(list(found)), key=place))


def is_of_talk(search: Search, f: FollowUp) -> bool:
    """Whether an interview earned it."""
    return f.step is not None and search.playbook.steps[f.step].follows("interview")


def sends(search: Search, follow_ups: Iterable[FollowUp]) -> bool:
    """Whether one of them leaves the house, so that it would be wrong to say that nothing is to be sent."""
    return any(f.step is not None and search.playbook.steps[f.step].sends for f in follow_ups)
