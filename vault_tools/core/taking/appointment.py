"""The one moment that a mail appoints, written in its sentences: `Thursday, 26 November at 2 PM`. Knows no clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import NamedTuple

from vault_tools.core.taking.lexicon import Lexicon
from vault_tools.core.taking.words import folded, plain
from vault_tools.core.taking.zones import Called, Clock

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
_AND = r"(?:\s*\b(?:or|oder|ou|and|und|et)(?:\s+(?:on|am|le))?\s*|\s*[/&]\s*)$"
_OTHER_NUMBER = re.compile(
    r"(?<!\w)(?:\d{1,2}(?:[-–]$|(?:st|nd|rd|th|er|\.)\s*[-–]\s*$)"
    rf"|(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}(?:st|nd|rd|th|er|\.|\.\d{{1,2}}\.?(?:\d{{2,4}})?)?),?(?:\s\d{{4}})?{_AND})",
    re.IGNORECASE,
)
_OTHER_WORD = re.compile(rf"([^\W\d_]{{2,}})\.?,?(?:\s\d{{4}})?{_AND}", re.IGNORECASE)
_OR_DAY = re.compile(
    r"[\s,)]*(?:or|oder|ou)\s+(?:(?:on|am|le|the|den|dem|alternatively)\s+)*(?P<w>[^\W\d_]+)?[\s.,]*(?:(?:on|am|le|the|den|dem)\s+)*"
    r"\d{1,2}(?:(?P<is_day>st|nd|rd|th|\.\d{1,2}\.(?:\d{2,4})?)|\.?\s+(?P<m>[^\W\d_]{3,}))?(?!\w)",
    re.IGNORECASE,
)
_MORE = re.compile(r"[.:/-]\d")  # behind what looks like a time: a day or a number
_GAP = re.compile(r"[\s,]*(?:at|um|à|from|von|ab|de|@|\(|–|-|·)?[\s,]*", re.IGNORECASE)
_BRACKET = re.compile(r"\s*[(=]\s*")
_DAY = timedelta(days=1)
_NEAR = 100  # characters before a day and behind it, in which its time stands, or that it is a deadline
_GOES_ON = re.compile(
    r"\d\s?[ap]\.m\.$", re.IGNORECASE
)  # and may have its zone in what looks like the next sentence
_CALL = re.compile(r"[\s)]*!\W*")
_LAST_WORD = re.compile(r"([^\W\d_]+)[\s.,(]*$")
_WRITTEN = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4}|\d{2}(?!\d))?"),
    re.compile(
        r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.)?\s+(?:of\s+)?(?P<w>[^\W\d_]{3,})\.?(?:,?\s+(?P<y>\d{4}))?",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<w>[^\W\d_]{3,})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?(?![\d:])(?:,?\s+(?P<y>\d{4}))?",
        re.IGNORECASE,
    ),
)


class Said(NamedTuple):
    """A moment as a mail writes it, how it calls the clock of it, if it does, and which ones that may be."""

    starts: datetime
    called: str = ""
    clocks: tuple[Clock, ...] = ()


class _Time(NamedTuple):
    """A time of day, its zone if it has one, and where it ends behind its day."""

    at: time
    zone: Called | None
    end: int


def _by_no_clock(said: Said) -> datetime | None:
    return None if said.called else said.starts


def appointed(
    sentences: Sequence[str],
    months: Mapping[str, int],
    lexicon: Lexicon,
    sent: datetime,
    at_home: Callable[[Said], datetime | None] = _by_no_clock,
) -> Said | None:
    """The only day with a time which the sentences name and that was to come then; None for none, or a choice.

    `at_home` says when a moment is by the clock of `sent`, if that is sure; one of which it is not may be to come.
    A day until which something holds is none; one that is named with another one is a choice.
    """
    found: dict[datetime, Said] = {}
    texts = [plain(text) for text in sentences]
    for text, following in zip_longest(texts, texts[1:], fillvalue=""):
        whole = f"{text} {following}" if _GOES_ON.search(text[-_NEAR:]) else text
        for said in _moments(whole, months, lexicon, sent, at_home):
            found[said.starts] = _as_one(found.get(said.starts, said), said)
    moments = {
        at_home(said) or said.starts for said in found.values()
    }  # `10:00 in New York, 16:00 in Berlin`
    return next(iter(found.values())) if len(moments) == 1 else None


def _as_one(one: Said, other: Said) -> Said:
    """A moment that is said twice, at times without its zone; of two zones it may be either."""
    if not (one.called and other.called) or one.called == other.called:
        return one if one.called else other
    return Said(one.starts, f"{one.called}, {other.called}", (*one.clocks, *other.clocks))


def _moments(
    text: str,
    months: Mapping[str, int],
    lexicon: Lexicon,
    sent: datetime,
    at_home: Callable[[Said], datetime | None],
) -> list[Said]:
    out = []
    for pattern in _WRITTEN:
        for match in pattern.finditer(text):
            day = _day(match.groupdict(), months, sent.date())
            if day is None or day < sent.date():
                continue
            rest = text[match.end() : match.end() + _NEAR]
            clocks = tuple(_clocks(rest, lexicon))
            if not clocks:
                continue
            before, behind = text[max(0, match.start() - _NEAR) : match.start()], rest[clocks[-1].end :]
            if _is_deadline(before, lexicon) and not _is_parting(before, behind, lexicon):
                continue
            is_choice = _has_other_day(before, months, lexicon) or _goes_on_to_a_day(behind, months, lexicon)
            days = (day, day + _DAY) if is_choice else (day,)
            moments = (Said(datetime.combine(on, one.at), *(one.zone or ())) for on in days for one in clocks)
            out += [said for said in moments if (at_home(said) or sent) >= sent]
        if out:
            break
    return out


def _is_deadline(before: str, lexicon: Lexicon) -> bool:
    """Whether what stands before a day, but for its weekday, says that something is done until then."""
    bare = _without_weekday(before, lexicon)
    return lexicon.deadlines.search(bare) is not None and lexicon.not_deadlines.search(bare) is None


def _is_parting(before: str, behind: str, lexicon: Lexicon) -> bool:
    """Whether a sentence is a day and its time alone, as one parts: `Until Thursday, 26 November at 2 pm!`"""
    word = folded(_without_weekday(before, lexicon)).strip()
    return _CALL.fullmatch(behind) is not None and word in lexicon.partings


def _has_other_day(before: str, months: Mapping[str, int], lexicon: Lexicon) -> bool:
    """Whether another day stands right before one, as in `26 or 27 November`; which one makes no difference."""
    bare = _without_weekday(before, lexicon)
    word = _OTHER_WORD.search(bare)
    name = folded(word[1]) if word is not None else ""
    is_named = name in months or (bare != before and name in lexicon.weekdays)
    return is_named or _OTHER_NUMBER.search(bare) is not None


def _goes_on_to_a_day(behind: str, months: Mapping[str, int], lexicon: Lexicon) -> bool:
    """Whether another day stands right behind one and its time: `26 November at 2 pm or on the 27th`."""
    other = _OR_DAY.match(behind)
    if other is None:
        return False
    word, month = folded(other["w"] or ""), folded(other["m"] or "")
    if word in months or month in months:
        return True
    return other["is_day"] is not None and (not word or word in lexicon.weekdays)


def _without_weekday(before: str, lexicon: Lexicon) -> str:
    while (word := _LAST_WORD.search(before)) is not None and folded(word[1]) in lexicon.weekdays:
        before = before[: word.start()]
    return before


def _day(parts: Mapping[str, str | None], months: Mapping[str, int], sent: date) -> date | None:
    """A day as it is written; without a year it is the one nearest to its mail, which may be past."""
    word = parts.get("w")
    month = months.get(folded(word)) if word else int(parts["m"] or 0)
    if not month:
        return None
    said, year = int(parts["d"] or 0), parts.get("y")
    if year:
        return _in_year(int(year) if len(year) == 4 else 2000 + int(year), month, said)
    days = (_in_year(sent.year + away, month, said) for away in (-1, 0, 1))
    return min(filter(None, days), key=lambda day: abs(day - sent), default=None)


def _in_year(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clocks(rest: str, lexicon: Lexicon) -> Iterator[_Time]:
    """The time of day that follows at once, with its zone if it has one, and another time behind an *or* or the like."""
    gap = _GAP.match(rest)
    before: Called | None = None
    while gap is not None:
        match = _CLOCK.match(rest, gap.end())
        end = _end(rest, match.end()) if match is not None else None
        if match is None or (clock := _clock(rest, match, end)) is None:
            return
        last = end or match
        zone, place = lexicon.zones.behind(rest, last.end(), has_half=bool(_half(last)))
        if before and zone and before != zone and gap.groupdict().get("slash"):
            return  # the same moment by another clock: `2 PM EST / 8 PM CET`
        if not zone and (other := _by_another_clock(rest, last.end(), lexicon)) is not None:
            yield other
            return
        yield _Time(clock, zone, place)
        before, gap = zone, _OR.match(rest, place)


def _by_another_clock(rest: str, begin: int, lexicon: Lexicon) -> _Time | None:
    """The time with a zone that says in a bracket what one without means: `10:00 (16:00 in Berlin)`."""
    bracket = _BRACKET.match(rest, begin)
    match = _CLOCK.match(rest, bracket.end()) if bracket is not None else None
    end = _end(rest, match.end()) if match is not None else None
    if match is None or (clock := _clock(rest, match, end)) is None:
        return None
    last = end or match
    zone, place = lexicon.zones.behind(rest, last.end(), has_half=bool(_half(last)))
    return _Time(clock, zone, place) if zone else None


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
