"""Keeping it running: init, dashboard, watch, demo."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from vault_tools.cli import context as at


@click.command()
@click.argument(
    "folder",
    required=False,
    type=click.Path(path_type=Path),
    help="The folder; else --vault, VAULT_DIR, or this one.",
)
@click.option("--name", default="", help="Your name, as it ends the drafts.")
@click.option("--default", is_flag=True, help="Make it the vault for commands given outside any vault.")
@click.option(
    "--obsidian/--no-obsidian",
    default=None,
    help="Add views (Bases) of the search and a style for the dashboard; docs/obsidian.md.",
)
def init(folder: Path | None, name: str, default: bool, obsidian: bool | None) -> None:
    """Make a folder a vault. Notes that are there stay as they are."""
    import os

    from vault_tools.commands.init import init as make
    from vault_tools.store.outside import expanded, is_too_wide

    asked = click.get_current_context().find_root().params.get("vault")
    named = folder or asked or os.environ.get("VAULT_DIR")
    root = expanded(Path(named)) if named else Path.cwd()
    if not named and is_too_wide(root):
        raise click.UsageError(f"{root} has more in it than a search; name a folder: vault init ~/JobSearch.")
    today, _ = at.today_and_now(click.get_current_context().find_root().params.get("today"))
    if not name and at.has_terminal() and not (root / "vault.toml").exists():
        name = click.prompt(
            "Your name, as it ends your letters (Enter to leave it)", default="", show_default=False, err=True
        )
    if obsidian is None:
        obsidian = (
            at.has_terminal()
            and not (root / "vault.toml").exists()
            and click.confirm(
                "Do you use Obsidian? Then views of the search are added, and a style for the dashboard",
                default=(root / ".obsidian").is_dir(),
                err=True,
            )
        )
    made = make(root, today, name=name, default=default, obsidian=obsidian)
    for path in made.files:
        at.say(path)
    for sentence in made.told:
        at.tell(sentence)
    if not made.files:
        meant = " Commands anywhere else mean it now." if made.is_default else ""
        at.tell(f"{made.root} is a vault already; nothing was missing.{meant}")
        return
    if "vault.toml" not in made.files:
        at.tell(f"\n{made.root} was a vault already; what was missing is there now.")
        return
    at.tell(
        f"\n{made.root} is a vault now{', and the one that commands mean anywhere else' if made.is_default else ''}."
    )
    at.tell("Next: `vault new-application`, then open the dashboard note.")


@click.command(short_help="Take in what you ticked there, and refresh it.")
@click.option("--json", "json_", is_flag=True, help="For programs.")
def dashboard(json_: bool) -> None:
    """Take in what you ticked and changed there, and write the dashboard anew."""
    from vault_tools.cli.listing import tell_problems

    current = at.session()
    result = current.refresh()
    if json_:
        from vault_tools.cli import records

        at.say(
            records.json_text(
                records.page(
                    current.vault.dashboard, written=result.written, taken=result.taken, below=result.below,
                    board=result.board,
                )
            )
        )  # fmt: skip
        at.tell_all(current)
        return
    for sentence in result.taken:
        at.say(sentence)
    if result.below:
        at.tell("What could not be placed stands below the block of the dashboard, in your words.")
    at.say(f"{current.vault.dashboard}{'' if result.written else ' is up to date'}")
    tell_problems([problem for problem in current.problems if problem.is_unread])
    at.tell_all(current)


@click.command()
@click.option("--poll", is_flag=True, help="Look at the files every second, for network drives.")
@click.option(
    "--notify", is_flag=True, help="Tell the desktop once a day, and when something becomes overdue."
)
def watch(poll: bool, notify: bool) -> None:
    """Keep the dashboard true while you write. Ctrl-C ends it."""
    from vault_tools.cli.progress import progress
    from vault_tools.commands.watching import watch as run

    root = click.get_current_context().find_root().params
    clock = partial(at.today_and_now, root.get("today"))
    run(root.get("vault"), clock, at.tell, poll=poll, notify=notify, progress=progress())


@click.command(short_help="Play a living example, dated around today.")
@click.argument(
    "folder", required=False, type=click.Path(path_type=Path), help="Where to; else ./vault-demo."
)
@click.option(
    "--two-years", is_flag=True, help="The long story: three noes, a second call, and a job in the end."
)
def demo(folder: Path | None, two_years: bool) -> None:
    """Play a living example: a search of three months, dated around today.

    With --two-years it is one of two years, and how it looks when a job is taken.
    """
    from shlex import quote

    from vault_tools.commands.demo import THREE_MONTHS, TWO_YEARS, play
    from vault_tools.store.outside import expanded

    today, _ = at.today_and_now(click.get_current_context().find_root().params.get("today"))
    root = expanded(folder or Path("vault-demo"))
    vault = play(root, today, TWO_YEARS if two_years else THREE_MONTHS)
    at.say((vault.root / vault.dashboard).read_text(encoding="utf-8"))
    at.tell(
        f"{vault.root} is a vault to try everything on. Its dashboard is above; open the folder in Obsidian or any editor."
    )
    at.tell(f"Then: cd {quote(str(root))}   vault due   vault next   vault watch")
