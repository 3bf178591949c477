"""Put whole lines into a note's text, where a reader sees them. Knows no disk and no meaning of a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.scanner import scan

_HEADING = re.compile(r" {0,3}#{1,6}(?=\s|\Z)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?=[ \t]|\Z)")
_PROBE = "- [ ] ?"


def lines_of_text(text: str) -> list[str]:
    """The lines without their ends, without the empty one that a final newline leaves behind it."""
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    if text.endswith("\n") or not text:
        lines.pop()
    return lines


def insert_lines(text: str, after: int, new: Sequence[str]) -> str:
    """The text with new lines behind line number `after` (0 puts them first); every other byte stays.

    They end as the line before them does; a last line without an end leaves the new last one without.
    """
    start = 0
    for _ in range(after):
        newline = text.find("\n", start)
        start = len(text) if newline < 0 else newline + 1
    before = text[:start] if start else text
    ending = "\r\n" if before.endswith("\r\n") or (not before.endswith("\n") and "\r\n" in before) else "\n"
    if start == len(text) and text and not text.endswith("\n"):
        return text + "".join(ending + line for line in new)
    return text[:start] + "".join(line + ending for line in new) + text[start:]


def without_line(text: str, line: int) -> str:
    """The text without that line, counted from 1, nor one of two blank lines that it had kept apart."""
    before = text.split("\n")
    around = before[line - 2 : line - 1], before[line : line + 1]
    is_between = all(one and not one[0].strip() for one in around)
    return "\n".join([*before[: line - 1], *before[line + is_between :]])


def append_lines(text: str, new: Sequence[str]) -> str:
    """The text with new lines set apart at its end. Raises VaultError where nobody would see them there."""
    lines = lines_of_text(text)
    if not is_visible(text, len(lines)):
        raise VaultError(
            "a code block or comment in it is never closed, so what is added would not be seen; close it first"
        )
    return insert_lines(text, len(lines), set_apart(lines, len(lines), new))


def set_apart(lines: Sequence[str], after: int, new: Sequence[str], *, in_list: bool = False) -> list[str]:
    """The new lines with a blank one on each side that needs it; in a list they stand close to its items."""
    out = list(new)
    if after and lines[after - 1].strip() and not (in_list and is_item(lines[after - 1])):
        out.insert(0, "")
    if after < len(lines) and lines[after].strip() and not (in_list and is_item(lines[after])):
        out.append("")
    return out


def is_item(line: str) -> bool:
    """Whether a line begins an item of a list."""
    return _ITEM.match(line) is not None


def end_of_item(lines: Sequence[str], line: int) -> int:
    """The last line that belongs to the item that begins in `line`: its own further lines and paragraphs."""
    end = line
    while end < len(lines):
        following = lines[end]
        if following.strip():
            inside = following[:1] in " \t" and end > line and not lines[end - 1].strip()
            if not inside and (_HEADING.match(following) or is_item(following) or not lines[end - 1].strip()):
                break
            end += 1
            continue
        further = next((n for n in range(end, len(lines)) if lines[n].strip()), None)
        if further is None or lines[further][:1] not in " \t":
            break
        end = further
    return end


def end_of_block(lines: Sequence[str], line: int) -> int:
    """The last line of the list, quote or paragraph in which `line` stands."""
    end = line
    while end < len(lines):
        following = lines[end]
        if following.strip():
            if _HEADING.match(following):
                break
            end += 1
            continue
        further = next((n for n in range(end, len(lines)) if lines[n].strip()), None)
        if further is None or not (lines[further][:1] in " \t" or is_item(lines[further])):
            break
        end = further
    return end


def is_visible(text: str, after: int) -> bool:
    """Whether a line put there would be seen: not inside properties, code or a comment."""
    lines = lines_of_text(text)
    probed = insert_lines(text, after, set_apart(lines, after, [_PROBE]))
    return len(scan(probed).tasks) == len(scan(text).tasks) + 1
