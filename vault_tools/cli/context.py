"""From options to an open vault: which one, and on which day; and how a command speaks and asks."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from vault_tools.cli.outcome import IS_BEHIND, UNSAID
from vault_tools.core.meaning.names import printable

if TYPE_CHECKING:  # a session brings most of the house: only where a command has begun, not for its help
    from collections.abc import Callable, Sequence
    from datetime import date

    from vault_tools.api import OpenVault
    from vault_tools.commands.belonging import Asker
    from vault_tools.commands.session import Session


# Held until the process ends, which it does at once (see `__main__`): to take apart what was read of a large vault
# as its command returns would take a while.
_OPENED: list[OpenVault] = []
_LIFETIME = 100  # years


def today_and_now(asked: str | None) -> tuple[date, date]:
    """The day to play, and the moment; a day that is none is misuse, as with any other option."""
    from vault_tools.clock import today_and_now
    from vault_tools.core.errors import VaultError

    try:
        return today_and_now(asked)
    except VaultError as error:
        raise click.UsageError(f"{error}.") from None


def session(context: click.Context | None = None) -> OpenVault:
    """The vault of the running command."""
    from pathlib import Path

    from vault_tools.api import OpenVault
    from vault_tools.cli.progress import progress
    from vault_tools.store.locate import find_vault
    from vault_tools.store.vault import Vault

    root = (context or click.get_current_context()).find_root()
    today, now = today_and_now(root.params.get("today"))
    vault = Vault(find_vault(root.params.get("vault"), Path.cwd()))
    vault.reader.progress = progress()
    opened = OpenVault(vault, today, now)
    _OPENED[:] = [opened]
    if root.obj is not None:
        root.obj.opened(opened)
    return opened


def day_given(text: str, today: date, option: str, *, back: bool = False) -> date:
    """The day that was typed for an option, as `tomorrow`, `+3d` or a date; a wrong one is told by its option."""
    from vault_tools.core.errors import VaultError
    from vault_tools.core.meaning.dates import parse_day

    try:
        day = parse_day(text, today, back=back)
    except VaultError as error:
        raise click.UsageError(f"{option}: {error}.") from None
    refuse_far(day, today, option)
    return day


def refuse_far(day: date, today: date, option: str) -> None:
    """A day that is a lifetime away is a slip of the hand, and would stand in a note for ever."""
    if abs(day.year - today.year) > _LIFETIME:
        raise click.UsageError(f"{option}: {day.isoformat()[:10]} is a lifetime away; look at the year.")


def past_day_given(text: str, today: date, option: str) -> date:
    """The same for what is done already: `fri` is the last one."""
    day = day_given(text, today, option, back=True)
    if day > today:
        raise click.UsageError(f"{option}: {day} is still to come; give yesterday, or a date that is past.")
    return day


def has_terminal() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None and sys.stderr.isatty()


def asker() -> Asker:
    """How to ask, if there is a terminal."""
    from vault_tools.commands.belonging import Asker

    return Asker(_choose, confirm) if has_terminal() else Asker()


def choose() -> Callable[[str, Sequence[str]], int] | None:
    return _choose if has_terminal() else None


def _choose(question: str, answers: Sequence[str]) -> int:
    for number, answer in enumerate(answers, 1):
        click.echo(f"  {number}  {printable(answer)}", err=True)
    return which(printable(question), len(answers), suffix=" ")


def which(question: str, count: int, *, otherwise: int | None = None, suffix: str = ": ") -> int:
    """Ask which of so many numbered answers, counted from 0; Enter is the one of `otherwise`, or asks again."""

    def chosen(text: str) -> int:
        said = text.strip()
        if not (said.isascii() and said.isdigit() and 1 <= int(said) <= count):
            raise click.UsageError(f"give a number from 1 to {count}")
        return int(said) - 1

    default = None if otherwise is None else str(otherwise + 1)
    index: int = click.prompt(question, default=default, value_proc=chosen, prompt_suffix=suffix, err=True)
    return index


def confirm(question: str) -> bool:
    """Ask for yes or no; only where there is a terminal."""
    return click.confirm(printable(question), err=True)


def say(text: str = "", **style: Any) -> None:
    """A result, to stdout; foreign text cannot steer the terminal. What cannot be written ends no deed half-way."""
    clean = "\n".join(map(printable, text.split("\n")))
    meta = click.get_current_context().meta
    if UNSAID not in meta:
        try:
            click.echo(click.style(clean, **style) if style else clean)
        except OSError as error:
            meta[UNSAID] = error


def say_exactly(data: bytes) -> None:
    """A result for a program, to stdout byte for byte. What cannot be written is told as with any other result."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        click.get_current_context().meta[UNSAID] = error


def tell(text: str = "", **style: Any) -> None:
    """Talk, to stderr; if nobody can hear it, nothing else fails."""
    clean = "\n".join(printable(line) for line in text.split("\n"))
    with suppress(OSError):
        click.echo(click.style(clean, **style) if style else clean, err=True)


def tell_all(current: Session) -> None:
    """What the user should know beside the result; it becomes the exit code where the dashboard is behind."""
    from vault_tools.store.untold import untold

    if current.is_behind:
        click.get_current_context().meta[IS_BEHIND] = True
    for sentence in current.told:
        tell(sentence)
    current.told.clear()
    untold.clear()
