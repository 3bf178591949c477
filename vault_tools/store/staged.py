"""A vault as it would be after some edits that are not written yet. Knows paths and bytes, decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vault_tools.core.meaning.notes import read_note
from vault_tools.core.model import Edit, Note
from vault_tools.core.rules.playbook import Playbook
from vault_tools.core.rules.settings import Settings
from vault_tools.store.scan import Look
from vault_tools.store.vault import Vault

if TYPE_CHECKING:
    from vault_tools.core.meaning.kinds import Kind
    from vault_tools.core.taking.lexicon import Lexicon
    from vault_tools.core.taking.words import Words
    from vault_tools.core.wording.rendering import Wording


@dataclass
class StagedVault(Vault):
    """Reads as a vault does, its disk looked at once; what is staged stands over it, and nothing is written.

    Its settings and tables are those of the vault it is of, which need not be read again.
    """

    of: Vault
    _look: Look | None = None
    _bytes: dict[str, bytes] = field(default_factory=dict)
    _before: dict[str, bytes | None] = field(default_factory=dict)
    _notes: dict[str, Note] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        return self.of.settings

    @property
    def kinds(self) -> dict[str, Kind]:
        return self.of.kinds

    @property
    def playbook(self) -> Playbook:
        return self.of.playbook

    @property
    def wording(self) -> Wording:
        return self.of.wording

    @property
    def words(self) -> Words:
        return self.of.words

    @property
    def lexicon(self) -> Lexicon:
        return self.of.lexicon

    def look(self) -> Look:
        if self._look is None:
            self._look = super().look()
            self._notes = {note.path: note for note in self._look.notes}
        return Look(tuple(self._notes.values()), self._look.problems)

    def read(self, path: str) -> bytes:
        return self._bytes[path] if path in self._bytes else super().read(path)

    def stage(self, edits: Iterable[Edit]) -> None:
        """Let these edits stand. None of them removes a file."""
        self.look()
        for edit in edits:
            if edit.after is None:
                raise ValueError(f"{edit.path}: a staged vault removes nothing")
            if edit.before is None and edit.path in self._bytes:
                raise ValueError(f"{edit.path}: staged twice")
            self._before.setdefault(edit.path, edit.before)
            self._bytes[edit.path] = edit.after
            if edit.path.endswith(".md"):
                self._notes[edit.path] = read_note(edit.path, edit.after)

    def edits(self) -> tuple[Edit, ...]:
        """Everything staged as one deed: each file once, from its bytes on disk to its last ones."""
        return tuple(
            Edit(path, self._before[path], after)
            for path, after in self._bytes.items()
            if after != self._before[path]
        )
