"""From what was wished on the dashboard to edits of the notes behind it. Reads notes, writes none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from vault_tools.commands import touching
from vault_tools.commands.session import Session
from vault_tools.core.errors import ChangedError, VaultError
from vault_tools.core.meaning import line_edit
from vault_tools.core.meaning.dates import read_day
from vault_tools.core.meaning.links import plain
from vault_tools.core.meaning.tasks import ON_THE_DASHBOARD, without_reason
from vault_tools.core.model import Edit, FollowUp, Note, Origin, TaskLine, Touch
from vault_tools.core.rules.applications import called
from vault_tools.core.rules.cadence import TICKED, Cadence, cadence_id, without_how, words_for
from vault_tools.core.rules.ids import property_id
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.search import Search
from vault_tools.core.wording.linking import link_to
from vault_tools.core.wording.neutral import inline
from vault_tools.core.wording.wishes import Deed, Source, Wish


class Fulfilment(NamedTuple):
    """The edits that carry the wishes out, one per note; a sentence on each wish; what is to be listed."""

    edits: tuple[Edit, ...]
    said: tuple[str, ...]
    listed: tuple[str, ...]


class Sources(Mapping[str, Source]):
    """Every task line, `follow_up:` property and cadence by its id, open or not.

    Worked out when somebody asks: of a dashboard that nobody has touched, nobody does.
    """

    def __init__(self, search: Search) -> None:
        self._search = search

    @cached_property
    def _found(self) -> dict[str, Source]:
        return _sources_of(self._search)

    def __getitem__(self, id: str) -> Source:
        return self._found[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _sources_of(search: Search) -> dict[str, Source]:
    alike = Counter(_what(line) for line in search.lines)
    found = {
        line.id: Source(line.task.status, line.task.when, line.task.done, is_twin=alike[_what(line)] > 1)
        for line in search.lines
    }
    for note in search.catalogue.notes:
        if "follow_up" in note.properties:
            due = read_day(note.properties["follow_up"])
            found[property_id(note.path)] = Source(" " if due else "x", due, has_box=False)
    return {**_cadences(search), **found}


def _cadences(search: Search) -> dict[str, Source]:
    """What is due to each person now, on the date set for it; what was due before a contact is done."""
    found = {}
    for note in search.people.notes:
        for day in search.contacts.moments(note.path):
            found[cadence_id(note.path, day)] = Source("x", None, has_box=False)
        for touch in note.log:
            if (step := search.playbook.step_of(touch.block_id)) is not None:
                found[step[1]] = Source("x", None, touch.day, has_box=False)
    for cadence in search.cadences:
        due = read_day(cadence.contact.properties.get("follow_up")) or cadence.due
        found[cadence.id] = Source(" ", due, has_box=False)
    return found


def fulfil(
    session: Session, search: Search, wishes: Iterable[Wish], read: Callable[[str], bytes]
) -> Fulfilment:
    """Work out the wishes on the bytes that `read` gives. Raises ChangedError if a line has changed."""
    work = _Work(session, search)
    for wish in wishes:
        work.take(wish)
    return Fulfilment(tuple(work.edits(read)), tuple(work.said), tuple(work.listed))


def _what(line: Line) -> tuple[str, ...]:
    """What a derived id is made from but for its count: lines that share it are told apart by their order."""
    task = line.task
    if line.tail is not None:
        return (line.tail,)
    due = task.when.isoformat() if task.recurrence and task.when else ""
    return line.note.path, f"^{task.block_id}" if task.block_id else without_reason(task.description), due


@dataclass(slots=True)
class _Work:
    session: Session
    search: Search
    lines: dict[str, Line] = field(init=False)
    notes: dict[str, Note] = field(init=False)
    cadences: dict[str, Cadence] = field(init=False)
    changes: dict[str, dict[TaskLine, line_edit.Change]] = field(default_factory=lambda: defaultdict(dict))
    reopened: list[Line] = field(default_factory=list)
    values: dict[str, Wish] = field(default_factory=dict)
    words: dict[str, tuple[Cadence, Wish]] = field(default_factory=dict)
    unsaid: dict[str, list[Touch]] = field(default_factory=lambda: defaultdict(list))
    said: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = {line.id: line for line in self.search.lines}
        self.notes = {property_id(note.path): note for note in self.search.catalogue.notes}
        self.cadences = {cadence.id: cadence for cadence in self.search.cadences}

    def take(self, wish: Wish) -> None:
        """Note what a wish changes."""
        if (line := self.lines.get(wish.id)) is None:
            if wish.deed is Deed.REOPEN:
                self._unsay(wish)
            elif (cadence := self.cadences.get(wish.id)) is not None:
                self.words[cadence.contact.path] = cadence, wish
            else:
                self.values[self.notes[wish.id].path] = wish
            return
        if wish.deed is Deed.REOPEN:
            self.reopened.append(line)
        changes, change = self.changes[line.note.path], _change(self.session, wish)
        changes[line.at] = line_edit.both(changes[line.at], change) if line.at in changes else change
        self.said.append(f"{_past(wish)}: {plain(line.task.description)}")

    def edits(self, read: Callable[[str], bytes]) -> Iterable[Edit]:
        """One edit for each note that changes."""
        for line in self.reopened:
            self._take_out_successor(line)
        for path in dict.fromkeys((*self.changes, *self.values, *self.words, *self.unsaid)):
            before = read(path)
            after = line_edit.edit_lines(path, before, tuple(self.changes.get(path, {}).items()))
            for touch in self.unsaid.get(path, ()):
                after = touching.unsaid(path, after, touch)
            if path in self.values:
                after = self._with_value(path, after)
            elif path in self.words:
                after = self._with_word(path, after)
            yield Edit(path, before, after)

    def _unsay(self, wish: Wish) -> None:
        """The line in the log goes if it holds nothing but our words; else it is listed."""
        step = self.search.playbook.cadence
        for note in self.search.people.notes:
            for touch in note.log:
                found = self.search.playbook.step_of(touch.block_id)
                if found is None or found[1] != wish.id:
                    continue
                if step is not None and without_how(touch.text) == words_for(step, called(note)):
                    self.unsaid[note.path].append(touch)
                    self.said.append(f"{_past(wish)}: {without_how(touch.text)}")
                else:
                    link = link_to(self.search.catalogue, note.path, block=touch.block_id)
                    self.listed.append(f"- Still in the log, as it has words of yours: {link}")

    def _take_out_successor(self, line: Line) -> None:
        """The next occurrence goes, unless somebody has touched it, or does so now: then it is listed."""
        changes, tasks = self.changes[line.note.path], line.note.tasks
        successor = line_edit.successor_line(line.at, tasks)
        if successor is not None and successor not in changes:
            changes[successor] = line_edit.take_out
            return
        left = successor or (line_edit.open_twin(line.at, tasks) if line.task.recurrence else None)
        if left is not None:
            link = link_to(self.search.catalogue, line.note.path)
            words = inline(plain(left.task.description))
            self.listed.append(
                f"- Open again, and its next time stays too, as it was changed since: {words} · {link}"
            )

    def _with_value(self, path: str, data: bytes) -> bytes:
        wish = self.values[path]
        return self._with_deed(path, data, wish, _as_property(self.notes[wish.id]))

    def _with_word(self, path: str, data: bytes) -> bytes:
        cadence, wish = self.words[path]
        put_off = read_day(cadence.contact.properties.get("follow_up")) is not None
        f = _as_property(cadence.contact) if put_off else _as_word(self.search, cadence)
        return self._with_deed(path, data, wish, f)

    def _with_deed(self, path: str, data: bytes, wish: Wish, f: FollowUp) -> bytes:
        day = wish.day or self.session.today
        try:
            if wish.deed is Deed.MOVE:
                after = touching.with_follow_up(path, data, day)
            elif wish.deed is Deed.DROP:
                after = touching.let_go(self.search, f, data, day, ON_THE_DASHBOARD)
            else:
                after = touching.done(self.search, f, data, day, how=TICKED)
        except ChangedError:
            raise
        except VaultError as error:
            link = link_to(self.search.catalogue, path)
            why = inline(str(error).removeprefix(f"{path}: "))
            self.listed.append(f"- Could not be taken in: {link}, {why}")
            return data
        self.said.append(f"{_past(wish)}: {f.text}")
        return after


def _as_property(note: Note) -> FollowUp:
    due = read_day(note.properties.get("follow_up")) or date.min
    person = note.path if note.type == "contact" else None
    text = f"Follow up: {note.name}"
    mine = property_id(note.path)
    return FollowUp(mine, note.path, None, text, text, due, person_note=person, origin=Origin.PROPERTY)


def _as_word(search: Search, cadence: Cadence) -> FollowUp:
    note, step = cadence.contact, search.playbook.cadence
    text = words_for(step, called(note)) if step else note.name
    return FollowUp(
        cadence.id, note.path, None, text, text, cadence.due, person_note=note.path, origin=Origin.CADENCE
    )


def _change(session: Session, wish: Wish) -> line_edit.Change:
    day = wish.day or session.today
    match wish.deed:
        case Deed.COMPLETE:
            return line_edit.complete(day)
        case Deed.DROP:
            return line_edit.cancel_on_dashboard(day)
        case Deed.MOVE:
            return line_edit.reschedule(day)
        case Deed.STATUS:
            return line_edit.set_status(wish.status)
        case Deed.REOPEN if wish.status != " ":
            return line_edit.both(lambda line: line_edit.reopen(line), line_edit.set_status(wish.status))
        case Deed.REOPEN:
            return line_edit.reopen


def _past(wish: Wish) -> str:
    return f"{wish.deed.value} to {wish.day}" if wish.deed is Deed.MOVE else wish.deed.value
