"""Put a draft into a note, as a folded callout with its own id. Every other byte of the note stays."""

from __future__ import annotations

import re

from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.insertion import (
    end_of_block,
    insert_lines,
    is_visible,
    lines_of_text,
    set_apart,
)
from vault_tools.core.wording.drafts import Draft, from_note, place_in
from vault_tools.core.wording.neutral import block, inline

_MARK = re.compile(r"\^draft-[0-9a-z]+")


def put_draft(text: str, tail: str, draft: Draft, *, heading: str, below: int | None, path: str) -> str:
    """The note with the draft of that tail: in place of the one there, else below the list of line `below`.

    Without a line, or where nothing could be seen there, it goes to the end. Raises VaultError if it would be
    hidden there too: code or a comment is never closed.
    """
    callout = [
        f"> [!note]- {inline(heading)}",
        *(f"> {line}".rstrip() for line in block(draft.text).split("\n")),
    ]
    raw = text.split("\n")
    if (place := place_in(raw, tail)) is not None:
        start, end = place
        ending = "\r" * raw[end].endswith("\r")
        new = "\n".join([*raw[:start], *(f"{line}{ending}" for line in callout), *raw[end:]])
        return _checked(new, tail, draft, path)
    lines = lines_of_text(text)
    places = [_below_drafts(lines, end_of_block(lines, below))] if below is not None else []
    for after in (*places, len(lines)):
        if is_visible(text, after):
            new = insert_lines(text, after, set_apart(lines, after, [*callout, "", f"^draft-{tail}"]))
            return _checked(new, tail, draft, path)
    raise VaultError(
        f"{path}: a code block or comment in it is never closed, so a draft would not be seen; close it first"
    )


def _below_drafts(lines: list[str], after: int) -> int:
    """Behind the drafts that stand there already, so that they keep the order of their steps."""
    at = after
    while True:
        here = at
        while here < len(lines) and not lines[here].strip():
            here += 1
        start = here
        while here < len(lines) and lines[here].startswith(">"):
            here += 1
        if here == start:
            return at
        while here < len(lines) and not lines[here].strip():
            here += 1
        if here == len(lines) or not _MARK.fullmatch(lines[here].strip()):
            return at
        at = here + 1


def _checked(new: str, tail: str, draft: Draft, path: str) -> str:
    """What was put in must be read as the draft it is."""
    there = from_note(new, tail)
    if there is None or not there.body:
        raise VaultError(
            f"{path}: the draft would not be found again there, so nothing was changed; it has no text"
        )
    return new
