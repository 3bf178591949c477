"""What the playbook needs to know of a new note: people, level, what is open already, what it closes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from vault_tools.commands.belonging import Belonging
from vault_tools.core.meaning.dates import Moment, day_of, end_of, read_moment
from vault_tools.core.meaning.kinds import Kind
from vault_tools.core.rules.applications import APPLICATION_ROLES, Application, Person, received_of
from vault_tools.core.rules.catalogue import text_of
from vault_tools.core.rules.followups import Search, belongs_to
from vault_tools.core.rules.holds import hold_end
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.plan import Situation
from vault_tools.core.rules.playbook import Step


@dataclass(frozen=True, slots=True)
class Ending:
    """Open lines that a new note closes, and hand-written ones that it only lists."""

    closed: tuple[Line, ...] = ()
    by_hand: tuple[Line, ...] = ()


def situation_of(
    search: Search,
    kind: Kind,
    found: Belonging,
    values: Mapping[str, Any],
    *,
    birth: str,
    holds_true: Callable[[str], bool],
    only: frozenset[str] | None = None,
) -> Situation:
    """The situation of a note of this kind."""
    moment: Moment = values.get(kind.anchor) or search.today
    application = found.application
    starts: dict[str, date] = {}
    until = read_moment(str(values.get("cool_off_until") or ""))
    if until is not None and until != moment:
        begin = hold_end(day_of(until), search.settings)
        starts = {p.id: begin for p in search.playbook.phases.values() if p.starts == "cool-off-ends"}
        starts["promise"] = begin
    marks = {}
    if found.rejection is not None and (received := received_of(found.rejection)):
        marks["no"] = day_of(received)
    open_lines = [line for line in search.lines if line.task.is_open and line.step is not None]
    return Situation(
        event=kind.event,
        moment=moment,
        today=search.today,
        birth=birth,
        people=people_of_event(search, kind, found, moment),
        level=level_at(application, kind, values),
        holds_true=holds_true,
        starts=starts,
        marks=marks,
        open_search={
            line.step.id: f"{line.note.path}\0{line.task.block_id or ''}"
            for line in open_lines
            if line.step and line.step.scope == "search"
        },
        open_series=frozenset(
            (line.step.series, person.key)
            for line in open_lines
            if line.step and line.step.scope == "person" and line.step.series and (person := search.people.person_of(line))
        ),
        taken=frozenset(line.id for line in search.lines),
        until=_day(values.get("window_until")),
        only=only,
    )


def level_at(application: Application | None, kind: Kind, values: Mapping[str, Any]) -> int:
    """How far the application had got at the note's moment, its own round included."""
    from vault_tools.core.rules.applications import level_of_round

    own = level_of_round(str(values["round"])) if kind.event == "interview" and values.get("round") else 0
    if application is None:
        return own
    return max(own, application.level(values.get(kind.anchor) if kind.anchor else None))


def people_of_event(search: Search, kind: Kind, found: Belonging, moment: Moment) -> dict[str, tuple[Person, ...]]:
    """Everybody the event concerns, by role: those of the application, and those this note names itself."""
    application = found.application
    people: dict[str, tuple[Person, ...]] = {}
    if application is not None:
        people.update({role: application.people.get(role, ()) for role in APPLICATION_ROLES})
        people["interviewer"] = _met(search, application, moment)
        people["asked"] = _asked(search, application)
    for role in {p.role for p in kind.properties if p.role}:
        own = found.people(kind, role)
        people[role] = own if own or application is None or role == "interviewer" else people.get(role, ())
    if kind.event == "interview":
        people["asked"] = people.get("interviewer", ())
    return people


def _met(search: Search, application: Application, moment: Moment) -> tuple[Person, ...]:
    from vault_tools.core.rules.applications import people_of

    met: dict[str, Person] = {}
    for interview in application.rounds_before(moment):
        for person in people_of(search.catalogue, interview, "interviewers"):
            met.setdefault(person.key, person)
    return tuple(met.values())


def _asked(search: Search, application: Application) -> tuple[Person, ...]:
    """Whoever still waits for something that was promised."""
    for line in _own_lines(search, application):
        if line.step is not None and line.step.id == "be-a-resource" and line.task.is_open:
            person = search.people.person_of(line)
            return (person,) if person else ()
    return ()


def promised(search: Search, application: Application | None) -> str:
    """What was promised in the last interview and is still owed."""
    if application is None or not _asked(search, application):
        return ""
    return next((p for i in reversed(application.interviews) if (p := text_of(i, "promised"))), "")


def ending(search: Search, kind: Kind, application: Application | None, rows: Iterable[Step]) -> Ending:
    """What of the application's open lines the event closes: what its rows replace, what it cancels."""
    if application is None or not kind.event:
        return Ending()
    replaced = {step for row in rows for step in row.replaces}
    closed, by_hand = [], []
    for line in _own_lines(search, application):
        if not line.task.is_open:
            continue
        if line.step is None:
            by_hand.append(line)
        elif line.step.id in replaced or kind.event in line.step.cancelled_by:
            closed.append(line)
    return Ending(tuple(closed), tuple(by_hand) if kind.event == "rejection" else ())


def _own_lines(search: Search, application: Application) -> list[Line]:
    """The lines that serve one application: those in its note and its interviews', and those that link to it."""
    own = {application.note.path, *(i.path for i in application.interviews)}
    return [
        line
        for line in search.lines
        if line.note.path in own
        or (
            "[[" in line.task.description
            and line.note.type not in ("rejection", "hire")
            and (owner := belongs_to(search, line.note, line.task.description, None)[0]) is not None
            and owner.note.path == application.note.path
        )
    ]


def is_before_the_no(application: Application, moment: Moment) -> bool:
    """Whether a moment lies before the application's last no."""
    received = received_of(application.rejections[-1]) if application.rejections else None
    return received is not None and end_of(moment) <= end_of(received)


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return day_of(value)
    moment = read_moment(str(value or ""))
    return day_of(moment) if moment else None
