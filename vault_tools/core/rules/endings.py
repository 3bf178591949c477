"""What an end takes with it: the chase of one application, of the whole search, or a door. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.dates import Moment, day_of
from vault_tools.core.meaning.names import key
from vault_tools.core.model import CLOSED, Note
from vault_tools.core.rules.applications import ENDED, Application, is_after, starts_of
from vault_tools.core.rules.doors import Door, open_doors
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.owners import belongs_to, goes_on_there, is_never_held, no_of
from vault_tools.core.rules.search import Search

ACCEPTED = "accepted"
WITHDRAWN = "withdrawn"
REJECTED = "rejected"
DECLINED = "declined"  # how one says it of an offer; in the note it is withdrawn
WAYS = ("no-reply", WITHDRAWN, DECLINED, ACCEPTED)  # in which one closes an application oneself


class End(NamedTuple):
    """An application that ends, and in which of the WAYS.

    `elsewhere` is what ends with it in the search: only for a job taken. `by_hand` are the user's own lines about it,
    which are left; `others` and `doors` are what stays open. `talks` were planned for later on the very day, and are
    called off with it: `closed` is a day, and would not tell that they were never held.
    """

    application: Application
    way: str
    chase: tuple[Line, ...]
    by_hand: tuple[Line, ...]
    elsewhere: tuple[Line, ...] = ()
    others: tuple[Application, ...] = ()
    doors: tuple[Door, ...] = ()
    talks: tuple[Note, ...] = ()


def way_of(application: Application, said: str) -> str:
    """How it ends, in the right word: whoever withdraws from an offer declines it. Raises VaultError without one."""
    has_offer = bool(application.offers) or application.stage == "offer"
    if said == DECLINED and not has_offer:
        raise VaultError(
            f"{application.note.name} has no offer that could be declined; write it down with `vault new-offer`, "
            "or close it --as withdrawn"
        )
    return DECLINED if said == WITHDRAWN and has_offer else said


def how_it_ended(application: Application) -> str:
    """Its end as one says it: the stage, `declined` where there was an offer, `closed` where no stage says it."""
    if application.stage not in ENDED:
        return "closed"
    return DECLINED if application.stage == WITHDRAWN and application.offers else application.stage


def stage_of_way(way: str) -> str:
    """What stands in the note."""
    return WITHDRAWN if way == DECLINED else way


def end_of_application(search: Search, application: Application, said: str, moment: Moment) -> End:
    """What ends when an application is closed at a moment as one of the WAYS."""
    way = way_of(application, said)
    own = open_lines_serving(search, [application])
    stage = stage_of_way(way)
    chase = tuple(
        line
        for line in own
        if line.step is not None and (line.step.ends_as(stage) or is_never_held(line, moment))
    )
    by_hand = tuple(line for line in own if line.step is None)
    talks = later_that_day(application, moment)
    if way != ACCEPTED:
        chase = (*outlived(search, chase, application), *left_by_others(search, application))
        return End(application, way, chase, by_hand, talks=talks)
    others = tuple(
        a for a in search.applications.values() if not a.is_ended and a.note.path != application.note.path
    )
    theirs = open_lines_serving(search, others)
    ending = [
        line
        for line in theirs
        if line.step is not None
        and "ended" in line.step.cancelled_by
        and (line.step.ends_as(WITHDRAWN) or is_never_held(line, moment))
    ]
    ending += [
        line
        for line in search.steps
        if line.task.is_open and line.step and ACCEPTED in line.step.cancelled_by and not search.is_over(line)
    ]
    ending += _asked_of_companies(search)  # no application is open anywhere any more
    elsewhere = {(line.note.path, line.at.line): line for line in ending if line not in chase}
    doors = open_doors(search.catalogue, search.applications, search.today)
    return End(application, way, chase, by_hand, tuple(elsewhere.values()), others, doors, talks)


def later_that_day(application: Application, moment: Moment) -> tuple[Note, ...]:
    """Its interviews that are still to come on the day of a moment."""
    day = day_of(moment)
    return tuple(
        talk
        for talk in application.interviews
        if is_after(talk, moment) and (starts := starts_of(talk)) is not None and day_of(starts) == day
    )


def outlived(search: Search, lines: Iterable[Line], application: Application) -> tuple[Line, ...]:
    """Those of an application's lines that no other application at its company needs."""
    return tuple(
        line for line in lines if line.step is None or not goes_on_there(search, line.step, application)
    )


