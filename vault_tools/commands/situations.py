"""What the playbook needs to know of a new note: people, level, what is open already. What it ends stands elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from vault_tools.commands.belonging import Belonging
from vault_tools.core.meaning.dates import Moment, day_of, read_day
from vault_tools.core.meaning.kinds import Kind
from vault_tools.core.meaning.names import key
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import (
    APPLICATION_ROLES,
    Application,
    Person,
    called,
    company_name,
    level_of_round,
    people_of,
    received_of,
)
from vault_tools.core.rules.catalogue import text_of
from vault_tools.core.rules.doors import level_of_rejection
from vault_tools.core.rules.endings import serves
from vault_tools.core.rules.holds import cool_off_end, free_from
from vault_tools.core.rules.lines import Ids
from vault_tools.core.rules.owners import belongs_to
from vault_tools.core.rules.persons import company_meant, is_same_company
from vault_tools.core.rules.plan import Situation
from vault_tools.core.rules.search import Search

_THANKS = (
    "thank-panel",
    "call-recruiter",
    "referrer-detective",
)  # what a person has had of thanks after a no
_THANKED_BEFORE = "thank-by-email"


def situation_of(
    search: Search,
    kind: Kind,
    found: Belonging,
    values: Mapping[str, Any],
    *,
    birth: str,
    holds_true: Callable[[str], bool],
) -> Situation:
    """The situation of a note of this kind."""
    moment: Moment = values.get(kind.anchor) or search.today
    application = found.application
    marks = {}
    if found.rejection is not None and (received := received_of(found.rejection)):
        marks["no"] = day_of(received)
    still_open = [line for line in search.steps if line.task.is_open and not search.is_over(line)]
    return Situation(
        event=kind.event,
        moment=moment,
        today=search.today,
        birth=birth,
        people=people_of_event(search, kind, found, moment),
        level=level_at(application, kind, values, found.rejection),
        holds_true=holds_true,
        starts=_starts(search, values.get("cool_off_until"), moment),
        marks=marks,
        open_search={
            line.step.id: f"{line.note.path}\0{line.task.block_id or ''}"
            for line in still_open
            if line.step and line.step.scope == "search"
        },
        open_series=frozenset(
            (line.step.series or line.step.id, person.key)
            for line in still_open
            if line.step and line.step.scope == "person" and (person := search.people.person_of(line))
        ),
        had=_had(search, kind),
        company=company_of(search, kind, found, values),
        taken=Ids(search.lines_of),
        until=read_day(values.get("window_until") or _of_the_no(found, "window_until")),
    )


def _had(search: Search, kind: Kind) -> frozenset[tuple[str, str]]:
    """Who, or which company, has had a step that ends a row of this event, or has it open."""
    asked_for = {step for row in search.playbook.of_event(kind.event) for step in row.not_after}
    found = set()
    for line in search.steps:
        if line.step is None or line.step.id not in asked_for or line.task.status == "-":
            continue
        person = search.people.person_of(line)
        whom = person.key if person else key(belongs_to(search, line.note, line.task.description, None)[1])
        found.add((line.step.id, whom))
    return frozenset(found)


def company_of(search: Search, kind: Kind, found: Belonging, values: Mapping[str, Any]) -> str:
    """The key of the company that the event is about, or nothing."""
    if kind.name == "company":
        return key(str(values.get("name") or ""))
    if found.application is not None:
        return key(found.application.company)
    linked = next(iter(found.links.get("company", ())), None)
    there = search.catalogue.at(linked.note) if linked and linked.note else None
    return key(called(there)) if there is not None else key(linked.name) if linked is not None else ""


def _of_the_no(found: Belonging, name: str) -> object:
    return found.rejection.properties.get(name) if found.rejection is not None else None


def situation_after_no(
    search: Search, kind: Kind, found: Belonging, *, birth: str, holds_true: Callable[[str], bool]
) -> Situation | None:
    """For an interview that is written down after the no: only thanks, to whoever had none, dated from the no."""
    application = found.application
    if application is None or not application.rejections:
        return None
    no = application.rejections[-1]
    received = received_of(no)
    if received is None:
        return None
    thanked = _thanked(search, application)
    new = tuple(p for p in found.people(kind, "interviewer") if p.key not in thanked)
    leads = {p.key for p in application.people.get("hiring_manager", ())}
    return Situation(
        event="rejection",
        moment=received,
        today=search.today,
        birth=birth,
        people={
            "hiring_manager": tuple(p for p in new if p.key in leads),
            "interviewer": tuple(p for p in new if p.key not in leads),
        },
        level=max(1, level_of_rejection(no, application)),
        holds_true=holds_true,
        starts=_starts(search, no.properties.get("cool_off_until"), received),
        taken=Ids(search.lines_of),
        only=frozenset({"thank-panel"}),
    )


def _starts(search: Search, cool_off_until: object, received: Moment) -> dict[str, date]:
    """On which day the phases begin that wait for the end of a cool-off: of another one as well, if that goes on."""
    end = cool_off_end(cool_off_until, received, search.settings)
    if end is None:
        return {}
    end = free_from(search.silences, end)
    return {p.id: end for p in search.playbook.phases.values() if p.starts == "cool-off-ends"}


def _thanked(search: Search, application: Application) -> set[str]:
    """Who has, or had, a line of thanks for this application: after the no, or done after an interview."""
    return {
        person.key
        for line in search.steps
        if line.step is not None
        and (line.step.id in _THANKS or (line.step.id == _THANKED_BEFORE and line.task.is_done))
        and (owner := belongs_to(search, line.note, line.task.description, None)[0]) is not None
        and owner.note.path == application.note.path
        and (person := search.people.person_of(line))
    }


def level_at(
    application: Application | None, kind: Kind, values: Mapping[str, Any], rejection: Note | None = None
) -> int:
    """How far the application had got at the note's moment, or at the no it belongs to, its own round included."""
    if rejection is not None:
        return level_of_rejection(rejection, application)
    own = level_of_round(str(values["round"])) if kind.event == "interview" and values.get("round") else 0
    if application is None:
        return own
    return max(own, application.level(values.get(kind.anchor) if kind.anchor else None))


