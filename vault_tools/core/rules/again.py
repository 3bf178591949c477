"""The search again, after some notes were saved: what their saving cannot have changed is taken over.

It gives what `search` gives for the same notes, and decides nothing itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date
from operator import attrgetter

from vault_tools.core.meaning.names import key
from vault_tools.core.model import Note
from vault_tools.core.rules.catalogue import Catalogue, catalogue, other_names, path_key
from vault_tools.core.rules.playbook import Playbook
from vault_tools.core.rules.search import Search
from vault_tools.core.rules.settings import Settings
from vault_tools.core.rules.standing import Standing

_FEW = 50  # each of them is put in its place; with more, all are gone through
_PATH = attrgetter("path")
_ALONE = {"follow_up", "as_of"}  # properties that nothing outside their own note follows from


def search_again(
    before: Search | None, notes: Iterable[Note], playbook: Playbook, settings: Settings, today: date
) -> Search:
    """Everything that follows from the notes on a day."""
    every, standing = tuple(notes), None
    if (
        before is not None
        and before.playbook is playbook
        and (before.settings, before.today) == (settings, today)
    ):
        before.settle()
        pairs = _changed(before, every)
        if pairs is not None and not pairs:
            return before
        standing = Standing(before, pairs)
    if before is None or standing is None or standing.changed is None:
        there = catalogue(every)
    else:
        there = _renewed(before.catalogue, standing.changed)
    found = Search(there, playbook, settings, today, standing)
    found.given = every
    return found


def _changed(before: Search, notes: tuple[Note, ...]) -> list[tuple[Note, Note]] | None:
    """Each note that changed as it was and is; None if a note came, went, or has other properties."""
    if len(notes) != len(before.given):
        return None
    pairs = [(old, note) for old, note in zip(before.given, notes, strict=True) if old is not note]
    if any(old.path != note.path for old, note in pairs):  # in another order perhaps
        now = {note.path: note for note in notes}
        if len(now) != len(notes) or any(old.path not in now for old in before.given):
            return None
        pairs = [(old, now[old.path]) for old in before.given if now[old.path] is not old]
    return None if any(_facts(note) != _facts(old) for old, note in pairs) else pairs


def _renewed(before: Catalogue, changed: Mapping[str, Note]) -> Catalogue:
    by_path, by_name, by_alias, by_type = (
        dict(before.by_path), dict(before.by_name), dict(before.by_alias), dict(before.by_type),
    )  # fmt: skip
    for path, note in changed.items():
        if by_path[path_key(path)].path == path:  # there may be two that only differ in capitals
            by_path[path_key(path)] = note
        by_name[key(note.name)] = _with(by_name[key(note.name)], changed)
        for other in other_names(note):
            by_alias[key(other)] = _with(by_alias[key(other)], changed)
    for kind in {note.type for note in changed.values()}:
        by_type[kind] = _in_order_with(by_type[kind], changed)
    return Catalogue(_in_order_with(before.notes, changed), by_path, by_name, by_alias, by_type)


def _with(notes: tuple[Note, ...], changed: Mapping[str, Note]) -> tuple[Note, ...]:
    return tuple([changed.get(note.path, note) for note in notes])


def _in_order_with(notes: tuple[Note, ...], changed: Mapping[str, Note]) -> tuple[Note, ...]:
    """The same of notes that are in the order of their paths."""
    if len(changed) > _FEW:
        return _with(notes, changed)
    there = list(notes)
    for path, note in changed.items():
        place = bisect_left(there, path, key=_PATH)
        if place < len(there) and there[place].path == path:
            there[place] = note
    return tuple(there)


def _facts(note: Note) -> str:
    """As written, since 30.0 is no number of days, and true no 1, though both are equal to one."""
    return repr({name: value for name, value in note.properties.items() if name not in _ALONE})