def left_by_others(search: Search, application: Application) -> tuple[Line, ...]:
    """What its company is asked for once, in the notes of applications that ended before: it ends with the last one."""
    return tuple(
        line
        for line in _asked_of_companies(search)
        if line.step is not None
        and (other := search.applications[line.note.path]).note.path != application.note.path
        and key(other.company) == key(application.company)
        and not goes_on_there(search, line.step, application)
    )


def _asked_of_companies(search: Search) -> list[Line]:
    """What companies are asked for once, open in the notes of applications that ended."""
    return [
        line
        for line in search.steps
        if line.task.is_open
        and line.step is not None
        and line.step.is_of_company
        and "ended" in line.step.cancelled_by
        and (there := search.applications.get(line.note.path)) is not None
        and there.is_ended
    ]


def lines_of_door(search: Search, rejection: Note) -> tuple[Line, ...]:
    """The open lines of a no, and of who was hired after it, that are there only while its door is open.

    With the last door to a company, and no application open there, its plan to be known there ends too.
    """
    house = _left_for_good(search, rejection)
    return tuple(
        line
        for line in search.steps
        if line.task.is_open
        and line.step
        and (
            line.note.path == house
            if line.step.event == "company"
            else line.step.ends_with not in ("", "closed", "held")
            and (no := no_of(search.catalogue, line.note)) is not None
            and no.path == rejection.path
        )
    )


def _left_for_good(search: Search, rejection: Note) -> str | None:
    """The note of a no's company, if no other door to it is open and no application runs there."""
    application = search.catalogue.linked(rejection, "application")
    house = search.catalogue.linked(application or rejection, "company")
    if house is None:
        return None
    there = {a.note.path: a for a in search.applications.values() if _is_at(search, a.note, house)}
    others = [
        door
        for door in open_doors(search.catalogue, search.applications, search.today)
        if door.rejection.path != rejection.path
        and (door.application in there or _is_at(search, door.rejection, house))
    ]
    return None if others or any(not a.is_ended for a in there.values()) else house.path


def _is_at(search: Search, note: Note, house: Note) -> bool:
    there = search.catalogue.linked(note, "company")
    return there is not None and there.path == house.path


def open_lines_serving(search: Search, applications: Iterable[Application]) -> list[Line]:
    """The open lines of these applications: in their notes and their interviews', and those that link to them."""
    every = tuple(applications)
    wanted, own = {a.note.path for a in every}, _own(every)
    return [
        line
        for line in search.lines
        if line.at.task.status not in CLOSED and _serves(search, line, wanted, own)
    ]


def serves(search: Search, line: Line, application: Application) -> bool:
    """Whether a line is of this application, open or not; as `open_lines_serving` tells it."""
    return _serves(search, line, {application.note.path}, _own([application]))


def _own(applications: Iterable[Application]) -> set[str]:
    return {note.path for a in applications for note in (a.note, *a.interviews)}


def _serves(search: Search, line: Line, wanted: set[str], own: set[str]) -> bool:
    if line.note.path in own:
        return True
    if line.note.type in ("rejection", "hire"):
        return False
    if line.step is None and "[[" not in line.at.task.description:
        return False  # one's own line counts where it says so; a step, where its note belongs
    owner, _ = belongs_to(search, line.note, line.at.task.description, None)
    return owner is not None and owner.note.path in wanted
