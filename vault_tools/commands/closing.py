"""End an application, a door, or what goes on one at a time, with all that hangs on it: one deed each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from vault_tools.commands.carrying import carried_out
from vault_tools.commands.completing import lines_until_closed
from vault_tools.commands.doubts import before_it_went_out
from vault_tools.commands.naming import naming
from vault_tools.commands.session import Session
from vault_tools.core.errors import NotFoundError, VaultError
from vault_tools.core.meaning import line_edit
from vault_tools.core.meaning.dates import Moment
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import set_property
from vault_tools.core.model import Edit, Note
from vault_tools.core.rules.applications import is_closed, stage_property
from vault_tools.core.rules.endings import (
    WITHDRAWN,
    End,
    end_of_application,
    how_it_ended,
    later_that_day,
    lines_of_door,
    stage_of_way,
)
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.moved import open_steps
from vault_tools.core.rules.picking import Choose, pick, pick_application, pick_note
from vault_tools.core.rules.picking_appointments import pick_appointment
from vault_tools.core.rules.search import Search


def what_ends(session: Session, piece: str, way: str, day: date, choose: Choose | None = None) -> End:
    """The application of that name, and what ends with it. Raises VaultError if it has ended already."""
    return _end(session.search(), piece, way, _moment(session, day), choose)


def close_application(
    session: Session,
    piece: str,
    way: str,
    day: date,
    *,
    with_others: bool = False,
    choose: Choose | None = None,
) -> End:
    """Set its stage and day, and cancel its chase; `way` is one of the WAYS. A job taken ends the rest of the search too.

    Closed today, it calls off its talks that are still to come today.
    With `with_others` the other open applications are withdrawn in the same deed.
    """

    doubts: list[str] = []

    def edits(search: Search) -> tuple[End, str, list[Edit]]:
        moment = _moment(session, day)
        end = _end(search, piece, way, moment, choose)
        doubts[:] = before_it_went_out(end.application, "end", day)
        changes = _Changes(session)
        changes.end(end.application.note, stage_of_way(end.way), day)
        because = search.playbook.reason(end.way)
        changes.lines(end.chase, line_edit.cancel(session.today, because))
        taken = f"{because} at {end.application.company}" if end.application.company else because
        changes.lines(end.elsewhere, line_edit.cancel(session.today, taken))
        for other in end.others if with_others else ():
            changes.end(other.note, WITHDRAWN, day)
            end = end._replace(talks=(*end.talks, *later_that_day(other, moment)))
        changes.called_off(end.talks, day)
        return end, f"close as {end.way}: {end.application.note.name}", changes.edits()

    end = carried_out(session, edits)
    session.told.extend(f"Called off with it: {talk.name}." for talk in end.talks)
    session.told.extend(doubts)
    return end


def close_door(
    session: Session, piece: str, day: date, choose: Choose | None = None
) -> tuple[Note, tuple[Line, ...]]:
    """Shut the door that a no left open. Gives the no, and the lines that are cancelled with it."""

    def edits(search: Search) -> tuple[tuple[Note, tuple[Line, ...]], str, list[Edit]]:
        note = pick_note(search, piece, "rejection", choose)
        _refuse_closed(note)
        lines = lines_of_door(search, note)
        changes = _Changes(session)
        changes.close(note, day)
        changes.lines(lines, line_edit.cancel(session.today, search.playbook.reason("door")))
        return (note, lines), f"shut the door: {note.name}", changes.edits()

    return carried_out(session, edits)


def call_off(
    session: Session, piece: str, day: date, choose: Choose | None = None
) -> tuple[Note, tuple[Line, ...]]:
    """Write down that an interview will not take place. Gives its note, and the steps that are cancelled with it."""

    def edits(search: Search) -> tuple[tuple[Note, tuple[Line, ...]], str, list[Edit]]:
        note = pick_appointment(search, piece, choose, ("interview",))
        lines, change = calling_off(search, note, day)
        data = session.vault.read(note.path)
        return (note, lines), f"called off: {note.name}", [Edit(note.path, data, change(data))]

    return carried_out(session, edits)


def calling_off(search: Search, note: Note, day: date) -> tuple[tuple[Line, ...], Callable[[bytes], bytes]]:
    """The steps that end with an interview that is called off, and how its note is changed for that."""
    lines = open_steps(search, note)
    cancel = line_edit.cancel(search.today, search.playbook.reason("called-off"))

    def change(data: bytes) -> bytes:
        text = decode(line_edit.edit_lines(note.path, data, [(line.at, cancel) for line in lines]))
        with naming(note.path):
            return encode(set_property(text, "cancelled", day.isoformat()))

    return lines, change


def close_note(
    session: Session, piece: str, day: date, choose: Choose | None = None
) -> tuple[Note, tuple[Line, ...]]:
    """End what goes on one at a time, such as a change, or the plan for a company.

    Gives the note, and its lines: those of a change are ticked with it, those of a plan let go, so that it may begin
    again one day.
    """

    def edits(search: Search) -> tuple[tuple[Note, tuple[Line, ...]], str, list[Edit]]:
        kinds = [kind.name for kind in session.vault.kinds.values() if kind.one_at_a_time]
        notes = list(search.catalogue.of_type(*kinds))
        plans = [n for n in search.catalogue.of_type("company") if lines_until_closed(search, n)]
        if not notes and not plans:
            raise NotFoundError(
                "nothing goes on that could be ended; "
                f"`vault new-{kinds[0] if kinds else 'change'}` begins it"
            )
        running = [*(note for note in notes if not is_closed(note)), *plans] or notes
        note = pick(
            piece,
            running,
            lambda n: (n.name, n.path, n.path.removesuffix(".md")),
            what="change or plan that goes on",
            choose=choose,
        )
        _refuse_closed(note)
        lines = lines_until_closed(search, note)
        changes = _Changes(session)
        if note in plans:
            changes.lines(lines, line_edit.cancel(session.today, search.playbook.reason("plan")))
        else:
            changes.close(note, day)
            changes.lines(lines, line_edit.complete_for_good(min(day, session.today)))
        return (note, lines), f"end: {note.name}", changes.edits()

    return carried_out(session, edits)


def _moment(session: Session, day: date) -> Moment:
    """The hour, where something is closed today."""
    return session.now if day == session.today else day


def _end(search: Search, piece: str, way: str, moment: Moment, choose: Choose | None) -> End:
    application = pick_application(search, piece, choose)
    if application.is_ended:
        name, now = application.note.name, how_it_ended(application)
        raise VaultError(
            f"{name} is {now} already. If it went on, write down what came, "
            "with `vault new-interview … --reopen` or `vault new-offer … --reopen`"
        )
    return end_of_application(search, application, way, moment)


def _refuse_closed(note: Note) -> None:
    if is_closed(note):
        raise VaultError(
            f"{note.path} is closed already, since {note.properties['closed']}; "
            "to open it again, empty `closed` in its properties"
        )


class _Changes:
    """The edits of one deed, one for each note."""

    def __init__(self, session: Session) -> None:
        self._read = session.vault.read
        self._before: dict[str, bytes] = {}
        self._after: dict[str, bytes] = {}

    def lines(self, lines: Iterable[Line], change: line_edit.Change) -> None:
        by_note: dict[str, list[Line]] = {}
        for line in lines:
            by_note.setdefault(line.note.path, []).append(line)
        for path, mine in by_note.items():
            self._put(path, line_edit.edit_lines(path, self._now(path), [(line.at, change) for line in mine]))

    def end(self, note: Note, stage: str, day: date) -> None:
        self._set(note.path, stage_property(note), stage)
        self.close(note, day)

    def close(self, note: Note, day: date) -> None:
        self._set(note.path, "closed", day.isoformat())

    def called_off(self, talks: Iterable[Note], day: date) -> None:
        for talk in talks:
            self._set(talk.path, "cancelled", day.isoformat())

    def edits(self) -> list[Edit]:
        return [Edit(path, self._before[path], after) for path, after in self._after.items()]

    def _set(self, path: str, name: str, value: str) -> None:
        with naming(path):
            self._put(path, encode(set_property(decode(self._now(path)), name, value)))

    def _now(self, path: str) -> bytes:
        if path not in self._before:
            self._before[path] = self._after[path] = self._read(path)
        return self._after[path]

    def _put(self, path: str, data: bytes) -> None:
        self._after[path] = data
