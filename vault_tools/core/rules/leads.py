"""Which applications have no plan of their own: leads that were never sent, and notes marked as sent by hand.

Knows notes, their lines and the playbook; writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.dates import read_day
from vault_tools.core.meaning.names import fit_to_type, key, one_line
from vault_tools.core.rules.applications import Application
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.owners import belongs_to
from vault_tools.core.rules.persons import is_same_company
from vault_tools.core.rules.plan import moved
from vault_tools.core.rules.playbook import Step
from vault_tools.core.rules.search import Search

EVENT = "application"


def found_on(application: Application) -> date | None:
    """The day on which a lead was written down, as its note says; None for what is no lead."""
    return read_day(application.note.properties.get("found")) if application.stage == "lead" else None


def with_a_plan(lines: Iterable[Line]) -> frozenset[str]:
    """The paths of the notes in which a step of a sent application stands, open or not."""
    return frozenset(line.note.path for line in lines if line.step is not None and line.step.event == EVENT)


def without_plan(search: Search, company: str, role: str, name: str) -> Application | None:
    """The open application there of that company and role, or of that name, if no step of its plan is in it."""
    there = [
        a
        for a in search.applications.values()
        if not a.is_ended and (key(a.note.name) == key(name) or _is_for(search, a, company, role))
    ]
    named = [a for a in there if key(a.note.name) == key(name)]
    found = named or there
    if len(found) != 1 or found[0].note.path in with_a_plan(search.lines):
        return None
    return found[0]


def for_the_same(search: Search, company: str, role: str) -> list[Application]:
    """The applications there for that role, in the order in which they went out, leads last."""
    found = [a for a in search.applications.values() if _is_for(search, a, company, role)]
    return sorted(found, key=lambda a: (a.applied or date.max, a.note.path))


def how_it_stands(application: Application) -> str:
    """An open application in a few words: `applied on 2026-03-02, interviewing`."""
    if application.is_lead and application.applied is None:
        return "a lead"
    day = f"applied on {application.applied}" if application.applied else "applied, no day known"
    return day if application.stage == "applied" else f"{day}, {application.stage or 'a lead'}"


def _is_for(search: Search, application: Application, company: str, role: str) -> bool:
    return key(one_line(application.role)) == key(one_line(role)) and is_same_company(
        search.catalogue, application.company, company
    )


def day_of_sending(application: Application, typed: date | None) -> date | None:
    """The day it went out: the one in the note, else the one that is said now. Raises VaultError if they differ."""
    there = application.applied
    if there is not None and typed is not None and there != typed:
        raise VaultError(
            f"{application.note.path} says that it went out on {there}; "
            f"give --applied {there}, or change `applied` in the note first"
        )
    return there or typed


def is_worth_planning(search: Search, application: Application) -> bool:
    """Whether a step of the plan is still in time for it. Rows with a condition of their own are not asked."""
    if application.applied is None or not has_not_been_answered(application):
        return False
    for row in search.playbook.of_event(EVENT, "line"):
        is_somebodys = "self" in row.who or any(application.people.get(role) for role in row.who)
        if row.when or not is_somebodys or not row.holds_under(search.settings):
            continue
        if "self" in row.who and _has_had(search, row, application.company):
            continue
        if any(last is None or moved(application.applied, last) >= search.today for last in row.latest):
            return True
    return False


def _has_had(search: Search, row: Step, company: str) -> bool:
    """Whether that company has had the step already, or has it open, and gets it once."""
    return any(
        line.step is not None
        and line.step.id in row.not_after
        and line.task.status != "-"
        and key(belongs_to(search, line.note, line.task.description, None)[1]) == key(company)
        for line in (search.steps if row.not_after else ())
    )


def has_not_been_answered(application: Application) -> bool:
    return (
        application.stage in ("", "lead", "applied") and not application.interviews and not application.offers
    )


def command(company: str, role: str, day: str) -> str:
    """How the plan of a sent application is got, as one types it."""
    return (
        f'vault new-application --company "{fit_to_type(company)}" --role "{fit_to_type(role)}" '
        f"--applied {day}"
    )
