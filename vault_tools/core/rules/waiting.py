"""Whether a step of the playbook is held today, until when and why: the latest of all its holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from vault_tools.core.model import Hold
from vault_tools.core.rules.holds import cooling_until, free_from, resting_until
from vault_tools.core.rules.plan import moved
from vault_tools.core.rules.playbook import Step
from vault_tools.core.rules.relationships import Contacts
from vault_tools.core.rules.settings import Settings
from vault_tools.core.rules.turns import Turn

CHASE = ("application", "interview")  # the events whose steps only serve an application, and so cannot wait


class Waits(NamedTuple):
    """What may have to wait: a step with its day, the note it stands in or concerns, its place in a series.

    `companies` are the keys of those it is about, `person` the key of whom it reaches,
    `event` the day of what it comes after, `planned_for` the one in the name of that note, `free_there` the first day
    on which no other application there is open.
    """

    step: Step
    due: date
    note: str
    application: str | None = None
    companies: frozenset[str] = frozenset()
    person: str | None = None
    turn: Turn | None = None
    event: date | None = None
    planned_for: date | None = None
    free_there: date | None = None


def hold(
    waits: Waits,
    cooling: Mapping[str, date],
    silences: Sequence[tuple[date, date]],
    contacts: Contacts,
    settings: Settings,
    today: date,
) -> tuple[date | None, Hold | None]:
    """The first free day and why; `cooling` is as `cooling_ends` gives it. Without a reason it is over, and tells from when overdue counts.

    What falls due while another no is fresh is not shown, so it waits for the end of that silence, and counts from it.
    """
    over: list[date] = []
    holds: list[tuple[date, Hold]] = []

    def held(until: date | None, because: Hold) -> None:
        if until is not None and today < until:
            holds.append((until, because))
        elif until is not None:
            over.append(until)

    if waits.step.sends:
        until = cooling_until(
            cooling,
            note=waits.note,
            application=waits.application,
            companies=waits.companies,
            person=waits.person,
        )
        held(until, Hold.COOLING_OFF)
    if waits.turn is not None:
        held(waits.turn.comes, Hold.TURN)
        held(waits.turn.rests, Hold.RESTING)
    if waits.event is not None and (until := _behind(waits, waits.event)):
        held(until, Hold.EVENT)
    held(waits.free_there, Hold.OPEN_THERE)
    if not waits.step.asked and waits.person is not None:
        rest = resting_until(waits.person, contacts.last, contacts.unasked, settings)
        if rest is not None and rest > waits.due:  # one that is due after the rest is over waits for nothing
            held(rest, Hold.RESTING)
    if waits.step.form != "cadence" and waits.step.event not in CHASE:
        day = max((waits.due, *over))
        if (until := free_from(silences, day)) > day and (waits.step.sends or today >= until):
            held(until, Hold.COOLING_OFF)
    if holds:
        return max(holds, key=lambda one: one[0])
    return max(over, default=None), None


def _behind(waits: Waits, event: date) -> date | None:
    """The day of a step behind a talk that was moved to its day, or past it; None if it stands behind the talk as it is.

    On the day of a talk that was not moved it stands because somebody wants it there.
    """
    until = moved(event, waits.step.offset[0])
    was_moved = event != waits.planned_for
    return until if event > waits.due or (event == waits.due and until > waits.due and was_moved) else None
