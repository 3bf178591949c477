"""Take one deed's change out of the bytes a note has by now. Knows no disk and no journal."""

from __future__ import annotations

from itertools import pairwise

_CONTEXT = 3  # lines on either side that may tell equal places apart


class MisfitError(Exception):
    """The change cannot be found in the present bytes, so taking it out would be guessing."""


def turned(now: bytes | None, was: bytes | None, then: bytes | None) -> bytes | None:
    """The bytes for a file that a deed changed from `then` to `was` and that holds `now`.

    None stands for no file. If the user has changed the file since, only the lines that the deed changed go
    back, each of which must be found exactly once; everything else stays byte for byte.
    """
    if now == was:
        return then
    if now == then:
        return now
    if now is None or was is None or then is None:
        raise MisfitError
    return _lines_turned(now, was, then)


def _lines_turned(now: bytes, was: bytes, then: bytes) -> bytes:
    # Split at \n alone: a \r is part of its line and stays with it.
    present, old, new = now.split(b"\n"), was.split(b"\n"), then.split(b"\n")
    places = []
    for start, end, replacement in _hunks(old, new):
        at = _place(present, old, start, end)
        places.append((at, at + end - start, replacement))
    places.sort(key=lambda place: place[:2])
    for (_, end, _), (start, _, _) in pairwise(places):
        if start < end:
            raise MisfitError
    for start, end, replacement in reversed(places):
        present[start:end] = replacement
    return b"\n".join(present)


def _hunks(old: list[bytes], new: list[bytes]) -> list[tuple[int, int, list[bytes]]]:
    """Where `old` differs: from line, to line, and the lines of `new` for there."""
    from difflib import SequenceMatcher

    # What is equal at both ends first: among many blank lines the matcher alone may see a change elsewhere.
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle, other = old[head : len(old) - tail], new[head : len(new) - tail]
    codes = SequenceMatcher(None, middle, other, autojunk=False).get_opcodes()
    return [(head + a, head + b, other[c:d]) for tag, a, b, c, d in codes if tag != "equal"]


def _common(one: list[bytes], other: list[bytes]) -> int:
    """How many lines at the start are equal."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (x, y) in pairs if x != y), min(len(one), len(other)))


def _place(present: list[bytes], old: list[bytes], start: int, end: int) -> int:
    """The line of `present` where old[start:end] stands, told by neighbours if there are several."""
    for context in range(_CONTEXT + 1):
        first, last = max(start - context, 0), min(end + context, len(old))
        if first == last:
            continue  # only an insertion has no lines of its own; it needs neighbours
        found = _find(present, old[first:last])
        if len(found) == 1:
            return found[0] + start - first
        if not found:
            break
    raise MisfitError


def _find(lines: list[bytes], wanted: list[bytes]) -> list[int]:
    size = len(wanted)
    return [
        i for i in range(len(lines) - size + 1) if lines[i] == wanted[0] and lines[i : i + size] == wanted
    ]
