"""Moving what has a date with others: reschedule. Its steps move with it, and are named."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from vault_tools.cli import context as at
from vault_tools.cli.complete import complete_appointment, complete_day
from vault_tools.cli.speech import by_day, day

if TYPE_CHECKING:
    from datetime import date

    from vault_tools.core.meaning.dates import Moment


@click.command(short_help="Move an interview, or the day of an answer.")
@click.argument(
    "name", shell_complete=complete_appointment, help="A piece of its name: the company, the round."
)
@click.argument(
    "when", nargs=-1, required=True, shell_complete=complete_day,
    help="fri 14:00, 2026-11-30T14:00; a day alone keeps the time, a time alone the day.",
)  # fmt: skip
@click.option("--json", "json_", is_flag=True, help="For programs.")
def reschedule(name: str, when: tuple[str, ...], json_: bool) -> None:
    """Move an interview to another day or time, and with it its steps; of an offer, the day of your answer."""
    from vault_tools.core.errors import VaultError
    from vault_tools.core.meaning.dates import parse_moment
    from vault_tools.core.meaning.links import plain
    from vault_tools.core.meaning.names import fit_to_type

    current = at.session()
    words = " ".join(when)
    try:  # misuse, before anybody is asked which one is meant
        parse_moment(words, current.today)
    except VaultError as error:
        raise click.UsageError(f"WHEN: {error}.") from None
    moved = current.reschedule(name, words, choose=at.choose())
    if json_:
        from vault_tools.cli import records

        at.say(records.json_text(records.rescheduled(moved)))
        at.tell_all(current)
        return
    today = current.today
    at.say(f"Moved to {_said(moved.now, today)}: {moved.what}")
    at.tell(f"It was on {_said(moved.before, today)}.{' The time stays.' if moved.keeps_time else ''}")
    if moved.steps:
        at.tell("\nWith it:")
    steps = sorted(moved.steps, key=lambda step: step[1])
    for row in by_day(((due, plain(line.task.description)) for line, due in steps), today):
        at.tell(row)
    if moved.other is not None:
        way = f'`vault undo`, then `vault reschedule "{fit_to_type(moved.other.name)}" {words}`'
        at.tell(f"\nIf you meant the one that was: {way}.")
    at.tell_all(current)


def _said(moment: Moment, today: date) -> str:
    return day(moment, today) + (f", {moment:%H:%M}" if isinstance(moment, datetime) else "")
