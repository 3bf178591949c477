"""One vault on disk: its settings, templates and notes. Knows paths and bytes, decides nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from vault_tools.core.meaning.copies import numbered_copies
from vault_tools.core.meaning.kinds import Kind
from vault_tools.core.model import Problem
from vault_tools.core.rules.playbook import Playbook
from vault_tools.core.rules.settings import Settings
from vault_tools.store.locate import load_settings
from vault_tools.store.scan import Look, Reader, read_bytes
from vault_tools.store.state import state_dir


@dataclass
class Vault:
    """A vault that is open. What it loads it keeps; `again` forgets that, for a process that runs for days."""

    root: Path
    reader: Reader = field(init=False)

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

    @property
    def state(self) -> Path:
        return state_dir(self.root)

    @property
    def dashboard(self) -> str:
        return self.settings.dashboard

    def look(self) -> Look:
        """All notes as they are now, without the template folders; of the dashboard, what the user wrote in it."""
        self.reader.apart = frozenset({self.settings.templates, *_template_folders(self.root)})
        return _without_copies(self.reader.look())

    def read(self, path: str) -> bytes:
        """The bytes of one note."""
        return read_bytes(self.root / path)

    def again(self) -> None:
        """Load settings, kinds and playbook anew the next time they are asked for."""
        for name in ("settings", "kinds", "playbook"):
            self.__dict__.pop(name, None)


def _without_copies(look: Look) -> Look:
    """The look without the copies that only a number tells from their original; they are told of."""
    copies = numbered_copies(look.notes)
    if not copies:
        return look
    told = (
        Problem(path, 1, f"a copy of {original.rpartition('/')[2]}; merge the two, then delete this one")
        for path, original in copies.items()
    )
    notes = tuple(note for note in look.notes if note.path not in copies)
    problems = (problem for problem in look.problems if problem.path not in copies)
    return Look(notes, (*problems, *told), look.read)


_PLUGINS = (("templates.json", "folder"), ("plugins/templater-obsidian/data.json", "templates_folder"))


def _template_folders(root: Path) -> tuple[str, ...]:
    """The folders in which Obsidian and Templater keep templates: full of boxes that nobody has to tick."""
    found = []
    for name, entry in _PLUGINS:
        try:
            folder = json.loads((root / ".obsidian" / name).read_text(encoding="utf-8")).get(entry)
        except (OSError, ValueError, AttributeError, RecursionError):
            continue
        if isinstance(folder, str) and folder.strip("/"):
            found.append(folder)
    return tuple(found)
