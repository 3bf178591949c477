"""Find the lines of a note that matter: tasks, headings, a log. Knows not what a task says."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from .frontmatter import find

# Every pattern starts with the newline before the line: the regex engine then jumps from line to line.
_TASK = r"[ \t>]*(?:[-*+]|[0-9]+[.)]) +\[[^\n]\][^\n]*"
_HEADING = r" {0,3}(#{1,6})(?=\s|\Z)([^\n]*)"
_LINE = re.compile(rf"\n(?=[ \t>0-9*+#-])(?:({_TASK})|{_HEADING})")
_TASK_LINE = re.compile(rf"\n({_TASK})")
_LISTS = re.compile(rb"#[\s\x1c-\x1f\x80-\xff]+(?:log|chee)", re.IGNORECASE)  # an s may be a ſ
_CLOSING_MARKS = re.compile(r"(?:\A|[ \t]+)#+\Z")
_LOG_ITEM = re.compile(
    r"\n[ \t]*(?:[-*+]|[0-9]+[.)])[ \t]+(?:\*\*|\[\[)?([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:]+)?"
    r"(?:\*\*|\]\])?(?!\w)([^\n]*)"
)
_STOCK_ITEM = re.compile(r"\n[ \t]*(?:[-*+]|[0-9]+[.)])[ \t]+(?:\[([^\n])\][ \t]+)?([^\n]*)")
# What opens code may stand behind quote signs and list markers; a comment, behind quote signs alone. In the
# middle of a line both are inline, and hide no other line.
_OPENING = re.compile(
    r"\n([ \t>]*)(?:((?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*)(`{3,}(?=[^`\n]*(?:\n|\Z))|~{3,})|(%%|<!--))"
)
_QUOTE_SIGNS = re.compile(r"[ \t>]*")
_MARKER = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]+")
_CLOSERS = {"%%": re.compile("%%"), "<!--": re.compile("-->")}
_LOOK_BACK = 4_000  # characters above an indented fence in which its list item is looked for


class Scan(NamedTuple):
    """Lines with their numbers, which count from 1 over the whole file; lines end with `\\n` only.

    A line is given without its `\\n` and without one `\\r` before it. `tasks` are (line, text), `headings`
    are (line, level, text). `log` are the items `- 2026-11-03 email: …` below a heading "Log" as (line,
    day as written, text), `stock` those below "Cheesecakes" as (line, text), without the ones that are ticked
    off. `unclosed` is (line, opening mark) of code or a comment that hides all below it.
    """

    tasks: tuple[tuple[int, str], ...] = ()
    headings: tuple[tuple[int, int, str], ...] = ()
    log: tuple[tuple[int, str, str], ...] = ()
    unclosed: tuple[int, str] | None = None
    stock: tuple[tuple[int, str], ...] = ()


class _Body(NamedTuple):
    """What is below the properties: it begins at the newline `start`, which ends the line before `first`."""

    text: str
    start: int
    first: int
    hidden: tuple[tuple[int, int], ...]
    unclosed: str | None

    def matches(
        self, pattern: re.Pattern[str], start: int, end: int, first: int
    ) -> Iterator[tuple[int, re.Match[str]]]:
        """The lines that match and are not hidden, numbered; the one that begins at the newline `start` is `first`."""
        text, hidden = self.text, self.hidden
        line, counted = first, start
        for match in pattern.finditer(text, start, end):
            at = match.start()
            if hidden and (place := bisect_right(hidden, (at, len(text)))) and at < hidden[place - 1][1]:
                continue
            line += text.count("\n", counted, at)
            counted = at
            yield line, match


def sift(text: str, data: bytes) -> Scan:
    """What `scan` finds, but headings only where a list below one of them is read: in half the time.

    `data` are the bytes that the text was, perhaps with more: what is not there is told from them much sooner.
    """
    if _LISTS.search(data):
        return scan(text)
    body = _body(text, data)
    if body is None:
        return Scan()
    tasks = tuple(
        (line, match[1].removesuffix("\r"))
        for line, match in body.matches(_TASK_LINE, body.start, len(body.text), body.first)
    )
    return Scan(tasks, unclosed=_unclosed(body))


def scan(text: str) -> Scan:
    """The lines of a note that matter, outside properties, fenced code and comments."""
    body = _body(text, text.encode("utf-8", "surrogatepass"))
    if body is None:
        return Scan()
    tasks: list[tuple[int, str]] = []
    headings: list[tuple[int, int, str]] = []
    ends: list[int] = []
    for line, match in body.matches(_LINE, body.start, len(body.text), body.first):
        task, marks, title = match.groups()
        if task:
            tasks.append((line, task.removesuffix("\r")))
        else:
            title = title.strip()
            if title.endswith("#"):
                title = _CLOSING_MARKS.sub("", title)
            headings.append((line, len(marks), title))
            ends.append(match.end())
    log = tuple(
        (n, m[1], m[2].strip(" \t\r:·,–—-")) for n, m in _items(body, headings, ends, "log", _LOG_ITEM)
    )
    stock = tuple(
        (n, m[2].strip())
        for n, m in _items(body, headings, ends, "cheesecakes", _STOCK_ITEM)
        if m[2].strip() and (m[1] or " ") not in "xX-"
    )
    return Scan(tuple(tasks), tuple(headings), log, _unclosed(body), stock)


def _unclosed(body: _Body) -> tuple[int, str] | None:
    if not body.unclosed:
        return None
    at, _ = body.hidden[-1]
    return body.first + body.text.count("\n", body.start, at), body.unclosed


def _body(text: str, data: bytes) -> _Body | None:
    block = find(text)
    if block is None:
        text, start, first = "\n" + text.removeprefix("\ufeff"), 0, 1
    elif text[block.end - 1] == "\n":
        start = block.end - 1
        first = 2 + text.count("\n", 0, start)
    else:
        return None
    # One rare character is found five times faster than three of them, and in bytes, not in four-byte text.
    if (
        (b"`" in data and "```" in text)
        or (b"~" in data and "~~~" in text)
        or (b"%" in data and "%%" in text)
        or (b"<" in data and "<!--" in text)
    ):
        return _Body(text, start, first, *_hidden(text, start))
    return _Body(text, start, first, (), None)


def _items(
    body: _Body,
    headings: list[tuple[int, int, str]],
    ends: list[int],
    title: str,
    item: re.Pattern[str],
) -> Iterator[tuple[int, re.Match[str]]]:
    """The items of the lists below every heading of that title, numbered."""
    covered = 0
    for n, (line, level, words) in enumerate(headings):
        if words.casefold() != title or ends[n] < covered:
            continue
        after = (ends[m] for m in range(n + 1, len(ends)) if headings[m][1] <= level)
        covered = next(after, len(body.text))
        yield from body.matches(item, ends[n], covered, line + 1)


def _hidden(text: str, at: int) -> tuple[tuple[tuple[int, int], ...], str | None]:
    """The stretches that code and comments cover, and the mark of the last one if nothing closes it."""
    stretches: list[tuple[int, int]] = []
    while opening := _OPENING.search(text, at):
        mark = opening[3] or opening[4]
        line_end = _line_end(text, opening.end())
        container = _container(text, opening)
        if container is None:
            at = line_end
            continue
        closer = _closer(mark)
        begin = opening.end() if opening[4] else line_end
        if container == (0, 0):
            found = closer.search(text, begin)
            end = found.end() if found else None
        else:
            end = _end_in_container(text, begin, line_end, closer, *container)
        if end is None:
            stretches.append((opening.start(), len(text)))
            return tuple(stretches), mark
        if end > line_end:
            stretches.append((opening.start(), end))
        at = end
    return tuple(stretches), None


def _closer(mark: str) -> re.Pattern[str]:
    if mark in _CLOSERS:
        return _CLOSERS[mark]
    return re.compile(rf"\n[ \t>]*{mark[0]}{{{len(mark)},}}[ \t\r]*(?=\n|\Z)")


def _container(text: str, opening: re.Match[str]) -> tuple[int, int] | None:
    """How many quotes, and which column of a list item, a block stands in; None if the mark opens none."""
    prefix = opening[1] + (opening[2] or "")
    content = width = len(_inside_quote(prefix).expandtabs(4))
    if not opening[2]:
        content = _list_content(text, opening.start(), width) if width else 0
        if width - content >= 4:
            return None  # indented code, or the middle of a paragraph
    return opening[1].count(">"), content


def _end_in_container(
    text: str, begin: int, line_end: int, closer: re.Pattern[str], quotes: int, content: int
) -> int | None:
    """Where the block is closed, or the quote or list item around it ends; None if neither happens."""
    if found := closer.search(text, begin, line_end):
        return found.end()
    while line_end < len(text):
        following = _line_end(text, line_end + 1)
        line = text[line_end + 1 : following]
        inside = _inside_quote(line)
        indent = len(inside) - len(inside.lstrip(" \t"))
        if line[: len(line) - len(inside)].count(">") < quotes:
            return line_end
        if inside.strip() and len(inside[:indent].expandtabs(4)) < content:
            return line_end
        if found := closer.search(text, line_end, following):
            return found.end()
        line_end = following
    return None


def _inside_quote(line: str) -> str:
    quoted = _QUOTE_SIGNS.match(line)
    signs = line.rfind(">", 0, quoted.end() if quoted else 0)
    if signs < 0:
        return line
    return line[signs + 1 :].removeprefix(" ")


def _list_content(text: str, start: int, width: int) -> int:
    """The column where the text of the list item starts that an indented line belongs to; 0 if to none."""
    for line in reversed(text[max(0, start - _LOOK_BACK) : max(0, start)].split("\n")):
        inside = _inside_quote(line)
        if marker := _MARKER.match(inside):
            content = len(marker[0].expandtabs(4))
            if content <= width:
                return content
        elif inside[:1].strip():
            return 0
    return 0


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
