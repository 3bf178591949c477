"""What commands say with --json, as plain values. docs/vault.schema.json is the contract, docs/formats.md its words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from vault_tools.core.meaning.dates import as_text
from vault_tools.core.meaning.names import json_escaped
from vault_tools.core.rules.record import follow_up as follow_up

if TYPE_CHECKING:
    from vault_tools.commands.deeds import Changed
    from vault_tools.commands.importing import Import
    from vault_tools.commands.log import Logged, Touched
    from vault_tools.commands.new import Created
    from vault_tools.commands.rescheduling import Rescheduled
    from vault_tools.core.model import FollowUp
    from vault_tools.core.rules.board import Board
    from vault_tools.core.rules.playbook import Step
    from vault_tools.core.wording.drafts import Draft
    from vault_tools.store.journal import Deed

Record = dict[str, object]
_AT_ONCE = 200  # records that are said in one piece


def json_text(value: object) -> str:
    """JSON as every command prints it: readable, exact, and nothing in it steers a terminal."""
    return json_escaped(json.dumps(value, ensure_ascii=False, indent=2))


def follow_ups(found: Iterable[FollowUp]) -> list[Record]:
    return [follow_up(f) for f in found]


def pieces_of(found: Sequence[FollowUp]) -> Iterator[str]:
    """`json_text` of these follow-ups, in pieces of some lines each: thousands of them need no memory, and less time."""
    from json.encoder import encode_basestring

    def written(f: FollowUp) -> str:
        fields = (f'"{key}": {_json(value, encode_basestring)}' for key, value in follow_up(f).items())
        return "  {\n    " + ",\n    ".join(fields) + "\n  }"

    if not found:
        yield "[]"
        return
    yield "["
    for start in range(0, len(found), _AT_ONCE):
        piece = ",\n".join(map(written, found[start : start + _AT_ONCE]))
        yield json_escaped(piece) + ("," if start + _AT_ONCE < len(found) else "\n]")


def _json(value: object, text: Callable[[str], str]) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return "[\n      " + ",\n      ".join(map(text, value)) + "\n    ]" if value else "[]"
    return str(value).lower()  # a number, true or false


def shown(f: FollowUp, step: Step | None, draft: Draft | None) -> Record:
    return {
        "follow_up": follow_up(f),
        "why": step.why if step else None,
        "source": list(step.source) if step else [],
        "draft": letter(draft) if draft else None,
    }


def letter(draft: Draft) -> Record:
    return {"title": draft.title, "subject": draft.subject, "body": draft.body}


def changed(done: Changed) -> Record:
    return {
        "follow_ups": follow_ups(done.follow_ups),
        "next_due": [day.isoformat() for day in done.next_due],
    }


def created(made: Created) -> Record:
    from vault_tools.core.meaning.links import plain
    from vault_tools.core.meaning.tasks import parse

    def text(line: str) -> str:
        task = parse(line)
        return plain(task.description) if task else line

    return {
        "path": made.path,
        "made": list(made.made),
        "changed": list(made.changed),
        "planned": [
            {"due": p.due.isoformat(), "start": p.start.isoformat() if p.start else None,
             "step": p.step.id, "person": p.person.name if p.person else None, "text": text(line)}
            for p, line in made.planned
        ],
        "cancelled": [plain(line.task.description) for line in made.ending.closed],
        "done": [plain(line.task.description) for line in made.ending.done],
    }  # fmt: skip


def imported(wanted: Import, *, done: bool) -> Record:
    return {
        "done": done,
        "sources": list(wanted.sources),
        "made": [e.path for e in wanted.edits if e.before is None],
        "changed": [e.path for e in wanted.edits if e.before is not None],
        "items": [
            {"group": i.group, "kind": i.kind or None, "what": i.what, "why": i.why or None, "where": i.where or None}
            for i in wanted.items
        ],
    }  # fmt: skip


def rescheduled(moved: Rescheduled) -> Record:
    from vault_tools.core.meaning.links import plain

    return {
        "note": moved.note.path,
        "before": as_text(moved.before),
        "now": as_text(moved.now),
        "moved": [
            {"due": day.isoformat(), "text": plain(line.task.description)} for line, day in moved.steps
        ],
    }


def logged(touched: Touched, came: Logged) -> Record:
    return {
        "person": touched.person.name,
        "note": touched.person.path,
        "day": touched.day.isoformat(),
        "finished": follow_ups(came.finished),
        "still_open": follow_ups(came.still_open),
        "next_due": came.next_due.isoformat() if came.next_due else None,
    }


def deed(one: Deed) -> Record:
    return {"label": one.label, "paths": list(one.paths), "undone": one.is_undone}


def page(path: str, *, written: bool, taken: Iterable[str], below: int, board: Board | None) -> Record:
    return {
        "path": path,
        "written": written,
        "taken": list(taken),
        "below": below,
        "quiet": bool(board and board.quiet),
        "overdue": board.overdue_in_all if board else 0,
        "today": len(board.due_today) if board else 0,
        "week": len(board.week) if board else 0,
        "problems": len(board.problems) if board else 0,
    }
