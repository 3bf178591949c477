"""Take one deed's change out of the bytes a note has by now. Knows no disk and no journal."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import pairwise

_CONTEXT = 3  # lines on either side that may tell equal places apart
_FEW = 40_000  # pairs of lines that are compared each with each; more are told apart by lines that stand there once


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
    """Where `old` differs: from line, to line, and the lines of `new` for there. At least one line stands between two."""
    found = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        start, end, other, other_end = waiting.pop()
        # What is equal at both ends first: among many blank lines the matcher alone may see a change elsewhere.
        middle, others = old[start:end], new[other:other_end]
        head = _common(middle, others)
        tail = _common(middle[head:][::-1], others[head:][::-1])
        middle, others = middle[head : len(middle) - tail], others[head : len(others) - tail]
        start, other = start + head, other + head
        if not middle or not others:
            if middle or others:
                found.append((start, start + len(middle), others))
        elif len(middle) * len(others) <= _FEW:
            found += [(start + a, start + b, others[c:d]) for a, b, c, d in _compared(middle, others)]
        elif anchors := _anchors(middle, others, 1) or _anchors(middle, others):
            edges = [(-1, -1), *anchors, (len(middle), len(others))]
            waiting += [
                (start + a + 1, start + b, other + c + 1, other + d) for (a, c), (b, d) in pairwise(edges)
            ]
        else:
            found.append((start, start + len(middle), others))
    return sorted(found, key=lambda hunk: hunk[:2])


def _compared(old: list[bytes], new: list[bytes]) -> list[tuple[int, int, int, int]]:
    """Where two short texts differ. What it takes grows faster than the square of their length."""
    from difflib import SequenceMatcher

    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(a, b, c, d) for tag, a, b, c, d in codes if tag != "equal"]


def _anchors(old: list[bytes], new: list[bytes], times: int = 0) -> list[tuple[int, int]]:
    """Lines that stand as often in one as in the other, each with its own: the most of them that keep their order.

    With `times`, only those that stand there so often: what stands there once is surely the same line.
    """
    places: dict[bytes, list[int]] = {}
    for at, line in enumerate(new):
        places.setdefault(line, []).append(at)
    counts = Counter(old)
    alike = {
        line: iter(there)
        for line, there in places.items()
        if counts[line] == len(there) and len(there) == (times or len(there))
    }
    pairs = [(at, next(alike[line])) for at, line in enumerate(old) if line in alike]
    # The lowest place in `new` at which so many pairs in order can end, and which pair that is.
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, at) in enumerate(pairs):
        count = bisect_left(ends, at)
        before.append(last[count - 1] if count else -1)
        ends[count : count + 1] = [at]
        last[count : count + 1] = [number]
    kept = []
    number = last[-1] if last else -1
    while number >= 0:
        kept.append(pairs[number])
        number = before[number]
    return kept[::-1]


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
