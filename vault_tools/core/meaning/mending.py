"""Mend a note's text where only one thing can be meant. Knows its bytes, and neither disk nor other notes.

Every mend is read again: the problem must be gone, and no task and no property with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from vault_tools.core.meaning import frontmatter, yaml_text
from vault_tools.core.meaning.notes import decode, encode, read_note
from vault_tools.core.model import Note

_MOST = 100  # lines of one note
_PLAIN = re.compile(r"([ \t]*(?:- )?(?:[^\s:#\"'\[\]{}&*!|>%@`-][^:\n]*?:)?[ \t]+)(\S[^\n]*?)([ \t]*\r?)")
_TABS = re.compile(r"\t+")
_PROPERTY_LINE = re.compile(r"(?:[A-Za-z_][\w -]*:(?:[ \t]|\r?$)|[ \t]+- |- |[ \t]*\r?$)")
_BODY = re.compile(r"\s*\Z|#{1,6} |[-*+] \[.\] ")

Way = Callable[[str, int, str], "str | None"]  # text, line and message of its problem -> new text


def mended(path: str, data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The bytes with everything mended that can be, and what was done, such as `puts quotes around a value`."""
    done: list[str] = []
    if (as_utf8 := _from_utf16(data)) is not None:
        data = as_utf8
        done.append("saves it as UTF-8")
    for _ in range(_MOST):
        for says, text in _ways_out(path, data):
            if _is_better(read_note(path, data), read_note(path, encode(text))):
                data = encode(text)
                done.append(says)
                break
        else:
            break
    return data, tuple(dict.fromkeys(done))


def with_target(data: bytes, old: str, new: str) -> bytes:
    """The note with its links to `old` leading to `new`; what they are shown as stays."""
    link = re.compile(rf"\[\[{re.escape(old)}(?=\]\]|[|#\\])")
    return encode(link.sub(lambda _: f"[[{new}", decode(data)))


def _from_utf16(data: bytes) -> bytes | None:
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text.encode()


def _ways_out(path: str, data: bytes) -> Iterator[tuple[str, str]]:
    text = decode(data)
    problem = frontmatter.read(text).problem
    if problem is None:
        return
    line, message = problem
    for words, says, way in _WAYS:
        if words in message and (new := way(text, line, message)) is not None:
            yield says, new


def _is_better(before: Note, after: Note) -> bool:
    """Whether a problem is gone, and nothing else."""
    gone = len(after.problems) < len(before.problems) or _first(after) > _first(before)
    tasks, left = ([at.task for at in note.tasks] for note in (before, after))
    return gone and all(tasks.count(task) <= left.count(task) for task in tasks)


def _first(note: Note) -> int:
    return note.problems[0].line if note.problems else 1 << 30


def _quoted(text: str, line: int, _message: str) -> str | None:
    """A value in quotes; one that may end in a comment is left."""
    lines = text.split("\n")
    found = _PLAIN.fullmatch(lines[line - 1])
    if found is None or " #" in found[2] or "\t#" in found[2] or found[2][0] in "\"'[{|>&":
        return None
    lines[line - 1] = f"{found[1]}{yaml_text.scalar(found[2])}{found[3]}"
    return "\n".join(lines)


def _without_twin(text: str, line: int, _message: str) -> str | None:
    """Without a property that stands there twice in the same words."""
    block = frontmatter.find(text)
    if block is None:
        return None
    starts = [(name, start) for name, start, _ in frontmatter.keys(text, block)]
    if not starts:
        return None
    ends = [start for _, start in starts[1:]] + [block.inner_end]
    pieces = [
        (name, text[start:end].rstrip(), start, end) for (name, start), end in zip(starts, ends, strict=True)
    ]
    for name, words, start, end in pieces:
        if any(other == name and same == words and at < start for other, same, at, _ in pieces):
            return text[:start] + text[end:]
    return None


def _without_tabs(text: str, line: int, _message: str) -> str | None:
    lines = text.split("\n")
    indent = lines[line - 1][: len(lines[line - 1]) - len(lines[line - 1].lstrip())]
    lines[line - 1] = _TABS.sub(lambda m: "  " * len(m[0]), indent) + lines[line - 1].lstrip()
    return "\n".join(lines)


def _closed(text: str, _line: int, _message: str) -> str | None:
    """With the line that ends the properties, if it is plain where they end: `type` among them, then no property."""
    lines = text.split("\n")
    last = 1
    while last < len(lines) and lines[last].strip() and _PROPERTY_LINE.match(lines[last]):
        last += 1
    inner = lines[1:last]
    if not any(one.startswith("type:") for one in inner) or not _BODY.match("\n".join(lines[last:])):
        return None
    end = "\r" if lines[0].endswith("\r") else ""
    return "\n".join([*lines[:last], f"---{end}", *lines[last:]])


_WAYS: tuple[tuple[str, str, Way], ...] = (
    ("needs quotes", "puts quotes around a value", _quoted),
    ("two properties named", "takes out a property that stands there twice", _without_twin),
    ("a tab stands at the start", "writes spaces for a tab", _without_tabs),
    ("is never closed; add a line ---", "closes the properties", _closed),
)
