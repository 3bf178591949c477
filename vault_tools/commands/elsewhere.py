"""What a new note changes on notes that are there: stages, lines that it closes, an answered door."""

from __future__ import annotations

from enum import Enum

from vault_tools.commands.completing import day_done
from vault_tools.commands.making import Making
from vault_tools.core.errors import ChangedError, VaultError
from vault_tools.core.meaning import line_edit
from vault_tools.core.meaning.dates import day_of
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import remove_property, set_property
from vault_tools.core.model import Edit, TaskLine
from vault_tools.core.rules.applications import OPEN, Application, stage_property
from vault_tools.core.rules.superseded import Ending


class Course(Enum):
    """How a new note stands to the end of its application."""

    GOING_ON = "going on"
    LATE = "it tells of a time before the end"
    REOPENED = "it goes on after all"


def edits_elsewhere(made: Making, end: Ending, course: Course) -> list[Edit]:
    """The edits of notes that are there; everything else of them stays byte for byte."""
    application = made.application
    moved = application if made.kind.moves is not None and course is not Course.LATE else None
    lines = _lines(made, end)
    finished = {note.path for note in end.finished}
    if course is Course.REOPENED and application is not None and application.rejections:
        finished.add(application.rejections[-1].path)  # the door was answered
    edits = []
    for path in dict.fromkeys([*([moved.note.path] if moved else []), *lines, *sorted(finished)]):
        before = made.session.vault.read(path)
        try:
            after = line_edit.edit_lines(path, before, lines.get(path, []))
            if moved is not None and path == moved.note.path:
                after = _moved(made, after, moved, course)
            if path in finished and made.moment is not None:
                closed = min(day_of(made.moment), made.search.today)  # a talk to come answers the door today
                after = encode(set_property(decode(after), "closed", closed.isoformat()))
        except ChangedError:
            raise
        except VaultError as error:
            raise VaultError(f"{path}: {error}") from None
        if after != before:
            edits.append(Edit(path, before, after))
    return edits


def _lines(made: Making, end: Ending) -> dict[str, list[tuple[TaskLine, line_edit.Change]]]:
    """By note: the lines that are cancelled with the kind's reason, and those that are ticked."""
    because = made.kind.because or f"a new {made.kind.name} came"
    changes: dict[str, list[tuple[TaskLine, line_edit.Change]]] = {}
    for line in end.closed:
        changes.setdefault(line.note.path, []).append((line.at, line_edit.cancel(made.search.today, because)))
    ended = {note.path for note in end.finished}
    for line in end.done:
        if line not in end.closed:
            tick = line_edit.complete_for_good if line.note.path in ended else line_edit.complete
            changes.setdefault(line.note.path, []).append((line.at, tick(day_done(made))))
    return changes


def _moved(made: Making, data: bytes, application: Application, course: Course) -> bytes:
    """The application's stage, never backwards, and the day it closed."""
    moves, context = made.kind.moves, made.context()
    assert moves is not None
    text = decode(data)
    stage = made.wording.value(moves.stage, context, where=made.where("moves")).strip()
    if course is Course.REOPENED:
        text = remove_property(text, "closed")
    is_forward = (
        stage not in OPEN
        or application.stage not in OPEN
        or OPEN.index(stage) > OPEN.index(application.stage)
    )
    if stage and is_forward and stage != application.stage:
        text = set_property(text, stage_property(application.note), stage)
    closed = (
        made.wording.value(moves.closed, context, where=made.where("moves")).strip() if moves.closed else ""
    )
    if closed:
        text = set_property(text, "closed", closed)
    return encode(text)
