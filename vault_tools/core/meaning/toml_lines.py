"""On which line of a TOML file a name stands: a table, a row by its id or name, a key. Knows what no name means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_HEAD = re.compile(r"\s*\[(?P<row>\[?)\s*(?P<names>[^\[\]=]+?)\s*\]\]?\s*(?:#.*)?")
_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*(?:\.|$)""")
_KEY = re.compile(r"""\s*(?P<names>(?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_CALLED = re.compile(r"""\s*(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LONG = re.compile(r'"""|' + "'''")


class Found(NamedTuple):
    """The line of the last name that is there, from 1; 0 where not even the first one is. `whole`: all are."""

    line: int
    whole: bool


class _Row(NamedTuple):
    """A line that begins something: its table, which of the tables of that name, its key, what it calls the row."""

    line: int
    table: tuple[str, ...]
    place: int
    keys: tuple[str, ...] = ()
    called: str = ""


def line_of(text: str, names: Sequence[str]) -> Found:
    """The line of the last of these names, each looked for within the one before: a step, its key.

    A table's head goes before a row of that id or name, and this before a key.
    """
    scope, at = list(_rows(text)), 0
    table: tuple[str, ...] = ()
    for name in names:
        hits = [(rank, len(row.table), row.line, row) for row in scope if (rank := _names(row, name, table))]
        if not hits:
            return Found(at, False)
        rank, _, at, hit = min(hits, key=lambda one: one[:3])
        if rank == 1:
            table = hit.table[: hit.table.index(name, len(table)) + 1]
            scope = [row for row in scope if row.table[: len(table)] == table]
        elif rank == 2:
            table = hit.table
            scope = [row for row in scope if row.place == hit.place and row.table[: len(table)] == table]
        else:
            scope = [row for row in scope if row.line == hit.line]
    return Found(at, at > 0)


def _names(row: _Row, name: str, within: tuple[str, ...]) -> int:
    """How a line names it, the surest first: 1 as a head, 2 as the row's own name, 3 as a key; 0 if it does not."""
    if not row.keys:
        return int(name in row.table[len(within) :])
    return 2 if row.called == name else 3 if name in row.keys else 0


def _rows(text: str) -> Iterator[_Row]:
    """The heads and keys of a file; what stands within a long text is none."""
    place, closing = 0, ""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        inside, closing = closing, _left_open(line, closing)
        if inside:
            continue
        if (head := _HEAD.fullmatch(line.rstrip("\r"))) and (names := _parts(head["names"])):
            place += names[: len(table)] != table or bool(
                head["row"]
            )  # [step.setting] belongs to its [[step]]
            table = names
            yield _Row(number, table, place)
        elif key := _KEY.match(line):
            called = _CALLED.match(line)
            yield _Row(
                number, table, place, _parts(key["names"]), (called[1] or called[2] or "") if called else ""
            )


def _parts(names: str) -> tuple[str, ...]:
    return tuple(next(filter(None, part), "") for part in _PART.findall(names))


def _left_open(line: str, closing: str) -> str:
    """The quotes that end the long text in which a line leaves off, or nothing."""
    for quotes in _LONG.findall(line):
        if not closing:
            closing = quotes
        elif closing == quotes:
            closing = ""
    return closing
