"""Take in what the user did on the dashboard, then write it anew if its text differs."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vault_tools.commands.counting import keep_count
from vault_tools.commands.desk import Desk
from vault_tools.commands.session import Session, retried
from vault_tools.core.errors import StorageError, VaultError
from vault_tools.core.meaning.block import BlockError, find_block
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.model import Problem
from vault_tools.core.rules.board import Board
from vault_tools.core.rules.search import Search
from vault_tools.core.wording.wishes import TakenIn

if TYPE_CHECKING:
    from vault_tools.store.journal import Journal

_TRIES = 8
_MANY = 20  # notes that had to be written to at once, so that it is said


class Refreshed(NamedTuple):
    """What came of it: whether the file was written, which edits were taken in, how many lines went below.

    `board` is what it shows now, `content` the bytes it has. `is_resting` says that a note was saved too
    shortly before to be written to, so that it is worth another look.
    """

    written: bool = False
    taken: tuple[str, ...] = ()
    below: int = 0
    board: Board | None = None
    content: bytes = b""
    is_resting: bool = False


def refresh(
    session: Session, journal: Journal, *, as_watcher: bool = False, spare_unread: bool = False
) -> Refreshed:
    """Bring the dashboard up to date. Raises VaultError if it cannot be read or written; that loses no edit.

    As a watcher it never lowers an `as_of` that is one day ahead: another machine is past midnight already.
    To spare what is unread is to refuse while the disk does not give a note, whose lines would vanish from it.
    """
    taken: list[str] = []
    done = retried(lambda: _refresh(session, journal, taken, as_watcher, spare_unread), _TRIES)
    journal.showing.caught_up()
    return done


def refresh_or_tell(session: Session, journal: Journal) -> None:
    """Refresh after a deed that is done already: what goes wrong now is told, and does not undo the deed."""
    try:
        result = refresh(session, journal, spare_unread=True)
    except (VaultError, OSError) as error:
        session.is_behind = True
        from vault_tools.store.refusal import behind_a_deed

        session.told.append(f"Done, but the dashboard was not refreshed: {behind_a_deed(error)}")
    else:
        session.is_behind = False
        session.told.extend(result.taken)


def _refresh(
    session: Session, journal: Journal, taken: list[str], as_watcher: bool, spare_unread: bool
) -> Refreshed:
    from vault_tools.core.wording.frame import as_of
    from vault_tools.store import write

    path = session.vault.root / session.vault.dashboard
    there = write.current(path)
    if as_watcher and there is not None and not there.strip() and _is_being_saved(path):
        return Refreshed(content=there, is_resting=True)
    made_for = None if there is None else as_of(decode(there))
    if as_watcher and made_for == session.today + timedelta(days=1):
        session = Session(session.vault, made_for, made_for, session.told)
    try:
        desk = Desk(session, None if there is None else decode(there))
        if spare_unread and desk.unread:
            raise _unread(desk.unread, "`vault dashboard` draws it from the others.")
        desk, there, taken_in = _taken_in(session, journal, desk, there, made_for, taken)
        is_resting = False
        if session.vault.settings.maintain_next_due and not desk.unread:
            desk, is_resting = _with_next_due(session, desk, there, as_watcher)
        drawn = desk.drawn(None if there is None else decode(there), taken_in)
    except BlockError as error:
        raise VaultError(f"{session.vault.dashboard}: {error}") from None
    new = encode(drawn.text)
    if new != there:
        journal.showing.draw(session.vault.dashboard, there, new)
    if there is None:
        _tell_of_old_pages(session, desk.search(drawn.text))
    keep_count(session, drawn.board)
    if session.vault.settings.export.is_wanted and not desk.unread:
        from vault_tools.commands.export import keep_fresh

        keep_fresh(session, desk.search(drawn.text))
    return Refreshed(new != there, tuple(taken), drawn.below, drawn.board, new, is_resting)


def _tell_of_old_pages(session: Session, search: Search) -> None:
    """Beside the first drawing of a page: that another one, which it takes the place of, is still there."""
    from vault_tools.commands.old_pages import old_pages

    told = (str(problem) for problem in old_pages(session, search))
    session.told.extend(line for line in told if line not in session.told)


def _is_being_saved(path: Path) -> bool:
    """Whether an empty file is only open to be saved: editors empty it first, and some write a while later."""
    from vault_tools.commands.next_due import was_just_saved

    return was_just_saved(path)


def _with_next_due(session: Session, desk: Desk, there: bytes | None, as_watcher: bool) -> tuple[Desk, bool]:
    """Write `next_due` where it differs, before the dashboard is drawn: lines below it move by one."""
    from vault_tools.commands.next_due import RESTED, keep_next_due

    text = None if there is None else decode(there)
    kept = keep_next_due(session.vault, desk.search(text), rested=RESTED if as_watcher else 0.0)
    if kept.written > _MANY:
        session.told.append(f"next_due was written into {kept.written} notes.")
    return (Desk(session, text) if kept.written else desk), kept.is_resting


def _taken_in(
    session: Session,
    journal: Journal,
    desk: Desk,
    there: bytes | None,
    made_for: date | None,
    taken: list[str],
) -> tuple[Desk, bytes | None, TakenIn]:
    """Carry out what was wished on the dashboard. Gives the notes and its own bytes as they are then."""
    text = None if there is None else decode(there)
    block = find_block(text) if text is not None else None
    if block is None or text is None:
        return desk, there, TakenIn()
    from vault_tools.commands.wished import Sources, fulfil
    from vault_tools.core.wording.takein import take_in

    search, (page, _) = desk.search(text), desk.page(text)
    taken_in = take_in(block, sources=Sources(search), page=page, today=session.today, as_of=made_for)
    if taken_in.listed and desk.unread:
        raise _unread(desk.unread, "What you changed on the dashboard waits there until it can be.")
    if not taken_in.wishes:
        return desk, there, taken_in
    done = fulfil(session, search, taken_in.wishes, desk.reading(text))
    journal.carry_out(_label(done.said), done.edits)
    taken.extend(done.said)
    there = next((edit.after for edit in done.edits if edit.path == desk.path), there)
    taken_in = taken_in._replace(listed=(*taken_in.listed, *done.listed))
    return Desk(session, decode(there or b"")), there, taken_in


def _unread(problems: tuple[Problem, ...], way_out: str) -> StorageError:
    first, more = problems[0], len(problems) - 1
    why = first.message.partition(";")[0]
    return StorageError(f"{first.path}: {why}{f', and {more} more' if more else ''}. {way_out}")


def _label(said: tuple[str, ...]) -> str:
    """What undo calls it: `moved to 2026-03-12 on the dashboard: Call Tom`, or how many edits it was."""
    if len(said) != 1:  # or none, where all that was wished is listed
        return f"{len(said)} edits on the dashboard"
    what, _, which = said[0].partition(": ")
    return f"{what} on the dashboard: {which}"
