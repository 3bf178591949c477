"""What of an earlier search still holds after some notes were saved, and so need not be worked out again."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from vault_tools.core.model import FollowUp, Note, Task
from vault_tools.core.rules.applications import OF_THEM, Application
from vault_tools.core.rules.cadence import Cadence
from vault_tools.core.rules.catalogue import Catalogue
from vault_tools.core.rules.done import NOTHING, DoneIn
from vault_tools.core.rules.facts import Facts
from vault_tools.core.rules.followups import OfNote, concerned
from vault_tools.core.rules.lines import LinesOf, People
from vault_tools.core.rules.search import PLACE, Exchanged, Search, in_order

_FEW = 50  # follow-ups: each of them is put in its place; with more, all are put in order


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

    def had(self, name: str) -> Any:
        """A part as it was; None if any may be another, or nobody has asked for it."""
        return None if self.changed is None else self._parts.get(name)

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

    @property
    def keeps_applications(self) -> bool:
        """Whether none of the notes that an application is made from was saved."""
        return self.changed is not None and not any(note.type in OF_THEM for note in self.changed.values())

    def keeps_what_was_done(self, now: Search) -> bool:
        """Whether no note tells of another last day on which something was done for an application."""
        if self.changed is None or "done" not in self._parts:
            return False
        then = self._before.done
        return all(then.get(path, NOTHING).last == now.done.get(path, NOTHING).last for path in self.changed)

    def applications(self) -> Mapping[str, Application] | None:
        """Those of before, with the notes as they are now."""
        changed = self.changed
        if changed is None or "applications" not in self._parts:
            return None
        if self.keeps_applications:
            return self._before.applications
        return {
            path: self._renewed(a) if path in changed or any(n.path in changed for n in a.notes) else a
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

    def exchanged(self, now: Search) -> Exchanged | None:
        """What the changed notes asked for and ask for now, if nothing else waits for these, or counts with them."""
        if self.changed is None or "follow_ups" not in self._parts or not self.keeps_our_lines(now):
            return None
        if not self.changed.keys().isdisjoint(self._before.due_words):
            return None
        gone: list[FollowUp] = []
        come: list[FollowUp] = []
        for path in self.changed:
            old, new = self._before.asked[path], now.asked[path]
            if concerned(old) != concerned(new):
                return None
            gone += old.follow_ups
            come += new.follow_ups
        return None if any(f.unasked for f in chain(gone, come)) else Exchanged(tuple(gone), tuple(come))

    def follow_ups(self, exchanged: Exchanged) -> tuple[FollowUp, ...]:
        """All of before but those that went, and those that came."""
        gone, come = exchanged
        if len(gone) + len(come) > _FEW:
            away = set(map(id, gone))
            return in_order([*(f for f in self._before.follow_ups if id(f) not in away), *come])
        known = list(self._before.follow_ups)
        for f in gone:
            del known[known.index(f, bisect_left(known, PLACE(f), key=PLACE))]
        for f in come:
            insort(known, f, key=PLACE)
        return tuple(known)

    def done(self, now: Facts) -> dict[str, DoneIn]:
        """What was done in the notes that are as they were, and whose lines are known by the same ids."""
        lines = self.lines
        if self.changed is None or lines is None or lines.alone != now.lines_of.alone:
            return {}
        return _without(self._parts.get("done", {}), self.changed)

    def done_today(self, now: Search) -> dict[str, DoneIn] | None:
        """What was done today, with the changed notes as they are now."""
        lines, changed = self.lines, self.changed
        if changed is None or lines is None or "done_today" not in self._parts:
            return None
        if lines.alone != now.lines_of.alone:
            return None
        known = _without(self._before.done_today, changed)
        known.update({path: done for path in changed if (done := now.done.get(path, NOTHING)).today})
        return known

    def _renewed(self, application: Application) -> Application:
        changed = self.changed or {}

        def now(note: Note) -> Note:
            return changed.get(note.path, note)

        return application._replace(
            note=now(application.note),
            interviews=tuple(map(now, application.interviews)),
            rejections=tuple(map(now, application.rejections)),
            offers=tuple(map(now, application.offers)),
            called_off=tuple(map(now, application.called_off)),
        )


def _without(parts: Mapping[str, Any], changed: Iterable[str]) -> dict[str, Any]:
    rest = dict(parts)
    for path in changed:
        rest.pop(path, None)
    return rest


def _closed(note: Note) -> list[Task]:
    """What tells of a contact: closed lines, open ones with a ❌, and the 🔁 lines that name a step for others."""
    tasks = [at.task for at in note.tasks]
    return [t for t in tasks if not t.is_open or t.cancelled or (t.recurrence and t.block_id)]


def _block_ids(note: Note) -> set[str | None]:
    """A tail that comes to stand in two places makes another line of what is done elsewhere."""
    return {at.task.block_id for at in note.tasks}


def _ours(search: Facts, path: str) -> list[tuple[str, Task]]:
    return [(line.id, line.task) for line in search.lines_of.by_note.get(path, ()) if line.step is not None]
