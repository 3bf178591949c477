"""The search again, after some notes were saved: what their saving cannot have changed is taken over.

It gives what `search` gives for the same notes, and decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from typing import NamedTuple

from vault_tools.core.meaning.names import key
from vault_tools.core.model import Note, Task
from vault_tools.core.rules.applications import Application
from vault_tools.core.rules.catalogue import Catalogue, as_list, catalogue
from vault_tools.core.rules.followups import search
from vault_tools.core.rules.playbook import Playbook
from vault_tools.core.rules.relationships import Contacts
from vault_tools.core.rules.search import Search
from vault_tools.core.rules.settings import Settings

_ALONE = {"follow_up", "as_of"}  # properties that nothing outside their own note follows from


class Standing(NamedTuple):
    """An earlier search, and the notes that were saved since: all others, and who is what, are as they were."""

    before: Search
    catalogue: Catalogue
    changed: Mapping[str, Note]

    def applications(self) -> dict[str, Application]:
        """Those of before, with the notes as they are now."""
        changed = self.changed
        return {
            path: self._renewed(a)
            if path in changed or any(n.path in changed for n in chain(a.interviews, a.rejections))
            else a
            for path, a in self.before.applications.items()
        }

    def contacts(self) -> Contacts | None:
        """Those of before; None if a note says something else of what was done."""
        for path, note in self.changed.items():
            old = self.before.catalogue.by_path[_path_key(path)]
            if old.log != note.log or _closed(old) != _closed(note) or _block_ids(old) != _block_ids(note):
                return None
        return self.before.contacts

    def _renewed(self, application: Application) -> Application:
        def now(note: Note) -> Note:
            return self.changed.get(note.path, note)

        return application._replace(
            note=now(application.note),
            interviews=tuple(map(now, application.interviews)),
            rejections=tuple(map(now, application.rejections)),
        )


def search_again(
    before: Search | None, notes: Iterable[Note], playbook: Playbook, settings: Settings, today: date
) -> Search:
    """Read everything that follows from the notes on a day."""
    every = tuple(notes)
    still = None
    if (
        before is not None
        and before.playbook is playbook
        and (before.settings, before.today) == (settings, today)
    ):
        still = _standing(before, every)
    return search(still.catalogue if still else catalogue(every), playbook, settings, today, still)


def _standing(before: Search, notes: tuple[Note, ...]) -> Standing | None:
    """None if more changed than what stands in a few notes: a note came, went, or has other properties."""
    now = {note.path: note for note in notes}
    if len(now) != len(before.catalogue.notes):
        return None
    changed: dict[str, Note] = {}
    for old in before.catalogue.notes:
        note = now.get(old.path)
        if note is not old:
            if note is None or _facts(note) != _facts(old):
                return None
            changed[note.path] = note
    return Standing(before, _renewed(before.catalogue, changed), changed)


def _renewed(before: Catalogue, changed: Mapping[str, Note]) -> Catalogue:
    def now(notes: tuple[Note, ...]) -> tuple[Note, ...]:
        return tuple(changed.get(note.path, note) for note in notes)

    by_path, by_name, by_alias, by_type = (
        dict(before.by_path), dict(before.by_name), dict(before.by_alias), dict(before.by_type),
    )  # fmt: skip
    for path, note in changed.items():
        by_path[_path_key(path)] = note
        by_name[key(note.name)] = now(by_name[key(note.name)])
        for alias in as_list(note.properties.get("aliases")):
            if isinstance(alias, str):
                by_alias[key(alias)] = now(by_alias[key(alias)])
    for kind in {note.type for note in changed.values()}:
        by_type[kind] = now(by_type[kind])
    return Catalogue(now(before.notes), by_path, by_name, by_alias, by_type)


def _facts(note: Note) -> dict[str, object]:
    return {name: value for name, value in note.properties.items() if name not in _ALONE}


def _closed(note: Note) -> list[Task]:
    return [at.task for at in note.tasks if not at.task.is_open]


def _block_ids(note: Note) -> set[str | None]:
    """A tail that comes to stand in two places makes another line of what is done elsewhere."""
    return {at.task.block_id for at in note.tasks}


def _path_key(path: str) -> str:
    return key(path[:-3] if path.endswith(".md") else path)
