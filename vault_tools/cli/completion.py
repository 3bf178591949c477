"""Completion: put the script of a shell where that shell finds it, or print it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from vault_tools.cli import context as at

NAMES = ("bash", "zsh", "fish", "powershell")


@click.command(short_help="Let the shell complete commands, notes and ids.")
@click.argument(
    "shell", required=False, type=click.Choice(NAMES), help="bash, zsh, fish or powershell; else yours."
)
@click.option("--print", "print_", is_flag=True, help="Print the script; a pipe gets it as well.")
@click.option("--remove", is_flag=True, help="Take it away again.")
def completion(shell: str | None, print_: bool, remove: bool) -> None:
    """Let the shell complete commands, applications, people, ids and days with Tab."""
    from vault_tools.cli.shells import script_of
    from vault_tools.store import outside

    name = shell or _own_shell()
    if remove:
        place = _place(name)
        was_there = outside.take_away(place)
        at.say(f"{place} is gone." if was_there else f"There is nothing to take away at {place}.")
        return
    script = script_of(name, click.get_current_context().find_root().command)
    if print_ or not sys.stdout.isatty():
        click.echo(script, nl=False)
        return
    place = _place(name)
    is_new = outside.put(place, script)
    at.say(f"{place}{'' if is_new else ' is up to date'}")
    for line in _still_to_do(name, place):
        at.tell(line)


def _own_shell() -> str:
    name = Path(os.environ.get("SHELL", "")).name
    if name in NAMES:
        return name
    if sys.platform == "win32":
        return "powershell"
    raise click.UsageError(f"Which shell? One of {', '.join(NAMES)}.")


def _place(shell: str) -> Path:
    """Where the shell looks, or where a line in its own settings can point."""
    from vault_tools.store.outside import home_of

    if shell == "bash":
        return home_of("XDG_DATA_HOME", ".local", "share") / "bash-completion" / "completions" / "vault"
    if shell == "fish":
        return home_of("XDG_CONFIG_HOME", ".config") / "fish" / "completions" / "vault.fish"
    if shell == "zsh":
        return home_of("XDG_DATA_HOME", ".local", "share") / "zsh" / "site-functions" / "_vault"
    from vault_tools.store.state import config_dir

    return config_dir() / "completion.ps1"


def _still_to_do(shell: str, place: Path) -> list[str]:
    """What the shell needs once, and has not got yet."""
    from vault_tools.store.outside import home, home_of

    if shell == "fish":
        return ["Fish finds it by itself, in the next shell."]
    if shell == "bash":
        if any(Path(f).exists() for f in _BASH_COMPLETION):
            return ["Bash finds it by itself, in the next shell."]
        return _add(home() / ".bashrc", [f". '{place}'"], str(place))
    if shell == "zsh":
        rc = home_of("ZDOTDIR") / ".zshrc"
        return _add(
            rc, [f"fpath=('{place.parent}' $fpath)", "autoload -Uz compinit && compinit"], str(place.parent)
        )
    return [f"Once, in PowerShell:  Add-Content $PROFILE \". '{place}'\"", "Then open a new one."]


_BASH_COMPLETION = (
    "/usr/share/bash-completion/bash_completion",
    "/usr/local/share/bash-completion/bash_completion",
    "/opt/homebrew/etc/profile.d/bash_completion.sh",
    "/usr/local/etc/profile.d/bash_completion.sh",
)


def _add(rc: Path, lines: list[str], known_by: str) -> list[str]:
    """The lines to add to the shell's own file, which is the user's and not ours to change."""
    try:
        if known_by in rc.read_text(encoding="utf-8", errors="replace"):
            return ["It works in the next shell."]
    except OSError:
        pass
    return [f"Once, add to {rc}, and open a new shell:", *(f"  {line}" for line in lines)]
