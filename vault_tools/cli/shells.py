"""How each shell is answered behind a Tab. Knows quoting and framing, not what is offered.

Click's own scripts cut names with spaces (bash) or commas (fish); ours keep a name one word.
"""

from __future__ import annotations

import os
import re
from typing import Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    PowerShellComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

from vault_tools.cli import COMPLETE
from vault_tools.store.finding import shipped_folder

_BARE = re.compile(r"[\w./+:%~-]+", re.ASCII)  # needs no quotes in PowerShell


def _script(name: str) -> str:
    with open(os.path.join(shipped_folder(), "shell", name), encoding="utf-8") as file:
        return file.read()


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


class _Bash(BashComplete):
    def source(self) -> str:
        return _script("vault.bash")

    def format_completion(self, item: CompletionItem[Any]) -> str:
        return f"{item.type}\t{item.value}\t{_one_line(item.help)}"


class _Fish(FishComplete):
    def source(self) -> str:
        return _script("vault.fish")

    def format_completion(self, item: CompletionItem[Any]) -> str:
        return "\t".join(filter(None, (item.type, item.value, _one_line(item.help))))


class _Zsh(ZshComplete):
    def source(self) -> str:
        first, rest = super().source().split("\n", 1)
        return f"{first} vault-tools\n# vault completion for zsh, written by `vault completion zsh`.\n{rest}"


class _PowerShell(PowerShellComplete):
    def source(self) -> str:
        return (
            "# vault completion for PowerShell, written by `vault completion powershell`.\n"
            + super().source()
        )

    def format_completion(self, item: CompletionItem[Any]) -> str:
        if item.type == "plain" and not _BARE.fullmatch(item.value):
            quoted = item.value.replace("'", "''")
            item = CompletionItem(f"'{quoted}'", item.type, item.help or item.value)
        return super().format_completion(item)


SHELLS: dict[str, type[ShellComplete]] = {
    "bash": _Bash,
    "zsh": _Zsh,
    "fish": _Fish,
    "powershell": _PowerShell,
}


def register() -> None:
    """Let click answer a Tab in our framing; called only where a shell asks."""
    for name, kind in SHELLS.items():
        add_completion_class(kind, name)


def script_of(shell: str, cli: click.Command) -> str:
    """The text that a shell reads to complete `vault`."""
    return SHELLS[shell](cli, {}, "vault", COMPLETE).source()
