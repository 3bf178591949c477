"""Whom a typed name means: a note that is there, or one to be made. A person is a note, not a name."""

from __future__ import annotations

from dataclasses import dataclass

from vault_tools.core.meaning.links import link_target
from vault_tools.core.meaning.names import file_name, key, one_line
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import company_name
from vault_tools.core.rules.catalogue import Catalogue

_NO_PERSON = ("application", "interview", "rejection", "hire", "debrief", "change", "offer", "plan-b", "company", "dashboard")


@dataclass(frozen=True, slots=True)
class Meant:
    """What a name stands for: the note that is there, or else the file name and alias of a new one.

    `elsewhere` is a person of the same name at another company, who may or may not be the same.
    """

    name: str
    note: Note | None = None
    file: str = ""
    alias: str = ""
    elsewhere: Note | None = None


def person_meant(catalogue: Catalogue, typed: str, company: str) -> Meant:
    """The contact of that name at this company, or with none; never merged silently with another company's."""
    name = _typed(typed)
    notes = [n for n in catalogue.named(name) if n.type not in _NO_PERSON]
    here = [n for n in notes if company and key(company_name(catalogue, n)) == key(company)]
    free = [n for n in notes if not company_name(catalogue, n)] if company else notes
    fitting = here or free
    if len(fitting) == 1:
        return Meant(fitting[0].name, fitting[0])
    file = file_name(name)
    if notes:
        other = notes[0]
        file = file_name(f"{name} ({company})") if company else file_name(f"{name} (2)")
        return Meant(name, None, file, name, other)
    if key(file) in catalogue.by_name:  # another kind of note has the name
        file = file_name(f"{name} ({company})") if company else file_name(f"{name} (2)")
    return Meant(name, None, file, name if file != name else "")


def company_meant(catalogue: Catalogue, typed: str) -> Meant:
    """The company note of that name, whatever its folder, or a new one."""
    name = _typed(typed)
    notes = catalogue.named(name)
    for note in (*(n for n in notes if n.type == "company"), *(n for n in notes if n.type is None)):
        return Meant(note.name, note)
    file = file_name(name)
    if key(file) in catalogue.by_name:
        file = file_name(f"{name} (company)")
    return Meant(name, None, file, name if file != name else "")


def _typed(text: str) -> str:
    name = one_line(text)
    return one_line(link_target(name) or name).rpartition("/")[2] if name.startswith("[[") else name
