"""Whom a typed name means: a note that is there, or one to be made. A person is a note, not a name."""

from __future__ import annotations

from typing import NamedTuple

from vault_tools.core.meaning.links import link_target, wikilinks
from vault_tools.core.meaning.names import file_name, file_name_beside, key, one_line
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import called, company_name
from vault_tools.core.rules.catalogue import Catalogue

_EVENTS = (
    "application",
    "interview",
    "rejection",
    "hire",
    "debrief",
    "change",
    "offer",
    "plan-b",
    "dashboard",
)
NO_PERSON = (*_EVENTS, "company")
_COMPANIES = "companies"  # a folder; of notes that no `type` tells apart, the one that stands there is meant


class Meant(NamedTuple):
    """What a name stands for: the note that is there, or else the file name and alias of a new one.

    `elsewhere` is a person of the same name at another company, who may or may not be the same.
    """

    name: str
    note: Note | None = None
    file: str = ""
    alias: str = ""
    elsewhere: Note | None = None


def person_meant(catalogue: Catalogue, typed: str, company: str) -> Meant:
    """The note of that name at this company, or with none; never merged silently with another company's.

    A link, `[[Dana Lee]]`, means the note it leads to, wherever they work.
    """
    linked = _linked(catalogue, typed)
    if linked is not None:
        return Meant(linked.name, linked)
    name = _typed(typed)
    notes = [n for n in catalogue.named(name) if n.type not in (*_EVENTS, "company")]
    here = [n for n in notes if company and is_same_company(catalogue, company_name(catalogue, n), company)]
    free = [n for n in notes if not company_name(catalogue, n)] if company else notes
    fitting = here or free
    if len(fitting) > 1:
        fitting = [n for n in fitting if n.type == "contact"] or fitting
    if len(fitting) == 1:
        return Meant(fitting[0].name, fitting[0])
    return _new(catalogue, name, company or "2", fitting[0] if fitting else notes[0] if notes else None)


def company_meant(catalogue: Catalogue, typed: str) -> Meant:
    """The company's note, whatever its folder, or a new one. Its name is the real one, not its file's."""
    linked = _linked(catalogue, typed)
    name = _typed(typed)
    found = [linked] if linked else [n for n in catalogue.named(name) if n.type not in (*_EVENTS, "contact")]
    if not found:
        return _new(catalogue, name, "company", None)
    note = found[0] if len(found) == 1 else min(found, key=_likeness)
    return Meant(called(note), note)


def _likeness(note: Note) -> tuple[bool, bool]:
    """How little a note looks like a company's: a project, a client and a company may share a name."""
    folders = note.path.casefold().split("/")[:-1]
    return note.type != "company", _COMPANIES not in folders


def is_same_company(catalogue: Catalogue, one: str, other: str) -> bool:
    """Whether two names mean one company, by its name or an alias."""
    if not one or not other:
        return False
    if key(one) == key(other):
        return True
    note = company_meant(catalogue, one).note
    return note is not None and note is company_meant(catalogue, other).note


def _new(catalogue: Catalogue, name: str, beside: str, elsewhere: Note | None) -> Meant:
    """A note to be made; `beside` tells it apart where its name is taken."""
    file = file_name(name)
    if elsewhere is not None or key(file) in catalogue.by_name:
        plain, number = file, 2
        file = file_name_beside(plain, beside)
        while key(file) in catalogue.by_name:
            file = file_name_beside(plain, beside, number)
            number += 1
    return Meant(name, None, file, name if file != name else "", elsewhere)


def _linked(catalogue: Catalogue, typed: str) -> Note | None:
    name = one_line(typed)
    return catalogue.resolve(link_target(name)) if wikilinks(name) else None


def _typed(text: str) -> str:
    name = one_line(text)
    return one_line(link_target(name) or name).rpartition("/")[2] if wikilinks(name) else name
