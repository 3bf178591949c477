"""Keeping in touch: write down that somebody was met or written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vault_tools.cli import context as at
from vault_tools.cli.complete import CHANNELS, complete_channel, complete_link, complete_past_day
from vault_tools.cli.speech import day, relative
from vault_tools.core.meaning.names import one_line, printable

if TYPE_CHECKING:
    from vault_tools.core.model import FollowUp


@click.command(short_help="Write down that you were in touch with somebody.")
@click.argument("person", shell_complete=complete_link("contact", ()), help="A piece of the person's name.")
@click.argument("what", required=False, help="In your words: what it was about.")
@click.option(
    "--channel", metavar="NAME", shell_complete=complete_channel,
    help="How you were in touch: email, call, coffee, or in your own word.",
)  # fmt: skip
@click.option("--on", metavar="DAY", shell_complete=complete_past_day, help="The day it was, if not today.")
@click.option(
    "--cheesecake", is_flag=False, flag_value="", default=None, metavar="[TEXT]",
    help="What you brought from your stock: a piece of it, or the first that fits.",
)  # fmt: skip
@click.option("--json", "json_", is_flag=True, help="For programs.")
def log(
    person: str, what: str | None, channel: str | None, on: str | None, cheesecake: str | None, json_: bool
) -> None:
    """Write down that you were in touch: a line in their log, from which the next word is counted."""
    from vault_tools.commands.log import Touched, cheesecake_for, log_touch, pick_person
    from vault_tools.core.rules.applications import called

    current = at.session()
    when = at.day_given(on, current.today, "--on", back=True) if on else current.today
    search = current.search()
    note = pick_person(search, person, at.choose())
    how = _channel(channel or "")
    if what is None and not how and cheesecake is None and at.has_terminal():
        what = click.prompt("What was it", err=True)
    if not one_line(what or "") and not how and cheesecake is None:
        raise click.UsageError(
            'log needs a word on what it was, or a --channel: vault log "Dana Lee" "sent the article".'
        )
    brought = None if cheesecake is None else cheesecake_for(search, note.path, cheesecake, at.choose())
    touched = Touched(note, when, how, what or "", brought)
    logged = log_touch(current, touched, _finishes if at.has_terminal() else None)
    if json_:
        from vault_tools.cli import records

        at.say(records.json_text(records.logged(touched, logged)))
        at.tell_all(current)
        return
    at.say(f"Logged: {called(note)}, {day(when, current.today)}")
    for f in logged.finished:
        at.say(f"Done: {f.text}")
    if logged.next_due is not None:
        at.tell(f"The next word is due {day(logged.next_due, current.today)}.")
    for f in logged.still_open:
        if not at.has_terminal():
            ripe = relative(f.ripe, current.today)
            at.tell(f"Still open: {f.text} ({ripe}). If this finished it: vault done {f.id}")
    at.tell_all(current)


def _channel(said: str) -> str:
    """One of the usual words as we write it, or the user's own as it is."""
    own = one_line(said)
    return own.lower() if own.lower() in CHANNELS else own


def _finishes(f: FollowUp) -> bool:
    return click.confirm(printable(f"Does this finish “{f.text}”?"), default=False, err=True)
