"""What the search has taught so far, told in numbers: stats."""

from __future__ import annotations

from pathlib import Path

import click

from vault_tools.cli import context as at


@click.command(short_help="Count how far applications got, and what a change moved.")
@click.option("--json", "json_", is_flag=True, help="For programs; the format is in docs/formats.md.")
@click.option(
    "--svg", metavar="FILE", type=click.Path(path_type=Path), help="Draw it into a file; it names nobody."
)
@click.option("--force", is_flag=True, help="Draw over an SVG file that is not one of ours.")
def stats(json_: bool, svg: Path | None, force: bool) -> None:
    """Count how far your applications got, how long answers took, and what a change moved.

    Few cases tell little: below ten there is no rate, only the counts.
    """
    from vault_tools.cli.figures import as_json, tell_stats
    from vault_tools.cli.listing import tell_problems
    from vault_tools.core.rules.stats import stats as count

    if json_ and svg:
        raise click.UsageError("Give --json or --svg, one at a time.")
    if force and not svg:
        raise click.UsageError("--force is for --svg.")
    current = at.session()
    search = current.search()
    found = count(search)
    if json_:
        at.say(as_json(found))
    elif found.is_empty and (svg or not found.changes):
        at.say("Nothing to count yet.")
    elif svg:
        from vault_tools.commands.drawing import keep_drawing
        from vault_tools.core.wording.chart import drawing

        keep_drawing(svg, drawing(found.funnel, found.today), force=force)
        at.say(str(svg))
    else:
        if search.is_cooling():
            at.say("These numbers will be the same tomorrow.\n")
        tell_stats(found)
    tell_problems(current.problems)
