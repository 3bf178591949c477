"""A letter is kept in its note, or was sent: the step is ticked off, or the log of the person says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from vault_tools.commands import deeds
from vault_tools.commands.letters import Addressed, Wanted, with_draft
from vault_tools.commands.log_entry import log_touch_edit
from vault_tools.commands.refresh import refresh_or_tell
from vault_tools.commands.session import Session
from vault_tools.commands.touching import block_id
from vault_tools.core.errors import ChangedError, VaultError
from vault_tools.core.meaning.line_edit import complete, edit_lines
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import set_property
from vault_tools.core.model import Edit, FollowUp, Origin
from vault_tools.core.rules.search import Search
from vault_tools.core.wording.draft_places import put_draft

_TRIES = 5


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
