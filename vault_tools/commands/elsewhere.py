"""What a new note changes on the notes that are there: stages, lines that it closes, a door that was answered."""

from __future__ import annotations

from enum import Enum

from vault_tools.commands.making import Making
from vault_tools.commands.situations import Ending
from vault_tools.core.errors import ChangedError, VaultError
from vault_tools.core.meaning import line_edit
from vault_tools.core.meaning.dates import day_of
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import remove_property, set_property
from vault_tools.core.model import Edit, TaskLine
from vault_tools.core.rules.applications import OPEN, Application


class Standing(Enum):
    """How a new note stands to the end of its application."""

    GOING_ON = "going on"
    LATE = "it tells of a time before the end"
    REOPENED = "it goes on after all"


def edits_elsewhere(made: Making, end: Ending, standing: Standing) -> list[Edit]:
    """The edits of notes that are there; everything else of them stays byte for byte."""
    application = made.application
    if application is None:
        return []
    closed: dict[str, list[tuple[TaskLine, line_edit.Change]]] = {}
    because = made.kind.because or f"a new {made.kind.name} came"
    for line in end.closed:
        closed.setdefault(line.note.path, []).append((line.at, line_edit.cancel(made.search.today, because)))
    answered = application.rejections[-1].path if standing is Standing.REOPENED and application.rejections else None
    edits = []
    for path in dict.fromkeys([application.note.path, *closed, *([answered] if answered else [])]):
        before = made.session.vault.read(path)
        try:
            after = line_edit.edit_lines(path, before, closed.get(path, []))
            if path == application.note.path and made.kind.moves is not None and standing is not Standing.LATE:
                after = _moved(made, after, application, standing)
            if path == answered and made.moment is not None:
                after = encode(set_property(decode(after), "closed", day_of(made.moment).isoformat()))
        except ChangedError:
            raise
        except VaultError as error:
            raise VaultError(f"{path}: {error}") from None
        if after != before:
            edits.append(Edit(path, before, after))
    return edits


def _moved(made: Making, data: bytes, application: Application, standing: Standing) -> bytes:
    """The application's stage, never backwards, and the day it closed."""
    moves, context, properties = made.kind.moves, made.context(), application.note.properties
    assert moves is not None
    text = decode(data)
    stage = made.wording.value(moves.stage, context, where=made.where("moves")).strip()
    if standing is Standing.REOPENED:
        text = remove_property(text, "closed")
    is_forward = stage not in OPEN or application.stage not in OPEN or OPEN.index(stage) > OPEN.index(application.stage)
    if stage and is_forward and stage != application.stage:
        # somebody who keeps `status` goes on keeping it: two properties would say two things
        name = "stage" if "stage" in properties or "status" not in properties else "status"
        text = set_property(text, name, stage)
    closed = made.wording.value(moves.closed, context, where=made.where("moves")).strip() if moves.closed else ""
    if closed:
        text = set_property(text, "closed", closed)
    return encode(text)
