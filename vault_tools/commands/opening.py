"""Find what is to be opened: a follow-up's line, a note, a heading of it. Knows no editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from vault_tools.commands.session import Session
from vault_tools.core.errors import AmbiguousError, NotFoundError
from vault_tools.core.meaning.names import key, one_line
from vault_tools.core.meaning.notes import decode
from vault_tools.core.meaning.spots import heading_above, line_of
from vault_tools.core.model import FollowUp, Note
from vault_tools.core.rules.catalogue import as_list
from vault_tools.core.rules.picking import Choose, pick, pick_application, pick_follow_up
from vault_tools.core.rules.search import Search


class Place(NamedTuple):
    """A note's path, a line from 1, and what an Obsidian link would name there: a heading, or `^block`."""

    note: str
    line: int | None = None
    fragment: str | None = None


def place_of(session: Session, piece: str, choose: Choose | None = None) -> Place:
    """What a piece of text names: an id, a note by name or path, an application, any note, a follow-up's text.

    Nothing is the dashboard; `NOTE#Heading` and `NOTE#^block` name a spot in it.
    """
    if not one_line(piece):
        return Place(session.vault.dashboard)
    search = session.search()
    f = next((f for f in search.follow_ups if f.id == one_line(piece).lower().lstrip("^#")), None)
    if f is not None:
        return place_of_line(session, f.note, f.line, f.block_id)
    whole = _exact(session, search, one_line(piece), choose)
    if whole is not None:  # a name may have a # in it
        return Place(whole.path)
    name, mark, fragment = one_line(piece).removeprefix("[[").removesuffix("]]").partition("#")
    if mark and name:
        return _spot(session, _note(session, search, name.strip(), choose), fragment.strip())
    found = _anything(session, search, one_line(piece), choose)
    if isinstance(found, FollowUp):
        return place_of_line(session, found.note, found.line, found.block_id)
    return Place(found.path)


def place_of_line(session: Session, note: str, line: int | None, block_id: str | None = None) -> Place:
    """A line of a note, with its block or else its heading."""
    if line is None or block_id:
        return Place(note, line, f"^{block_id}" if block_id else None)
    return Place(note, line, heading_above(_text(session, note), line))


def _anything(session: Session, search: Search, piece: str, choose: Choose | None) -> Note | FollowUp:
    # `tom` is Tom, and no Automation Engineer: an application comes first only where one of its words begins so
    begun = [note for note in search.catalogue.notes if _has_a_word_that_begins(note, piece)]
    if begun and not any(note.path in search.applications for note in begun):
        return pick(piece, begun, _names, what="note", choose=choose)
    ways: tuple[Callable[[], Note], ...] = (
        lambda: pick_application(search, piece, choose).note,
        lambda: _note(session, search, piece, choose),
    )
    for find in ways:
        try:
            return find()
        except AmbiguousError:
            raise
        except NotFoundError:
            continue
    try:
        return pick_follow_up(search, piece, choose)
    except NotFoundError:
        raise NotFoundError(f"no note and no open follow-up has '{piece}' in its name, id or words") from None


def _exact(session: Session, search: Search, piece: str, choose: Choose | None) -> Note | None:
    """The note of that path or whole name; of several the only one of a kind. Raises AmbiguousError."""
    path = piece.replace("\\", "/").removeprefix("./")
    wanted = key(path.removesuffix(".md"))
    same = search.catalogue.by_name.get(wanted, ())
    if len(same) < 2 or wanted in search.catalogue.by_path:
        return search.catalogue.by_path.get(wanted) or search.catalogue.resolve(path)
    ours = [note for note in same if note.type in session.vault.kinds]
    return ours[0] if len(ours) == 1 else pick(piece, same, _names, what="note", choose=choose)


def _note(session: Session, search: Search, piece: str, choose: Choose | None) -> Note:
    return _exact(session, search, piece, choose) or pick(
        piece,
        search.catalogue.notes,
        _names,
        what="note",
        choose=choose,
    )


def _names(note: Note) -> tuple[str, ...]:
    return (note.name, note.path.removesuffix(".md"), *_aliases(note))


def _has_a_word_that_begins(note: Note, piece: str) -> bool:
    return any(f" {key(piece)}" in f" {key(name)}" for name in (note.name, *_aliases(note)))


def _aliases(note: Note) -> tuple[str, ...]:
    return tuple(a for a in as_list(note.properties.get("aliases")) if isinstance(a, str))


def _spot(session: Session, note: Note, fragment: str) -> Place:
    line = line_of(_text(session, note.path), fragment)
    if line is None:
        what = "block" if fragment.startswith("^") else "heading"
        raise NotFoundError(f"{note.path} has no {what} '{fragment}'")
    return Place(note.path, line, fragment)


def _text(session: Session, path: str) -> str:
    return decode(session.vault.read(path))
