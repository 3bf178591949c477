"""What a new note ends: the open lines that it takes over or crosses out. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vault_tools.core.meaning.dates import Moment, end_of, read_moment
from vault_tools.core.meaning.kinds import Kind
from vault_tools.core.meaning.names import key
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import Application, is_after, received_of
from vault_tools.core.rules.endings import REJECTED, left_by_others, open_lines_serving, outlived
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.owners import belongs_to, is_never_held
from vault_tools.core.rules.plan import Plan
from vault_tools.core.rules.playbook import Step
from vault_tools.core.rules.search import Search
from vault_tools.core.rules.taken import job_taken


class Ending(NamedTuple):
    """Open lines that a new note cancels, hand-written ones that it only lists, lines and notes that it finishes."""

    closed: tuple[Line, ...] = ()
    by_hand: tuple[Line, ...] = ()
    done: tuple[Line, ...] = ()
    finished: tuple[Note, ...] = ()


def ending(
    search: Search, kind: Kind, application: Application | None, rows: Iterable[Step], moment: Moment | None
) -> Ending:
    """What of the application's open lines the event closes: what its rows replace, what it cancels.

    With a no also what ends with the application, and what a talk asks for that was planned for a later day.
    """
    if application is None or not kind.event:
        return Ending()
    replaced = {step for row in rows for step in row.replaces}
    closed, by_hand = [], []
    if kind.event == "rejection":
        closed += [*_of_earlier_noes(search, application), *left_by_others(search, application)]
    for line in open_lines_serving(search, [application]):
        if line.step is None:
            by_hand.append(line)
        elif line.step.id in replaced:
            closed.append(line)
        elif kind.event in line.step.cancelled_by:
            if kind.event == "interview" and is_after(line.note, moment):
                continue  # of a later talk, which this one tells nothing of
            closed += outlived(search, [line], application)
        elif kind.event == "rejection" and line.step.ends_as(REJECTED):
            closed += outlived(search, [line], application)
        elif kind.event == "rejection" and is_never_held(line, moment):
            closed.append(line)
    return Ending(tuple(closed), tuple(by_hand) if kind.event == "rejection" else ())


def without_overtaken(
    plan: Plan, search: Search, kind: Kind, application: Application | None, moment: Moment | None
) -> Plan:
    """The plan without what has been ended already by what came since: a later talk, or a job that was taken."""
    since: set[str] = set()
    if application is not None and any(is_after(talk, moment) for talk in application.interviews):
        since |= {"interview"} & {kind.event}
    if kind.event in ("hire", "rejection") and job_taken(search.applications.values()) is not None:
        since.add("accepted")
    return plan._replace(lines=tuple(one for one in plan.lines if since.isdisjoint(one.step.cancelled_by)))


def ending_at_company(search: Search, company: str, rows: Iterable[Step]) -> Ending:
    """What a company was asked for once, and these rows take over. `company` is the name's key."""
    replaced = {step for row in rows for step in row.replaces}
    return Ending(
        tuple(
            line
            for line in search.steps
            if line.task.is_open
            and line.step is not None
            and line.step.is_of_company
            and line.step.id in replaced
            and line.note.type != "company"  # the plan is added there, and it has nothing of an application
            and key(belongs_to(search, line.note, line.task.description, None)[1]) == company
        )
    )


def answered(search: Search, application: Application) -> tuple[Line, ...]:
    """The open lines about its noes, which are no end any more: the application goes on."""
    return tuple(
        line
        for line in _about_its_noes(search, application)
        if line.step is not None and "reopened" in line.step.cancelled_by
    )


def _of_earlier_noes(search: Search, application: Application) -> list[Line]:
    """What an earlier no of the same application left open for its people: this one plans it anew."""
    return [
        line
        for line in _about_its_noes(search, application)
        if line.step is not None and line.step.scope != "search"
    ]


def _about_its_noes(search: Search, application: Application) -> Iterator[Line]:
    """The open lines that a no has planned: in its note, or in that of a round typed in after it."""
    notes = {note.path for note in (*application.rejections, *application.interviews)}
    return (
        line
        for line in search.steps
        if line.task.is_open
        and line.note.path in notes
        and line.step is not None
        and line.step.event == "rejection"
    )


def is_before_the_end(application: Application, moment: Moment) -> bool:
    """Whether a moment lies before the application's last no, or before the day it was closed otherwise.

    After a no it may have gone on, and ended in another way.
    """
    ends = [received_of(application.rejections[-1])] if application.rejections else []
    if application.stage != REJECTED or not ends:
        ends.append(read_moment(application.note.properties.get("closed")))
    return any(ended is not None and end_of(moment) <= end_of(ended) for ended in ends)