def people_of_event(
    search: Search, kind: Kind, found: Belonging, moment: Moment
) -> dict[str, tuple[Person, ...]]:
    """Everybody the event concerns, by role: those of the application, and those this note names itself."""
    application = found.application
    people: dict[str, tuple[Person, ...]] = {}
    if application is not None:
        people.update({role: application.people.get(role, ()) for role in APPLICATION_ROLES})
        people["interviewer"] = _met(search, application, moment)
        people["asked"] = _asked(search, application)
        if kind.event == "rejection":
            people["acquaintance"] = _acquaintances(search, application)
    for role in {p.role for p in kind.properties if p.role}:
        own = found.people(kind, role)
        people[role] = own if own or application is None or role == "interviewer" else people.get(role, ())
    if kind.event == "interview":
        people["asked"] = people.get("interviewer", ())
    everybody = {person.key: person for some in people.values() for person in some}
    people["connected"] = tuple(p for p in everybody.values() if is_connected(search, p))
    return people


def is_connected(search: Search, person: Person) -> bool:
    """Whether their note says since when you are connected: nobody is invited to what they have."""
    note = search.catalogue.resolve(person.note) if person.note else None
    return note is not None and read_day(note.properties.get("connected")) is not None


def known_at(search: Search, company: str) -> frozenset[str]:
    """The roles in which other applications to a company name somebody already."""
    return search.roles_at.get(key(company_meant(search.catalogue, company).name), frozenset())


def _met(search: Search, application: Application, moment: Moment) -> tuple[Person, ...]:
    met: dict[str, Person] = {}
    for interview in application.rounds_before(moment):
        for person in people_of(search.catalogue, interview, "interviewers"):
            met.setdefault(person.key, person)
    return tuple(met.values())


def _acquaintances(search: Search, application: Application) -> tuple[Person, ...]:
    """Whom you know at the company beside the application, the longest known first."""
    involved = {person.key for people in application.people.values() for person in people}
    known = [
        (since, note.path, Person(note.name, note.path))
        for note in search.catalogue.of_type("contact")
        if (since := read_day(note.properties.get("connected"))) is not None
        and note.path not in involved
        and is_same_company(search.catalogue, company_name(search.catalogue, note), application.company)
    ]
    return tuple(person for _, _, person in sorted(known, key=lambda one: one[:2]))


def _promise(search: Search, application: Application) -> tuple[Person, Note] | None:
    """Who still waits for something that was promised, and the interview in whose note it stands."""
    for line in search.steps:
        is_owed = line.step is not None and line.step.id == "be-a-resource" and line.task.is_open
        if is_owed and serves(search, line, application):
            person = search.people.person_of(line)
            if person is not None:
                return person, line.note
    return None


def _asked(search: Search, application: Application) -> tuple[Person, ...]:
    there = _promise(search, application)
    return (there[0],) if there else ()


def promised(search: Search, application: Application | None) -> str:
    """What was promised in an interview and is still owed."""
    there = _promise(search, application) if application is not None else None
    return text_of(there[1], "promised") if there else ""
