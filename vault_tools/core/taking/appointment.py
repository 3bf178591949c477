"""The one moment that a mail appoints, written in its sentences: `Thursday, 26 November at 2 PM`. Knows no clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import NamedTuple

from vault_tools.core.taking.lexicon import Lexicon
from vault_tools.core.taking.times import GOES_ON, clocks_in, times_below, zone_alone, zone_of_all
from vault_tools.core.taking.words import folded, plain
from vault_tools.core.taking.zones import Clock

_AND = r"(?:\s*\b(?:or|oder|ou|and|und|et)(?:\s+(?:on|am|le))?\s*|\s*[/&]\s*)$"
_OTHER_NUMBER = re.compile(
    r"(?<!\w)(?:\d{1,2}(?:[-–]$|(?:st|nd|rd|th|er|\.)\s*[-–]\s*$)"
    rf"|(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?|\d{{1,2}}(?:st|nd|rd|th|er|\.|\.\d{{1,2}}\.?(?:\d{{2,4}})?)?),?(?:\s\d{{4}})?{_AND})",
    re.IGNORECASE,
)
_OTHER_WORD = re.compile(rf"([^\W\d_]{{2,}})\.?,?(?:\s\d{{4}})?{_AND}", re.IGNORECASE)
_OR_DAY = re.compile(
    r"[\s,)]*(?:or|oder|ou)\s+(?:(?:on|am|le|the|den|dem|alternatively)\s+)*(?P<w>[^\W\d_]+)?[\s.,]*(?:(?:on|am|le|the|den|dem)\s+)*"
    r"\d{1,2}(?:(?P<is_day>st|nd|rd|th|\.\d{1,2}\.(?:\d{2,4})?|/\d{1,2}(?:/\d{2,4})?)|\.?\s+(?P<m>[^\W\d_]{3,}))?(?!\w)",
    re.IGNORECASE,
)
_DAY = timedelta(days=1)
_BELOW = 7  # lines below a day in which its time and zone stand
_NEAR = 100  # characters before a day and behind it, in which its time stands, or that it is a deadline
_CALL = re.compile(r"[\s)]*!\W*")
_LAST_WORD = re.compile(r"([^\W\d_]+)[\s.,(]*$")
_WRITTEN = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"),
    re.compile(r"(?<![\d/-])(?P<d>\d{1,2})(?P<s>[/-])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})(?![\w/-])"),
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
    days = [_days(text, months, lexicon, sent.date()) for text in texts]
    for number, (text, following) in enumerate(zip_longest(texts, texts[1:], fillvalue="")):
        whole = text
        if GOES_ON.search(text[-_NEAR:]):
            whole = f"{text} {following}"
        elif days[number] and (named := zone_alone(following, lexicon)):
            whole = f"{text.rstrip(' .')} ({named})"
        if days[number] and (day := _up_to_day(text, lexicon)):
            below = times_below(texts[number + 1 : number + _BELOW], lexicon)
            if below and len(frozenset().union(*days)) > 1:
                return None
            whole = f"{day}, {below}" if below else whole
        for said in _moments(whole, months, lexicon, sent, at_home):
            found[said.starts] = _as_one(found.get(said.starts, said), said)
    moments = {
        at_home(said) or said.starts for said in found.values()
    }  # `10:00 in New York, 16:00 in Berlin`
    said_once = next(iter(found.values())) if len(moments) == 1 else None
    if said_once is not None and not said_once.called and (zone := zone_of_all(texts, lexicon)):
        return Said(said_once.starts, *zone)
    return said_once


def _as_one(one: Said, other: Said) -> Said:
    """A moment that is said twice, at times without its zone; of two zones it may be either."""
    if not (one.called and other.called) or one.called == other.called:
        return one if one.called else other
    return Said(one.starts, f"{one.called}, {other.called}", (*one.clocks, *other.clocks))


def _days(text: str, months: Mapping[str, int], lexicon: Lexicon, sent: date) -> frozenset[date]:
    """The days to come that a sentence names, but for those until which something holds."""
    found = set()
    for match in (match for pattern in _WRITTEN for match in pattern.finditer(text)):
        before = text[max(0, match.start() - _NEAR) : match.start()]
        if not _is_deadline(before, lexicon):
            found |= {day for day in _read_as(match.groupdict(), months, sent) if day >= sent}
    return frozenset(found)


def _up_to_day(text: str, lexicon: Lexicon) -> str:
    """A sentence that says nothing behind a day but its weekday, without that; empty for any other."""
    bare = _without_weekday(text.rstrip(" .,;)"), lexicon).rstrip(" .,;(")
    return bare if any(m.end() == len(bare) for pattern in _WRITTEN for m in pattern.finditer(bare)) else ""


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
            read = _read_as(match.groupdict(), months, sent.date())
            if not any(day >= sent.date() for day in read):
                continue
            rest = text[match.end() : match.end() + _NEAR]
            if (label := lexicon.time_labels.match(rest)) is not None:
                rest = rest[label.end() :]
            clocks = tuple(clocks_in(rest, lexicon))
            if not clocks:
                continue
            before, behind = text[max(0, match.start() - _NEAR) : match.start()], rest[clocks[-1].end :]
            if _is_deadline(before, lexicon) and not _is_parting(before, behind, lexicon):
                continue
            is_choice = _has_other_day(before, months, lexicon) or _goes_on_to_a_day(behind, months, lexicon)
            days = (read[0], read[0] + _DAY) if is_choice else read
            moments = [Said(datetime.combine(on, one.at), *(one.zone or ())) for on in days for one in clocks]
            out += [said for said in moments if len(read) > 1 or (at_home(said) or sent) >= sent]
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


def _read_as(parts: Mapping[str, str | None], months: Mapping[str, int], sent: date) -> tuple[date, ...]:
    """The days that a written one may be: two where day and month may be swapped, as in `06/07/2026`."""
    swapped = {**parts, "d": parts["m"], "m": parts["d"]} if parts.get("s") else parts
    return tuple(sorted({day for day in (_day(parts, months, sent), _day(swapped, months, sent)) if day}))


def _day(parts: Mapping[str, str | None], months: Mapping[str, int], sent: date) -> date | None:
    """A day as it is written; without a year it is the one nearest to its mail, which may be past."""
    word = parts.get("w")
    month = months.get(folded(word)) if word else int(parts["m"] or 0)
    if not month or month > 12:
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
