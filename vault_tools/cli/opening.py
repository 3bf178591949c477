"""Open a note where the user writes: in Obsidian, or in their editor at the line. No shell sees any of it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import click

from vault_tools.cli import context as at
from vault_tools.cli.complete import complete_place
from vault_tools.commands.opening import Place, place_of
from vault_tools.core.errors import VaultError
from vault_tools.store.vault import Vault

_CMD = frozenset('&|<>^%!"\r\n')  # what cmd.exe reads as more than a name


class Way(NamedTuple):
    """One way to open it: a link for the system, or a command with its arguments."""

    link: str = ""
    command: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.link or shlex.join(self.command)


@click.command("open", short_help="Open a note in Obsidian or your editor.")
@click.argument("what", required=False, default="", shell_complete=complete_place, help="Else the dashboard.")
@click.option("--print", "print_", is_flag=True, help="Print what would be run, and run nothing.")
def open_(what: str, print_: bool) -> None:
    """Open a note, an application, or the line of a follow-up.

    In Obsidian where it knows the vault, else in $VISUAL or $EDITOR at the line; `open_with` in vault.toml decides
    otherwise. NOTE#Heading opens it there.
    """
    current = at.session()
    place = place_of(current, what, at.choose())
    if print_:
        at.say(str(ways(current.vault, place)[0]))
    else:
        at.tell(place.note)
        open_place(current.vault, place)


def open_place(vault: Vault, place: Place) -> None:
    """The first way that works. Raises VaultError if none does."""
    tried = ways(vault, place)
    for way in tried[:-1]:
        if way.link and _opened(way.link):
            return
    last = tried[-1]
    if last.command:
        _run(last.command)
    elif not _opened(last.link):
        raise VaultError(
            f"Obsidian could not be opened here: set EDITOR, or open {vault.root / place.note} yourself"
        )


def ways(vault: Vault, place: Place) -> list[Way]:
    """In which ways to open it, the first choice first; a command is always the last."""
    wanted, editor = vault.settings.open_with, os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if wanted == "editor" and not editor.strip():
        raise VaultError("there is no editor to open it in: set VISUAL or EDITOR, or open_with in vault.toml")
    link, is_known = _obsidian(vault, place)
    found = (
        [Way(link=link)] if wanted == "obsidian" or (wanted == "auto" and is_known and _has_screen()) else []
    )
    if wanted != "obsidian" and editor.strip():
        found.append(Way(command=_command(editor, vault.root / place.note, place.line)))
    return found or [Way(link=link)]


def _obsidian(vault: Vault, place: Place) -> tuple[str, bool]:
    """The link, and whether Obsidian knows the vault: then the link can name a heading or block."""
    from vault_tools.store.obsidian import known

    there = known(vault.root)
    if there is None:
        is_known = (vault.root / ".obsidian" / "workspace.json").exists()
        return f"obsidian://open?path={quote(str(vault.root / place.note), safe='')}", is_known
    file = "/".join(filter(None, (there.inside, place.note.removesuffix(".md"))))
    file += f"#{place.fragment}" if place.fragment else ""
    return f"obsidian://open?vault={quote(there.id, safe='')}&file={quote(file, safe='')}", True


def _command(editor: str, path: Path, line: int | None) -> tuple[str, ...]:
    try:
        words = shlex.split(editor, posix=os.name != "nt")
    except ValueError:
        raise VaultError(f"VISUAL or EDITOR has a quote that is not closed: {editor}") from None
    words = [word.strip('"') for word in words] if os.name == "nt" else words
    name = Path(words[0]).name.lower().removesuffix(".exe").removesuffix(".cmd")
    form = _form(name) if line is not None else ("{file}",)
    return (*words, *(part.replace("{line}", str(line)).replace("{file}", str(path)) for part in form))


def _form(name: str) -> Sequence[str]:
    from vault_tools.store.locate import load_toml
    from vault_tools.store.templates import shipped

    forms = load_toml(shipped() / "editors.toml")["form"]
    return next((form["arguments"] for form in forms if name in form["editors"]), ("{file}",))


def _run(command: Sequence[str]) -> None:
    program = shutil.which(command[0]) or command[0]
    if program.lower().endswith((".bat", ".cmd")) and any(_CMD & set(word) for word in command[1:]):
        raise VaultError(f"{command[-1]}: its name has a sign that cmd.exe would act on; open it yourself")
    try:
        done = subprocess.run([program, *command[1:]], check=False)
    except OSError as error:
        raise VaultError(
            f"{command[0]} could not be started ({error.strerror}): set EDITOR to yours"
        ) from None
    if done.returncode:
        raise VaultError(
            f"{command[0]} ended with code {done.returncode}, so perhaps {command[-1]} was not opened"
        )


def _has_screen() -> bool:
    return sys.platform in ("win32", "darwin") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def _opened(link: str) -> bool:
    if sys.platform == "win32":
        try:
            os.startfile(link)
        except OSError:
            return False
        return True
    openers = [["open"]] if sys.platform == "darwin" else [["xdg-open"], ["gio", "open"], ["wslview"]]
    quiet = subprocess.DEVNULL
    for opener in openers:
        if not shutil.which(opener[0]):
            continue
        try:
            done = subprocess.run([*opener, link], stdin=quiet, stdout=quiet, stderr=quiet, timeout=20)
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0
    return False
