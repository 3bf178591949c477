"""Read the blocks of properties that nearly all notes have: one plain value a line. Knows no other YAML.

`yaml_text.load` gives the same for them, four times slower; what is not surely plain is left to it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from sys import intern

_WORD = r"[A-Za-z][A-Za-z0-9_/-]*"
_VALUE = (
    r"""(?:[^\W_](?:[^\n:#]++|:(?=\S)|(?<!\s)#)*+(?<! )|"[^"\\\n]*"|'[^'\n]*'"""
    rf"""|\[(?:{_WORD}(?:, {_WORD})*)?\]|\[\[[^\W\d_][^\n:#\[\]{{}},"']*+(?<! )\]\])"""
)
_LINE = re.compile(rf"^(?:([A-Za-z][A-Za-z0-9_-]*):(?: ({_VALUE}))?|  - ({_VALUE})|#[^\n]*+)\n", re.MULTILINE)
_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?|[0-9]{1,2}:[0-9]{2}")
_TYPED: dict[str, object] = {
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_MOST_DIGITS = 15
_SHORT = 12  # characters: kinds, stages, tags, which many notes share
_UNSURE = object()


def read(inner: str) -> tuple[dict[str, object], dict[str, int]] | None:
    """The properties between the two `---`, and the line of each in the note; None if they are not all plain."""
    if "\r" in inner:
        inner = inner.replace("\r\n", "\n")
    found = _LINE.findall(inner)
    if len(found) != inner.count("\n") or not inner.replace("\n", "").isprintable():
        return None
    values: dict[str, object] = {}
    lines: dict[str, int] = {}
    items: list[object] | None = None  # of the list that the lines above may go on with
    for number, (key, written, item) in enumerate(found, 2):
        if key:
            if key in values or key in _TYPED:
                return None
            value = _value(written) if written else None
            items = None if written else []
            name = _shared(key)
            values[name] = value
            lines[name] = number
        elif item:
            value = _value(item)
            if items is None:
                return None
            items.append(value)
            values[name] = items
        else:
            continue  # a comment
        if value is _UNSURE:
            return None
    return (values, shared_lines(tuple(lines.items()))) if values or not found else None


@lru_cache(4_096)
def _shared(word: str) -> str:
    """The same word once in memory: thousands of notes have the same names, kinds and tags.

    Interned, so that it is one again when notes are recalled.
    """
    return intern(word)


@lru_cache(1_024)
def shared_lines(lines: tuple[tuple[str, int], ...]) -> dict[str, int]:
    """The line of each property, once in memory for all notes that have the same: nobody changes them."""
    return dict(lines)


def _value(written: str) -> object:
    first = written[0]
    if first == '"' or first == "'":
        return written[1:-1]
    if first == "[":
        if written[1:2] == "[":
            word = written[2:-2]
            return [[_TYPED.get(word, word)]]
        words = written[1:-1]
        return [_TYPED.get(word, word) for word in words.split(", ")] if words else []
    if "0" <= first <= "9":
        if _TEXT.fullmatch(written):
            return written
        if written.isdecimal() and written.isascii() and len(written) <= _MOST_DIGITS:
            return int(written) if first != "0" or written == "0" else _UNSURE
        return _UNSURE
    return _TYPED.get(written, written) if len(written) > _SHORT else _TYPED.get(written, _shared(written))
