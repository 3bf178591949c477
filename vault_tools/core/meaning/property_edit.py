"""Change one property of a note and no other byte. Knows the text of a note, not what its properties mean."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from vault_tools.core.errors import VaultError

from . import frontmatter, yaml_text
from .frontmatter import Block

_QUOTED = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')"""
_VALUE = re.compile(
    rf"""({_QUOTED}|[\[{{](?:{_QUOTED}|[^"'#]|(?<![ \t])#)*|(?:[^ \t#]|(?<=[^ \t])#|[ \t]+(?![# \t]|\Z))*)"""
)
_COMMENT = re.compile(r"[ \t]+#.*\Z")
_LIST_ITEM = re.compile(r"([ \t]*)-(?:[ \t]|\Z)")


class _Place(NamedTuple):
    """The lines of one property: offsets, and what of them stays when the value goes."""

    start: int
    end: int
    head: str
    gap: str
    comment: str
    newline: str
    item_indent: str | None


def set_property(text: str, key: str, value: object) -> str:
    """The note with that property set; None empties it, a missing one is added last, a missing block is made.

    A comment behind the value stays. Refused with VaultError if the properties cannot be read, or if any
    other property would change.
    """
    block = frontmatter.find(text)
    values = _values(text, block)
    wanted = yaml_text.as_read(value)
    if key in values and _same(values[key], wanted):
        return text
    place = _locate(text, block, key) if block else None
    if block is None:
        edited = _with_new_block(text, key, wanted)
    elif place is None:
        edited = _insert(text, block.inner_end, _ended(yaml_text.dump({key: wanted}), block.newline))
    else:
        edited = text[: place.start] + _ended(_rewritten(place, wanted), place.newline) + text[place.end :]
    return _checked(edited, values | {key: wanted})


def remove_property(text: str, key: str) -> str:
    """The note without that property; as it was if there is none. Refused as `set_property` is."""
    block = frontmatter.find(text)
    values = _values(text, block)
    if block is None or key not in values:
        return text
    place = _locate(text, block, key)
    if place is None:
        raise _unsafe()
    return _checked(
        text[: place.start] + text[place.end :],
        {name: value for name, value in values.items() if name != key},
    )


def append_to_list(text: str, key: str, item: object) -> str:
    """The note with one more item in that list; a single value becomes a list. Refused as `set_property`."""
    block = frontmatter.find(text)
    values = _values(text, block)
    present = values.get(key)
    if present is None:
        return set_property(text, key, [item])
    if not isinstance(present, list):
        return set_property(text, key, [present, item])
    place = _locate(text, block, key) if block else None
    if present and place and place.item_indent is not None:
        line = yaml_text.list_lines([item], place.item_indent)[0]
        edited = _insert(text, place.end, line + place.newline)
        return _checked(edited, values | {key: [*present, yaml_text.as_read(item)]})
    if any(isinstance(value, (list, dict)) for value in present):
        raise VaultError(f'the links in "{key}" need quotes before one can be added: {key}: ["[[…]]"]')
    return set_property(text, key, [*present, item])


def _values(text: str, block: Block | None) -> dict[Any, Any]:
    if block is None:
        if problem := frontmatter.read(text).problem:
            raise VaultError(f"line {problem[0]}: {problem[1]}")
        return {}
    try:
        return frontmatter.load(text, block)
    except yaml_text.YamlError as error:
        raise VaultError(f"line {error.line}: {error.message}") from None


def _locate(text: str, block: Block, key: str) -> _Place | None:
    for name, start, colon in frontmatter.keys(text, block):
        if name == key:
            return _place(text, block, start, colon)
    return None


def _place(text: str, block: Block, start: int, colon: int) -> _Place:
    first_end = text.index("\n", start) + 1
    newline = "\r\n" if text[first_end - 2] == "\r" else "\n"
    rest = text[colon : first_end - len(newline)]
    stripped = rest.lstrip(" \t")
    gap = rest[: len(rest) - len(stripped)]
    value = "" if stripped.startswith("#") else _first(_VALUE, stripped).rstrip(" \t")
    is_block_text = value[:1] in ("|", ">")
    end, item_indent = _end_of_value(text, block, first_end, is_block_text)
    comment = _first(_COMMENT, rest if value == "" else stripped[len(value) :])
    if value and not is_block_text and end > first_end:
        comment = ""  # what looks like one may be the middle of a long text
    return _Place(
        start, end, text[start:colon], gap if value else " ", comment, newline, None if value else item_indent
    )


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.match(text)
    return match[0] if match else ""


def _end_of_value(text: str, block: Block, at: int, is_block_text: bool) -> tuple[int, str | None]:
    """Where the value's last line ends, and how its items are indented. What stands between it and the next
    property, blank lines and comments, is the next one's."""
    first = end = at
    item_indent = None
    while at < block.inner_end:
        following = text.index("\n", at) + 1
        line = text[at:following].rstrip("\r\n")
        item = _LIST_ITEM.match(line)
        is_remark = not line.strip() or (line.lstrip().startswith("#") and not is_block_text)
        if not is_remark:
            if line[0] not in " \t" and item is None:
                break
            if item is not None and end == first:
                item_indent = item[1]
            end = following
        at = following
    return end, item_indent


def _rewritten(place: _Place, value: object) -> str:
    if isinstance(value, list) and value:
        indent = "  " if place.item_indent is None else place.item_indent
        lines = [place.head + place.comment, *yaml_text.list_lines(value, indent)]
        return "".join(f"{line}\n" for line in lines)
    shown = "" if value is None else place.gap + ("[]" if value == [] else yaml_text.scalar(value))
    return f"{place.head}{shown}{place.comment}\n"


def _with_new_block(text: str, key: str, value: object) -> str:
    end = text.find("\n")
    newline = "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"
    lines = _ended(f"---\n{yaml_text.dump({key: value})}---\n", newline)
    return _insert(text, int(text.startswith("\ufeff")), lines)


def _insert(text: str, at: int, lines: str) -> str:
    return text[:at] + lines + text[at:]


def _ended(lines: str, newline: str) -> str:
    return lines if newline == "\n" else lines.replace("\n", newline)


def _same(one: object, other: object) -> bool:
    return repr(one) == repr(other)  # tells 1 from True, and takes nan for equal


def _checked(edited: str, expected: dict[Any, Any]) -> str:
    block = frontmatter.find(edited)
    try:
        found = frontmatter.load(edited, block) if block else {}
    except yaml_text.YamlError:
        raise _unsafe() from None
    if found.keys() != expected.keys() or not all(
        _same(found[key], value) for key, value in expected.items()
    ):
        raise _unsafe()
    return edited


def _unsafe() -> VaultError:
    return VaultError(
        "the properties are written in a way that cannot be changed safely; "
        "write them one to a line as name: value, without { } and & marks"
    )
