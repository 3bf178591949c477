"""The search again, after some notes were saved: what their saving cannot have changed is taken over.

It gives what `search` gives for the same notes, and decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any

from vault_tools.core.meaning.names import key
from vault_tools.core.model import FollowUp, Note, Origin, Task
from vault_tools.core.rules.applications import Application
from vault_tools.core.rules.cadence import Cadence
from vault_tools.core.rules.catalogue import Catalogue, catalogue, other_names, path_key
from vault_tools.core.rules.done import DoneIn
from vault_tools.core.rules.facts import Facts
from vault_tools.core.rules.followups import OfNote, concerned
from vault_tools.core.rules.lines import LinesOf, People
from vault_tools.core.rules.playbook import Playbook
from vault_tools.core.rules.search import Search
from vault_tools.core.rules.settings import Settings

_ALONE = {"follow_up", "as_of"}  # properties that nothing outside their own note follows from


class Standing:
    """An earlier search under the same playbook and settings on the same day, and what was saved since.

    `changed` are the notes that are others now, by path; None if one came, went, or has other properties: then
    nothing but the lines of the other notes is as it was.
    """

    def __init__(self, before: Search, pairs: Sequence[tuple[Note, Note]] | None) -> None:
        self._before, self._pairs = before, pairs or ()
        self.changed = None if pairs is None else {note.path: note for _, note in pairs}
        self._parts = vars(before)  # what was never asked for is not there
        if pairs is None:
            self._parts = {name: part for name, part in self._parts.items() if name == "lines_of"}
            before.forget()  # or in a watch a large vault would for a moment be there twice
        self._keeps_our_lines: bool | None = None

    def had(self, name: str, now: Facts) -> Any:
        """A part as it was, if it still is; None if it may not be, or nobody has asked for it."""
        if self.changed is None or name not in self._parts:
            return None
        if name == "contacts":
            keeps = self.keeps_what_was_said
        elif name == "turns":
            keeps = self.keeps_our_lines(now)
        else:
            keeps = True
        return self._parts[name] if keeps else None

    @cached_property
    def keeps_what_was_said(self) -> bool:
        """Whether no note says anything else of what was done."""
        return all(
            old.log == note.log and _closed(old) == _closed(note) and _block_ids(old) == _block_ids(note)
            for old, note in self._pairs
        )

    def keeps_our_lines(self, now: Facts) -> bool:
        """Whether every line of the playbook is as it was, if perhaps on another line of its note."""
        if self._keeps_our_lines is None:
            self._keeps_our_lines = (
                self.changed is not None
                and "lines_of" in self._parts
                and self.keeps_what_was_said
                and all(_ours(self._before, path) == _ours(now, path) for path in self.changed)
            )
        return self._keeps_our_lines

    @property
    def lines(self) -> LinesOf | None:
        """The lines of before, of which those of the very same notes hold."""
        return self._parts.get("lines_of")

    def applications(self) -> dict[str, Application] | None:
        """Those of before, with the notes as they are now."""
        changed = self.changed
        if changed is None or "applications" not in self._parts:
            return None
        return {
            path: self._renewed(a)
            if path in changed or any(n.path in changed for n in chain(a.interviews, a.rejections, a.offers))
            else a
            for path, a in self._before.applications.items()
        }

    def people(self, there: Catalogue) -> People | None:
        """Those of before, with the notes as they are now."""
        changed = self.changed
        if changed is None or "people" not in self._parts:
            return None
        named, notes = self._before.people.named, self._before.people.notes
        return People(there, named, tuple([changed.get(note.path, note) for note in notes]))

    def cadences(self) -> tuple[Cadence, ...] | None:
        """Those of before, with the notes as they are now."""
        if self.changed is None or "cadences" not in self._parts or not self.keeps_what_was_said:
            return None
        return tuple(
            c._replace(contact=self.changed[c.contact.path]) if c.contact.path in self.changed else c
            for c in self._before.cadences
        )

    def words(self) -> dict[str, FollowUp]:
        """The words to people whose notes are as they were."""
        if self.changed is None or not self.keeps_what_was_said:
            return {}
        return _without(self._parts.get("words", {}), self.changed)

    def asked(self, now: Facts) -> tuple[dict[str, OfNote], Collection[Note]]:
        """What each note asked for, and the notes that have to be asked again; all, if it is not known.

        Hand-written lines wait for nothing, so that what they ask for follows from their note alone.
        """
        if self.changed is None or "asked" not in self._parts:
            return {}, now.catalogue.notes
        again = dict(self.changed)
        if not self.keeps_our_lines(now):
            again.update(now.lines_of.with_steps)
        return dict(self._before.asked), again.values()

    def follow_ups(self, now: Search) -> list[FollowUp] | None:
        """All of before but those of the changed notes, if nothing else waits for these, or counts with them."""
        if self.changed is None or "follow_ups" not in self._parts or not self.keeps_our_lines(now):
            return None
        changed = self.changed
        if any(f.origin is Origin.CADENCE for f in self._before.follow_ups if f.note in changed):
            return None
        for path in changed:
            old, new = self._before.asked[path], now.asked[path]
            if concerned(old) != concerned(new):
                return None
            if any(f.unasked for f in (*old.follow_ups, *new.follow_ups)):
                return None
        return [f for f in self._before.follow_ups if f.note not in changed]

    def done(self, now: Facts) -> dict[str, DoneIn]:
        """What was done in the notes that are as they were, and whose lines are known by the same ids."""
        lines = self.lines
        if self.changed is None or lines is None or lines.alone != now.lines_of.alone:
            return {}
        return _without(self._parts.get("done", {}), self.changed)

    def _renewed(self, application: Application) -> Application:
        changed = self.changed or {}

        def now(note: Note) -> Note:
            return changed.get(note.path, note)

        return application._replace(
            note=now(application.note),
            interviews=tuple(map(now, application.interviews)),
            rejections=tuple(map(now, application.rejections)),
            offers=tuple(map(now, application.offers)),
        )


def search_again(
    before: Search | None, notes: Iterable[Note], playbook: Playbook, settings: Settings, today: date
) -> Search:
    """Everything that follows from the notes on a day."""
    every = tuple(notes)
    if (
        before is None
        or before.playbook is not playbook
        or (before.settings, before.today) != (settings, today)
    ):
        return Search(catalogue(every), playbook, settings, today)
    before.settle()
    pairs = _changed(before.catalogue, every)
    if pairs is not None and not pairs:
        return before
    standing = Standing(before, pairs)
    there = catalogue(every) if standing.changed is None else _renewed(before.catalogue, standing.changed)
    return Search(there, playbook, settings, today, standing)


def _changed(before: Catalogue, notes: tuple[Note, ...]) -> list[tuple[Note, Note]] | None:
    """Each note that changed as it was and is; None if a note came, went, or has other properties."""
    now = {note.path: note for note in notes}
    if len(now) != len(before.notes):
        return None
    changed: list[tuple[Note, Note]] = []
    for old in before.notes:
        note = now.get(old.path)
        if note is not old:
            if note is None or _facts(note) != _facts(old):
                return None
            changed.append((old, note))
    return changed


def _renewed(before: Catalogue, changed: Mapping[str, Note]) -> Catalogue:
    def now(notes: tuple[Note, ...]) -> tuple[Note, ...]:
        return tuple([changed.get(note.path, note) for note in notes])

    by_path, by_name, by_alias, by_type = (
        dict(before.by_path), dict(before.by_name), dict(before.by_alias), dict(before.by_type),
    )  # fmt: skip
    for path, note in changed.items():
        if by_path[path_key(path)].path == path:  # there may be two that only differ in capitals
            by_path[path_key(path)] = note
        by_name[key(note.name)] = now(by_name[key(note.name)])
        for other in other_names(note):
            by_alias[key(other)] = now(by_alias[key(other)])
    for kind in {note.type for note in changed.values()}:
        by_type[kind] = now(by_type[kind])
    return Catalogue(now(before.notes), by_path, by_name, by_alias, by_type)


def _without(parts: Mapping[str, Any], changed: Iterable[str]) -> dict[str, Any]:
    rest = dict(parts)
    for path in changed:
        rest.pop(path, None)
    return rest


def _facts(note: Note) -> str:
    """As written, since 30.0 is no number of days, and true no 1, though both are equal to one."""
    return repr({name: value for name, value in note.properties.items() if name not in _ALONE})


def _closed(note: Note) -> list[Task]:
    """What tells of a contact: closed lines, open ones with a ❌, and the 🔁 lines that name a step for others."""
    tasks = [at.task for at in note.tasks]
    return [t for t in tasks if not t.is_open or t.cancelled or (t.recurrence and t.block_id)]


def _block_ids(note: Note) -> set[str | None]:
    """A tail that comes to stand in two places makes another line of what is done elsewhere."""
    return {at.task.block_id for at in note.tasks}


def _ours(search: Facts, path: str) -> list[tuple[str, Task]]:
    return [(line.id, line.task) for line in search.lines_of.by_note.get(path, ()) if line.step is not None]
