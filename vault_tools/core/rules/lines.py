"""Every task line of a vault with its id, its step and its person, open or not. Knows no day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from vault_tools.core.meaning.links import link_targets, wikilinks
from vault_tools.core.meaning.names import key
from vault_tools.core.meaning.tasks import without_reason
from vault_tools.core.model import Note, Task, TaskLine
from vault_tools.core.rules.applications import Person
from vault_tools.core.rules.catalogue import Catalogue, as_list
from vault_tools.core.rules.ids import DERIVED, derived_id
from vault_tools.core.rules.playbook import Playbook, Step

PEOPLE_PROPERTIES = ("recruiter", "referrer", "hiring_manager", "interviewers", "person")


@dataclass(
    slots=True, unsafe_hash=True
)  # nobody changes one; it is not frozen, since its id is worked out late
class Line:
    """A task line and what it means. `step` is set for lines of the playbook, `tail` if its id is its block id's.

    `count` tells lines of a note apart that say the same.
    """

    note: Note
    at: TaskLine
    step: Step | None
    tail: str | None
    count: int = 1
    known_id: str = field(init=False, repr=False, compare=False, default="")

    @property
    def id(self) -> str:
        """Its tail, or else worked out when somebody asks: of most lines, closed ones, nobody does."""
        if self.tail:
            return self.tail
        if not self.known_id:
            what, due = _says(self.at.task)
            self.known_id = derived_id(self.note.path, what, self.count, due)
        return self.known_id

    @property
    def task(self) -> Task:
        return self.at.task


class LinesOf(NamedTuple):
    """All task lines by note, in order; the tails that stand in each note, and those that stand in one place only."""

    by_note: Mapping[str, tuple[Line, ...]]
    tails: Mapping[str, tuple[str, ...]]
    alone: frozenset[str]

    @property
    def with_steps(self) -> dict[str, Note]:
        """The notes with a line of the playbook, by path."""
        return {
            path: lines[0].note
            for path, lines in self.by_note.items()
            if any(line.step is not None for line in lines)
        }


class Ids:
    """Every id that stands for a line, and every tail that is written somewhere, in a copied note too."""

    def __init__(self, lines_of: LinesOf) -> None:
        self._lines_of = lines_of
        self._tails = frozenset(chain.from_iterable(lines_of.tails.values()))

    def __contains__(self, id: object) -> bool:
        return id in self._tails or (isinstance(id, str) and len(id) == DERIVED and id in self._derived)

    @cached_property
    def _derived(self) -> frozenset[str]:
        """Those of the user's own lines, longer than a tail of ours: hardly ever asked for."""
        return frozenset([line.id for line in chain.from_iterable(self._lines_of.by_note.values())])


def lines_again(before: LinesOf, changed: Iterable[Note], playbook: Playbook) -> LinesOf | None:
    """The lines after some notes changed; None where a tail or a note's only line came or went."""
    by_note = dict(before.by_note)
    for note in changed:
        if (note.path in by_note) != bool(note.tasks) or _tails(note, playbook) != before.tails.get(
            note.path, ()
        ):
            return None
        if note.tasks:
            by_note[note.path] = tuple(_note_lines(note, playbook, before.alone))
    return LinesOf(by_note, before.tails, before.alone)


def lines_by_note(catalogue: Catalogue, playbook: Playbook, before: LinesOf | None = None) -> LinesOf:
    """All task lines of all notes. A tail that stands in two places is used by neither.

    Of a note that is the very same as `before`, under the same playbook, they are taken over.
    """
    with_tasks = [note for note in catalogue.notes if note.tasks]
    known: Mapping[str, tuple[Line, ...]] = before.by_note if before else {}
    tails: dict[str, tuple[str, ...]] = dict(before.tails) if before else {}
    same = {note.path: kept for note in with_tasks if (kept := known.get(note.path)) and kept[0].note is note}
    for path in tails.keys() - same.keys():
        del tails[path]
    for note in with_tasks:
        if note.path not in same and (own := _tails(note, playbook)):
            tails[note.path] = own
    alone = frozenset(tail for tail, n in Counter(chain.from_iterable(tails.values())).items() if n == 1)
    if before:
        moved = alone ^ before.alone
        for path in [path for path, own in tails.items() if path in same and not moved.isdisjoint(own)]:
            del same[path]
    by_note = {
        note.path: same.get(note.path) or tuple(_note_lines(note, playbook, alone)) for note in with_tasks
    }
    return LinesOf(by_note, tails, alone)


def _tails(note: Note, playbook: Playbook) -> tuple[str, ...]:
    found = (playbook.step_of(at.task.block_id) for at in note.tasks if at.task.block_id)
    return tuple([one[1] for one in found if one])


def _note_lines(note: Note, playbook: Playbook, alone: Container[str]) -> Iterator[Line]:
    seen: dict[tuple[str, str], int] = {}
    steps: dict[
        str, Step
    ] = {}  # by description, bottom up: a 🔁 successor stands above the line it came from
    for at in reversed(note.tasks):
        if at.task.recurrence and (found := playbook.step_of(at.task.block_id)):
            steps[at.task.description] = found[0]
    for at in note.tasks:
        task = at.task
        found = playbook.step_of(task.block_id) if task.block_id else None
        if found and found[1] in alone:
            yield Line(note, at, found[0], found[1])
            continue
        step = found[0] if found else steps.get(task.description) if task.recurrence else None
        says = _says(task)
        count = seen[says] = seen.get(says, 0) + 1
        yield Line(note, at, step, None, count)


def _says(task: Task) -> tuple[str, str]:
    """What a line of the user's own is known by in its note: its block id or words, and the day of a recurring one."""
    block_id, what = task.block_id, task.description
    due = task.when.isoformat() if task.recurrence and task.when else ""
    return (f"^{block_id}" if block_id else without_reason(what) if "(" in what else what), due


class People(NamedTuple):
    """Who counts as a person: contact notes, and every note that an application or interview names as one.

    `named` has the paths of the latter, and what names of people without a note compare by.
    """

    catalogue: Catalogue
    named: frozenset[str]
    notes: tuple[Note, ...]

    def is_person(self, note: Note) -> bool:
        """Whether a note is somebody's."""
        return note.type == "contact" or note.path in self.named

    def person_of(self, line: Line) -> Person | None:
        """The first person a line links to, else the contact in whose note it stands, else none."""
        links = wikilinks(line.task.description)
        for link in links:
            note = self.catalogue.resolve(link.target)
            if note is not None and self.is_person(note):
                return Person(note.name, note.path)
            if note is None and key(link.target) in self.named:
                return Person(link.target)
        if self.is_person(line.note):
            return Person(line.note.name, line.note.path)
        return None


def people(catalogue: Catalogue) -> People:
    """The people of a vault."""
    named = _named(catalogue)
    found = {note.path: note for note in catalogue.of_type("contact")}
    for path in named:
        if (note := catalogue.at(path)) is not None and note.path == path:
            found[path] = note
    return People(catalogue, named, tuple([found[path] for path in sorted(found)]))


def _named(catalogue: Catalogue) -> frozenset[str]:
    named: set[str] = set()
    for note in catalogue.of_type("application", "interview", "hire"):
        for name in PEOPLE_PROPERTIES:
            for value in as_list(note.properties.get(name)):
                for target in link_targets(value):
                    there = catalogue.resolve(target)
                    named.add(there.path if there else key(target))
    return frozenset(named)
