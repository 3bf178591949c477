"""Which note a name or a link means. Knows what names are, not what notes are for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from vault_tools.core.meaning.links import link_target, wikilinks
from vault_tools.core.meaning.names import key
from vault_tools.core.model import Note


class Catalogue(NamedTuple):
    """All notes of a vault, found by path, by name and by alias. Names compare in NFC and without case."""

    notes: tuple[Note, ...]
    by_path: Mapping[str, Note]
    by_name: Mapping[str, tuple[Note, ...]]
    by_alias: Mapping[str, tuple[Note, ...]]
    by_type: Mapping[str | None, tuple[Note, ...]]

    def of_type(self, *types: str) -> Iterator[Note]:
        """The notes of these types, in the order of their paths."""
        if len(types) == 1:
            return iter(self.by_type.get(types[0], ()))
        found = chain.from_iterable(self.by_type.get(one, ()) for one in dict.fromkeys(types))
        return iter(sorted(found, key=attrgetter("path")))

    def at(self, path: str) -> Note | None:
        """The note that stands at a path."""
        return self.by_path.get(path_key(path))

    def resolve(self, target: str | None) -> Note | None:
        """The note a link target names: by path from the vault's root, or by name; the shortest path wins."""
        if not target:
            return None
        wanted = key(target.removesuffix(".md"))
        if "/" in wanted:
            return self.by_path.get(wanted)
        found = self.by_name.get(wanted)
        return found[0] if found else None

    def linked(self, note: Note, name: str) -> Note | None:
        """The note that a property links to."""
        return self.resolve(link_target(note.properties.get(name)))

    def named(self, name: str) -> tuple[Note, ...]:
        """Every note of that name or alias."""
        wanted = key(name)
        notes = (*self.by_name.get(wanted, ()), *self.by_alias.get(wanted, ()))
        return tuple({n.path: n for n in notes}.values())


def catalogue(notes: Iterable[Note]) -> Catalogue:
    """Order the notes by path and index their names and aliases."""
    ordered = tuple(sorted(notes, key=attrgetter("path")))
    by_name: dict[str, list[Note]] = {}
    by_alias: dict[str, list[Note]] = {}
    by_type: dict[str | None, list[Note]] = {}
    for note in ordered:
        by_type.setdefault(note.type, []).append(note)
        by_name.setdefault(key(note.name), []).append(note)
        if note.name[:1] == "@" or "aliases" in note.properties:  # most notes have neither
            for other in other_names(note):
                by_alias.setdefault(key(other), []).append(note)
    return Catalogue(
        ordered,
        {path_key(n.path): n for n in ordered},
        {
            k: tuple(v if len(v) == 1 else sorted(v, key=lambda n: (n.path.count("/"), n.path)))
            for k, v in by_name.items()
        },
        {k: tuple(v) for k, v in by_alias.items()},
        {k: tuple(v) for k, v in by_type.items()},
    )


def other_names(note: Note) -> tuple[str, ...]:
    """What a note is called besides its name: its aliases, and `Dana Lee` where the note is `@Dana Lee`.

    Many put that sign before the names of people, so that a link to one is quickly typed.
    """
    aliases = [alias for alias in as_list(note.properties.get("aliases")) if isinstance(alias, str)]
    bare = without_sign(note.name)
    if bare != note.name and key(bare) not in map(key, aliases):
        aliases.append(bare)
    return tuple(aliases)


def without_sign(name: str) -> str:
    """`@Dana Lee` as Dana Lee is called."""
    return name.removeprefix("@").lstrip() or name


def path_key(path: str) -> str:
    """What a note is found by in `by_path`."""
    return key(path[:-3] if path.endswith(".md") else path)


def as_list(value: object) -> list[object]:
    """A property read as a list: a scalar is a list of one, nothing is an empty one."""
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list) else [value]


def text_of(note: Note, name: str) -> str:
    """A property as plain text; a link by its target's name, everything that is no text as an empty string."""
    value = note.properties.get(name)
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, str) and "[" not in value:
        return value.strip()
    target = link_target(value) or ""
    is_plain = isinstance(value, str) and target == value.strip() and not wikilinks(value)
    return target if is_plain else target.rpartition("/")[2]  # `Frontend/Backend Engineer` is no path
