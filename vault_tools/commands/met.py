"""An interview whose note is there, and people who are only now known to have been in it: which one, and who is new.

Knows the kind `interview` alone; where they are written in is known in `joining.py`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.dates import Moment, as_text, day_of
from vault_tools.core.meaning.names import fit_to_type, key
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import starts_of
from vault_tools.core.rules.catalogue import text_of
from vault_tools.core.rules.lines import Line

if TYPE_CHECKING:
    from vault_tools.commands.belonging import Asker
    from vault_tools.commands.making import Making

EVENT, PEOPLE = "interview", "interviewers"


def round_that_was(made: Making, asker: Asker) -> Note | None:
    """The interview that is meant, if its note is there and people are named for it; the values are then its own.

    It is the one of that day, hour and round, or the only one of that day where no round is said; one that has no hour
    yet gets the one that is given. Of another round it is asked, if somebody is there to answer. Raises VaultError if
    everybody named has their steps there already.
    """
    application, moment = made.application, made.moment
    given = made.found.links.get(PEOPLE, [])
    if made.kind.name != EVENT or not made.kind.adds or made.request.brought is not None:
        return None
    if application is None or moment is None or not given:
        return None
    said = str(made.request.typed.get("round") or "")
    that_day = [n for n in application.interviews if _is_when(starts_of(n), moment)]
    there = [n for n in that_day if not said or key(text_of(n, "round")) == key(said)]
    there = [n for n in there if starts_of(n) == moment] or there
    if not there and len(that_day) == 1 and asker.confirm is not None:
        question = f"{that_day[0].name} is there already. Were they in that one?"
        there = that_day if asker.confirm(question) else []
    if len(there) != 1:
        return None
    (note,) = there
    have = _with_steps(made, note)
    new = [person for person in given if person.key not in have]
    if not new:
        names = " and ".join(person.name for person in given)
        raise VaultError(f"{note.path} has {names} already; `vault due --all` lists what is open of it")
    made.found.links[PEOPLE] = new
    if not _is_new_hour(note, moment):
        made.values["starts"] = starts_of(note)
    made.values[PEOPLE] = [person.name for person in new]
    made.values["round"] = text_of(note, "round") or made.values.get("round")
    return note


def is_another_talk(made: Making, there: Note) -> bool:
    """Whether a talk with the name of one that is there is another one: it was brought in, or had people at another hour."""
    if made.request.brought is not None:
        return made.kind.event == EVENT and made.request.brought.is_another
    return (
        made.kind.name == EVENT and bool(made.found.links.get(PEOPLE)) and _is_other_hour(there, made.moment)
    )


def way_to_another(made: Making, there: Note, moment: Moment) -> str:
    """What is to be done where a talk is there already, on another day or at another hour; empty if neither is."""
    was = starts_of(there)
    if was is not None and day_of(was) != day_of(moment):
        return f"that talk is on {day_of(was)} now, so --on {day_of(was)} --with NAME adds whom you met"
    if made.found.links.get(PEOPLE) and made.request.brought is None and not isinstance(moment, datetime):
        return "that day has another one too, so say the hour of the one you mean"
    if not _is_new_hour(there, moment) and not _is_other_hour(there, moment):
        return ""
    way = f'`vault reschedule "{fit_to_type(there.name)}" {moment:%H:%M}`'
    if day_of(moment) < made.search.today:
        way = f"write `starts: {as_text(moment)}` there"
    beside = "; with whom you met, --with NAME, it is another talk" if _is_other_hour(there, moment) else ""
    return f"if {moment:%H:%M} is its hour, {way}{beside}"


def _is_new_hour(note: Note, moment: Moment | None) -> bool:
    """Whether a talk has a day alone so far, and this is an hour."""
    starts = starts_of(note)
    return starts is not None and not isinstance(starts, datetime) and isinstance(moment, datetime)


def _is_other_hour(note: Note, moment: Moment | None) -> bool:
    """Whether a talk has an hour, and this is another one."""
    starts = starts_of(note)
    return isinstance(starts, datetime) and isinstance(moment, datetime) and starts != moment


def _is_when(starts: Moment | None, moment: Moment) -> bool:
    """Whether an interview was on that day, and at that hour where both have one."""
    if starts is None or day_of(starts) != day_of(moment):
        return False
    return not (isinstance(moment, datetime) and isinstance(starts, datetime)) or moment == starts


def steps_of_people(made: Making) -> frozenset[str]:
    """The rows that are about who was met; the others were planned with the interview."""
    wanted = {"interviewer", *(["asked"] if made.values.get("promised") else [])}
    return frozenset(row.id for row in made.search.playbook.of_event(EVENT) if wanted & set(row.who))


def spared(made: Making, note: Note) -> tuple[Line, ...]:
    """The open lines of that note from which its own people are spared: who was there is not told how it went."""
    new = {person.key for person in made.found.links.get(PEOPLE, ())}
    return tuple(
        line
        for line in made.search.lines_of.by_note.get(note.path, ())
        if line.task.is_open
        and line.step is not None
        and "interviewer" in line.step.spares
        and (person := made.search.people.person_of(line)) is not None
        and person.key in new
    )


def _with_steps(made: Making, note: Note) -> set[str]:
    """Who has a line of an interview, or the thanks of a no, in that note, whatever became of it."""
    return {
        person.key
        for line in made.search.lines_of.by_note.get(note.path, ())
        if line.step is not None
        and (line.step.event == "rejection" or "interviewer" in line.step.who)
        and (person := made.search.people.person_of(line)) is not None
    }
