"""Times of day as mails write them, with their clocks: `2 - 3 PM EST`, `14 Uhr oder 15 Uhr`. Knows no day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import time
from typing import NamedTuple

from vault_tools.core.taking.lexicon import Lexicon
from vault_tools.core.taking.zones import Called

_CLOCK = re.compile(
    r"(\d{1,2})(?:(?:[:.]|\s?h\s?|\s?uhr\s)([0-5]\d)(?!\d))?"
    r"\s*(uhr|[ap]\.?m\.?(?![a-z])|h(?![a-z]))?(?!\d)",
    re.IGNORECASE,
)
_TO = re.compile(r"\s*(?:[-‐–—]|to|till|until|bis|à)\s*", re.IGNORECASE)
_OR = re.compile(
    r"\)?(?:[,/]\s*[\d:.]+\s?(?:uhr|[ap]\.?m\.?|h)?)*"
    r"(?:,?\s*(?:(?:or|oder|ou|and|und|et)\s|&)|\s*(?P<slash>/)|,(?=\s*\d{1,2}(?::\d\d|\s?(?:[ap]\.?m|uhr))))"
    r"\s*(?:(?:at|um|à|from|von|ab|de)\s)?\s*",
    re.IGNORECASE,
)
_MORE = re.compile(r"[.:/-]\d")  # behind what looks like a time: a day or a number
_GAP = re.compile(r"[\s,]*(?:at|um|à|from|von|ab|de|@|\(|–|-|·)?[\s,]*", re.IGNORECASE)
_BRACKET = re.compile(r"\s*[(=]\s*")
# A time that may have its end or its zone in what looks like the next sentence.
GOES_ON = re.compile(r"\d\s?[ap]\.m\.$", re.IGNORECASE)
_HANGS = re.compile(r"[-–—(]|[A-Z]{2,5}(?!\w)")
_WORD = re.compile(r"(?<!\S)\(?[^\W\d_]")
_ENDS = re.compile(r"[\s).,;]*")


class Time(NamedTuple):
    """A time of day, its zone if it has one, and where it ends behind its day."""

    at: time
    zone: Called | None
    end: int


def clocks_in(rest: str, lexicon: Lexicon) -> Iterator[Time]:
    """The time of day that follows at once, with its zone if it has one, and another time behind an *or* or the like."""
    gap = _GAP.match(rest)
    before: Called | None = None
    while gap is not None:
        found = _time_at(rest, gap.end(), lexicon)
        if found is None:
            return
        if before and found.zone and before != found.zone and gap.groupdict().get("slash"):
            return  # the same moment by another clock: `2 PM EST / 8 PM CET`
        if not found.zone and (other := _by_another_clock(rest, found.end, lexicon)) is not None:
            yield other
            return
        yield found
        before, gap = found.zone, _OR.match(rest, found.end)


def _by_another_clock(rest: str, begin: int, lexicon: Lexicon) -> Time | None:
    """The time with a zone that says in a bracket what one without means: `10:00 (16:00 in Berlin)`."""
    bracket = _BRACKET.match(rest, begin)
    found = _time_at(rest, bracket.end(), lexicon) if bracket is not None else None
    return found if found is not None and found.zone else None


def _time_at(rest: str, begin: int, lexicon: Lexicon) -> Time | None:
    """The time of day that stands there, perhaps with its end behind it, and the zone behind that."""
    match = _CLOCK.match(rest, begin)
    end = _end(rest, match.end()) if match is not None else None
    if match is None or (clock := _clock(rest, match, end)) is None:
        return None
    last = end or match
    return Time(clock, *lexicon.zones.behind(rest, last.end(), has_half=bool(_half(last))))


def _clock(rest: str, match: re.Match[str], end: re.Match[str] | None) -> time | None:
    """What looks like a time as one, perhaps with its end; a bare number is none."""
    if end is None and _MORE.match(rest, match.end()):
        return None
    if not (match[2] or match[3] or (end is not None and end[3])):
        return None
    return _time(match, _half(match)) if end is None or _half(match) else _before(match, end)


def _end(rest: str, begin: int) -> re.Match[str] | None:
    """Until when it goes, if that follows: `14:00-15:00`, `2 to 3 pm`."""
    to = _TO.match(rest, begin)
    match = _CLOCK.match(rest, to.end()) if to else None
    if match is None or not (match[2] or match[3]) or _MORE.match(rest, match.end()):
        return None
    return match


def _before(match: re.Match[str], end: re.Match[str]) -> time | None:
    """A time in the half of the day in which its end is, or in the other one if it would come after that."""
    half = _half(end)
    starts, ends = _time(match, half), _time(end, half)
    if starts is None or ends is None or starts <= ends:
        return starts
    return _time(match, {"am": "pm", "pm": "am"}.get(half, ""))


def _half(match: re.Match[str]) -> str:
    """`am`, `pm` or nothing."""
    said = (match[3] or "").replace(".", "").casefold()
    return said if said in ("am", "pm") else ""


def _time(match: re.Match[str], half: str) -> time | None:
    hour = int(match[1])
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, int(match[2] or 0))
    except ValueError:
        return None


def times_below(following: Sequence[str], lexicon: Lexicon) -> str:
    """The times of day in the lines below a day, as one text: `Uhrzeit: 13:30 Uhr`, `10:00 AM - 11:00 AM`.

    A line counts that is nothing but a time with such a word before it, or nothing but one with its end.
    """
    found: list[str] = []
    is_labelled = False
    lines = list(following)
    while lines:
        text = lines.pop(0)
        label = lexicon.time_labels.match(text)
        said = text[label.end() :] if label is not None else text
        if found and (zone := zone_alone(text, lexicon)):
            return f"{', '.join(found)} ({zone})"
        if label is not None and not said:
            is_labelled = True  # the time is in the next line, as in a table
            continue
        while lines and GOES_ON.search(said) and _HANGS.match(lines[0]):
            said += f" {lines.pop(0)}"
        if not _is_time(said, lexicon, needs_end=label is None and not is_labelled):
            break
        found.append(said)
        is_labelled = False
    return ", ".join(found)


def zone_alone(text: str, lexicon: Lexicon) -> str:
    """The clock that a line is about and nothing else, `Time zone: EST` or `America/New_York`; empty for any other."""
    if (label := lexicon.zone_labels.match(text)) is not None:
        return text[label.end() :]
    zone, end = lexicon.zones.behind(text, 0, has_half=False)
    return text.strip("() .") if zone is not None and _ENDS.fullmatch(text, end) else ""


def zone_of_all(texts: Sequence[str], lexicon: Lexicon) -> Called | None:
    """The clock by which a mail says that all its times are: `All times are Eastern Time.`"""
    for text in texts:
        if (match := lexicon.all_times.search(text)) is None:
            continue
        for word in _WORD.finditer(text, match.end()):
            zone, _ = lexicon.zones.behind(text, word.start(), has_half=False)
            if zone is not None:
                return zone
    return None


def _is_time(said: str, lexicon: Lexicon, *, needs_end: bool) -> bool:
    """Whether a line is nothing but a time of day, or nothing but one with its end."""
    clocks = tuple(clocks_in(said, lexicon))
    match = _CLOCK.search(said)
    if not clocks or match is None or _ENDS.fullmatch(said, clocks[-1].end) is None:
        return False
    return not needs_end or _end(said, match.end()) is not None
