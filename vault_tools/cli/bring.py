"""Bringing in what is there already: import. Shows what it understood, and asks before anything is done."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vault_tools.cli import context as at
from vault_tools.cli.speech import wrapped
from vault_tools.core.errors import VaultError

if TYPE_CHECKING:
    from vault_tools.cli.progress import Progress
    from vault_tools.commands.importing import Import
    from vault_tools.commands.session import Session
    from vault_tools.commands.staging import Item

_KINDS = ("application", "lead", "interview", "rejection", "contact")
_MOST = 12  # of what is passed over or there already; --dry-run shows all


@click.command("import", short_help="Bring in mails, tables, LinkedIn's archive, saved postings.")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE...",
    help="Files or folders.",
)
@click.option("--yes", is_flag=True, help="Do it without asking. What is not sure is only listed.")
@click.option("--dry-run", is_flag=True, help="Only show what would be done, all of it.")
@click.option(
    "--dates",
    type=click.Choice(["dmy", "mdy"]),
    help="How to read 03/04/2026 in a table: day first, or month first.",
)
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="COLUMN=PROPERTY",
    help="What a column of a table means; may be repeated. - for nothing.",
)
@click.option("--save-map", is_flag=True, help="Keep in vault.toml how the columns were read.")
@click.option(
    "--all",
    "everybody",
    is_flag=True,
    help="Contacts of all connections, not only at companies in the vault.",
)
@click.option(
    "--me",
    multiple=True,
    metavar="ADDRESS",
    help="An address of yours, so that your own mails are told; may be repeated.",
)
@click.option(
    "--json",
    "json_",
    is_flag=True,
    help="Say it as JSON, for programs; nobody is asked, so with --yes or --dry-run.",
)
def import_(
    files: tuple[Path, ...],
    yes: bool,
    dry_run: bool,
    dates: str | None,
    columns: tuple[str, ...],
    save_map: bool,
    everybody: bool,
    me: tuple[str, ...],
    json_: bool,
) -> None:
    """Bring in what you have: mails (.eml, .mbox, a Maildir), a table of another tracker (CSV), LinkedIn's archive,
    saved postings.

    It is known by its content. What would be made is shown first; `vault undo` takes all of it back at once.
    """
    from vault_tools.commands.importing import Wishes, carry_out, understand

    current = _session()
    asks = at.has_terminal() and not (yes or dry_run or json_)
    wishes = Wishes(
        dates or "",
        columns,
        save_map,
        everybody,
        me,
        _choose if asks else None,
        _answer if asks else None,
        _bar,
    )
    if at.has_terminal():
        at.tell("Reading. Nothing is written before you have seen it." if asks else "Reading.")
    wanted = understand(current, files, wishes)
    does = yes and not dry_run and bool(wanted.edits)
    if json_:
        from vault_tools.cli import records

        if does:
            carry_out(current, wanted)
        at.say(records.json_text(records.imported(wanted, done=does)))
    else:
        if asks:
            at.tell()
        _show(wanted, everything=dry_run)
    _tell(wanted.told, everything=dry_run)
    if not wanted.sources:
        raise click.exceptions.Exit(1)
    if not wanted.edits:
        at.tell("\nNothing to do.")
    elif dry_run:
        at.tell("\nNothing was done: this was a dry run.")
    elif not yes and not asks:
        at.tell_all(current)
        why = "with --json nobody is asked" if json_ else "there is no terminal to ask"
        raise VaultError(f"Nothing was done: {why}. --yes does it.")
    elif not json_:
        if yes or _confirmed():
            carry_out(current, wanted)
            at.say(f"Done: {_counted(wanted)}. `vault undo` takes it back.")
        else:
            at.tell("Nothing was done.")
    at.tell_all(current)


def _confirmed() -> bool:
    at.tell()
    return at.confirm("Do it?")


def _session() -> Session:
    """The session of the vault; at a terminal in a folder that is none yet, it is offered to make it one."""
    from vault_tools.core.errors import NotFoundError
    from vault_tools.store.outside import is_too_wide

    try:
        return at.session()
    except NotFoundError:
        root = click.get_current_context().find_root().params
        here = Path.cwd()
        if root.get("vault") or os.environ.get("VAULT_DIR") or not at.has_terminal() or is_too_wide(here):
            raise
        if not at.confirm(f"There is no vault here. Make {here} one?"):
            raise
        from vault_tools.commands.init import init

        today, _ = at.today_and_now(root.get("today"))
        init(here, today, default=None)
        at.tell(f"{here} is a vault now.")
        return at.session()


_bars: list[Progress] = []  # the last one that was shown


def _bar(what: str) -> Progress | None:
    from vault_tools.cli.progress import progress

    bar = progress(what)
    _bars[:] = [bar] if bar is not None else []
    return bar


def _choose(question: str, answers: Sequence[str]) -> int:
    """A question below what it is about; Enter takes the last answer, which changes nothing."""
    for bar in _bars:
        bar.wipe()
    about, _, asked = question.rpartition("\n")
    for line in about.split("\n") if about else ():
        at.tell(wrapped(line, indent="  ") if line else "")
    for number, answer in enumerate(answers, 1):
        at.tell(f"  {number}  {answer}")
    return at.which(asked, len(answers), otherwise=len(answers) - 1)


def _answer(question: str) -> str:
    answer: str = click.prompt(question, default="", show_default=False, err=True)
    return answer


def _show(wanted: Import, *, everything: bool) -> None:
    from vault_tools.commands.telling_apart import UNTOLD

    for sentence in wanted.sources:
        at.say(wrapped(sentence, indent="  "))
    made = wanted.of("made")
    for kind in _KINDS:
        some = [item for item in made if item.kind == kind]
        _listed(
            f"New {kind if kind != 'rejection' else 'no'}{'s' if kind != 'rejection' else 'es'}", some, _pair
        )
    _listed("Kept in notes that are there", wanted.of("changed"), _pair)
    _listed("Not sure, so left to you", wanted.of("asked"), _pair)
    _listed("Could not be taken", wanted.of("unread"), _pair)
    _listed("There already", wanted.of("same"), _pair, most=None if everything else _MOST)
    for why in dict.fromkeys(item.why for item in wanted.of("passed")):
        some = [item for item in wanted.of("passed") if item.why == why]
        most = None if everything else _MOST if why == UNTOLD else 4
        _listed(f"Passed over, {why}", some, lambda item: item.what, most=most)


def _tell(told: Sequence[str], *, everything: bool) -> None:
    shown = told if everything or len(told) <= _MOST + 1 else told[:_MOST]
    for sentence in shown:
        at.tell(sentence)
    if len(shown) < len(told):
        at.tell(f"… and {len(told) - len(shown)} more such words; --dry-run has all of them.")


def _listed(title: str, items: Sequence[Item], line: Callable[[Item], str], most: int | None = None) -> None:
    if not items:
        return
    at.say(f"\n{title} ({len(items)})")
    shown = items if most is None or len(items) <= most + 1 else items[:most]
    for item in shown:
        at.say(wrapped(f"  {line(item)}", indent="      "))
    if len(shown) < len(items):
        at.say(f"  … and {len(items) - len(shown)} more; --dry-run lists them")


def _pair(item: Item) -> str:
    return f"{item.what}: {item.why}" if item.why else item.what


def _counted(wanted: Import) -> str:
    made = wanted.of("made")
    words = {
        "application": "application",
        "lead": "lead",
        "interview": "interview",
        "rejection": "no",
        "contact": "contact",
    }
    parts = []
    for kind, word in words.items():
        count = sum(item.kind == kind for item in made)
        if count:
            parts.append(f"{count} {word}{'' if count == 1 else 'es' if word == 'no' else 's'}")
    kept = len(wanted.of("changed"))
    if kept:
        parts.append(f"{kept} note{'' if kept == 1 else 's'} added to")
    return ", ".join(parts) or "what was shown"
