"""What may be a mistake in a note that is written down, said with the way back. Refuses nothing, and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from vault_tools.commands.making import Making
from vault_tools.commands.met import PEOPLE
from vault_tools.core.meaning.dates import as_text, day_of
from vault_tools.core.meaning.names import fit_to_type
from vault_tools.core.rules.applications import Application, starts_of
from vault_tools.core.rules.known import nearly
from vault_tools.core.rules.moved import held_with_nobody_named, still_to_come

_CAME_AFTER = {"rejection": "no", "interview": "interview", "offer": "offer"}


def about_what_was_given(made: Making) -> Iterator[str]:
    """A day that cannot be, a name that is nearly another one."""
    yield from _days(made)
    yield from _slips(made)


def about_what_is_there(made: Making) -> Iterator[str]:
    """Another note beside which this one may be one too many."""
    yield from _twin(made)
    yield from _others_hired(made)


def _days(made: Making) -> Iterator[str]:
    """What came before the application went out is taken: one of the two days is another."""
    if made.request.brought is not None and made.kind.event != "rejection":
        return
    if made.kind.event in _CAME_AFTER and made.application is not None and made.moment is not None:
        yield from before_it_went_out(made.application, _CAME_AFTER[made.kind.event], day_of(made.moment))


def before_it_went_out(application: Application, what: str, day: date) -> Iterator[str]:
    """That this is of a day on which the application was not out yet."""
    if application.applied is not None and day < application.applied:
        yield (
            f"This {what} is of {day}, and {application.note.path} says that it went out on "
            f"{application.applied}, after it. If one of the days is wrong: `vault undo`, or mend `applied` there."
        )


def _slips(made: Making) -> Iterator[str]:
    """A person or company that is new, and called nearly like one that is there: perhaps they are the same."""
    if made.request.brought is not None:
        return
    new = [(stub.name, stub.kind) for stub in made.found.stubs.values()]
    if made.kind.name in ("contact", "company"):
        new.append((str(made.values.get("name") or ""), made.kind.name))
    for name, kind in new:
        there = nearly(made.search.catalogue, name, kind)
        if there is not None:
            yield (
                f"{name} is new, and nearly called like {there.path}. If they are the same: `vault undo`, "
                "and again with the name as it is there."
            )


def _twin(made: Making) -> Iterator[str]:
    """That an interview of this round is there already: if it was moved, or is the one meant, there are two now."""
    moment, today = made.moment, made.search.today
    if made.kind.event != "interview" or made.application is None or made.joins is not None or moment is None:
        return
    interviews, round_ = made.application.interviews, str(made.values.get("round") or "")
    twin = still_to_come(interviews, round_, today)
    if twin is not None:
        way = "change `starts` there"
        if day_of(moment) >= today:
            way = f'`vault reschedule "{fit_to_type(twin.name)}" {as_text(moment)[:16]}`, which moves its steps as well'
        yield (
            f"There is one for this round already, {twin.path}. If that was moved to another day: "
            f"`vault undo`, then {way}."
        )
    held = held_with_nobody_named(interviews, round_, today) if made.found.links.get(PEOPLE) else None
    if held is not None and (was := starts_of(held)) is not None:
        yield (
            f"{held.path} was on {day_of(was)}, and names nobody yet. If they were in that one: "
            f"`vault undo`, and again with --on {day_of(was)}."
        )


def _others_hired(made: Making) -> Iterator[str]:
    """That a hire after this no is there already: they may have taken two, or one of the notes is wrong."""
    no, catalogue = made.found.rejection, made.search.catalogue
    if made.kind.event != "hire" or no is None:
        return
    there = [n.path for n in catalogue.of_type(made.kind.name) if catalogue.linked(n, "rejection") == no]
    if there:
        yield (
            f"Who was hired after this no is written down already: {', '.join(there)}. If they took one person only: "
            "`vault undo`, and mend what stands there; or delete what is wrong there, and keep this."
        )
