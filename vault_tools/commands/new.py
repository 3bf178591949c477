"""Make a note of any kind: the values, what it links to, its plan, its text, and what it changes elsewhere."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace
from typing import NamedTuple

from vault_tools.commands.belonging import Asker
from vault_tools.commands.beside import notes_beside
from vault_tools.commands.completing import done_by, lines_until_closed, running, taken_over
from vault_tools.commands.doubts import about_what_is_there, about_what_was_given
from vault_tools.commands.elsewhere import Course, edits_elsewhere
from vault_tools.commands.going_out import steps_in_question
from vault_tools.commands.growing import grown, note_to_add_to
from vault_tools.commands.making import Making, Request
from vault_tools.commands.met import spared, steps_of_people
from vault_tools.commands.page import stub_page, text_of_page
from vault_tools.commands.placing import path_of
from vault_tools.commands.readying import make_ready
from vault_tools.commands.refresh import refresh_or_tell
from vault_tools.commands.session import Session, retried
from vault_tools.commands.situations import situation_after_no, situation_of
from vault_tools.commands.writing import writing
from vault_tools.core.errors import NotFoundError, VaultError
from vault_tools.core.meaning.names import note_name
from vault_tools.core.meaning.notes import encode
from vault_tools.core.model import Edit, FollowUp
from vault_tools.core.rules.applications import ENDED
from vault_tools.core.rules.endings import how_it_ended
from vault_tools.core.rules.plan import LeftOut, Plan, Planned, Situation, in_time, make_plan
from vault_tools.core.rules.superseded import (
    Ending,
    answered,
    ending,
    ending_at_company,
    is_before_the_end,
    without_overtaken,
)
from vault_tools.core.rules.unseen import hint_for, hints_at_a_no

__all__ = ["Created", "Request", "new_note"]


class Created(NamedTuple):
    """What was made and changed: paths, the planned lines with their days, what was closed, left out and listed.

    `path` is the note that it is about: made, or changed where it was there, as a lead that goes out is.
    `sent` is what became of an application whose note was there: it was "sent", or only "planned".
    """

    path: str
    made: tuple[str, ...]
    changed: tuple[str, ...]
    planned: tuple[tuple[Planned, str], ...]
    left_out: tuple[LeftOut, ...]
    ending: Ending
    level: int
    next: FollowUp | None = None
    sent: str = ""
    because: str = ""  # why lines were closed, where it is another reason than the kind's

    @property
    def name(self) -> str:
        return note_name(self.path)


def new_note(session: Session, request: Request, asker: Asker | None = None) -> Created:
    """Write a new note with everything that belongs to it, as one deed. Nothing is written if anything is wrong."""
    asker = asker or Asker()
    kind = session.vault.kinds.get(request.kind)
    if kind is None:
        raise NotFoundError(f"there is no kind '{request.kind}'; known are {', '.join(session.vault.kinds)}")
    with writing(session) as journal:

        def attempt() -> tuple[Making, Created, str]:
            made = make_ready(session, session.search(), kind, request, asker)
            created, edits = built(made, asker)
            says = (
                made.wording.value(kind.says, made.context(), where=made.where("says")) if kind.says else ""
            )
            deed = created.sent or ("met" if made.joins is not None else f"new {kind.name}")
            journal.carry_out(f"{deed}: {created.name}", edits)
            return made, created, says

        made, created, says = retried(attempt)
        session.told.extend(made.found.told)
        if said := says.strip():
            session.told.append(f"\n{said}")
        session.told.extend(about_what_is_there(made))
        refresh_or_tell(session, journal)
    return created


def built(made: Making, asker: Asker) -> tuple[Created, list[Edit]]:
    """The new note, the stubs it needs and what it changes: everything that is written as one deed."""
    course = _course(made, asker)
    made.found.told.extend(about_what_was_given(made))
    ended = taken_over(made, asker)
    there = note_to_add_to(made)
    path = path_of(made) if there is None else there.path
    situation = _situation(made, path, course)
    plan = make_plan(made.search.playbook, made.search.settings, situation) if situation else Plan()
    if made.request.brought is not None and made.request.brought.is_late:
        plan = (
            Plan()
            if made.request.brought.stage in ENDED
            else in_time(plan, made.search.today, made.search.settings)
        )
    plan = without_overtaken(plan, made.search, made.kind, made.application, made.moment)
    level = situation.level if situation else 0
    is_new = course is not Course.LATE and made.joins is None
    end = _ending(made, situation, level) if is_new else Ending()
    if course is Course.REOPENED and made.application is not None:
        end = end._replace(closed=(*end.closed, *answered(made.search, made.application)))
    end = end._replace(
        done=(*done_by(made), *(line for n in ended for line in lines_until_closed(made.search, n))),
        finished=ended,
    )
    lines = tuple((planned, made.line(planned)) for planned in plan.lines)
    also = tuple(notes_beside(made, asker))
    if there is not None:
        first = grown(made, there, plan, lines)
    else:
        page = text_of_page(made, path, plan, lines, level, beside=tuple(note.path for note in also))
        first = Edit(path, None, encode(page))
    edits = [first, *(Edit(note.path, None, encode(note.text)) for note in also)]
    edits += _stubs([made, *(note.made for note in also)], {edit.path for edit in edits})
    edits += edits_elsewhere(made, end, course)
    new = tuple(e.path for e in edits if e.before is None)
    changed = tuple(e.path for e in edits if e.before not in (None, e.after))
    created = Created(path, new, changed, lines, plan.left_out, end, level)
    if made.sent is not None:
        created = created._replace(sent="sent" if made.sent.is_lead else "planned")
    if made.joins is not None:  # these stand in the note itself, and are let go in the same edit
        created = created._replace(
            ending=end._replace(closed=(*end.closed, *spared(made, made.joins))),
            because=made.search.playbook.reason("met"),
        )
    return created, edits


def _stubs(all_made: Iterable[Making], written: Container[str]) -> list[Edit]:
    """The stubs that the new notes need, each once."""
    edits: dict[str, Edit] = {}
    for made in all_made:
        for path, stub in made.found.stubs.items():
            if path not in written and path not in edits:
                edits[path] = Edit(path, None, encode(stub_page(made, stub.kind, stub.properties)))
    return list(edits.values())


def _course(made: Making, asker: Asker) -> Course:
    """How the note stands to the end of its application; a second no without a reopening is refused."""
    application, moves, moment = made.application, made.kind.moves, made.moment
    if application is None or moves is None or moment is None or not application.is_ended:
        return Course.GOING_ON
    name, stage = application.note.name, how_it_ended(application)
    if moves.closed:
        if application.rejections:
            raise VaultError(
                f"{name} is {stage} already: {application.rejections[-1].path}. "
                "If it went on after that, write down the interview first: `vault new-interview … --reopen`"
            )
        hint = hint_for(hints_at_a_no(made.search.catalogue, made.session.problems), application)
        if hint:
            raise VaultError(f"{hint}. It may be the no of {name}, which is {stage} already; mend that first")
        return Course.GOING_ON  # marked by hand, or given up: the answer that came after all
    if is_before_the_end(application, moment):
        return Course.LATE
    if made.request.reopen or (
        asker.confirm is not None and asker.confirm(f"{name} is {stage}. Does it go on?")
    ):
        return Course.REOPENED
    raise VaultError(f"{name} is {stage}; if it goes on, say so with --reopen")


def _situation(made: Making, path: str, course: Course) -> Situation | None:
    """What the plan is made for; None if the note is no event, or has no day yet."""
    application, kind = made.application, made.kind
    if not kind.event or (kind.anchor and made.moment is None):
        return None
    birth = application.note.name if application is not None else note_name(path)

    if course is Course.LATE:
        return situation_after_no(made.search, kind, made.found, birth=birth, holds_true=made.row_holds)
    situation = situation_of(
        made.search, kind, made.found, made.values, birth=birth, holds_true=made.row_holds
    )
    begun = running(made.search, made.session.vault.kinds)
    if made.sent is not None:
        situation = replace(situation, only=steps_in_question(made, made.sent))
    if made.joins is not None:
        situation = replace(situation, only=steps_of_people(made))
    return replace(situation, open_search={**begun, **situation.open_search})


def _ending(made: Making, situation: Situation | None, level: int) -> Ending:
    rows = [
        row
        for row in made.search.playbook.of_event(made.kind.event, "line", "part")
        if row.holds_under(made.search.settings)
        and row.min_level <= level
        and (not row.when or (situation is not None and situation.holds_true(row.when)))
    ]
    if made.application is None and situation is not None and situation.company:
        return ending_at_company(made.search, situation.company, rows)
    return ending(made.search, made.kind, made.application, rows, made.moment)
