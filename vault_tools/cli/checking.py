"""`vault check`: what is wrong, one line each, in groups; what `--fix` mended. Decides nothing."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

import click

from vault_tools.cli import context as at
from vault_tools.core.meaning.names import printable
from vault_tools.core.rules.findings import About, Finding

_TITLES = {
    About.NOTE: "Notes that cannot be read, or only in part",
    About.TEMPLATE: "Templates and settings",
    About.VALUE: "Values that cannot be followed",
    About.LINK: "Links that lead nowhere",
    About.STEP: "Steps",
    About.NEXT: "Applications without a next step",
}
_MOST = 3  # of what --fix would do, and of what is alike, named one by one
_ALIKE = 6  # findings of one sort that are all named
_VALUE = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`|\[\[[^\]]*\]\]|\S*\d\S*")


@click.command(short_help="What is wrong in the vault, and the way out.")
@click.option("--fix", is_flag=True, help="Mend what is certain; `vault undo` takes it back.")
@click.option("--all", "all_", is_flag=True, help="Of many that are alike name each, not only three.")
@click.option("--json", "json_", is_flag=True, help="For programs.")
def check(fix: bool, all_: bool, json_: bool) -> None:
    """List what is wrong: notes that cannot be read, values, dead links, steps without a person, templates.

    Each is one line with its place and the way out. It leaves 1 if there is anything.
    """
    from vault_tools.commands.check import check as look
    from vault_tools.commands.check import mend

    current = at.session()
    if fix:
        mended = mend(current)
        found = mended.left
        for path, says in mended.done:
            at.tell(printable(f"Mended {path}: {says}"))
        if mended.done:
            at.tell("`vault undo` takes it back." + ("\n" if found else ""))
        elif found:
            at.tell("Nothing here can be mended without you.\n")
    else:
        found = look(current)
    if json_:
        at.say(_json(found))
    else:
        _list(found, all_ or not sys.stdout.isatty())
        if found and not fix:
            _tell_of_fix(found)
    at.tell_all(current)
    if found:
        raise click.exceptions.Exit(1)
    if not json_:
        at.tell("Every note can be read, and nothing leads nowhere.")


def _list(found: Sequence[Finding], each: bool) -> None:
    """The places to stdout, each on a line that editors can jump to; the titles to stderr.

    Of many that are alike a few are named unless `each` is: a vault of years has the same thing a hundred times.
    """
    for about, group in groupby(found, key=lambda finding: finding.about):
        rows = tuple(group)
        counts = Counter(map(_sort, rows))
        told: Counter[str] = Counter()
        at.tell(_TITLES[about], bold=True)
        for row in rows:
            sort = _sort(row)
            told[sort] += 1
            if each or counts[sort] <= _ALIKE or told[sort] <= _MOST:
                at.say(printable(str(row.problem)))
            if not each and counts[sort] > _ALIKE and told[sort] == _MOST:
                at.tell(f"  and {counts[sort] - _MOST} more like it: `vault check --all`")
        at.tell()


def _sort(finding: Finding) -> str:
    """What a message has in common with those about another name or value."""
    return _VALUE.sub("…", finding.problem.message)


def _tell_of_fix(found: Sequence[Finding]) -> None:
    """The last line: what `--fix` would mend."""
    certain = list(dict.fromkeys(f"{f.problem.path}: {f.mend.says}" for f in found if f.mend is not None))
    count = "1 thing is wrong" if len(found) == 1 else f"{len(found)} things are wrong"
    if not certain:
        at.tell(f"{count}; only you know what is meant, so `--fix` would change nothing.")
        return
    more = f"; and {len(certain) - _MOST} more" if len(certain) > _MOST else ""
    named = "; ".join(certain[:_MOST])
    at.tell(printable(f"{count}; `vault check --fix` mends {len(certain)}: {named}{more}"))


def _json(found: Sequence[Finding]) -> str:
    from vault_tools.cli.records import json_text

    return json_text(
        [
            {
                "path": f.problem.path,
                "line": f.problem.line,
                "message": f.problem.message,
                "about": f.about.value,
                "fix": f.mend.says if f.mend else None,
            }
            for f in found
        ]
    )
