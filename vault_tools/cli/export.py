"""Hand the search to other programs: export calendar, csv, json. Prints, or says what it wrote."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from vault_tools.cli import context as at
from vault_tools.commands.session import Session

Function = Callable[..., Any]


@click.group(short_help="Hand the search to a calendar, a spreadsheet, a program.")
def export() -> None:
    """Hand the search to other programs: to stdout, or into a FILE.

    A FILE that is there is written over only if it was made here. To have it kept fresh, name it below [export]
    in vault.toml.
    """


def _file(function: Function) -> Function:
    function = click.option("--force", is_flag=True, help="Write over a FILE that was not made here.")(
        function
    )
    return click.argument("file", required=False, type=click.Path(path_type=Path), help="Else stdout.")(
        function
    )


@export.command(short_help="Follow-ups and interviews for a calendar (iCalendar).")
@_file
@click.option("--todo", is_flag=True, help="To-dos for a task program instead of events.")
@click.option(
    "--split",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="One file an item, as khal has it.",
)
def calendar(file: Path | None, force: bool, todo: bool, split: Path | None) -> None:
    """Follow-ups as events of a day, interviews at their time.

    With nothing changed in the notes, the file keeps every byte.
    """
    from vault_tools.commands.export import CALENDAR, TODO, keep_folder, whole_search
    from vault_tools.store.outside import expanded

    if split is not None and (file is not None or force):
        raise click.UsageError("Give a FILE or --split DIR, one at a time; --force is for a FILE.")
    what = TODO if todo else CALENDAR
    if split is None:
        _hand_over(what, file, force=force)
        return
    current = at.session()
    kept = keep_folder(whole_search(current), what, expanded(split))
    at.say(str(split))
    _tell(current, kept.is_changed, f"{kept.items} in files of their own")
    for sentence in kept.told:
        at.tell(f"{sentence}.")


@export.command(short_help="The applications for a spreadsheet.")
@_file
def csv(file: Path | None, force: bool) -> None:
    """The applications, one a row. No cell is taken for a formula."""
    from vault_tools.commands.export import CSV

    _hand_over(CSV, file, force=force)


@export.command(short_help="Everything for a program; the format is in docs/export.md.")
@_file
def json(file: Path | None, force: bool) -> None:
    """Everything, for a program; the format is in docs/export.md."""
    from vault_tools.commands.export import JSON

    _hand_over(JSON, file, force=force)


def _hand_over(what: str, file: Path | None, *, force: bool) -> None:
    from vault_tools.commands.export import exported, keep_file, whole_search
    from vault_tools.store.outside import expanded

    if force and file is None:
        raise click.UsageError("--force is for a FILE.")
    current = at.session()
    search = whole_search(current)
    if file is None:
        at.say_exactly(exported(search, what))
        _tell(current, True, "")
        return
    kept = keep_file(search, what, expanded(file), force=force)
    at.say(str(file))
    _tell(current, kept.is_changed, f"{kept.items} in it")


def _tell(current: Session, is_changed: bool, words: str) -> None:
    from vault_tools.cli.listing import tell_problems

    if words:
        at.tell(f"{words}." if is_changed else f"{words}, as before; not a byte changed.")
    tell_problems(current.problems)
