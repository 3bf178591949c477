"""Notes that are there and cannot be understood, so that what they are is not known: who may be meant by them."""

from __future__ import annotations

from collections.abc import Iterable

from vault_tools.core.errors import NotFoundError
from vault_tools.core.meaning.names import key, note_name, one_line
from vault_tools.core.model import Note, Problem
from vault_tools.core.rules.applications import Application
from vault_tools.core.rules.catalogue import Catalogue

_PIECE = 3  # letters of a name, from which on it may be meant


def is_unseen(note: Note) -> bool:
    """Whether its properties cannot be read, so that it counts as no note of any kind."""
    return bool(note.problems) and not note.properties


def refuse_unseen(catalogue: Catalogue, piece: str) -> None:
    """Raises NotFoundError where a name that was not found may mean a note whose properties cannot be read."""
    wanted = key(one_line(piece))
    for note in catalogue.notes:
        if is_unseen(note) and len(wanted) >= _PIECE and wanted in key(note.name):
            raise NotFoundError(
                f"{note.problems[0]}. Mend that first, perhaps with `vault check --fix`; until then nobody can tell what the note is"
            )


def hints_at_a_no(catalogue: Catalogue, problems: Iterable[Problem] = ()) -> dict[str, str]:
    """What is wrong with notes that may be a no, by the key of their name: unreadable, or leading to no application.

    `problems` are those of the disk, whose notes are not in the catalogue.
    """
    found = {key(note_name(p.path)): str(p) for p in problems if p.is_unread}
    for note in catalogue.notes:
        if is_unseen(note):
            found[key(note.name)] = str(note.problems[0])
        elif note.type == "rejection" and catalogue.linked(note, "application") is None:
            line = note.property_lines.get("application", 1)
            found[key(note.name)] = f"{note.path}:{line}: `application` leads to no note"
    return found


def hint_for(hints: dict[str, str], application: Application) -> str:
    """What hints at a no of this application, by the name that such a note has; nothing if nothing does."""
    wanted = key(application.note.name)
    return next((hint for name, hint in hints.items() if wanted in name and wanted != name), "")
