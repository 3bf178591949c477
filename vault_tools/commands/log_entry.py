"""A touch written into a person's log: `- 2026-11-22 email: congratulations`, the newest last. Bytes in, bytes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

    `block_id` tells which step of ours it was. Nothing else changes: no other line begins or ceases to count.
    Raises VaultError if there is no such place: code or a comment is never closed.
    """
    words = ": ".join(str(inline(part)).strip() for part in (channel, text) if part.strip())
    mark = f"^{block_id}" if block_id else ""
    line = " ".join(part for part in (f"- {day.isoformat()}", words, mark) if part)
    return _written(path, data, line, _is_one_touch_more)


def log_task_edit(path: str, data: bytes, line: str) -> bytes:
    """The note with a task line in its `## Log`, in the same way: it is dated by its fields, and no touch."""
    return _written(path, data, line, _is_one_task_more)


def _written(path: str, data: bytes, line: str, is_meant: Callable[[Note, Note], bool]) -> bytes:
    """The note with the line, at the first place where it says what is meant and changes nothing else."""
    note, before = decode(data), read_note(path, data)
    for after, new in (_in_log(note, line), _new_log(note, line)):
        logged = encode(insert_lines(note, after, new))
        there = read_note(path, logged)
        if _others(there) == _others(before) and is_meant(before, there):
            return logged
    raise VaultError(
        f"{path}: a code block or comment in it is never closed, or it is no text note, so a log would not be seen; mend it first"
    )


def _is_one_touch_more(before: Note, there: Note) -> bool:
    return _tasks(there) == _tasks(before) and _has_one_more(_touches(before), _touches(there))


def _is_one_task_more(before: Note, there: Note) -> bool:
    return _touches(there) == _touches(before) and _has_one_more(_tasks(before), _tasks(there))


def _has_one_more(before: Sequence[object], there: Sequence[object]) -> bool:
    """Whether it is the same but for one that came in between or at an end."""
    at = next((n for n, (old, new) in enumerate(zip(before, there, strict=False)) if old != new), len(before))
    return len(there) == len(before) + 1 and [*before[at:]] == [*there[at + 1 :]]


def _tasks(note: Note) -> list[object]:
    """What its task lines say, wherever they stand."""
    return [line.task for line in note.tasks]


def _touches(note: Note) -> list[object]:
    return [touch._replace(line=0) for touch in note.log]


def _others(note: Note) -> list[object]:
    """Everything else that counts in a note."""
    return [dict(note.properties), note.drafts, [item.text for item in note.cheesecakes]]


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
