"""The types of our properties in Obsidian, `.obsidian/types.json`. Knows that file; decides nothing about notes."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from vault_tools.core.meaning.dates import read_moment
from vault_tools.core.meaning.kinds import Kind
from vault_tools.core.meaning.notes import decode
from vault_tools.core.model import Edit, Note, Problem
from vault_tools.store import write

TYPES = ".obsidian/types.json"
_STORED = {
    "text": "text", "list": "multitext", "number": "number", "checkbox": "checkbox", "date": "date",
    "datetime": "datetime",
}  # fmt: skip
_FORMS: dict[str, type] = {"text": str, "multitext": list, "checkbox": bool}
_CALLED = {
    "text": "Text", "multitext": "List", "number": "Number", "checkbox": "Checkbox", "date": "Date",
    "datetime": "Date & time", "tags": "Tags", "aliases": "Aliases",
}  # fmt: skip
_OF_ANY = {
    "type": "text", "stage": "text", "closed": "date", "cancelled": "date", "follow_up": "date", "next_due": "date", "as_of": "date",
    "tier": "text", "every": "number",
}  # fmt: skip


def with_ours(root: Path, kinds: Mapping[str, Kind], notes: Iterable[Note]) -> Edit | None:
    """The file with our properties added; a type that is there already wins. None if there is nothing to add.

    One that most `notes` hold in another form gets none: Obsidian would call all of them a mismatch.
    """
    before = write.current(root / TYPES)
    table = _table(before)
    if table is None:
        return None  # not a file that we understand: it is Obsidian's, and stays
    types = table.setdefault("types", {})
    if not isinstance(types, dict):
        return None
    missing = {name: type_ for name, type_ in _ours(kinds).items() if name not in types}
    balance = Counter(
        {
            name: sum(1 if _is_of(missing[name], value) else -1 for value in values)
            for name, values in _held(notes, missing).items()
        }
    )
    missing = {name: type_ for name, type_ in missing.items() if balance[name] >= 0}
    if not missing:
        return None
    types.update(missing)
    return Edit(TYPES, before, (json.dumps(table, indent=2, ensure_ascii=False) + "\n").encode())


def other_types(root: Path, kinds: Mapping[str, Kind], notes: Iterable[Note]) -> Iterator[Problem]:
    """The properties of ours in use that Obsidian takes for something else, so that it shows them as wrong."""
    before = write.current(root / TYPES)
    table = _table(before)
    types = table.get("types") if table else None
    if before is None or not isinstance(types, dict):
        return
    ours = _ours(kinds)
    theirs = {name: t for name, t in types.items() if isinstance(t, str) and ours.get(name, t) != t}
    if not theirs:
        return
    used = {
        n for note in notes if note.type in kinds for n in theirs if _is_of(ours[n], note.properties.get(n))
    }
    for name in (n for n in theirs if n in used):
        has, wants = (_CALLED.get(t, t) for t in (theirs[name], ours[name]))
        yield Problem(
            TYPES, _line_of(decode(before), name),
            f"Obsidian takes {name} for {has}, and your notes have it as {wants}; choose {wants} for it there",
        )  # fmt: skip


def _ours(kinds: Mapping[str, Kind]) -> dict[str, str]:
    return _OF_ANY | {p.name: _STORED[p.type] for k in kinds.values() for p in k.properties if p.written}


def _held(notes: Iterable[Note], names: Container[str]) -> Mapping[str, Sequence[object]]:
    """What the notes hold in these properties; an empty one has no form."""
    found: dict[str, list[object]] = {}
    for note in notes:
        for name, value in note.properties.items():
            if name in names and value not in (None, "", []):
                found.setdefault(name, []).append(value)
    return found


def _is_of(type_: str, value: object) -> bool:
    """Whether a value has the form that ours have, so that Obsidian takes it for something else."""
    if type_ in ("date", "datetime"):
        return read_moment(value) is not None
    if type_ == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, _FORMS[type_])


def _table(data: bytes | None) -> dict[str, Any] | None:
    try:
        table = json.loads(data.decode("utf-8-sig")) if data is not None else {}
    except (ValueError, RecursionError):
        return None
    return table if isinstance(table, dict) else None


def _line_of(text: str, name: str) -> int:
    found = re.search(rf'"{re.escape(name)}"\s*:', text)
    return text.count("\n", 0, found.start()) + 1 if found else 1
