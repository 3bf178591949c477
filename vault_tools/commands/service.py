"""Keep `vault watch` running from login to logout: a file for the system's own starter, and a word to it.

Knows where each system keeps such files and what to say to it; the text of the files is in `units`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from vault_tools.commands import units
from vault_tools.core.errors import VaultError
from vault_tools.store import outside
from vault_tools.store.state import state_dir
from vault_tools.store.templates import shipped

_PATIENCE = 30.0
_HANDED_ON = ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "PYTHONPATH")


class Place(NamedTuple):
    """One vault's service on one system: its file, its text, and how one starts, asks and stops it there."""

    system: str
    label: str
    path: Path
    text: str
    start: tuple[tuple[str, ...], ...]
    ask: tuple[str, ...]
    stop: tuple[tuple[str, ...], ...]


class Outcome(NamedTuple):
    """What was done with the file, and what of the system's own commands is left to the user, and why."""

    changed: bool
    left: tuple[str, ...] = ()
    why: str = ""


def this_system() -> str:
    return {"darwin": "launchd", "win32": "windows"}.get(sys.platform, "systemd")


def place_for(root: Path, system: str, *, notify: bool = True) -> Place:
    """The service of a vault. The same vault has the same name every time."""
    label = f"vault-watch-{state_dir(root).name}"
    service = units.Service(
        label=label,
        name=root.name,
        command=(*_program(), "--vault", str(root), "watch", *(("--notify",) if notify else ())),
        user=os.environ.get("USERDOMAIN", "") + "\\" * ("USERDOMAIN" in os.environ) + _user(),
        log=str(state_dir(root) / "watch.log"),
        environment={name: os.environ[name] for name in _HANDED_ON if os.environ.get(name)},
    )
    if system == "systemd":
        path = outside.home_of("XDG_CONFIG_HOME", ".config") / "systemd" / "user" / f"{label}.service"
        control = ("systemctl", "--user")
        return Place(
            system, label, path, units.systemd_unit(service, _template("systemd.service")),
            ((*control, "daemon-reload"), (*control, "enable", "--now", path.name)),
            (*control, "is-active", path.name),
            ((*control, "disable", "--now", path.name),),
        )  # fmt: skip
    if system == "launchd":
        path = outside.home() / "Library" / "LaunchAgents" / f"{label}.plist"
        domain = f"gui/{os.getuid() if hasattr(os, 'getuid') else 501}"
        return Place(
            system, label, path, units.launchd_agent(service),
            (("launchctl", "bootstrap", domain, str(path)),),
            ("launchctl", "print", f"{domain}/{label}"),
            (("launchctl", "bootout", f"{domain}/{label}"),),
        )  # fmt: skip
    path = state_dir(root) / f"{label}.xml"
    return Place(
        system, label, path, units.windows_task(service, _template("windows.xml")),
        (("schtasks", "/Create", "/F", "/TN", label, "/XML", str(path)), ("schtasks", "/Run", "/TN", label)),
        ("schtasks", "/Query", "/TN", label),
        (("schtasks", "/End", "/TN", label), ("schtasks", "/Delete", "/F", "/TN", label)),
    )  # fmt: skip


def install(place: Place) -> Outcome:
    """Write the file and start the service; the commands that did not work are left to the user.

    Raises VaultError where the folder is called what no such file can hold.
    """
    try:
        place.text.encode()
    except UnicodeEncodeError:
        raise VaultError(
            "the vault's folder has bytes in its name that are no text, and no service can be told of it; rename it"
        ) from None
    changed = outside.put(place.path, place.text, "utf-16" if place.system == "windows" else "utf-8")
    return _tell_system(changed, place.start)


def remove(place: Place) -> Outcome:
    """Stop the service and take its file away."""
    if not place.path.exists():
        return Outcome(False)
    for command in place.stop:  # what does not run cannot be stopped, and that is no trouble
        _run(command)
    return Outcome(outside.take_away(place.path))


def is_running(place: Place) -> bool | None:
    """Whether the system says that it runs; None where it cannot be asked."""
    if not shutil.which(place.ask[0]):
        return None
    done = _run(place.ask)
    if done is None or "bus" in done.stderr.lower():  # no session of the user: a container, a bare login
        return None
    return done.returncode == 0


def _tell_system(changed: bool, commands: Sequence[tuple[str, ...]]) -> Outcome:
    for number, command in enumerate(commands):
        done = _run(command)
        if done is None or done.returncode != 0:
            why = "" if done is None else (done.stderr or done.stdout).strip().split("\n")[0]
            left = tuple(_shown(c) for c in commands[number:])
            return Outcome(changed, left, why or f"{command[0]} is not here")
    return Outcome(changed)


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str] | None:
    try:
        return subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=_PATIENCE,
            stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None


def _program() -> tuple[str, ...]:
    """How this very program is started: its script where it was installed, else its Python."""
    script = Path(sys.argv[0])
    if script.name.removesuffix(".exe") in ("vault", "vault-tools") and script.is_file():
        return (str(script.absolute()),)
    if not sys.executable:
        raise VaultError("it is not known where Python is; install vault with pip or pipx, then try again")
    return (sys.executable, "-m", "vault_tools")


def _shown(command: Sequence[str]) -> str:
    import shlex

    return units.windows_line(command) if command[0] == "schtasks" else shlex.join(command)


def _user() -> str:
    return os.environ.get("USERNAME") or os.environ.get("USER") or ""


def _template(name: str) -> str:
    return (shipped() / "service" / name).read_text(encoding="utf-8")
