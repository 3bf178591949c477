"""A vault on a shelf: the same notes as bytes, the same reading and the same deeds, but no disk below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from vault_tools.commands.session import Session
from vault_tools.core.errors import ChangedError, VaultError
from vault_tools.core.meaning.kinds import Kind
from vault_tools.core.meaning.notes import read_note
from vault_tools.core.model import Edit, Note
from vault_tools.core.rules.playbook import Playbook
from vault_tools.core.rules.search import Search
from vault_tools.core.rules.settings import Settings
from vault_tools.core.wording.rendering import Wording
from vault_tools.store.scan import Look
from vault_tools.store.showing import Showing
from vault_tools.store.templates import load_kinds, load_playbook, sources
from vault_tools.store.vault import Vault

_KINDS: dict[str, Kind] = load_kinds(Path("/nowhere"))
PLAYBOOK: Playbook = load_playbook(None)
_WORDING = Wording(sources(Path("/nowhere")))  # what it compiled serves every search


@dataclass
class Shelf(Vault):
    """Notes by path. It has the templates of the project, and no place for a dashboard."""

    chosen: Settings = field(default_factory=Settings)
    followed: Playbook = PLAYBOOK
    files: dict[str, bytes] = field(default_factory=dict)
    looked: tuple[Note, ...] = ()
    searched: Search | None = None
    _read: dict[str, tuple[bytes, Note]] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:  # type: ignore[override]
        return self.chosen

    @property
    def kinds(self) -> dict[str, Kind]:  # type: ignore[override]
        return _KINDS

    @property
    def playbook(self) -> Playbook:  # type: ignore[override]
        return self.followed

    @property
    def dashboard(self) -> str:
        raise VaultError("there is no disk to draw it on")

    def read(self, path: str) -> bytes:
        return self.files[path]

    def look(self) -> Look:
        for path, data in self.files.items():
            kept = self._read.get(path)
            if kept is None or kept[0] is not data:
                self._read[path] = data, read_note(path, data)
        notes = tuple(self._read[path][1] for path in self.files)
        return Look(notes, tuple(problem for note in notes for problem in note.problems))

    @contextmanager
    def locked(self, as_it_was: Any) -> Iterator[Any]:
        yield _Deeds(self)


class OnShelf(Session):
    """A session on a shelf: what is written is there at once. The same notes on the same day are read once."""

    def search(self) -> Search:
        look, kept = self.vault.look(), self.vault.searched  # type: ignore[attr-defined]
        is_same = kept is not None and kept.today == self.today and len(self.vault.looked) == len(look.notes)  # type: ignore[attr-defined]
        if not is_same or any(a is not b for a, b in zip(self.vault.looked, look.notes, strict=True)):  # type: ignore[attr-defined]
            self.vault.looked, self.vault.searched = look.notes, super().search()  # type: ignore[attr-defined]
        return self.vault.searched  # type: ignore[attr-defined,no-any-return]

    @cached_property
    def wording(self) -> Wording:
        return _WORDING


class _Deeds:
    """Carries edits out whole, and only on the bytes that they were made for."""

    def __init__(self, shelf: Any) -> None:
        self._files = shelf.files
        self.showing = Showing(
            Path("/nowhere"), Path("/nowhere")
        )  # nothing is behind, where nothing is drawn

    def recover(self) -> tuple[str, ...]:
        return ()

    def carry_out(self, label: str, edits: Sequence[Edit]) -> int:
        for edit in edits:
            if self._files.get(edit.path) != edit.before:
                raise ChangedError(f"{edit.path}: changed before {label}")
        for edit in edits:
            if edit.after is None:
                del self._files[edit.path]
            else:
                self._files[edit.path] = edit.after
        return 1
