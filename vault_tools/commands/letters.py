"""Which letter is meant: whom it goes to, from which follow-up, and its words. Writes nothing."""

from __future__ import annotations

from typing import NamedTuple

from vault_tools.commands.drafting import (
    Occasion,
    has_message,
    rendered,
    written_draft,
)
from vault_tools.commands.session import Session
from vault_tools.core.errors import NotFoundError, VaultError
from vault_tools.core.meaning.names import key, one_line
from vault_tools.core.model import FollowUp, Note
from vault_tools.core.rules.applications import Person, called
from vault_tools.core.rules.catalogue import as_list
from vault_tools.core.rules.followups import due_within
from vault_tools.core.rules.picking import Choose, pick, pick_follow_up
from vault_tools.core.rules.search import Search
from vault_tools.core.wording.drafts import Draft
from vault_tools.core.wording.mail import address_in


class Wanted(NamedTuple):
    """What was asked for: an id or a name, a message, what it is about, and whether to render anew."""

    piece: str
    message: str = ""
    about: str = ""
    fresh: bool = False


class Addressed(NamedTuple):
    """A draft and whom it goes to; `follow_up` is what is done once it is sent, if anything is."""

    person: Person
    name: str
    address: str
    follow_up: FollowUp | None = None
    message: str = ""
    draft: Draft | None = None
    is_written: bool = False


def addressed(search: Search, wanted: Wanted, choose: Choose | None = None) -> Addressed:
    """Whom a letter is to, by id, words of a follow-up, or a name; its draft is not looked at yet."""
    found = _found(search, wanted, choose)
    if isinstance(found, Person):
        person, follow_up, message = found, None, wanted.message
    else:
        follow_up = found
        person = Person(found.person, found.person_note) if found.person else Person("")
        message = wanted.message or _message_of(search, found)
    note = search.catalogue.resolve(person.note)
    name = called(note) if note else person.name
    return Addressed(
        person, name, address_in(note.properties.get("email")) if note else "", follow_up, message
    )


def with_draft(session: Session, search: Search, to: Addressed, wanted: Wanted) -> Addressed:
    """The same with its words: those that stand in the note, else rendered. Raises VaultError if none fit."""
    f = to.follow_up
    if f is not None and not wanted.fresh and not wanted.message:
        written = written_draft(session, f.note, f.id)
        if written is not None:
            return to._replace(draft=written, is_written=True)
    if f is not None and not to.person.name:
        raise VaultError(f"“{f.text}” concerns nobody, so there is nobody to write to; link a person in it")
    if not to.message or not has_message(session, to.message):
        raise NotFoundError(_which_words(session, to))
    occasion = Occasion(to.person, f.note if f else "", f.id if f else "", wanted.about)
    return to._replace(draft=rendered(session, search, occasion, to.message))


def _found(search: Search, wanted: Wanted, choose: Choose | None) -> FollowUp | Person:
    """A follow-up or a person; with a message named the person comes first, else the follow-up."""
    piece = one_line(wanted.piece)
    bare = piece.removeprefix("^").removeprefix("#").lower()
    exact = next((f for f in search.follow_ups if f.id == bare), None)
    if exact is not None:
        return exact
    people = [n for n in search.people.notes if any(key(name) == key(piece) for name in _names(n))]
    if wanted.message and people:
        return _person(search, piece, choose)
    if wanted.message and sum(f.id.startswith(bare) for f in search.follow_ups) != 1:
        try:
            return _person(search, piece, choose)
        except NotFoundError:
            return pick_follow_up(search, piece, choose)
    if not wanted.message and (ripe := _ripe(search, piece, bare)) is not None:
        return ripe
    try:
        return pick_follow_up(search, piece, choose)
    except NotFoundError:
        try:
            return _person(search, piece, choose)
        except NotFoundError:
            pass
        raise


def _ripe(search: Search, piece: str, bare: str) -> FollowUp | None:
    """Of several that these words fit, the only one with a letter that can be sent today.

    Where none is due yet and all are to one person, it is the next one: the others come after it.
    """
    if not bare or any(f.id.startswith(bare) for f in search.follow_ups):
        return None
    letters = tuple(
        f for f in search.follow_ups if key(piece) in key(f.text) and (f.has_draft or _message_of(search, f))
    )
    found = due_within(letters, search.today)
    if not found and len({f.person_note or f.person for f in letters}) == 1:
        first = min(f.ripe for f in letters)
        found = tuple(f for f in letters if f.ripe == first)
    return found[0] if len(found) == 1 else None


def _message_of(search: Search, f: FollowUp) -> str:
    step = search.playbook.steps.get(f.step or "")
    return step.message if step else ""


def _person(search: Search, piece: str, choose: Choose | None) -> Person:
    notes = sorted(search.people.notes, key=lambda n: n.path)
    note = pick(piece, notes, _names, what="person", choose=choose)
    return Person(note.name, note.path)


def _names(note: Note) -> tuple[str, ...]:
    return (
        note.name,
        *(str(alias) for alias in as_list(note.properties.get("aliases")) if isinstance(alias, str)),
    )


def _which_words(session: Session, to: Addressed) -> str:
    from vault_tools.store.messages import message_titles

    titles = message_titles(session.vault.templates, session.vault.settings.language)
    names = ", ".join(f"{name} ({title})" if title else name for name, title in titles.items())
    if to.message:
        return f"there is no message '{one_line(to.message)}'; --message is one of {', '.join(titles)}"
    what = f"“{to.follow_up.text}” has no words of its own" if to.follow_up else f"which words for {to.name}?"
    return f"{what}{';' if to.follow_up else ''} choose with --message: {names}"
