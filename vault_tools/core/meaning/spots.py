"""Where in a note something stands: a block, a heading, a line. Knows the text of one note and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*\r?")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_UNLINKABLE = re.compile(r"[#^\[\]|:\\]|%%")


def heading_above(text: str, line: int) -> str | None:
    """The heading under which a line stands, as a link names it; None if there is none that a link would find.

    A link goes to the first heading of that name, so a later one of the same name is not given.
    """
    found: str | None = None
    seen: set[str] = set()
    for number, heading in _headings(text):
        if number > line:
            break
        found = None if _folded(heading) in seen else heading
        seen.add(_folded(heading))
    return _linkable(found) or None if found is not None else None


def line_of(text: str, fragment: str) -> int | None:
    """The line, from 1, that `^block` or a heading names; None if there is none."""
    if fragment.startswith("^"):
        end = re.compile(rf"(?:^|[ \t]){re.escape(fragment)}[ \t\r]*$")
        return next((n for n, line in enumerate(text.split("\n"), 1) if end.search(line)), None)
    wanted = _folded(fragment.rpartition("#")[2])
    return next((n for n, heading in _headings(text) if _folded(heading) == wanted), None)


def _headings(text: str) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence) and not line[mark.end() :].strip():
                fence = ""
        elif not fence and (heading := _HEADING.fullmatch(line)) and heading[1]:
            yield number, heading[1]


def _linkable(heading: str) -> str:
    return " ".join(_UNLINKABLE.sub(" ", heading).split())


def _folded(heading: str) -> str:
    return _linkable(heading).casefold()
