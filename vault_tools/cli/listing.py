"""Follow-ups as a list for people and as JSON for programs; notes that could not be read, in one line each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from vault_tools.cli.context import say, tell
from vault_tools.cli.speech import relative
from vault_tools.core.meaning.names import json_escaped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vault_tools.core.model import FollowUp, Problem
    from vault_tools.core.rules.search import Search


def as_json(follow_ups: Sequence[FollowUp]) -> str:
    """The stable contract of `due --json`: a list, ordered by due, then id; every key always there."""
    return json_text([_record(f) for f in follow_ups])


def json_text(value: object) -> str:
    """JSON as every command prints it: readable, exact, and nothing in it steers a terminal."""
    import json

    return json_escaped(json.dumps(value, ensure_ascii=False, indent=2))


def _record(f: FollowUp) -> dict[str, object]:
    return {
        "id": f.id,
        "note": f.note,
        "line": f.line,
        "text": f.text,
        "markdown": f.markdown,
        "due": f.due.isoformat(),
        "start": f.start.isoformat() if f.start else None,
        "held_until": f.held_until.isoformat() if f.held_until else None,
        "held_because": f.held_because.value if f.held_because else None,
        "overdue_days": f.overdue_days,
        "person": f.person,
        "person_note": f.person_note,
        "application": f.application,
        "company": f.company,
        "step": f.step,
        "source": list(f.source),
        "origin": f.origin.value,
        "priority": f.priority,
        "recurrence": f.recurrence,
    }


def list_follow_ups(found: Sequence[FollowUp], search: Search) -> None:
    """One line each: id, when, what, where; cut to the terminal, whole in a pipe."""
    if not found:
        cooling = search.is_cooling()
        if cooling:
            ends = max(off.ends for off in cooling)
            tell(f"Nothing to send before {ends:%A}, and nothing to fix. It is all here then.")
        else:
            tell("Nothing is due. `vault due --within 7d` looks ahead.")
        return
    rows = [
        (f.id, _when(f, search), f.text, f.company or f.note.removesuffix(".md").rpartition("/")[2])
        for f in found
    ]
    ids, whens = max(len(r[0]) for r in rows), max(len(r[1]) for r in rows)
    width = _columns() if sys.stdout.isatty() else 0
    for f, (id, when, text, where) in zip(found, rows, strict=True):
        room = width - ids - whens - len(where) - 8
        shown = text if not width or len(text) <= room or room < 20 else text[: room - 1] + "…"
        line = f"{id:<{ids}}  {when:<{whens}}  {shown}  · {where}"
        say(line, **({"bold": True} if f.overdue_days and not f.is_held else {}))


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size().columns


def _when(f: FollowUp, search: Search) -> str:
    if f.is_held and f.held_until:
        return f"held until {f.held_until}"
    days = relative(f.ripe, search.today)
    return days if f.ripe <= search.today else f"{f.due} {days}" if (f.ripe - search.today).days > 7 else days


def tell_problems(problems: Sequence[Problem]) -> None:
    """Notes that could not be read, at most three, to stderr."""
    for problem in problems[:3]:
        tell(f"vault: {problem}")
    if len(problems) > 3:
        tell(f"vault: and {len(problems) - 3} more; `vault check` lists them all")
