"""Whose a line is: the application and company it serves, the no it belongs to, and whether it counts."""

from __future__ import annotations

from datetime import date

from vault_tools.core.meaning.dates import Moment, day_of, read_day
from vault_tools.core.meaning.links import link_target, wikilinks
from vault_tools.core.meaning.names import key
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import (
    Application,
    Person,
    called,
    company_name,
    is_after,
    is_called_off,
    is_closed,
    received_of,
    starts_of,
)
from vault_tools.core.rules.catalogue import Catalogue
from vault_tools.core.rules.facts import Facts
from vault_tools.core.rules.holds import hold_end
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.playbook import Step


def counts(facts: Facts, line: Line) -> bool:
    """Whether the vault's settings let this line be a follow-up; they choose among the user's own lines."""
    scope = facts.settings.follow_ups
    if not (scope.include or scope.exclude or scope.tag):
        return True
    if scope.leaves_out(line.note.path):
        return False
    return line.step is not None or (scope.takes_in(line.note.path) and scope.has_tag(line.task.description))


def is_out_of_time(facts: Facts, line: Line) -> bool:
    """Whether what an open line of the playbook was for is over: its application, its door, what it waited for."""
    step, note, due = line.step, line.note, line.task.when
    if step is None:
        return False
    if step.event == "interview" and is_called_off(note):
        return True
    application, _ = belongs_to(facts, note, line.task.description, None)
    if application is not None and is_over_with(facts, step, application):
        return True
    if application is not None and application.is_ended and is_never_held(line, application.end):
        return True
    if not step.ends_with:
        return False
    if step.ends_with == "held":
        moment = starts_of(note)
        return moment is not None and day_of(moment) < facts.today
    if step.ends_with == "closed":
        return is_closed(note)
    no = no_of(facts.catalogue, note) or note
    if is_closed(note) or is_closed(no) or (application is not None and not application.is_ended):
        return True  # the door was shut, or answered
    if step.ends_with == "window":
        until = window_of(facts.catalogue, line)
        return until is not None and (facts.today > until or (due is not None and due > until))
    return any(
        (linked := facts.catalogue.linked(n, note.type or "")) is not None and linked.path == note.path
        for n in facts.catalogue.of_type(step.ends_with)
    )


def is_never_held(line: Line, ended: Moment | None) -> bool:
    """Whether it is about a talk that was planned for later than the end."""
    return line.step is not None and line.step.event == "interview" and is_after(line.note, ended)


def is_over_with(facts: Facts, step: Step, application: Application) -> bool:
    """Whether a step ended with its application, or was about an end that is none any more."""
    if not application.is_ended:
        return "reopened" in step.cancelled_by
    return step.ends_as(application.stage) and not goes_on_there(facts, step, application)


def goes_on_there(facts: Facts, step: Step, application: Application) -> bool:
    """Whether it is asked of a company once, and another application there that went out is open."""
    there = facts.open_at.get(key(application.company), ()) if step.is_of_company else ()
    return any(path != application.note.path for path in there)


def free_there(facts: Facts, step: Step, note: Note, company: str) -> date | None:
    """From which day on the words of a door wait for no other application at its company: tomorrow while one is open.

    Then the day after the last one ended; None where none was open since the no, and for any other step.
    """
    received = received_of(note)
    if step.event != "rejection" or step.ends_with != "window" or received is None:
        return None
    own, there = application_of(facts, note), facts.sent_to.get(key(company), {})
    ends = [ended or facts.today for path, ended in there.items() if own is None or path != own.note.path]
    last = max(ends, default=None)
    return hold_end(min(last, facts.today), facts.settings) if last and last > day_of(received) else None


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
    facts: Facts, note: Note, description: str, person: Person | None
) -> tuple[Application | None, str]:
    """The application and the company that a line of this note serves; both may be nothing."""
    application, company = _named(facts, note, description)
    if application is not None:
        return application, application.company
    if company is not None:
        return None, called(company)
    if note.type == "company":
        return None, called(note)
    if note.properties.get("company"):
        return None, company_name(facts.catalogue, note)
    return None, works_at(facts, person)


def serves(facts: Facts, note: Note, description: str) -> Application | None:
    """The application that a line of this note serves."""
    return _named(facts, note, description)[0]


def _named(facts: Facts, note: Note, description: str) -> tuple[Application | None, Note | None]:
    """The application of the note, or else the first application or company that the line links to."""
    if (application := application_of(facts, note)) is not None:
        return application, None
    for link in wikilinks(description):
        there = facts.catalogue.resolve(link.target)
        if there is None:
            continue
        if there.path in facts.applications:
            return facts.applications[there.path], None
        if there.type == "company":
            return None, there
    return None, None


def works_at(facts: Facts, person: Person | None) -> str:
    """The company that a person's own note names."""
    path = person.note if person is not None else None
    if path is None:
        return ""
    if path not in facts.employers:
        there = facts.catalogue.at(path)
        facts.employers[path] = company_name(facts.catalogue, there) if there is not None else ""
    return facts.employers[path]


def application_of(facts: Facts, note: Note) -> Application | None:
    """The application a note is, or leads to by `application`, `rejection` and so on."""
    path = note.path
    if path not in facts.owners:
        facts.owners[path] = _led_to(facts, note)
    owner = facts.owners[path]
    return None if owner is None else facts.applications[owner]


def _led_to(facts: Facts, note: Note) -> str | None:
    seen: set[str] = set()
    owner, current = None, note
    while current.path not in seen:
        if current.path in facts.applications:
            owner = current.path
            break
        if current.path in facts.owners:
            owner = facts.owners[current.path]
            break
        seen.add(current.path)
        said = current.properties
        if "application" not in said and "rejection" not in said:  # most notes
            break
        there = facts.catalogue.resolve(
            link_target(said.get("application")) or link_target(said.get("rejection"))
        )
        if there is None:
            break
        current = there
    facts.owners.update(
        dict.fromkeys(seen, owner)
    )  # in a chain of notes each leads to what the next one does
    return owner
