"""Write down that somebody was met or written to: one line in their log, which moves their clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from vault_tools.commands import touching
from vault_tools.commands.carrying import carried_out
from vault_tools.commands.log_entry import log_touch_edit
from vault_tools.commands.session import Session
from vault_tools.core.errors import ChangedError, NotFoundError
from vault_tools.core.meaning import line_edit
from vault_tools.core.meaning.dates import shift
from vault_tools.core.meaning.names import one_line
from vault_tools.core.model import Edit, FollowUp, Note, Origin
from vault_tools.core.rules.applications import called
from vault_tools.core.rules.cadence import is_kept_up
from vault_tools.core.rules.catalogue import as_list
from vault_tools.core.rules.cheesecakes import Offer, fitting, pick_offer
from vault_tools.core.rules.picking import Choose, pick
from vault_tools.core.rules.search import Search
from vault_tools.core.rules.unseen import refuse_unseen

SOON = 7  # days in which something that is open may be what was done just now
Confirm = Callable[[FollowUp], bool]


class Touched(NamedTuple):
    """What happened: with whom, on which day, how, in the user's words; `cheesecake` is what was brought."""

    person: Note
    day: date
    channel: str = ""
    words: str = ""
    cheesecake: Offer | None = None


class Logged(NamedTuple):
    """What came of it: what was finished with it, what is still open, from when on the next word is due."""

    finished: tuple[FollowUp, ...] = ()
    still_open: tuple[FollowUp, ...] = ()
    next_due: date | None = None


def pick_person(search: Search, piece: str, choose: Choose | None = None) -> Note:
    """A person's note by a piece of their name. Raises NotFoundError with the nearest name.

    A whole name may also be that of a note of the user's own: a person is a note, of whatever kind.
    """
    people = sorted((n for n in search.people.notes if is_kept_up(n)), key=lambda n: n.path)
    try:
        if not people:
            raise NotFoundError("there is no person in the vault yet")
        return pick(piece, people, _names, what="person", choose=choose)
    except NotFoundError as error:
        named = one_line(piece).removeprefix("[[").removesuffix("]]")
        own = [note for note in search.catalogue.named(named) if is_kept_up(note)]
        if len(own) == 1:
            return own[0]
        if not own:
            refuse_unseen(search.catalogue, named)
        way = (
            "`vault new-contact` writes one down"
            if not people
            else "`vault new-contact` writes somebody new down"
        )
        if own:
            shown = " and ".join(note.path for note in own[:2])
            way = f"{shown} are called so: write `type: contact` into the one that is meant"
        raise NotFoundError(f"{error}{' ' if str(error).endswith('?') else '; '}{way}") from None


def cheesecake_for(search: Search, person: str, piece: str, choose: Choose | None = None) -> Offer:
    """One of the stock that this person has not had, by a piece of it; the first if nothing is said."""
    offers = fitting(search, person)
    if not offers:
        raise NotFoundError(
            "the stock has nothing new for them; write one below a heading `## Cheesecakes` in any note, "
            "or say in your own words what it was"
        )
    return pick_offer(offers, piece, choose)


def log_touch(session: Session, touched: Touched, finishes: Confirm | None = None) -> Logged:
    """Append it to the person's log. What is due to them soon is asked about, if there is somebody to ask."""
    path = touched.person.path
    there = session.last or session.search()  # the person was just looked for in it
    touching.refuse_future(there, touched.day)
    open_now = _open(there, path, session.today)
    finished = tuple(f for f in open_now if finishes is not None and finishes(f))

    def edits(search: Search) -> tuple[None, str, list[Edit]]:
        return None, f"log: {called(touched.person)}", _edits(session, search, touched, finished)

    carried_out(session, edits)
    words = (f for f in session.shown().follow_ups if f.origin is Origin.CADENCE and f.note == path)
    next_due = next((f.ripe for f in words), None)
    return Logged(finished, tuple(f for f in open_now if f not in finished), next_due)


def _names(note: Note) -> Sequence[str]:
    aliases = [alias for alias in as_list(note.properties.get("aliases")) if isinstance(alias, str) and alias]
    return (note.name, *aliases, note.path, note.path.removesuffix(".md"))


def _open(search: Search, path: str, today: date) -> tuple[FollowUp, ...]:
    """What is due to this person now or soon; a cadence is done by the log itself."""
    return tuple(
        f
        for f in search.follow_ups
        if f.person_note == path
        and f.origin is not Origin.CADENCE
        and not f.is_held
        and f.ripe <= shift(today, SOON)
    )


def _edits(session: Session, search: Search, touched: Touched, finished: Sequence[FollowUp]) -> list[Edit]:
    edits = []
    person = touched.person.path
    for path in dict.fromkeys((person, *(f.note for f in finished))):
        before = session.vault.read(path)
        mine = [f for f in finished if f.note == path]
        ticked = [search.line_of(f) for f in mine if f.origin is Origin.LINE]
        changes = [(line.at, line_edit.complete(touched.day)) for line in ticked if line is not None]
        if len(changes) < len(ticked):
            raise ChangedError(f"{path}: a line was taken out meanwhile, so nothing was done; try again")
        after = line_edit.edit_lines(path, before, changes)
        if any(f.origin is Origin.PROPERTY for f in mine):
            after = touching.with_follow_up(path, after, None)
        if path == person:
            brought = touched.cheesecake
            step = search.playbook.cadence if brought else None
            said = (touched.words, brought.words if brought else "")
            words = one_line(": ".join(w for w in said if w))
            mark = touching.block_id(search, path, step)
            after = log_touch_edit(path, after, touched.day, touched.channel, words, block_id=mark)
        edits.append(Edit(path, before, after))
    return edits
