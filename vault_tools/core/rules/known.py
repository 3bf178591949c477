"""Whom a name means among the people that an application names already. Makes nobody, and asks nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vault_tools.core.meaning.called import plain_name
from vault_tools.core.meaning.links import wikilinks
from vault_tools.core.meaning.names import key, one_line
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import Application, called, company_name
from vault_tools.core.rules.catalogue import Catalogue, as_list
from vault_tools.core.rules.persons import is_same_company

_SHORTEST = 4  # letters of a name below which another one is no slip


class Known(NamedTuple):
    """Somebody the application names, and as what; `is_piece`: only a piece of their name was given."""

    note: Note
    role: str
    is_piece: bool = False


def known_by(catalogue: Catalogue, application: Application, typed: str) -> Known | None:
    """Who of its people is meant: by name, alias or the name without titles, else by a piece nobody else has.

    None if nobody is, or if two could be.
    """
    name = plain_name(one_line(typed))
    if not name or wikilinks(typed):
        return None
    people = list(_people(catalogue, application))
    found = _one_of([one for one in people if name in _names(one.note)], catalogue, application)
    if found is not None or " " in name:
        return found
    pieces = [one for one in people if _has_piece(one.note, name)]
    if len(pieces) != 1 or any(
        _may_be_meant(catalogue, application, note, name)
        for note in catalogue.of_type("contact")
        if note is not pieces[0].note
    ):
        return None
    return pieces[0]._replace(is_piece=True)


def is_piece_of(typed: str, name: str) -> bool:
    """Whether what was typed is one of the words of another name."""
    return plain_name(typed) in plain_name(name).split()


def _people(catalogue: Catalogue, application: Application) -> Iterator[Known]:
    """Each person with a note once, with the first role they have."""
    seen: set[str] = set()
    for role, people in application.people.items():
        for person in people:
            note = catalogue.resolve(person.note)
            if note is not None and note.path not in seen:
                seen.add(note.path)
                yield Known(note, role)


def _one_of(found: list[Known], catalogue: Catalogue, application: Application) -> Known | None:
    """The only one, or the only one of them who works at the application's company."""
    if len(found) > 1:
        found = [
            one
            for one in found
            if is_same_company(catalogue, company_name(catalogue, one.note), application.company)
        ]
    return found[0] if len(found) == 1 else None


def _may_be_meant(catalogue: Catalogue, application: Application, note: Note, name: str) -> bool:
    """Whether somebody else is called so: by that name alone, or by a piece of theirs and not at another company."""
    if name in _names(note):
        return True
    house = company_name(catalogue, note)
    is_near = not house or is_same_company(catalogue, house, application.company)
    return is_near and _has_piece(note, name)


def _names(note: Note) -> set[str]:
    aliases = (alias for alias in as_list(note.properties.get("aliases")) if isinstance(alias, str))
    return {plain_name(name) for name in (note.name, called(note), *aliases)}


def _has_piece(note: Note, name: str) -> bool:
    return any(name in words.split() for words in _names(note))


def nearly(catalogue: Catalogue, name: str, kind: str) -> Note | None:
    """The note of a kind whose name is this one but for a slip of the pen: `Pryia Nair` for `Priya Nair`."""
    wanted = key(name)
    for note in catalogue.of_type(kind):
        for there in (note.name, called(note)):
            other = key(there)
            if other != wanted and abs(len(other) - len(wanted)) <= 1 and _is_slip(wanted, other):
                return note
    return None


def _is_slip(one: str, other: str) -> bool:
    """Whether one letter too many, too few, wrong, or in its neighbour's place makes one word of the other."""
    if len(one) < _SHORTEST or one[0] != other[0] or any(c.isdigit() for c in one + other):
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rest, its = one[start:], other[start:]
    return (
        rest[1:] == its  # too many
        or rest == its[1:]  # too few
        or rest[1:] == its[1:]  # wrong
        or (rest[:2] == its[:2][::-1] and rest[2:] == its[2:])
    )
