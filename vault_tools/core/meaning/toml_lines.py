"""On which line of a TOML file a name stands: a table, a row by its id or name, a key. Knows what no name means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vault_tools.core.meaning.toml_statements import Names, statements

_CALLED = (("id",), ("name",))  # the keys by which a row is called


class Found(NamedTuple):
    """The line of the last name that is there, from 1; 0 where not even the first one is. `whole`: all are."""

    line: int
    whole: bool


class _Row(NamedTuple):
    """A line that begins something: its table, which of the tables of that name, its key, what it calls the row."""

    line: int
    table: Names
    place: int
    keys: Names = ()
    called: str = ""


def line_of(text: str, names: Sequence[str]) -> Found:
    """The line of the last of these names, each looked for within the one before: a step, its key.

    A table's head goes before a row of that id or name, and this before a key.
    """
    scope, at = list(_rows(text)), 0
    table: Names = ()
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


def _names(row: _Row, name: str, within: Names) -> int:
    """How a line names it, the surest first: 1 as a head, 2 as the row's own name, 3 as a key; 0 if it does not."""
    if not row.keys:
        return int(name in row.table[len(within) :])
    return 2 if row.called == name else 3 if name in row.keys else 0


def _rows(text: str) -> Iterator[_Row]:
    """The heads and keys of a file."""
    place, line, seen = 0, 1, 0
    table: Names = ()
    for one in statements(text):
        line, seen = line + text.count("\n", seen, one.start), one.start
        if one.key:
            called = one.value if one.key in _CALLED and isinstance(one.value, str) else ""
            yield _Row(line, one.table, place, one.key, called)
            continue
        place += one.is_row or one.table[: len(table)] != table  # [step.setting] belongs to its [[step]]
        table = one.table
        yield _Row(line, table, place)
