"""What one edited line of the dashboard asks for. Knows its seal and its source, and no other line.

The seal tells which box and date we wrote: those for which its characters come out. Where none does, or where
two readings would be possible, nothing is done and the line is listed.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.dates import parse_day, parse_iso
from vault_tools.core.wording.seal import HALF, Mark, dates_in, decided, worded
from vault_tools.core.wording.wishes import Deed, Expected, Source, Wish


class Verdict(NamedTuple):
    """The wishes of one line; whether its words are the user's, and whether something could not be placed.

    `has_new_box` is false only where we know that the box is as we wrote it.
    """

    wishes: tuple[Wish, ...] = ()
    is_reworded: bool = False
    is_refused: bool = False
    has_new_box: bool = True


class _Reading(NamedTuple):
    """The box and the date that we wrote; the date that stands there `now`, None where it cannot be told."""

    box: str
    day: str
    now: str | None
    is_reworded: bool = False


class Bench(NamedTuple):
    """What a line is judged by: its source under the id that it has now, what we write for it, and the day.

    `expected` is None where the line is not on today's page, or was not written today: then words for a date
    (`due friday`) cannot be told from the text around them.
    """

    id: str
    source: Source
    today: date
    expected: Expected | None = None


def agrees(mark: Mark) -> bool:
    """Whether a line is exactly what we once wrote."""
    if mark.id is None or mark.box is None:
        return False
    return any(
        decided(mark.id, mark.box, day) + worded(mark.shown, day) == mark.check for day in (*mark.dates(), "")
    )


def judge_without_source(mark: Mark) -> Verdict | None:
    """A line whose source is gone is listed; None if it never was ours: no half of its check fits."""
    if mark.id is None:
        return None
    days = (*mark.dates(), "")
    boxes = [
        box
        for box in dict.fromkeys((*_now(mark), *" x/-"))
        if any(decided(mark.id, box, day) == mark.check[:HALF] for day in days)
    ]
    if not boxes and all(worded(mark.shown, day) != mark.check[HALF:] for day in days):
        return None
    return Verdict(is_refused=True, has_new_box=boxes[:1] != [*_now(mark)])


def judge(mark: Mark, bench: Bench) -> Verdict:
    """What a line with its seal asks for."""
    if agrees(mark):
        return Verdict()
    reading = _read(mark, bench.source)
    return _unread(mark, bench.source) if reading is None else _judged(mark, reading, bench)


def judge_without_seal(mark: Mark, bench: Bench, expected: Expected) -> Verdict:
    """What a line asks for that lost its id: its box counts if it still shows the date of its source."""
    day = expected.day if expected.day in dates_in(expected.shown) else ""
    if day and day not in mark.dates():
        return Verdict(is_refused=True)
    is_reworded = worded(mark.shown, day) != worded(expected.shown, day)
    return _judged(mark, _Reading(expected.box, day, day, is_reworded), bench)


def _read(mark: Mark, source: Source) -> _Reading | None:
    """The likeliest reading first: only the box was changed, the date too, the text, or text and date."""
    stand = (*mark.dates(), "")
    fitting = [day for day in stand if worded(mark.shown, day) == mark.check[HALF:]]
    for day in fitting:
        if box := _box_then(mark, source, day):
            return _Reading(box, day, day)
    for now in fitting:
        for day in source.days():
            if day != now and (box := _box_then(mark, source, day)):
                return _Reading(box, day, now)
    for day in stand:
        if box := _box_then(mark, source, day):
            return _Reading(box, day, day, is_reworded=True)
    for day in source.days():
        if box := _box_then(mark, source, day):
            return _Reading(box, day, None, is_reworded=True)
    return None


def _box_then(mark: Mark, source: Source, day: str) -> str | None:
    assert mark.id is not None
    for box in dict.fromkeys((*_now(mark), " ", "x", source.status, "/")):
        if decided(mark.id, box, day) == mark.check[:HALF]:
            return "x" if box == "X" else box
    return None


def _unread(mark: Mark, source: Source) -> Verdict:
    """The source moved meanwhile, so what the date was is not known any more."""
    fitting = [day for day in (*mark.dates(), "") if worded(mark.shown, day) == mark.check[HALF:]]
    if not source.is_open and mark.box is not None and mark.box in "xX-":
        return Verdict(is_reworded=not fitting)
    says_the_same = mark.box in (None, source.status, " ") and source.is_open
    if says_the_same and source.due is not None and source.due.isoformat() in fitting:
        return Verdict()
    return Verdict(is_refused=True)


def _judged(mark: Mark, reading: _Reading, bench: Bench) -> Verdict:
    source = bench.source
    box = next(iter(_now(mark)), reading.box)
    wishes: tuple[Wish, ...] = ()
    if box != reading.box:
        of_box = _of_box(mark, box, reading, bench)
        if of_box is None:
            return Verdict(is_reworded=reading.is_reworded, is_refused=True)
        if {box, reading.box} & {"x", "-"}:
            return Verdict(of_box, is_reworded=reading.is_reworded)
        wishes = of_box
    if reading.now == reading.day:
        return Verdict(wishes, is_reworded=reading.is_reworded)
    new, is_reworded = _new_day(mark, reading, bench)
    if new is None or not source.is_open:
        return Verdict(wishes, is_refused=True, has_new_box=box != reading.box)
    moves = () if new == source.due else (Wish(bench.id, Deed.MOVE, new),)
    return Verdict((*wishes, *moves), is_reworded=is_reworded)


def _of_box(mark: Mark, box: str, reading: _Reading, bench: Bench) -> tuple[Wish, ...] | None:
    """What a changed box asks for, nothing where it is so already; None where that cannot be told."""
    source = bench.source
    was_done = reading.box == "x" and reading.day in ("", source.done.isoformat() if source.done else None)
    if box in "x-":
        if not source.is_open and not (box == "-" and source.is_done and reading.box == "x"):
            return ()
        if source.is_open and source.is_twin and reading.day not in source.days():
            return None  # the two may have changed places
        if source.is_done and not was_done:
            return None
        if source.is_done and not source.has_box:
            return None  # what is only logged can be taken back, and nothing else
        return (Wish(bench.id, Deed.COMPLETE if box == "x" else Deed.DROP, mark.stamp or bench.today, box),)
    if not source.has_box and (reading.box, box) != ("x", " "):
        return None
    if not box.isprintable():
        return None
    if reading.box == "x":
        if source.is_open:
            return ()
        return (Wish(bench.id, Deed.REOPEN, None, box),) if source.is_done and was_done else None
    return (Wish(bench.id, Deed.STATUS, None, box),) if source.is_open and source.status != box else ()


def _new_day(mark: Mark, reading: _Reading, bench: Bench) -> tuple[date | None, bool]:
    """The date that was put in the place of ours, and whether other words were changed with it."""
    if reading.now is not None:
        return parse_iso(reading.now), reading.is_reworded
    expected, days = bench.expected, mark.dates()
    if expected is None or expected.day != reading.day:
        return None, True
    if not days:
        return _day_in_words(mark.shown, expected, bench.today), False
    alone = dates_in(expected.shown) == (expected.day,)
    return (parse_iso(days[0]) if alone and len(days) == 1 else None), True


def _day_in_words(shown: str, expected: Expected, today: date) -> date | None:
    head, _, tail = expected.shown.rpartition(expected.day)
    if not shown.startswith(head) or not shown.endswith(tail) or len(shown) <= len(head) + len(tail):
        return None
    try:
        day = parse_day(shown[len(head) : len(shown) - len(tail)], today)
    except VaultError:
        return None
    return day if day >= today else None  # `16.11.` may be the last or the next one: not guessed


def _now(mark: Mark) -> tuple[str, ...]:
    """The box as it stands, an `X` as an `x`; nothing where it was taken away."""
    return () if mark.box is None else ("x" if mark.box == "X" else mark.box,)
