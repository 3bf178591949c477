"""Which interview, or answer to an offer, a piece of its name means. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from vault_tools.core.errors import NotFoundError
from vault_tools.core.meaning.dates import as_said, day_of, shift
from vault_tools.core.meaning.names import key, one_line
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import is_called_off, is_closed
from vault_tools.core.rules.appointments import MEETINGS, YEAR, appointments, moment_of, property_of
from vault_tools.core.rules.catalogue import text_of
from vault_tools.core.rules.owners import application_of, belongs_to
from vault_tools.core.rules.picking import Choose, begin_words_of, pick
from vault_tools.core.rules.search import Search
from vault_tools.core.rules.unseen import refuse_unseen

_LAST_DAYS = 7


def pick_appointment(
    search: Search, piece: str, choose: Choose | None = None, kinds: tuple[str, ...] = MEETINGS
) -> Note:
    """By a piece of the round, the company or the note's name: of what lies ahead, or else of what was."""
    missing: NotFoundError | None = None
    for every in _movable(search):
        if notes := [note for note in every if note.type in kinds]:
            try:
                return pick(
                    piece, notes, lambda note: _names(search, note), what="appointment", choose=choose,
                    shown=lambda found: _shown(search, found), lists=True,
                    fits=lambda note, wanted: _begins(search, note, wanted),
                )  # fmt: skip
            except NotFoundError as error:
                missing = missing or error
        refuse_unseen(search.catalogue, piece)  # before what was is taken for what is meant
    others = (note for note in search.catalogue.of_type(*kinds) if _why_not(search, note))
    found = next((note for note in others if _is_meant(search, note, piece)), None)
    if found is not None:
        raise NotFoundError(f"{found.path} {_why_not(search, found)}")
    raise missing or NotFoundError(
        "there is no interview to move or call off; `vault new-interview` writes one down"
    )


def also_meant(search: Search, note: Note, piece: str) -> Note | None:
    """A talk of the last days with the same application that the piece fits as well: it may have fallen through."""
    ahead, past = _movable(search)
    if note not in ahead:
        return None
    since, owner = shift(search.today, -_LAST_DAYS), application_of(search, note)
    for other in past:
        moment = moment_of(other)
        is_near = moment is not None and since <= day_of(moment) < search.today
        if is_near and owner == application_of(search, other) and _is_meant(search, other, piece):
            return other
    return None


def _is_meant(search: Search, note: Note, piece: str) -> bool:
    wanted = key(one_line(piece))
    return any(wanted in key(name) for name in _names(search, note)) or _begins(search, note, wanted)


def _why_not(search: Search, note: Note) -> str:
    """Why an appointment can neither be moved nor called off, and the way out; empty where it can."""
    application, _ = belongs_to(search, note, "", None)
    if is_called_off(note):
        return "is called off; `vault new-interview` writes down a new talk"
    if application is not None and application.is_ended:
        return f"belongs to {application.note.name}, which has ended"
    if is_closed(note):
        return "is closed"
    if moment_of(note) is None:
        return f"has no day yet; write it into `{property_of(note)}` there"
    return ""


def said_of(search: Search, note: Note) -> str:
    """`second, Acme`, or `answer, Acme`."""
    _, company = belongs_to(search, note, "", None)
    what = "answer" if note.type == "offer" else text_of(note, "round") or "interview"
    return f"{what}, {company or note.name}"


def _movable(search: Search) -> tuple[tuple[Note, ...], tuple[Note, ...]]:
    """The notes of what lies ahead or is owed, the soonest first; then of what was, while its application is open."""
    ahead = {a.note.path: a.note for a in appointments(search, YEAR)}
    every = (note for note in search.catalogue.of_type(*MEETINGS) if note.path not in ahead)
    return tuple(ahead.values()), tuple(note for note in every if not _why_not(search, note))


def _names(search: Search, note: Note) -> tuple[str, ...]:
    return said_of(search, note), note.name, note.path, note.path.removesuffix(".md")


def _begins(search: Search, note: Note, wanted: str) -> bool:
    """`acme sec` is the second round at Acme: each word begins one of its words."""
    return begin_words_of(f"{said_of(search, note)} {note.name}", wanted)


def _shown(search: Search, notes: Sequence[Note]) -> list[str]:
    return [f"{said_of(search, note)}, on {as_said(moment)}" for note in notes if (moment := moment_of(note))]
