"""Read the task lines that most people write: fields one after the other, each once. Knows no other line."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from vault_tools.core.model import Task

from .task_grammar import BLOCK_ID, DATES, NAMED, PRIORITIES, SIGNIFIERS, SPACE, VALUES, day_of

_FIELDS = re.compile(rf"([{SIGNIFIERS}])\ufe0f? *")
_DAY = re.compile(VALUES["due"])
_RULE = re.compile(VALUES["recurrence"])


def plain_task(indentation: str, marker: str, status: str, rest: str) -> Task | None:
    """The task of a line without tags, brackets, or fields given twice, which are most; None leaves it to `take_apart`.

    What stands between two signs must be all of a field's value: then it does not matter from where one reads.
    """
    body = rest.strip(SPACE)
    block_id = None
    if "^" in body and (block := BLOCK_ID.search(body)):
        block_id = block[1]
        body = body[: block.start()].rstrip(SPACE)
    if "#" in body:
        return None
    pieces = [body] if body.isascii() else _FIELDS.split(body)
    count = len(pieces)
    if count == 1:
        if "::" in body:
            return None
        return Task(indentation, marker, status, body, block_id=block_id)
    fields: dict[str, object] = {}
    for at in range(1, count, 2):
        sign, written = pieces[at], pieces[at + 1].rstrip(SPACE)
        name = NAMED[sign]
        if name in fields:
            return None
        value: object = None
        if name in DATES:
            value = _known_day(written)
        elif name == "priority":
            value = None if written else PRIORITIES[sign]
        elif name == "recurrence" and _RULE.fullmatch(written):
            value = written.strip(" ")
        if value is None:
            return None
        fields[name] = value
    description = pieces[0].rstrip(SPACE)
    return Task(indentation, marker, status, description, block_id=block_id, **fields)  # type: ignore[arg-type]


@lru_cache(2048)
def _known_day(text: str) -> date | None:
    return day_of(text) if _DAY.fullmatch(text) else None
