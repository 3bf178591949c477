"""The heads and keys of a TOML file, and where each of them stands. Knows the text, not what its settings mean."""

from __future__ import annotations

import re
import tomllib
from typing import Any, NamedTuple

Names = tuple[str, ...]

_REST = re.compile(r"[ \t]*(?:#[^\n]*)?\r?\n?\Z")  # what may stand behind a value
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class Statement(NamedTuple):
    """The head of a table, or a key with its value: from where to where, its table, its key, and what it says.

    `equals` is the place of its sign within it, 0 in a head; `is_row`: the head of one more `[[row]]`.
    """

    start: int
    end: int
    table: Names
    key: Names = ()
    value: Any = None
    equals: int = 0
    is_row: bool = False

    @property
    def path(self) -> Names:
        return (*self.table, *self.key)

    def value_in(self, text: str) -> slice:
        """Where the value stands in the file, without the blanks before it and what follows it."""
        whole, behind = text[self.start : self.end], self.equals + 1
        places = [at for at in range(behind, len(whole) + 1) if _REST.match(whole, at)]
        said = _read(whole)
        last = next((at for at in places if _read(whole[:at]) == said), len(whole))
        first = len(whole) - len(whole[behind:].lstrip(" \t"))
        return slice(self.start + first, self.start + last)


def statements(text: str) -> list[Statement]:
    """Every head and every key of a file that can be read, in their order."""
    found: list[Statement] = []
    table: Names = ()
    start = end = 0
    for line in _LINE.findall(text):
        end += len(line)
        said = _read(text[start:end])
        if said is None:
            continue  # a value of several lines
        if said and line.lstrip().startswith("[") and text[start:end] == line:
            table = _names(said)
            found.append(Statement(start, end, table, is_row=line.lstrip().startswith("[[")))
        elif said:
            found.append(_pair(text[start:end], start, table, said))
        start = end
    return found


def _pair(whole: str, start: int, table: Names, said: dict[str, Any]) -> Statement:
    """A key with its value."""
    signs = (at for at, sign in enumerate(whole) if sign == "=")
    equals, key = next((at, key) for at in signs if (key := _read(whole[:at] + "= 0\n")))
    names = _names(key)
    value: Any = said
    for name in names:
        value = value[name]
    return Statement(start, start + len(whole), table, names, value, equals)


def _read(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _names(said: Any) -> Names:
    """The names down to the innermost of a head, or of a key whose value is 0."""
    names: list[str] = []
    while said:
        if isinstance(said, list):
            said = said[0]
            continue
        ((name, said),) = said.items()
        names.append(name)
    return tuple(names)
