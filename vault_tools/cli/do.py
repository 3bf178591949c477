"""Doing: done, snooze, drop, undo, redo. Each changes the one line it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vault_tools.cli import context as at
from vault_tools.cli.complete import complete_day, complete_id, complete_past_day
from vault_tools.cli.speech import day

if TYPE_CHECKING:
    from vault_tools.commands.deeds import Changed
    from vault_tools.commands.session import Session
    from vault_tools.core.model import FollowUp

_IDS = click.argument(
    "ids", nargs=-1, required=True, metavar="ID...", shell_complete=complete_id,
    help="The id, the beginning of one, or words of the text.",
)  # fmt: skip


@click.command(short_help="Tick a follow-up off.")
@_IDS
@click.option(
    "--on", metavar="DAY", shell_complete=complete_past_day, help="The day it was done, if not today."
)
@click.option(
    "--cheesecake", is_flag=False, flag_value="", default=None, metavar="[TEXT]",
    help="What a word to somebody brought: a piece of it from your stock, or the first that fits.",
)  # fmt: skip
@click.option("--json", "json_", is_flag=True, help="For programs.")
def done(ids: tuple[str, ...], on: str | None, cheesecake: str | None, json_: bool) -> None:
    """Tick a follow-up off, as the Tasks plugin would. A word to somebody becomes a line in their log."""
    current = at.session()
    when = at.past_day_given(on, current.today, "--on") if on else None
    words = ""
    if cheesecake is not None:
        picked, words = _brought(current, ids, cheesecake)
        ids = (picked,)
    changed = current.complete(*ids, on=when, words=words, choose=at.choose())
    if json_:
        return _say_json(current, changed)
    for f in changed.follow_ups:
        at.say(f"Done: {f.text}")
    for due in changed.next_due:
        at.say(f"Next time: {day(due, current.today)}")
    if not words:
        for f in changed.follow_ups:
            _tell_stock(current, f)
    at.tell_all(current)


def _tell_stock(current: Session, f: FollowUp) -> None:
    """That the stock goes on offering what a word to somebody may just have brought."""
    from vault_tools.core.model import Origin
    from vault_tools.core.rules.cheesecakes import fitting

    if f.origin is not Origin.CADENCE:
        return
    if (offer := next(iter(fitting(current.shown(), f.note)), None)) is not None:
        at.tell(f"If it was “{offer.words}” from your stock: vault undo, then vault done {f.id} --cheesecake")


def _brought(current: Session, ids: tuple[str, ...], piece: str) -> tuple[str, str]:
    """The id of this one follow-up, and the words of the cheesecake that went to its person."""
    from vault_tools.commands.log import cheesecake_for
    from vault_tools.core.model import Origin
    from vault_tools.core.rules.picking import pick_follow_up

    search = current.search()
    found = [pick_follow_up(search, one, at.choose()) for one in ids]
    if len(found) != 1 or found[0].origin is not Origin.CADENCE:
        raise click.UsageError("--cheesecake goes with one word to somebody: vault done ID --cheesecake")
    return found[0].id, cheesecake_for(search, found[0].note, piece, at.choose()).words


@click.command()
@click.argument("id", shell_complete=complete_id, help="The id, the beginning of one, or words of the text.")
@click.argument("when", shell_complete=complete_day, help="tomorrow, fri, +3d, 2w, 1m, or a date.")
@click.option("--json", "json_", is_flag=True, help="For programs.")
def snooze(id: str, when: str, json_: bool) -> None:
    """Move a follow-up to another day."""
    current = at.session()
    until = at.day_given(when, current.today, "WHEN")
    if until < current.today:
        raise click.UsageError(f"WHEN is a day to come, and {until} is past.")
    changed = current.snooze(id, until=until, choose=at.choose())
    if json_:
        return _say_json(current, changed)
    at.say(f"Moved to {day(until, current.today)}: {changed.follow_ups[0].text}")
    at.tell_all(current)


@click.command()
@_IDS
@click.option("--why", metavar="TEXT", help="The reason; it stays with the line.")
@click.option("--json", "json_", is_flag=True, help="For programs.")
def drop(ids: tuple[str, ...], why: str | None, json_: bool) -> None:
    """Let a follow-up go, with a reason."""
    if why is None and at.has_terminal():
        why = click.prompt("Why", err=True)
    if not why:
        raise click.UsageError("drop needs --why, so that you know the reason later.")
    current = at.session()
    changed = current.drop(*ids, why=why, choose=at.choose())
    if json_:
        return _say_json(current, changed)
    for f in changed.follow_ups:
        at.say(f"Dropped: {f.text}")
    at.tell_all(current)


@click.command(short_help="Take back the last thing that was done here.")
@click.option("--list", "list_", is_flag=True, help="List what can be undone, the newest first.")
@click.option("--keep", multiple=True, metavar="PATH", help="Go on without this note; may be repeated.")
@click.option("--json", "json_", is_flag=True, help="For programs.")
def undo(list_: bool, keep: tuple[str, ...], json_: bool) -> None:
    """Take back the last thing that was done here; once more goes one further back."""
    from vault_tools.cli import records
    from vault_tools.commands import undo as undoing

    current = at.session()
    if list_:
        if json_:
            at.say(records.json_text([records.deed(deed) for deed in undoing.history(current)]))
            return
        for deed in undoing.history(current):
            at.say(f"{'undone  ' if deed.is_undone else '        '}{deed.label}  ({', '.join(deed.paths)})")
        return
    undone = undoing.undo(current, keep)
    if json_:
        at.say(records.json_text({"label": undone.label, "paths": list(undone.paths)}))
        at.tell_all(current)
        return
    at.say(f"Undone: “{undone.label}”")
    at.tell_all(current)


@click.command()
@click.option("--json", "json_", is_flag=True, help="For programs.")
def redo(json_: bool) -> None:
    """Do again what was undone last."""
    from vault_tools.cli import records
    from vault_tools.commands import undo as undoing

    current = at.session()
    again = undoing.redo(current)
    if json_:
        at.say(records.json_text({"label": again.label, "paths": list(again.paths)}))
    else:
        at.say(f"Done again: “{again.label}”")
    at.tell_all(current)


def _say_json(current: Session, changed: Changed) -> None:
    from vault_tools.cli import records

    at.say(records.json_text(records.changed(changed)))
    at.tell_all(current)
