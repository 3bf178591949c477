"""The command `vault`: its groups of commands, each imported only when it is used."""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from vault_tools import __version__
from vault_tools.cli.outcome import BEHIND, DONE, IS_BEHIND, TYPED, UNSAID, UnsaidError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SECTIONS: dict[str, dict[str, str]] = {
    "Do": {
        "due": "look:due", "next": "look:next_", "show": "look:show", "draft": "letters:draft", "log": "people:log", "done": "do:done",
        "snooze": "do:snooze", "drop": "do:drop", "reschedule": "rescheduling:reschedule", "close": "ending:close", "review": "review:review", "undo": "do:undo", "redo": "do:redo",
    },
    "Look": {"open": "opening:open_", "dashboard": "keep:dashboard", "stats": "insight:stats", "prompt": "counting:prompt", "check": "checking:check"},
    "Bring in": {"import": "bring:import_"},
    "Hand over": {"export": "export:export"},
    "Keep running": {"init": "keep:init", "watch": "keep:watch", "demo": "keep:demo", "service": "serving:service", "completion": "completion:completion"},
}  # fmt: skip
WRITE = "Write down"


class VaultGroup(click.Group):
    """Finds commands by name; those that write a note are made from the kinds of the vault."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self._new(ctx), *(name for section in SECTIONS.values() for name in section)]

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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        ctx.meta[TYPED] = tuple(args[1:])
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:  # click knows none of ours, so it has none to suggest
            raise click.exceptions.NoSuchCommand(
                error.command_name, possibilities=self.list_commands(ctx), ctx=ctx
            ) from None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            name = ctx.invoked_subcommand
            if (
                error.ctx is None
                and name is not None
                and (command := self.get_command(ctx, name)) is not None
            ):
                error.ctx = click.Context(command, parent=ctx, info_name=name)  # click forgets it at `--why`
            raise

    def get_help(self, ctx: click.Context) -> str:
        ctx.terminal_width = _width(ctx.max_content_width or 80)
        return super().get_help(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        sections = {WRITE: self._new(ctx), **{title: self._briefly(ctx, title) for title in SECTIONS}}
        width = max(len(name) for section in sections.values() for name in section)
        for title, commands in sections.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), words) for name, words in commands.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        every = self._new(ctx)
        for title in SECTIONS:
            every.update(self._briefly(ctx, title))
        found = [
            CompletionItem(name, help=words) for name, words in every.items() if name.startswith(incomplete)
        ]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def _briefly(self, ctx: click.Context, title: str) -> dict[str, str]:
        """What the commands of a section say of themselves; one of which that is not known is asked."""
        from vault_tools.cli.briefly import BRIEFLY

        words = {}
        for name in SECTIONS[title]:
            said = BRIEFLY.get(name)
            if said is None and (command := self.get_command(ctx, name)) is not None:
                said = command.get_short_help_str(limit=80)
            words[name] = said or ""
        return words

    def _new(self, ctx: click.Context) -> dict[str, str]:
        """The commands that write a note, and what they say of themselves."""
        from vault_tools.store.kind_names import helps_of_kinds

        helps = helps_of_kinds(ctx.find_root().params.get("vault"))
        if helps is None:
            from vault_tools.cli.new import kinds_here

            helps = {name: kind.help for name, kind in kinds_here(ctx).items()}
        return {f"new-{name}": words for name, words in helps.items()}


def _width(most: int) -> int:
    """The room that click would find with shutil, which brings three ways to compress: 3 ms for one number."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return max(min(int(columns), most) - 2, 50)
    try:
        there = os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 0
    except (OSError, ValueError):
        there = 0
    return max(min(there or 80, most) - 2, 50)


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


@vault.result_callback()
@click.pass_context
def _code(context: click.Context, /, _result: object, **_options: Any) -> int:
    if (error := context.meta.get(UNSAID)) is not None:
        raise UnsaidError(error)
    return BEHIND if context.meta.get(IS_BEHIND) else DONE
