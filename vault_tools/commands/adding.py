"""The edit of a note that is there and gets planned lines: read back before it counts. Knows no kind of note."""

from __future__ import annotations

from collections.abc import Callable

from vault_tools.commands.making import Making
from vault_tools.commands.naming import naming
from vault_tools.commands.page import Lines, check_steps
from vault_tools.core.meaning.notes import decode, encode, read_note
from vault_tools.core.model import Edit, Note


def added_to(made: Making, note: Note, lines: Lines, change: Callable[[str], str]) -> Edit:
    """The edit of a note that is there, with every planned line in it afterwards.

    Raises VaultError naming the note where its text does not allow it, TemplateError if a line is left out.
    """
    before = made.session.vault.read(note.path)
    with naming(note.path):
        after = encode(change(decode(before)))
    check_steps(made.kind.adds, read_note(note.path, after), lines)
    return Edit(note.path, before, after)
