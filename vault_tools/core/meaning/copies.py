"""Tell the copies that sync tools and merges leave beside a note from notes. Knows names and values, no disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from vault_tools.core.meaning.names import key
from vault_tools.core.model import Note

_CONFLICT = (
    "conflict|konflik|conflit|конфликт|конфлікт|conflitto|conflicto|conflito|競合|冲突|衝突|충돌|"
    "çakış|σύγκρουσ|tegenstrijdig|modstridende|ristiriit|ütköz"
)
_COPY = (
    "copy|copie|copia|cópia|kopi|копи|копі|コピー|副本|複本|複製|拷贝|사본|복사본|kopya|αντίγραφ|wersja|"
    "másolat|version"
)
_FORMS = (
    # Syncthing; ownCloud and Nextcloud
    r"(?P<a>.+?)(?:\.sync-conflict-\d{8}-\d{6}-[0-9A-Z]{7})+",
    r"(?P<b>.+)_conflict-\d{8}-\d{6}",
    # Dropbox in its languages, Nextcloud, Obsidian Sync, Google Drive: `(Jo's conflicted copy 2026-11-22)`
    rf"(?P<c>.+?) ?[(（](?=[^()（）]*(?:{_CONFLICT}))(?=[^()（）]*(?:{_COPY}))[^()（）]*(?:\(\d+\))?[)）]",
    r"(?P<d>.+?) ?\((?:case|unicode encoding|selective sync|white space) conflict(?: \d+)?\)",
    # Seafile; Resilio; Synology Drive
    r"(?P<e>.+?) \(sfconflict [^()]*\)",
    r"(?P<f>.+)\.conflict",
    r"(?P<g>.+)_[^_]+_[a-z]{3}-\d{2}-\d{6}-\d{4}_(?:case)?conflict",
    # OneDrive puts the machine's name behind the note's
    r"(?P<h>.+)-(?-i:(?:DESKTOP|LAPTOP)-[0-9A-Z]{6,8})(?:-\d+)?",
    # what `git mergetool` works on
    r"(?P<i>.+)_(?-i:BACKUP|BASE|LOCAL|REMOTE)_\d+",
)
_NUMBERED = re.compile(r"(.+?) ?(?:(?<= )\d{1,2}|\(\d{1,2}\))")


@cache
def _forms() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_FORMS)})\.md", re.IGNORECASE)


def copy_of(name: str) -> str | None:
    """The file name of the note that a conflict copy was made from; None for the name of a note.

    `Acme.sync-conflict-20261122-101500-ABCDEFG.md` gives `Acme.md`.
    """
    found = _forms().fullmatch(name)
    return f"{next(filter(None, found.groups()))}.md" if found else None


def original_of(name: str) -> str | None:
    """What a note would be a copy of by its name alone, numbers included."""
    if (original := copy_of(name)) is not None:
        return original
    numbered = _NUMBERED.fullmatch(name[:-3])
    return f"{numbered[1]}.md" if numbered else None


def numbered_copies(
    notes: Iterable[Note], pairs: Iterable[tuple[str, str]], is_kind: Callable[[str], bool]
) -> Mapping[str, str]:
    """Copies that only a number tells from their original (`Acme 2.md`, as iCloud writes them): path -> original.

    People number notes too. So of the `pairs` it is a copy only if it is of a kind and reads as the original does,
    or has a block id of ours that stands there.
    """
    wanted = tuple(pairs)
    known = {note.path: note for note in notes} if wanted else {}
    return {copy: original for copy, original in wanted if _is_same(known[copy], known[original], is_kind)}


def numbered(paths: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Each path that only has a number more than another, and that other."""
    every = tuple(paths)
    numbered = [
        path for path in every if (path[-4:-3].isdigit() and " " in path[-6:-4]) or path[-4:-3] == ")"
    ]
    if not numbered:
        return ()
    there = {key(path): path for path in every}
    found = []
    for path in numbered:
        folder, slash, name = path.rpartition("/")
        shorter = _NUMBERED.fullmatch(name[:-3])
        original = there.get(key(f"{folder}{slash}{shorter[1]}.md")) if shorter else None
        if original is not None and original != path:
            found.append((path, original))
    return tuple(found)


def _is_same(note: Note, original: Note, is_kind: Callable[[str], bool]) -> bool:
    if note.tasks and original.tasks and _ids(note) & _ids(original):
        return True
    reading = (note.properties, note.tasks, note.log, note.cheesecakes)
    is_alike = reading == (original.properties, original.tasks, original.log, original.cheesecakes)
    # A note that says nothing to us reads as any other such note does: `Talk.md` and `Talk 2.md`, of one template.
    return is_alike and note.type is not None and is_kind(note.type)


def _ids(note: Note) -> set[str]:
    return {at.task.block_id for at in note.tasks if at.task.block_id and at.task.block_id.startswith("fu-")}
