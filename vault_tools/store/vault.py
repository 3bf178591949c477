"""One vault on disk: its settings, templates and notes. Knows paths and bytes, decides nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.copies import numbered, numbered_copies
from vault_tools.core.model import Problem
from vault_tools.core.rules.playbook import Playbook
from vault_tools.core.rules.settings import Settings
from vault_tools.store.finding import TEMPLATE_FOLDERS
from vault_tools.store.locate import load_settings
from vault_tools.store.refusal import gone, refused
from vault_tools.store.scan import Look, Reader, read_bytes
from vault_tools.store.state import state_dir

if TYPE_CHECKING:
    from vault_tools.core.meaning.kinds import Kind
    from vault_tools.core.taking.lexicon import Lexicon
    from vault_tools.core.taking.words import Words
    from vault_tools.core.wording.rendering import Wording
    from vault_tools.store.journal import Journal

_SECOND_LOOK = 0.05  # seconds until it is looked again at what the disk refused


@dataclass
class Vault:
    """A vault that is open. What it loads it keeps; `again` forgets that, for a process that runs for days."""

    root: Path
    reader: Reader = field(init=False)
    _numbered: tuple[tuple[str, str], ...] = field(init=False, default=())
    _copies: Mapping[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.reader = Reader(self.root)

    @cached_property
    def settings(self) -> Settings:
        return load_settings(self.root)

    @property
    def templates(self) -> Path:
        return self.root / self.settings.templates

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        from vault_tools.store.templates import load_kinds

        return load_kinds(self.templates)

    @cached_property
    def playbook(self) -> Playbook:
        from vault_tools.store.templates import load_playbook

        return load_playbook(self.templates)

    @cached_property
    def wording(self) -> Wording:
        from vault_tools.core.wording.rendering import Wording
        from vault_tools.store.compiled import compiled
        from vault_tools.store.templates import sources

        return Wording(sources(self.templates), compiled(self.root))

    @cached_property
    def words(self) -> Words:
        from vault_tools.store.templates import load_words

        return load_words(self.templates)

    @cached_property
    def lexicon(self) -> Lexicon:
        from vault_tools.store.templates import load_lexicon

        return load_lexicon(self.templates)

    @property
    def state(self) -> Path:
        return state_dir(self.root)

    @property
    def dashboard(self) -> str:
        return self.settings.dashboard

    def look(self) -> Look:
        """All notes as they are now, without the template folders; of the dashboard, what the user wrote in it."""
        self.reader.apart = frozenset({self.settings.templates, *_template_folders(self.root)})
        with suppress(OSError):
            look = self.reader.look()
            if not any(problem.is_unread for problem in look.problems):
                return self._heard(self._without_copies(look))
        # A disk stumbles, a network drive comes back, a virus scanner lets go: what is not seen seems deleted.
        time.sleep(_SECOND_LOOK)
        # What changed since the first of the two looks says nothing of what changed before it.
        return self._heard(self._without_copies(self.reader.look()._replace(changed=None)))

    def _heard(self, look: Look) -> Look:
        """The look without what is wrong in folders that the settings leave out: nothing there counts.

        What the disk refuses is told all the same, since nobody knows what it says.
        """
        scope = self.settings.follow_ups
        if not scope.exclude:
            return look
        heard = (p for p in look.problems if p.is_unread or not scope.leaves_out(p.path))
        return look._replace(problems=tuple(heard))

    def read(self, path: str) -> bytes:
        """The bytes of one note, to change it. ChangedError if it is no longer there."""
        try:
            return read_bytes(self.root / path)
        except FileNotFoundError as error:
            raise gone(path) from error
        except OSError as error:
            raise refused(error, path) from error

    def _without_copies(self, look: Look) -> Look:
        """The look without the copies that only a number tells from their original; they are told of."""
        if look.changed is None:
            self._numbered = numbered([note.path for note in look.notes])
            self._copies = numbered_copies(look.notes, self._numbered, self._is_kind)
        elif again := [pair for pair in self._numbered if not look.changed.isdisjoint(pair)]:
            before = {copy: of for copy, of in self._copies.items() if (copy, of) not in again}
            self._copies = {**before, **numbered_copies(look.notes, again, self._is_kind)}
        copies = self._copies
        if not copies:
            return look
        told = (
            Problem(path, 1, f"a copy of {original.rpartition('/')[2]}; merge the two, then delete this one")
            for path, original in copies.items()
        )
        notes = tuple(note for note in look.notes if note.path not in copies)
        problems = (problem for problem in look.problems if problem.path not in copies)
        return look._replace(notes=notes, problems=(*problems, *told))

    def _is_kind(self, name: str) -> bool:
        """Whether notes of that type are of a kind; ours hold while the vault's own cannot be read."""
        from vault_tools.store.templates import load_kinds

        try:
            return name in self.kinds
        except VaultError:
            return name in load_kinds(None)

    @contextmanager
    def locked(self, as_it_was: Callable[[bytes, bytes], bytes]) -> Iterator[Journal]:
        """Hold the writer lock; `as_it_was` gives a note as undo compares it, see `Journal`."""
        from vault_tools.store.journal import Journal
        from vault_tools.store.lock import writer_lock

        with writer_lock(self.state):
            yield Journal(self.root, self.state, as_it_was)

    def again(self) -> None:
        """Load the settings, the tables and the templates anew the next time they are asked for."""
        for name in ("settings", "kinds", "playbook", "wording", "words", "lexicon"):
            self.__dict__.pop(name, None)


def _template_folders(root: Path) -> tuple[str, ...]:
    """The folders in which Obsidian and Templater keep templates: full of boxes that nobody has to tick."""
    found = []
    for name, entry in TEMPLATE_FOLDERS:
        place = root / name
        try:
            folder = _loaded(place.read_text(encoding="utf-8")).get(entry)
        except (FileNotFoundError, NotADirectoryError, ValueError, AttributeError, RecursionError):
            continue
        except OSError as error:  # else the boxes in templates would seem to be things to do
            raise refused(error, place) from error
        if isinstance(folder, str) and folder.strip("/"):
            found.append(folder)
    return tuple(found)


def _loaded(text: str) -> Any:
    import json  # only where there is such a file

    return json.loads(text)
