"""A letter from a follow-up or to a person: its words, what to look at again, and that it was sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from vault_tools.commands import deeds
from vault_tools.commands.drafting import (
    Occasion,
    application_with,
    has_message,
    rendered,
    role_of,
    written_draft,
)
from vault_tools.commands.log_entry import log_touch_edit
from vault_tools.commands.refresh import refresh_or_tell
from vault_tools.commands.session import Session
from vault_tools.commands.touching import block_id
from vault_tools.core.errors import ChangedError, NotFoundError, TemplateError, VaultError
from vault_tools.core.meaning.line_edit import complete, edit_lines
from vault_tools.core.meaning.names import key, one_line
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import set_property
from vault_tools.core.model import Edit, FollowUp, Note, Origin
from vault_tools.core.rules.applications import Person, called
from vault_tools.core.rules.catalogue import as_list
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.owners import belongs_to
from vault_tools.core.rules.picking import Choose, pick, pick_follow_up
from vault_tools.core.rules.search import Search
from vault_tools.core.wording.draft_places import put_draft
from vault_tools.core.wording.drafts import Draft
from vault_tools.core.wording.mail import address_in
from vault_tools.core.wording.tone import Caution, Letter, warnings

_TRIES = 5


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


# Which letter ---------------------------------------------------------------------------------------------


def addressed(search: Search, wanted: Wanted, choose: Choose | None = None) -> Addressed:
    """Whom a letter is to, by id, words of a follow-up, or a name; its draft is not looked at yet."""
    found = _found(search, wanted, choose)
    if isinstance(found, Person):
        person, follow_up, message = found, None, wanted.message
    else:
        follow_up = found
        person = Person(found.person, found.person_note) if found.person else Person("")
        step = search.playbook.steps.get(found.step or "")
        message = wanted.message or (step.message if step else "")
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
    try:
        return pick_follow_up(search, piece, choose)
    except NotFoundError:
        try:
            return _person(search, piece, choose)
        except NotFoundError:
            pass
        raise


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


# What to look at again ------------------------------------------------------------------------------------


def look_again(session: Session, search: Search, to: Addressed) -> tuple[Caution, ...]:
    """What speaks against sending a draft as it is: its tone, an empty place, a twin at the same company."""
    from vault_tools.store.messages import load_tone

    if to.draft is None:
        return ()
    settings = search.settings
    role, company = _role(search, to)
    letter = Letter(to.name, to.draft.subject, to.draft.body)
    others = _others(session, search, to, company)
    tone = load_tone(session.vault.templates, settings.language)
    return warnings(letter, others, role, settings, tone)


def _role(search: Search, to: Addressed) -> tuple[str, str]:
    """What the person is to the application, and the company that it is about."""
    f = to.follow_up
    application = search.applications.get(f.application_note or "") if f else None
    application = application or application_with(search, to.person)
    company = (f.company if f else "") or (application.company if application else "")
    note = search.catalogue.resolve(to.person.note)
    if not company and note is not None:
        company = belongs_to(search, note, "", to.person)[1]
    return role_of(application, to.person), company


def _others(session: Session, search: Search, to: Addressed, company: str) -> Iterator[Letter]:
    """The letters to colleagues: drafts in notes of the company, and those of this note as they would be."""
    here, mine = (to.follow_up.note, to.follow_up.id) if to.follow_up else ("", "")
    for line in search.lines:
        person = search.people.person_of(line)
        if person is None or line.id == mine or person.key == to.person.key or line.task.status == "-":
            continue
        has_draft = line.id in line.note.drafts
        if line.note.path != here and not (has_draft and _is_about(search, line, person, company)):
            continue
        draft = _draft_of_line(session, search, line, person, has_draft)
        if draft is not None:
            note = search.catalogue.resolve(person.note)
            yield Letter(called(note) if note else person.name, draft.subject, draft.body)


def _is_about(search: Search, line: Line, person: Person, company: str) -> bool:
    return bool(company) and key(belongs_to(search, line.note, line.task.description, person)[1]) == key(
        company
    )


def _draft_of_line(
    session: Session, search: Search, line: Line, person: Person, has_draft: bool
) -> Draft | None:
    if has_draft:
        return written_draft(session, line.note.path, line.id)
    message = line.step.message if line.step else ""
    if not message or not has_message(session, message):
        return None
    try:
        return rendered(session, search, Occasion(person, line.note.path, line.id), message)
    except TemplateError:
        return None  # said where that one is asked for


# Writing --------------------------------------------------------------------------------------------------


def write_draft(session: Session, to: Addressed) -> str:
    """Put the draft into the follow-up's note as a folded callout; gives the note's path."""
    f, draft = to.follow_up, to.draft
    if f is None or draft is None:
        raise VaultError("a draft is kept beside a follow-up, and this letter has none: leave --write out")
    heading = f"To {to.name}{f': {draft.title}' if draft.title else ''}"
    with session.writing() as journal:
        for attempt in range(_TRIES):
            before = session.vault.read(f.note)
            line = _line_now(session, f)
            text = put_draft(decode(before), f.id, draft, heading=heading, below=line, path=f.note)
            try:
                journal.carry_out(f"draft written: {f.text}", [Edit(f.note, before, encode(text))])
                break
            except ChangedError:
                if attempt == _TRIES - 1:
                    raise
        refresh_or_tell(session, journal)
    return f.note


def _line_now(session: Session, f: FollowUp) -> int | None:
    """Where the line stands now; None for one that has none, or that was taken out meanwhile."""
    if f.origin is not Origin.LINE:
        return None
    line = session.search().line_of(f)
    return None if line is None else line.at.line


def sent(session: Session, to: Addressed, *, on: date, channel: str = "") -> str:
    """Complete the follow-up, or log the touch where no done line tells of it; gives what to say.

    A line that is ticked says nothing of a channel: where one is named, the log has it too, in the same deed.
    """
    f = to.follow_up
    if f is not None and ((f.origin is Origin.LINE and not channel) or to.person.note is None):
        deeds.complete(session, [f.id], None, on)
        return f"Sent: {f.text}"
    if to.person.note is None:
        raise VaultError(f"{to.name or 'this'} has no note to log it in; `vault new-contact` writes one")
    channel = channel or channel_of(session.search(), to.message)
    words = _said(session, to) or (f.text if f else "")
    with session.writing() as journal:
        for attempt in range(_TRIES):
            try:
                journal.carry_out(f"sent to {to.name}: {words}", _log_edits(session, to, on, channel, words))
                break
            except ChangedError:
                if attempt == _TRIES - 1:
                    raise
        refresh_or_tell(session, journal)
    return f"Sent, and logged with {to.name}: {words}"


def _said(session: Session, to: Addressed) -> str:
    """What the log says was sent: the message, and what of the stock stood in its words."""
    from vault_tools.core.rules.cheesecakes import fitting, is_in

    search, message = session.search(), to.message.replace("-", " ")
    step = search.playbook.cadence
    if step is None or to.message != step.message:
        return message
    if to.draft is None:
        to = with_draft(session, search, to, Wanted(""))
    text = f"{to.draft.subject}\n{to.draft.body}" if to.draft else ""
    brought = [offer.words for offer in fitting(search, to.person.note or "") if is_in(offer, text)]
    return ": ".join(part for part in (message, ", ".join(brought)) if part)


def _log_edits(session: Session, to: Addressed, on: date, channel: str, words: str) -> Sequence[Edit]:
    """One more line in the person's log; a `follow_up:` property that asked for it is emptied with it."""
    f, note, search = to.follow_up, to.person.note or "", session.search()
    before = session.vault.read(note)
    after = before
    edits = []
    if f is not None and f.origin is not Origin.CADENCE:
        there = session.vault.read(f.note)
        finished = _finished(search, f, there, on)
        if f.note == note:
            after = finished
        else:
            edits.append(Edit(f.note, there, finished))
    step = search.playbook.cadence
    is_unasked = (f is not None and f.origin is Origin.CADENCE) or (
        step is not None and to.message == step.message
    )
    mark = block_id(search, note, step) if is_unasked else None
    return [*edits, Edit(note, before, log_touch_edit(note, after, on, channel, words, block_id=mark))]


def _finished(search: Search, f: FollowUp, data: bytes, on: date) -> bytes:
    """The note of a follow-up that is done by this: its line ticked, or its `follow_up:` emptied."""
    if f.origin is Origin.PROPERTY:
        return encode(set_property(decode(data), "follow_up", None))
    line = search.line_of(f)
    if line is None:
        raise ChangedError(f"{f.note}: the line was taken out meanwhile; try again")
    return edit_lines(f.note, data, [(line.at, complete(on))])


def channel_of(search: Search, message: str) -> str:
    """How a message goes out: as the step says that sends it."""
    return next(
        (s.channel for s in search.playbook.steps.values() if s.message == message and s.channel), "email"
    )
