"""Which lines between the markers the user wrote. Knows checks of lines, and not what any of them says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from vault_tools.core.wording.seal import PROSE, is_telling, prose, read_mark

_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*$)|~{3,})(.*)")


def checks_of(lines: Iterable[str]) -> str:
    """What the end marker keeps: the checks of all lines that have no seal, in their order."""
    return "".join(prose(line) for line in lines if not _is_sealed(line))


def user_lines(
    lines: Sequence[str], *, sealed: Collection[int], checks: str, ours: Sequence[str] = ()
) -> tuple[int, ...]:
    """The places of the lines that are neither `sealed` nor blank and that we did not write.

    `checks` are those of the end marker, `ours` the lines that we would write today, which help where those
    are gone. A line of ours may have been moved; one that stands twice is the user's the second time if it
    has no words. A block of code is whole.
    """
    checks = checks or checks_of(ours)
    recorded = [checks[i : i + PROSE] for i in range(0, len(checks), PROSE)]
    found = {i: check for i, line in enumerate(lines) if i not in sealed and (check := prose(line))}
    if list(found.values()) == recorded:
        return ()
    in_place = _in_place(recorded, found)
    theirs = {
        place
        for first, last in _code(lines)
        if _is_theirs(lines, range(first + 1, last), sealed, in_place)
        for place in range(first, last + 1)
        if place in found
    }
    moved = Counter(recorded) - Counter(found[place] for place in in_place - theirs)
    known = {*recorded, *(prose(line) for line in ours)}
    for place, check in found.items():
        if place in in_place or place in theirs:
            continue
        if moved[check]:
            moved[check] -= 1
        elif check not in known or not is_telling(lines[place]):
            theirs.add(place)
    return tuple(sorted(theirs))


def with_gaps(lines: Sequence[str], places: Iterable[int]) -> tuple[str, ...]:
    """These lines byte for byte; what stood apart stays apart, blank lines among them stay as they are."""
    out: list[str] = []
    last: int | None = None
    for place in places:
        if last is not None and place > last + 1:
            between = lines[last + 1 : place]
            out += between if not any(map(prose, between)) else [""]
        out.append(lines[place])
        last = place
    return tuple(out)


def _is_sealed(line: str) -> bool:
    mark = read_mark(line)
    return mark is not None and mark.id is not None


def _in_place(recorded: Sequence[str], found: Mapping[int, str]) -> set[int]:
    """The places of the lines that stand in the order in which we wrote them."""
    from difflib import SequenceMatcher

    places = tuple(found)
    blocks = SequenceMatcher(None, recorded, tuple(found.values()), autojunk=False).get_matching_blocks()
    return {place for block in blocks for place in places[block.b : block.b + block.size]}


def _code(lines: Sequence[str]) -> Iterable[tuple[int, int]]:
    """The blocks of code, from their first to their last line; one that is never closed is none."""
    start = 0
    while start < len(lines):
        opening = _FENCE.fullmatch(lines[start].rstrip("\r"))
        end = _closed(lines, start + 1, opening[1]) if opening else None
        if end is not None:
            yield start, end
        start = (start if end is None else end) + 1


def _closed(lines: Sequence[str], start: int, mark: str) -> int | None:
    for place in range(start, len(lines)):
        closing = _FENCE.fullmatch(lines[place].rstrip("\r"))
        if closing and closing[1].startswith(mark) and not closing[2].strip():
            return place
    return None


def _is_theirs(
    lines: Sequence[str], inside: range, sealed: Collection[int], in_place: Collection[int]
) -> bool:
    """Whether it has words and no line of ours: else it is ours, or an open fence that runs on into ours."""
    words = [place for place in inside if is_telling(lines[place])]
    return bool(words) and not any(place in sealed or place in in_place for place in words)
