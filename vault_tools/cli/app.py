"""The command `vault`: its groups of commands, each imported only when it is used."""

from __future__ import annotations

import importlib
from typing import Any

import click

from vault_tools import __version__

SECTIONS: dict[str, dict[str, str]] = {
    "Do": {
        "due": "look:due", "next": "look:next_", "show": "look:show", "draft": "letters:draft", "log": "people:log", "done": "do:done",
        "snooze": "do:snooze", "drop": "do:drop", "close": "ending:close", "review": "review:review", "undo": "do:undo", "redo": "do:redo",
    },
    "Look": {"dashboard": "keep:dashboard", "stats": "insight:stats", "prompt": "counting:prompt", "check": "keep:check"},
    "Keep running": {"init": "keep:init", "watch": "keep:watch", "demo": "keep:demo", "completion": "completion:completion"},
}  # fmt: skip
WRITE = "Write down"


class VaultGroup(click.Group):
    """Finds commands by name; those that write a note are made from the kinds of the vault."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self._new_names(ctx), *(name for section in SECTIONS.values() for name in section)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for section in SECTIONS.values():
            if cmd_name in section:
                module, _, attribute = section[cmd_name].partition(":")
                command: click.Command = getattr(
                    importlib.import_module(f"vault_tools.cli.{module}"), attribute
                )
                return command
        if cmd_name.startswith("new-"):
            from vault_tools.cli.new import command_for

            return command_for(ctx, cmd_name.removeprefix("new-"))
        return None

    def _new_names(self, ctx: click.Context) -> list[str]:
        from vault_tools.cli.new import kinds_here

        return [f"new-{name}" for name in kinds_here(ctx)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        new = self._new_names(ctx)
        names = [*new, *(name for section in SECTIONS.values() for name in section)]
        width = max(len(name) for name in names)
        for title, commands in ((WRITE, new), *((t, list(c)) for t, c in SECTIONS.items())):
            rows = [
                (name.ljust(width), command.get_short_help_str(limit=80))
                for name in commands
                if (command := self.get_command(ctx, name)) is not None
            ]
            with formatter.section(title):
                formatter.write_dl(rows)


@click.group(
    cls=VaultGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Every command has its own --help. Nothing is ever asked where there is no terminal.",
)
@click.option(
    "--vault",
    metavar="DIR",
    is_eager=True,
    help="The vault's folder. Else: VAULT_DIR, a vault.toml upward from here, the default one.",
)
@click.option(
    "--today", metavar="DAY", help="Play another day, such as 2026-11-30 or +7d. Else: VAULT_TODAY, today."
)
@click.version_option(__version__, prog_name="vault", message="%(prog)s %(version)s")
def vault(**_options: Any) -> None:
    """Keep a job search as a folder of notes, and turn a no into a plan."""
