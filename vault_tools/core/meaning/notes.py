"""Read one note's bytes into a Note, and replace lines in its text. Knows no disk and no other note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from vault_tools.core.errors import ChangedError
from vault_tools.core.model import Cheesecake, Note, Problem, TaskLine, Touch

from . import frontmatter, tasks
from .block import without_block
from .scanner import sift

_NO_TEXT = re.compile("[\udc80-\udcff]")
_DRAFT = re.compile(r"^\^draft-([0-9a-z]+)[ \t]*\r?$", re.MULTILINE)
_BLOCK_ID = re.compile(r"(?:\A|(?<=[ \t]))\^([A-Za-z0-9-]+)\Z")
_KINDS = {"%%": "comment", "<!--": "comment"}


def decode(data: bytes) -> str:
    """The bytes as text; each byte that is no UTF-8 becomes one surrogate, so that `encode` gives it back."""
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """The exact inverse of `decode`."""
    return text.encode("utf-8", "surrogateescape")


def read_note(path: str, data: bytes) -> Note:
    """What a note says. Never raises: what cannot be read is among the problems, and the rest still counts.

    The block that we write into a dashboard is no part of it.
    In its values a byte that is no UTF-8 stands as U+FFFD, so that they can be shown and stored anywhere.
    """
    if b"\0" in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = "not a text note (UTF-16, or a file of another kind); save it as UTF-8"
        return Note(path, problems=(Problem(path, 1, message),))
    problems: list[Problem] = []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(Problem(path, line, "not valid UTF-8 from here on; save the note as UTF-8"))
        text = _NO_TEXT.sub("\ufffd", decode(data))
    if b"\n" not in data and b"\r" in data.rstrip(b"\r"):
        problems.append(
            Problem(
                path, 1, "its lines end in CR alone, so it is read as one line; save it with line ends LF"
            )
        )
    properties = frontmatter.read(text)
    if properties.problem:
        problems.append(Problem(path, *properties.problem))
    has_angle = b"<" in data  # most notes have none, and one character is found at once
    if has_angle and (merge := _merge_left_open(text)):
        problems.append(
            Problem(path, merge, "a merge left two versions here; keep one, and delete its marks")
        )
    if has_angle and "<!-- vault:" in text:
        text, damage = without_block(text)
        if damage and properties.values.get("type") == "dashboard":
            problems.append(Problem(path, *damage))
    found = sift(text, data)
    task_lines = []
    for line, raw in found.tasks:
        task = tasks.parse(raw)
        if task is None:
            continue
        task_lines.append(TaskLine(line, task))
        if task.impossible and task.is_open:
            problems += [
                Problem(path, line, f"{written}: there is no such day; write another")
                for written in task.impossible
            ]
    log = []
    for line, day, words in found.log:
        try:
            log.append(_touch(line, date.fromisoformat(day), words))
        except ValueError:
            problems.append(Problem(path, line, f"{day}: there is no such day; write another"))
    if found.unclosed:
        line, mark = found.unclosed
        kind = _KINDS.get(mark, "code block")
        problems.append(
            Problem(
                path,
                line,
                f"the {kind} opened here with {mark} is never closed and hides all below; {_close(mark)}",
            )
        )
    problems.sort(key=lambda problem: problem.line)
    drafts = tuple(_DRAFT.findall(text)) if b"^" in data and "^draft-" in text else ()
    stock = tuple(Cheesecake(line, words) for line, words in found.stock)
    return Note(
        path=path,
        properties=properties.values,
        tasks=tuple(task_lines),
        log=tuple(log),
        problems=tuple(problems),
        property_lines=properties.lines,
        drafts=drafts,
        cheesecakes=stock,
    )


def as_before(before: Note, note: Note) -> Note:
    """The very note that was read before, if this one says the same: then all that follows from it still holds."""
    # as written, since 30.0 is no number of days, and true no 1, though both are equal to one
    is_same = note == before and repr(note.properties) == repr(before.properties)
    return before if is_same else note


def _close(mark: str) -> str:
    return f"end it with {'-->' if mark == '<!--' else mark}"


def _merge_left_open(text: str) -> int:
    """The line on which git left both versions for the user to choose from; 0 if there is none."""
    end = text.rfind("\n>>>>>>> ")
    if end < 0:
        return 0
    start = 0 if text.startswith("<<<<<<< ") else text.find("\n<<<<<<< ") + 1
    is_open = text.startswith("<<<<<<< ", start) and start < text.rfind("\n=======", 0, end)
    return 1 + text.count("\n", 0, start) if is_open else 0


def _touch(line: int, day: date, words: str) -> Touch:
    own = _BLOCK_ID.search(words)
    return Touch(line, day, words[: own.start()].rstrip() if own else words, own[1] if own else None)


def replace_lines(text: str, line: int, old: str, new: Sequence[str]) -> str:
    """The text with line number `line` replaced, if it still reads `old`; with no new lines it is removed.

    Lines are given without their ends. The new ones end as the old one did; the last line of a file stays
    without an end if it had none. A BOM before the first line stays.
    """
    if any("\n" in one for one in new):
        raise ValueError("a line holds a newline")
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
        if start == 0:
            raise _changed(line)
    if start == 0 and text.startswith("\ufeff"):
        start = 1
    newline_at = text.find("\n", start)
    end = len(text) if newline_at < 0 else newline_at + 1
    content = text[start:end].removesuffix("\n").removesuffix("\r")
    if line < 1 or content != old:
        raise _changed(line)
    ending = text[start + len(content) : end]
    if ending in ("\r", "") and len(new) > 1:
        between = "\r\n" if text[:start].endswith("\r\n") else "\n"
        return text[:start] + between.join(new) + ending
    return text[:start] + "".join(one + ending for one in new) + text[end:]


def _changed(line: int) -> ChangedError:
    return ChangedError(f"line {line} no longer reads as it did; nothing was changed, try again")
