"""The whole search as it stands on a day: what every view of it is made from. Decides on no dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from vault_tools.core.meaning.dates import day_of
from vault_tools.core.model import FollowUp, Origin
from vault_tools.core.rules.applications import starts_of
from vault_tools.core.rules.catalogue import Catalogue
from vault_tools.core.rules.ceiling import one_at_a_time
from vault_tools.core.rules.done import DoneIn, done_in
from vault_tools.core.rules.facts import Facts
from vault_tools.core.rules.followups import OfNote, asked_in, concerned, is_over, word_to
from vault_tools.core.rules.insight import Funnel, funnel
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.owners import is_out_of_time
from vault_tools.core.rules.playbook import Playbook
from vault_tools.core.rules.settings import Settings
from vault_tools.core.rules.turns import Turn, renewed, turns

PLACE = attrgetter("due", "id", "note")  # in the order of all follow-ups; two may have one id


class Exchanged(NamedTuple):
    """The follow-ups that went, and those that came."""

    gone: tuple[FollowUp, ...]
    come: tuple[FollowUp, ...]


class Search(Facts):
    """What is known, and what it asks for. Each part is worked out when it is first asked for."""

    @cached_property
    def turns(self) -> Mapping[str, Turn]:
        """The place of each open line of a series, by the line's id."""

        def found() -> Mapping[str, Turn]:
            ours = self.steps
            rounds = {
                note.path: (path, day_of(moment))
                for path, a in self.applications.items()
                for note in a.interviews
                if note not in a.never_held and (moment := starts_of(note)) is not None
            }
            over = {
                line.id
                for line in ours
                if line.task.is_open and line.step and line.step.series and is_out_of_time(self, line)
            }
            anew = renewed(ours, self.people, self.today, rounds)
            return turns(ours, self.people, self.settings, self.today, renewed=anew, over=over)

        return self._taken("turns", found, lambda still: still.keeps_our_lines(self))

    def is_over(self, line: Line) -> bool:
        """Whether an open line of the playbook is over without anybody having touched it."""
        return is_over(self, line, self.turns.get(line.id) if line.step is not None else None)

    @cached_property
    def asked(self) -> Mapping[str, OfNote]:
        """What each note asks for, by its path; nobody waits for anybody else yet."""
        lines, turns, every = self.lines_of.by_note, self.turns, self.catalogue.notes
        if self.still is None:
            return {note.path: asked_in(self, note, lines.get(note.path, ()), turns) for note in every}
        found, again = self.still.asked(self)
        for note in again:
            found[note.path] = asked_in(self, note, lines.get(note.path, ()), turns)
        return found

    @cached_property
    def words(self) -> dict[str, FollowUp]:
        """The words to people, by the path of their note: of those that somebody asked about."""
        return self.still.words() if self.still else {}

    @cached_property
    def exchanged(self) -> Exchanged | None:
        """The follow-ups that went and came since the search before; None if any may have."""
        return self.still.exchanged(self) if self.still else None

    @cached_property
    def follow_ups(self) -> tuple[FollowUp, ...]:
        """Everything that is open, by due, then id."""
        if self.still is not None and self.exchanged is not None:
            return self.still.follow_ups(self.exchanged)
        found = [f for of_note in self.asked.values() for f in of_note.follow_ups]
        found += self._of_cadences()
        return in_order(one_at_a_time(found, self.contacts, self.settings, self.today))

    @cached_property
    def due_words(self) -> Mapping[str, FollowUp]:
        """Those of them that a cadence asks for, by the path of the person's note."""

        def found() -> Mapping[str, FollowUp]:
            return {f.note: f for f in self.follow_ups if f.origin is Origin.CADENCE}

        return self._taken("due_words", found, lambda _: self.exchanged is not None)

    @cached_property
    def funnel(self) -> Funnel:
        """How far the applications came, counted."""
        return self._taken("funnel", lambda: funnel(self.applications.values(), self.today))

    @cached_property
    def done(self) -> Mapping[str, DoneIn]:
        """What was done in each note that has a line, by its path."""
        found, by_note = self.still.done(self) if self.still else {}, self.lines_of.by_note
        for path in by_note.keys() - found.keys():
            lines = by_note[path]
            found[path] = done_in(self, lines[0].note, lines)
        return found

    @cached_property
    def done_today(self) -> Mapping[str, DoneIn]:
        """Of that, the notes in which something was done today."""
        known = self.still.done_today(self) if self.still else None
        if known is not None:
            return known
        return {path: done for path, done in self.done.items() if done.today}

    def _of_cadences(self) -> list[FollowUp]:
        """A word for everybody whose day it is, unless something that is open concerns them already."""
        step = self.playbook.cadence
        if step is None or not step.holds_under(self.settings):
            return []
        busy = set(
            chain.from_iterable(concerned(of_note) for of_note in self.asked.values() if of_note.follow_ups)
        )
        scope, words = self.settings.follow_ups, self.words
        found = []
        for cadence in self.cadences:
            path = cadence.contact.path
            if path not in busy and not scope.leaves_out(path):
                if path not in words:
                    words[path] = word_to(self, cadence, step)
                found.append(words[path])
        return found


def in_order(follow_ups: Iterable[FollowUp]) -> tuple[FollowUp, ...]:
    """By due, then id."""
    return tuple(sorted(follow_ups, key=PLACE))


def search(catalogue: Catalogue, playbook: Playbook, settings: Settings, today: date) -> Search:
    """Everything that follows from the notes on a day."""
    return Search(catalogue, playbook, settings, today)
