"""The open applications with their last step and their next: the pipeline."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from vault_tools.core.meaning.dates import day_of
from vault_tools.core.meaning.names import key
from vault_tools.core.model import FollowUp
from vault_tools.core.rules.applications import Application, starts_of
from vault_tools.core.rules.appointments import YEAR, Appointment, appointments
from vault_tools.core.rules.followups import received_day
from vault_tools.core.rules.owners import belongs_to
from vault_tools.core.rules.ranking import LATE
from vault_tools.core.rules.search import Search

if TYPE_CHECKING:
    from vault_tools.core.rules.standing import Standing


class Row(NamedTuple):
    """One open application: its last step, its next if there is one, and by when an offer wants its answer."""

    application: Application
    last: date | None
    next: FollowUp | None
    appointment: Appointment | None
    answer: date | None = None


def next_steps(search: Search) -> Mapping[str, FollowUp]:
    """The next step of each application that has one, by its path; what its company is asked for once counts for all."""

    def holds(_: Standing) -> bool:
        exchanged, known = search.exchanged, search.applications
        return exchanged is not None and not any(
            f.note in known or f.application_note in known or (f.company and f.step)
            for f in chain(exchanged.gone, exchanged.come)
        )

    return search.part("next_steps", lambda: _next_steps(search), holds)


def _next_steps(search: Search) -> Mapping[str, FollowUp]:
    nexts = nexts_of(search.follow_ups, search.applications)
    of_company = {step.id for step in search.playbook.steps.values() if step.is_of_company}
    for f in search.follow_ups:
        if f.step in of_company and f.company:
            for path in search.open_at.get(key(f.company), ()):
                if path not in nexts or soonest(f) < soonest(nexts[path]):
                    nexts[path] = f
    return nexts


def nexts_of(follow_ups: Iterable[FollowUp], wanted: Container[str]) -> dict[str, FollowUp]:
    """By the note that is wanted: the earliest open follow-up in it or belonging to it; what is held or long late comes last."""
    best: dict[str, tuple[tuple[bool, bool, date, str, int, date, str], FollowUp]] = {}
    for f in follow_ups:
        note, owner = f.note, f.application_note
        if owner not in wanted and note not in wanted:  # most of them
            continue
        for path in {note, owner}:
            if path is not None and path in wanted:
                place = soonest(f), f
                if path not in best or place[0] < best[path][0]:
                    best[path] = place
    return {path: f for path, (_, f) in best.items()}


def soonest(f: FollowUp) -> tuple[bool, bool, date, str, int, date, str]:
    # what is long late hides no step that can still be done on its day
    return f.is_held, f.overdue_days > LATE, f.ripe, f.note, f.line or 0, f.due, f.id


def pipeline(
    search: Search, nexts: Mapping[str, FollowUp], ahead: Iterable[Appointment] | None = None
) -> tuple[Row, ...]:
    """A row for each open application. `ahead` has the appointments of a year, if they are known already."""
    last = search.part(
        "last_steps", lambda: _last_steps(search), lambda standing: standing.keeps_what_was_done(search)
    )
    next_appointment: dict[str, Appointment] = {}
    answers: dict[str, date] = {}
    for coming in appointments(search, YEAR) if ahead is None else ahead:
        if coming.application is not None:
            path = coming.application.note.path
            next_appointment.setdefault(path, coming)
            if coming.is_answer:
                answers.setdefault(path, coming.day)
    rows = [
        Row(a, last.get(path), nexts.get(path), next_appointment.get(path), answers.get(path))
        for path, a in search.applications.items()
        if not a.is_ended
    ]
    order = {"offer": 0, "interviewing": 1, "screening": 2, "applied": 3, "lead": 4}
    return tuple(
        sorted(rows, key=lambda r: (order.get(r.application.stage, 3), _far(r), r.application.note.path))
    )


def _last_steps(search: Search) -> Mapping[str, date]:
    """The last day, not after today, on which something happened with an application, by its path."""
    last: dict[str, date] = {}

    def seen(path: str | None, day: date | None) -> None:
        if path and day and day <= search.today and day > last.get(path, date.min):
            last[path] = day

    for application in search.applications.values():
        seen(application.note.path, application.applied)
        for interview in application.interviews:
            moment = starts_of(interview)
            seen(application.note.path, day_of(moment) if moment else None)
    for offer in search.catalogue.of_type("offer"):
        owner, _ = belongs_to(search, offer, "", None)
        if owner is not None:
            seen(owner.note.path, received_day(offer))
    for done in search.done.values():
        for path, day in done.last:
            seen(path, day)
    return last


def _far(row: Row) -> str:
    days = [row.next.due] if row.next else []
    days += [row.appointment.day] if row.appointment else []
    return min(days).isoformat() if days else "9999"
