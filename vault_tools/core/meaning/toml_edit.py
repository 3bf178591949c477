"""Set words in a TOML file and change no other byte. Knows the text, not what its settings mean."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.toml_statements import Names, statements

_BOM = "\ufeff"
_BARE = re.compile(r"[a-z_]+\Z")


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
    found = statements(text)
    for there in found:
        if there.key and there.path == path[: len(there.path)]:
            value = _changed(there.value, path[len(there.path) :], word)
            if value == there.value:
                return text
            place = there.value_in(text)
            return text[: place.start] + _dumped(value) + text[place.stop :]
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
