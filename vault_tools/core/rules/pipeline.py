"""The open applications with their last step and their next: the pipeline, and the appointments ahead."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from vault_tools.core.meaning.dates import Moment, as_text, day_of, read_day, shift
from vault_tools.core.model import FollowUp, Note
from vault_tools.core.rules.applications import Application, starts_of
from vault_tools.core.rules.catalogue import text_of
from vault_tools.core.rules.followups import received_day
from vault_tools.core.rules.owners import belongs_to
from vault_tools.core.rules.search import Search

YEAR = 365


class Appointment(NamedTuple):
    """An interview that lies ahead, or an answer somebody waits for."""

    note: Note
    moment: Moment
    company: str
    round: str
    about: str

    @property
    def day(self) -> date:
        return day_of(self.moment)


class Row(NamedTuple):
    """One open application: its last step, its next if there is one, and until when an offer wants its answer."""

    application: Application
    last: date | None
    next: FollowUp | None
    appointment: Appointment | None
    answer: date | None = None


def appointments(search: Search, days: int) -> tuple[Appointment, ...]:
    """The interviews and answers to give of the next days, today's too, in their order."""
    out = []
    today, last = search.today, shift(search.today, days)
    for note in search.catalogue.of_type("interview", "offer"):
        moment: Moment | None = (
            starts_of(note) if note.type == "interview" else read_day(note.properties.get("respond_by"))
        )
        if moment is None or not today <= day_of(moment) <= last:
            continue
        application, company = belongs_to(search, note, "", None)
        if application is not None and application.is_ended:
            continue
        about = application.role if application is not None and application.role else note.name
        out.append(
            Appointment(
                note,
                moment,
                company or note.name,
                text_of(note, "round") if note.type == "interview" else "answer to the offer",
                about,
            )
        )
    return tuple(sorted(out, key=lambda a: (as_text(a.moment), a.note.path)))


def nexts_of(follow_ups: Iterable[FollowUp], wanted: Container[str]) -> dict[str, FollowUp]:
    """By the note that is wanted: the earliest open follow-up in it or belonging to it, an unheld one first."""
    best: dict[str, tuple[tuple[bool, date, str, int, date, str], FollowUp]] = {}
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


def soonest(f: FollowUp) -> tuple[bool, date, str, int, date, str]:
    return f.is_held, f.ripe, f.note, f.line or 0, f.due, f.id


def pipeline(
    search: Search, nexts: Mapping[str, FollowUp], ahead: Iterable[Appointment] | None = None
) -> tuple[Row, ...]:
    """A row for each open application. `ahead` has the appointments of a year, if they are known already."""
    last: dict[str, date] = {}

    def seen(path: str | None, day: date | None) -> None:
        if path and day and day <= search.today and day > last.get(path, date.min):
            last[path] = day

    coming = {a.note.path: a for a in (appointments(search, YEAR) if ahead is None else ahead)}
    next_appointment: dict[str, Appointment] = {}
    answers: dict[str, date] = {}
    for application in search.applications.values():
        seen(application.note.path, application.applied)
        for interview in application.interviews:
            moment = starts_of(interview)
            seen(application.note.path, day_of(moment) if moment else None)
            if interview.path in coming:
                next_appointment.setdefault(application.note.path, coming[interview.path])
    for offer in search.catalogue.of_type("offer"):
        owner, _ = belongs_to(search, offer, "", None)
        if owner is not None:
            seen(owner.note.path, received_day(offer))
            if offer.path in coming:
                next_appointment.setdefault(owner.note.path, coming[offer.path])
                answers[owner.note.path] = coming[offer.path].day
    for done in search.done.values():
        for path, day in done.last:
            seen(path, day)
    rows = [
        Row(a, last.get(path), nexts.get(path), next_appointment.get(path), answers.get(path))
        for path, a in search.applications.items()
        if not a.is_ended
    ]
    order = {"offer": 0, "interviewing": 1, "screening": 2, "applied": 3, "lead": 4}
    return tuple(
        sorted(rows, key=lambda r: (order.get(r.application.stage, 3), _far(r), r.application.note.path))
    )


def _far(row: Row) -> str:
    days = [row.next.due] if row.next else []
    days += [row.appointment.day] if row.appointment else []
    return min(days).isoformat() if days else "9999"
