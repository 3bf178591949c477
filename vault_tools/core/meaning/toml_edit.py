"""Set words in a TOML file and change no other byte. Knows the text, not what its settings mean."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

from vault_tools.core.errors import VaultError

Names = tuple[str, ...]

_BOM = "\ufeff"
_REST = re.compile(r"[ \t]*(?:#[^\n]*)?\r?\n?\Z")  # what may stand behind a value
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_BARE = re.compile(r"[a-z_]+\Z")


class _Statement(NamedTuple):
    """The head of a table, or a key with its value: from where to where, its table, its key, and the value's place."""

    start: int
    end: int
    table: Names
    key: Names = ()
    value_at: int = 0
    value_end: int = 0
    value: Any = None

    @property
    def path(self) -> Names:
        return (*self.table, *self.key)


def with_words(text: str, wanted: Mapping[Names, str], where: str) -> str:
    """The file with each word at its path, such as `("imports", "dates")`: in its place, or below those of its table.

    Refused with VaultError if the file cannot be read, or if anything else would be read differently afterwards.
    """
    bom = text[: text.startswith(_BOM)]
    edited = text[len(bom) :]
    try:
        settings = tomllib.loads(edited)
        for path, word in wanted.items():
            edited = _with_word(edited, path, word)
            _put(settings, path, word)
        is_so = tomllib.loads(edited) == settings
    except (ValueError, RecursionError, TypeError, AttributeError):
        is_so = False
    if not is_so:
        tables = ", ".join(dict.fromkeys(f"[{'.'.join(path[:-1])}]" for path in wanted))
        raise VaultError(
            f"{where}: {tables} cannot be changed there without touching something else; write it by hand"
        )
    return bom + edited


def _put(settings: dict[str, Any], path: Names, word: str) -> None:
    for name in path[:-1]:
        settings = settings.setdefault(name, {})
    settings[path[-1]] = word


def _with_word(text: str, path: Names, word: str) -> str:
    found = _statements(text)
    for there in found:
        if there.key and there.path == path[: len(there.path)]:
            value = _changed(there.value, path[len(there.path) :], word)
            if value == there.value:
                return text
            return text[: there.value_at] + _dumped(value) + text[there.value_end :]
    table = path[:-1]
    at_home = [s for s in found if s.table == table]
    dotted = [s for s in found if s.key and len(s.table) < len(table) and s.path[: len(table)] == table]
    if not at_home and not dotted:
        return _with_table(text, table, f"{_key(path[-1:])} = {_dumped(word)}")
    last = (at_home or dotted)[-1]
    line = f"{_key(path[len(last.table) :])} = {_dumped(word)}"
    above = text[: last.end]
    end = _line_end(text[last.start : last.end] if above.endswith("\n") else text)
    return above + ("" if above.endswith("\n") else end) + line + end + text[last.end :]


def _with_table(text: str, table: Names, line: str) -> str:
    end = _line_end(text)
    gap = "" if not text else end if text.endswith("\n") else end + end
    return f"{text}{gap}[{_key(table)}]{end}{line}{end}"


def _changed(value: Any, path: Names, word: str) -> Any:
    """A value with a word set inside; one in braces keeps the others."""
    if not path:
        return word
    return {**value, path[0]: _changed(value.get(path[0], {}), path[1:], word)}


def _dumped(value: Any) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{_key((name,))} = {_dumped(inner)}" for name, inner in value.items())
        return f"{{ {inner} }}"
    return json.dumps(value, ensure_ascii=False)  # the escapes of JSON are those of TOML


def _key(path: Names) -> str:
    return ".".join(name if _BARE.match(name) else _dumped(name) for name in path)


def _line_end(text: str) -> str:
    return "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"


def _statements(text: str) -> list[_Statement]:
    """Every head and every key of a file that can be read, in their order."""
    found: list[_Statement] = []
    table: Names = ()
    start = end = 0
    for line in _LINE.findall(text):
        end += len(line)
        said = _read(text[start:end])
        if said is None:
            continue  # a value of several lines
        if said and line.lstrip().startswith("[") and text[start:end] == line:
            table = _names(said)
            found.append(_Statement(start, end, table))
        elif said:
            found.append(_pair(text, start, end, table, said))
        start = end
    return found


def _pair(text: str, start: int, end: int, table: Names, said: dict[str, Any]) -> _Statement:
    """A key with its value, where it begins and where it ends."""
    whole = text[start:end]
    signs = [at for at, sign in enumerate(whole) if sign == "="]
    equals, key = next((at, key) for at in signs if (key := _read(whole[:at] + "= 0\n")))
    names = _names(key)
    value: Any = said
    for name in names:
        value = value[name]
    ends = [at for at in range(equals + 1, len(whole) + 1) if _REST.match(whole, at)]
    last = next((at for at in ends if _read(whole[:at]) == said), len(whole))
    first = equals + 1 + len(whole[equals + 1 :]) - len(whole[equals + 1 :].lstrip(" \t"))
    return _Statement(start, end, table, names, start + first, start + last, value)


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
