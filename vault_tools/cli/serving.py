"""`vault service`: install, status, remove. What is written is shown, and nothing is claimed that was not seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from vault_tools.cli import context as at

if TYPE_CHECKING:
    from vault_tools.commands.service import Place

_SYSTEM = click.option(
    "--system", type=click.Choice(("systemd", "launchd", "windows")), help="Another system than this one."
)


@click.group(short_help="Keep `vault watch` running, from login to logout.")
def service() -> None:
    """Keep `vault watch` running from login to logout, by the system's own means."""


@service.command()
@click.option("--print", "print_", is_flag=True, help="Print the file; write nothing.")
@click.option("--quiet", is_flag=True, help="Without notifications.")
@_SYSTEM
def install(print_: bool, quiet: bool, system: str | None) -> None:
    """Start it now, and at every login."""
    from vault_tools.commands import service as serving

    place = _place(system, notify=not quiet)
    if print_:
        click.echo(place.text, nl=False)
        return
    if place.system != serving.this_system():
        raise click.UsageError(f"--system {place.system} goes with --print: this is another system.")
    done = serving.install(place)
    at.say(f"{place.path}{'' if done.changed else ' is up to date'}")
    if done.left:
        at.tell(f"It is written, but does not run yet ({done.why}). In a session of yours:")
        for line in done.left:
            at.tell(f"  {line}")
        raise click.exceptions.Exit(1)
    at.tell("The dashboard is kept true from now on, and from every login on.")


@service.command()
def status() -> None:
    """Say whether it is installed, and whether it runs."""
    from vault_tools.commands import service as serving

    place = _place(None)
    if not place.path.exists():
        at.say("Not installed: `vault service install` does it.")
        raise click.exceptions.Exit(1)
    running = serving.is_running(place)
    word = {
        True: "runs",
        False: "is installed, and does not run",
        None: "is installed; whether it runs cannot be asked here",
    }
    at.say(f"{place.label} {word[running]}.")
    at.say(str(place.path))
    if running is False:
        raise click.exceptions.Exit(1)


@service.command()
def remove() -> None:
    """Stop it, and take its file away."""
    from vault_tools.commands import service as serving

    place = _place(None)
    done = serving.remove(place)
    at.say(f"{place.path} is gone." if done.changed else "Nothing is installed.")


def _place(system: str | None, *, notify: bool = True) -> Place:
    from vault_tools.commands import service as serving
    from vault_tools.store.locate import find_vault

    root = find_vault(click.get_current_context().find_root().params.get("vault"), Path.cwd())
    return serving.place_for(root, system or serving.this_system(), notify=notify)
