"""Ending: close. What ends with it is listed; for a job taken it is shown before anything is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import click

from vault_tools.cli import context as at
from vault_tools.cli.complete import complete_link, complete_past_day
from vault_tools.cli.speech import wrapped
from vault_tools.commands import closing
from vault_tools.commands.session import Session
from vault_tools.core.meaning.dates import shift, working_day
from vault_tools.core.meaning.links import plain
from vault_tools.core.meaning.names import fit_to_type
from vault_tools.core.model import Note
from vault_tools.core.rules.endings import ACCEPTED, DECLINED, WAYS, WITHDRAWN, End
from vault_tools.core.rules.lines import Line

_SAID = {
    "no-reply": "Closed without an answer", WITHDRAWN: "Withdrawn", DECLINED: "Declined", ACCEPTED: "Taken",
}  # fmt: skip


class _Way(click.Choice[str]):
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value == "rejected":
            self.fail("a no is written down with `vault new-rejection`, which makes a plan of it", param, ctx)
        return super().convert(value, param, ctx)


@click.command(short_help="End an application, an interview, a door or a change.")
@click.argument("name", shell_complete=complete_link("application", ()), help="A piece of its name.")
@click.option("--as", "stage", type=_Way(list(WAYS)), help="How the application ended.")
@click.option(
    "--door",
    is_flag=True,
    help="Shut the door that a no left open; a plan for that company ends with the last one.",
)
@click.option("--called-off", "off", is_flag=True, help="The interview will not take place, or did not.")
@click.option("--done", is_flag=True, help="A change, or the plan for a company, has had its time.")
@click.option("--on", metavar="DAY", shell_complete=complete_past_day, help="The day it ended, if not today.")
@click.option(
    "--withdraw-others/--keep-others",
    default=None,
    help="With a job taken: withdraw from the other applications, or leave them open.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "json_", is_flag=True, help="For programs; nobody is asked.")
def close(
    name: str,
    stage: str | None,
    door: bool,
    off: bool,
    done: bool,
    on: str | None,
    withdraw_others: bool | None,
    yes: bool,
    json_: bool,
) -> None:
    """End an application, and cross out what only served it. A job taken ends the rest of the search too.

    With --called-off, --door or --done it is an interview, a door, or a change that ends.

    Doors and people stay. `vault undo` takes all of it back at once.
    """
    current = at.session()
    day = _day(on, current.today)
    if (stage is not None) + door + off + done > 1:
        raise click.UsageError(
            "--as, --called-off, --door and --done end different things; give one of them."
        )
    if json_:
        if stage == ACCEPTED and not yes:
            raise click.UsageError(
                "close --as accepted turns the rest of the search off; with --json it needs --yes."
            )
        how = "door" if door else "called-off" if off else "done" if done else stage
        record = _ended(current, name, how, day, with_others=bool(withdraw_others)) if how else None
    else:
        record = None
    if record is not None:
        from vault_tools.cli.records import json_text

        at.say(json_text(record))
    elif door:
        note, lines = closing.close_door(current, name, day, at.choose())
        at.say(f"Shut: {note.name}")
        _list(f"Cancelled, because {current.vault.playbook.reason('door')}:", lines)
    elif off:
        note, lines = closing.call_off(current, name, day, at.choose())
        at.say(f"Called off: {note.name}")
        _list(f"Cancelled, because {current.vault.playbook.reason('called-off')}:", lines, told=note)
        _tell_what_is_left(current, note)
    elif done:
        note, lines = closing.close_note(current, name, day, at.choose())
        is_plan = note.type == "company"
        because = f"Cancelled, because {current.vault.playbook.reason('plan')}:"
        at.say(f"Ended: {'the plan for ' if is_plan else ''}{note.name}")
        _list(because if is_plan else "Ticked, because it is done with that:", lines)
    else:
        if stage is None and not json_ and at.has_terminal():
            stage = click.prompt("How did it end", type=_Way(list(WAYS)), err=True)
        if stage is None:
            raise click.UsageError(
                "close needs --as no-reply, withdrawn, declined or accepted; or --called-off, --door, --done."
            )
        _close_application(current, name, stage, day, withdraw_others, yes)
    at.tell_all(current)


def _ended(current: Session, name: str, how: str, day: date, *, with_others: bool) -> dict[str, object]:
    """Do it without asking, and say it as a record."""
    let_go: Sequence[Line] = ()
    ticked: Sequence[Line] = ()
    left: Sequence[Line] = ()
    withdrawn: Sequence[str] = ()
    if how == "door":
        note, let_go = closing.close_door(current, name, day)
    elif how == "called-off":
        note, let_go = closing.call_off(current, name, day)
    elif how == "done":
        note, lines = closing.close_note(current, name, day)
        let_go, ticked = (lines, ()) if note.type == "company" else ((), lines)
    else:
        end = closing.close_application(current, name, how, day, with_others=with_others)
        note, how, left = end.application.note, end.way, end.by_hand
        let_go = (*end.chase, *end.elsewhere)
        withdrawn = [other.note.path for other in end.others] if with_others else ()
    return {
        "note": note.path,
        "how": how,
        "cancelled": [plain(line.task.description) for line in let_go],
        "done": [plain(line.task.description) for line in ticked],
        "left": [plain(line.task.description) for line in left],
        "withdrawn": list(withdrawn),
    }


def _tell_what_is_left(current: Session, note: Note) -> None:
    """That they may owe a new day: the application goes on, or else it would be closed itself."""
    from vault_tools.core.rules.appointments import YEAR, appointments
    from vault_tools.core.rules.owners import application_of

    search = current.shown()
    application = application_of(search, note)
    if application is None or any(a.application == application for a in appointments(search, YEAR)):
        return
    if not application.note.properties.get("follow_up"):
        at.tell()
        at.tell(
            wrapped(
                f"If they owe you a new day: `follow_up: {working_day(shift(current.today, 7))}` in "
                f"{application.note.path} reminds you to ask."
            )
        )


def _close_application(
    current: Session, name: str, stage: str, day: date, withdraw_others: bool | None, yes: bool
) -> None:
    if stage == ACCEPTED:
        end = closing.what_ends(current, name, stage, day, at.choose())
        name = end.application.note.path
        _show(end, is_sure=yes)
        if not yes:
            _ask("Do that?")
            if withdraw_others is None and end.others:
                question = (
                    f"Withdraw from the other {'one' if len(end.others) == 1 else len(end.others)} as well?"
                )
                withdraw_others = click.confirm(question, default=False, err=True)
    end = closing.close_application(
        current, name, stage, day, with_others=bool(withdraw_others), choose=at.choose()
    )
    at.say(f"{_SAID[end.way]}: {end.application.note.name}")
    if end.way == DECLINED:
        at.tell("You declined the offer; in the note the stage is withdrawn.")
    if end.way != ACCEPTED:
        _list(f"Cancelled, because {current.vault.playbook.reason(end.way)}:", end.chase)
        _list("Yours, and left as they are:", end.by_hand)
        return
    for other in end.others if withdraw_others else ():
        at.say(f"Withdrawn: {other.note.name}")
    at.tell("\nCongratulations. `vault undo` takes it all back, should it come otherwise.")
    if end.others and not withdraw_others:
        at.tell("\nStill open, until you tell them:")
        for other in end.others:
            typed = fit_to_type(other.note.name)
            which = "" if typed == other.note.name else f"  ({other.note.name})"
            at.tell(f'  vault close "{typed}" --as withdrawn{which}')


def _show(end: End, *, is_sure: bool) -> None:
    """What a job taken turns off, or would, and what it leaves."""
    _list(f"This {'is' if is_sure else 'would be'} crossed out, because you took the job:", end.chase)
    _list("And in the rest of the search:", end.elsewhere)
    _list("Yours, and left as they are:", end.by_hand)
    if end.doors:
        names = ", ".join(door.company for door in end.doors)
        at.tell()
        at.tell(
            wrapped(
                f"People stay, and so do the doors still open: {names}. `vault close NAME --door` shuts one."
            )
        )
    else:
        at.tell("\nPeople stay.")


def _ask(question: str) -> None:
    if not at.has_terminal():
        raise click.UsageError(
            "close --as accepted turns the rest of the search off; where nobody can be asked it needs --yes."
        )
    if not click.confirm(question, default=True, err=True):
        at.tell("Nothing was changed.")
        raise click.exceptions.Exit(1)


def _list(title: str, lines: Sequence[Line], told: Note | None = None) -> None:
    """Each line with its note, but for the one that was told already."""
    if lines:
        at.tell(f"\n{title}")
    for line in lines:
        where = "" if line.note is told else f"  ({line.note.name})"
        at.tell(f"  {plain(line.task.description)}{where}")


def _day(on: str | None, today: date) -> date:
    if on is None:
        return today
    day = at.day_given(on, today, "--on", back=True)
    if day > today:
        raise click.UsageError(f"--on: {day} is still to come; close it then.")
    return day
