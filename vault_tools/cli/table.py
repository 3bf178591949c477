"""Follow-ups as a table at a terminal: its width, its colours, its links. Knows nothing of what is due."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import click

from vault_tools.cli.speech import columns
from vault_tools.core.meaning.names import printable

_NARROWEST = 24  # columns that a text keeps; below that the company goes, then it stands under its day
_GAP = "  "


class Row(NamedTuple):
    """One line: the heading it stands under, when, what, where, its id, and what a click on it opens."""

    heading: str
    when: str
    text: str
    where: str
    id: str
    link: str = ""
    is_late: bool = False


def show(rows: Sequence[Row]) -> None:
    """Print rows below their headings, as wide as the terminal, at most 120 columns."""
    width = min(120, shutil.get_terminal_size().columns)
    has_colour, has_links = knows_colours(), knows_links()
    for line in drawn(rows, width, has_colour=has_colour, has_links=has_links):
        click.echo(line, color=True)  # what the terminal knows was decided above


def drawn(rows: Sequence[Row], width: int, *, has_colour: bool, has_links: bool) -> list[str]:
    """The lines of the table."""

    def style(text: str, **how: bool) -> str:
        return click.style(text, **how) if has_colour and text else text

    clean = [
        r._replace(
            when=printable(r.when), text=printable(r.text), where=printable(r.where), id=printable(r.id)
        )
        for r in rows
    ]
    ids, whens = (max((columns(getattr(r, name)) for r in clean), default=0) for name in ("id", "when"))
    wheres = min(28, max((columns(r.where) for r in clean), default=0))
    room = width - ids - whens - wheres - 3 * len(_GAP) - 2
    if room < _NARROWEST:
        room, wheres = room + wheres + len(_GAP), 0
    is_stacked = room < _NARROWEST
    if is_stacked:
        room = max(10, width - 4)
    out: list[str] = []
    for heading, group in groupby(clean, key=lambda row: row.heading):
        out += [""] * bool(out) + [style(heading, bold=True)]
        for row in group:
            first, *more = wrapped(row.text, room) or [""]
            link = row.link if has_links else ""
            if is_stacked:
                out.append(f"  {style(row.id, dim=True)}{_GAP}{style(row.when, bold=row.is_late)}")
                out += ["    " + linked(line, link) for line in (first, *more)]
                continue
            cells = [
                f"  {style(padded(row.id, ids), dim=True)}",
                style(padded(row.when, whens), bold=row.is_late),
                linked(first, link) + " " * (room - columns(first) if wheres else 0),
                *([style(cut(row.where, wheres), dim=True)] if wheres else []),
            ]
            out.append(_GAP.join(cells).rstrip())
            indent = " " * (2 + ids + whens + 2 * len(_GAP))
            out += [indent + linked(line, link) for line in more]
    return out


def padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def cut(text: str, width: int) -> str:
    """As much of it as fits."""
    if columns(text) <= width:
        return text
    while text and columns(text) > width - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(text: str, width: int) -> list[str]:
    """Filled lines, broken between words, and inside one only where it is longer than a line."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        while columns(word) > width:
            head = (
                cut(word, width - columns(line) - bool(line)).rstrip("…") if columns(line) < width - 1 else ""
            )
            if not head:
                lines, line = [*lines, line], ""
                continue
            lines, line, word = [*lines, f"{line} {head}".strip()], "", word[len(head) :]
        if line and columns(line) + 1 + columns(word) > width:
            lines, line = [*lines, line], word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines


def linked(text: str, link: str) -> str:
    """Text that opens something where it is clicked (OSC 8)."""
    return f"\x1b]8;;{link}\x1b\\{text}\x1b]8;;\x1b\\" if link and text else text


def note_link(root: Path, note: str) -> str:
    """What opens a note: Obsidian where the folder is one of its vaults, else whatever opens the file."""
    path = root / note
    if (root / ".obsidian" / "workspace.json").exists():
        return f"obsidian://open?path={quote(str(path), safe='')}"
    return path.as_uri()


def knows_colours() -> bool:
    """https://no-color.org, and terminals that say of themselves that they are dumb."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def knows_links() -> bool:
    """Whether the terminal is one of those known to understand OSC 8; FORCE_HYPERLINK decides where it is set."""
    of = os.environ.get
    if of("FORCE_HYPERLINK"):
        return of("FORCE_HYPERLINK") != "0"
    if of("TMUX") or of("TERM") == "dumb" or (of("TERM") or "").startswith("screen"):
        return False
    version = of("VTE_VERSION") or "0"
    return bool(
        of("TERM_PROGRAM") in ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby")
        or (version.isdigit() and int(version) >= 5000)
        or any(of(name) for name in ("WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "DOMTERM"))
        or (of("TERM") or "").startswith(("foot", "alacritty"))
    )
