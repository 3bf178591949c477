"""A touch written into a person's log: `- 2026-11-22 email: congratulations`, the newest last. Bytes in, bytes out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.insertion import end_of_item, insert_lines, is_item, lines_of_text, set_apart
from vault_tools.core.meaning.notes import decode, encode, read_note
from vault_tools.core.meaning.scanner import Scan, scan
from vault_tools.core.model import Note
from vault_tools.core.wording.neutral import inline


def log_touch_edit(
    path: str, data: bytes, day: date, channel: str, text: str, *, block_id: str | None = None
) -> bytes:
    """The note with one more line in its `## Log`, which is made at the end if there is none.

    `block_id` tells which step of ours it was. Nothing else changes. Raises VaultError if no line can be seen
    there: code or a comment is never closed.
    """
    words = ": ".join(str(inline(part)).strip() for part in (channel, text) if part.strip())
    mark = f"^{block_id}" if block_id else ""
    line = " ".join(part for part in (f"- {day.isoformat()}", words, mark) if part)
    return _written(path, data, line, lambda note: len(note.log))


def log_task_edit(path: str, data: bytes, line: str) -> bytes:
    """The note with a task line in its `## Log`, in the same way: it is dated by its fields, and no touch."""
    return _written(path, data, line, lambda note: len(note.tasks))


def _written(path: str, data: bytes, line: str, count: Callable[[Note], int]) -> bytes:
    note = decode(data)
    there = count(read_note(path, data))
    for after, new in (_in_log(note, line), _new_log(note, line)):
        logged = encode(insert_lines(note, after, new))
        if count(read_note(path, logged)) == there + 1:
            return logged
    raise VaultError(
        f"{path}: a code block or comment in it is never closed, or it is no text note, so a log would not be seen; mend it first"
    )


def _in_log(text: str, line: str) -> tuple[int, list[str]]:
    """Where the line goes in the log that is there, with the blank lines it needs; no lines if there is none."""
    lines, found = lines_of_text(text), scan(text)
    section = _section(found, len(lines))
    if section is None:
        return 0, []
    first, last = section
    ours = [at for at, line_there in found.tasks if " ^fu-" in line_there]  # what was let go
    items = sorted(at for at in (*(at for at, _, _ in found.log), *ours) if first < at <= last)
    if items:
        after = end_of_item(lines, items[-1])
        return after, set_apart(lines, after, [line], in_list=True) if is_item(lines[after - 1]) else [
            line,
            *_gap(lines, after),
        ]
    after = next((n for n in range(last, first, -1) if lines[n - 1].strip()), first)
    if after == first and first < len(lines) and not lines[first].strip():
        after += 1  # below the heading's own blank line
    return after, set_apart(lines, after, [line], in_list=True)


def _gap(lines: list[str], after: int) -> list[str]:
    return [""] * (after < len(lines) and bool(lines[after].strip()) and not is_item(lines[after]))


def _section(found: Scan, count: int) -> tuple[int, int] | None:
    """The heading's line and the last one of the first section called Log."""
    for n, (line, level, title) in enumerate(found.headings):
        if title.casefold() == "log":
            after = (at for at, other, _ in found.headings[n + 1 :] if other <= level)
            return line, next(after, count + 1) - 1
    return None


def _new_log(text: str, line: str) -> tuple[int, list[str]]:
    lines = lines_of_text(text)
    return len(lines), set_apart(lines, len(lines), ["## Log", "", line])
