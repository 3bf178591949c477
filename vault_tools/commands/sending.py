"""A letter is kept in its note, or was sent: the step is ticked off, or the log of the person says so."""

from __future__ import annotations

from datetime import date

from vault_tools.commands import deeds
from vault_tools.commands.carrying import carried_out
from vault_tools.commands.letters import Addressed, Wanted, with_draft
from vault_tools.commands.log_entry import log_touch_edit
from vault_tools.commands.session import Session
from vault_tools.commands.touching import block_id
from vault_tools.core.errors import ChangedError, VaultError
from vault_tools.core.meaning.line_edit import complete, edit_lines
from vault_tools.core.meaning.names import fit_to_type, one_line
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import set_property
from vault_tools.core.model import Edit, FollowUp, Origin
from vault_tools.core.rules.search import Search
from vault_tools.core.wording.draft_places import put_draft


def write_draft(session: Session, to: Addressed) -> str:
    """Put the draft into the follow-up's note as a folded callout; gives the note's path."""
    f, draft = to.follow_up, to.draft
    if f is None or draft is None:
        raise VaultError("a draft is kept beside a follow-up, and this letter has none: leave --write out")
    heading = f"To {to.name}{f': {draft.title}' if draft.title else ''}"

    def edits(search: Search) -> tuple[str, str, list[Edit]]:
        before, line = session.vault.read(f.note), search.line_of(f)
        below = line.at.line if line is not None else None
        text = put_draft(decode(before), f.id, draft, heading=heading, below=below, path=f.note)
        return f.note, f"draft written: {f.text}", [Edit(f.note, before, encode(text))]

    return carried_out(session, edits)


def sent(session: Session, to: Addressed, *, on: date, channel: str = "", about: str = "") -> str:
    """Complete the follow-up, or log the touch where no done line tells of it; gives what to say.

    A line that is ticked says nothing of a channel: where one is named, the log has it too, in the same deed.
    """
    f = to.follow_up
    if f is not None and ((f.origin is Origin.LINE and not channel) or to.person.note is None):
        deeds.complete(session, [f.id], None, on)
        return f"Sent: {f.text}"
    if to.person.note is None:
        raise VaultError(f"{to.name or 'this'} has no note to log it in; `vault new-contact` writes one")
    if f is None and not to.message:
        raise VaultError(
            f"what was sent to {to.name}? --message says which letter; "
            f'in your own words: vault log "{fit_to_type(to.person.name)}" "…"'
        )
    there = session.last or session.search()  # the letter was just looked for in it
    channel = channel or channel_of(there, to.message)
    words = _said(session, there, to, one_line(about)) or (f.text if f else "")

    def edits(search: Search) -> tuple[str, str, list[Edit]]:
        logged = _log_edits(session, search, to, on, channel, words)
        return f"Sent, and logged with {to.name}: {words}", f"sent to {to.name}: {words}", logged

    return carried_out(session, edits)


def _said(session: Session, search: Search, to: Addressed, about: str) -> str:
    """What the log says was sent: the message, and what it was about, or what of the stock stood in its words."""
    from vault_tools.core.rules.cheesecakes import fitting, is_in

    message = to.message.replace("-", " ")
    step = search.playbook.cadence
    if about or step is None or to.message != step.message:
        return ": ".join(part for part in (message, about) if part)
    if to.draft is None:
        to = with_draft(session, search, to, Wanted(""))
    text = f"{to.draft.subject}\n{to.draft.body}" if to.draft else ""
    brought = [offer.words for offer in fitting(search, to.person.note or "") if is_in(offer, text)]
    return ": ".join(part for part in (message, ", ".join(brought)) if part)


def _log_edits(
    session: Session, search: Search, to: Addressed, on: date, channel: str, words: str
) -> list[Edit]:
    """One more line in the person's log; a `follow_up:` property that asked for it is emptied with it."""
    f, note = to.follow_up, to.person.note or ""
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
