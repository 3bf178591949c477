"""Read the English of a recurrence rule into a Schedule. Knows no task and no calendar but the `until` day.

The grammar is that of rrule.js, with which the Tasks plugin reads rules, oddities included: what a rule means
must not depend on the program that ticks the box.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from .dates import MONTHS, WEEKDAYS
from .schedule import WORKING_DAYS, Frequency, Schedule

_ORDINALS = ("first", "second", "third")
_FREQUENCIES = {frequency.value: frequency for frequency in Frequency}

_RULE = re.compile(r"(?P<rule>[a-z0-9, !]+?)(?P<when_done> when done)?", re.IGNORECASE | re.ASCII)


_WORDS = {
    **{word: word for word in ("every", "on", "at", "the", "for", "until", "last", *_ORDINALS)},
    **{word + end: word for word in ("weekday", *_FREQUENCIES) for end in ("", "s")},
    # known to the grammar, with no place in it: they end the reading where `1` would go on
    **{word: word for word in ("one", "two", "three", "time", "times")},
    "in": "on",
    "til": "until",
    **{name[:n]: name for name in WEEKDAYS for n in (2, 3, len(name))},
    **{name[:4]: name for name in ("tuesday", "wednesday", "thursday", "september")},
    **{name[:n]: name for name in MONTHS for n in (3, len(name))},
}
_TOKEN = re.compile(
    r"\ *(?:(?P<nth>[1-9][0-9]*)(?:st|nd|rd|th)|(?P<number>[1-9][0-9]*)|(?P<comma>(?:(?:,|and|or)\ *)+)|"
    rf"(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))}))",
    re.IGNORECASE | re.ASCII,
)
_LARGEST_NTH = 366
_MOST_DIGITS = 9


class _NotARule(Exception):  # noqa: N818 (a way out of the grammar, no error that anyone sees)
    pass


def read(rule: str) -> Schedule | None:
    """What the rule says, or None where Tasks would not accept it."""
    match = _RULE.fullmatch(rule)
    if match is None:
        return None
    try:
        return _Reader(match["rule"].strip(" "), when_done=match["when_done"] is not None).schedule()
    except _NotARule:
        return None


class _Token(NamedTuple):
    kind: str
    number: int
    start: int
    end: int


class _Reader:
    """Goes through the rule from left to right; the names of its methods are the grammar."""

    def __init__(self, text: str, *, when_done: bool) -> None:
        self.text = text
        self.when_done = when_done
        self.tokens = tuple(_tokens(text))
        self.position = 0
        self.months: list[int] = []
        self.month_days: list[int] = []
        self.weekdays: list[tuple[int, int]] = []
        self.weeks: list[int] = []
        self.hours: list[int] = []
        self.count: int | None = None
        self.until: date | None = None
        self.unread_from: int | None = None

    def schedule(self) -> Schedule:
        self._expect("every")
        interval = self._take_number() or 1
        frequency = self._period()
        if self.unread_from is None:
            self.unread_from = self.tokens[self.position].start if self._more() else self._end()
        return Schedule(
            frequency=frequency,
            interval=interval,
            months=tuple(self.months),
            month_days=tuple(self.month_days),
            weekdays=tuple(self.weekdays),
            weeks=tuple(self.weeks),
            hours=tuple(self.hours),
            count=self.count,
            until=self.until,
            when_done=self.when_done,
            unread=self.text[self.unread_from :].strip(" "),
        )

    def _period(self) -> Frequency:
        kind = self._kind()
        if kind in WEEKDAYS:
            self._names(WEEKDAYS, lambda weekday: self.weekdays.append((0, weekday)))
            self._at()
            self._days_of_the_month()
            self._limit()
            return Frequency.WEEK
        if kind in MONTHS:
            self._names(MONTHS, lambda month: self.months.append(month + 1))
            self._on()
            self._limit()
            return Frequency.YEAR
        self.position += 1
        if kind == "weekday":
            self.weekdays.extend(WORKING_DAYS)
            self._at()
            self._limit()
            return Frequency.WEEK
        frequency = _FREQUENCIES.get(kind)
        if frequency is None:
            raise _NotARule
        if frequency is not Frequency.DAY:
            self._on()
        if frequency in (Frequency.DAY, Frequency.WEEK):
            self._at()
        self._limit()
        return frequency

    def _names(self, names: tuple[str, ...], add: Callable[[int], None]) -> None:
        while True:
            if self._kind() not in names:
                raise _NotARule
            add(names.index(self._kind()))
            self.position += 1
            if not self._accept("comma"):
                return

    def _on(self) -> None:
        on, the = self._accept("on"), self._accept("the")
        if not (on or the):
            return
        while self._on_one() and (self._accept("comma") or self._accept("the") or self._accept("on")):
            pass

    def _on_one(self) -> bool:
        nth = self._nth()
        kind = self._kind()
        if kind in WEEKDAYS:
            self.weekdays.append((nth, WEEKDAYS.index(kind)))
            self.position += 1
        elif nth:
            self.month_days.append(nth)
            self._accept("day")
        elif kind == "weekday":
            self.weekdays = self.weekdays or list(WORKING_DAYS)
            self.position += 1
        elif kind == "week":
            self.position += 1
            self.weeks = self._numbers()
        elif kind in MONTHS:
            self.months.append(MONTHS.index(kind) + 1)
            self.position += 1
        else:
            return False
        return True

    def _at(self) -> None:
        if not self._accept("at"):
            return
        self.hours = self._numbers()
        while self._accept("at"):
            self.hours = self._numbers()

    def _days_of_the_month(self) -> None:
        self._accept("on")
        self._accept("the")
        nth = self._nth()
        if not nth:
            return
        self.month_days = [nth]
        # rrule.js skips the word that follows here: of `every Monday on the 1st and 2nd` the 2nd is lost
        if self._more():
            self.unread_from = self.tokens[self.position].start
            self.position += 1
        while self._accept("comma"):
            nth = self._nth()
            if not nth:
                raise _NotARule
            self.month_days.append(nth)
            self.position += 1

    def _limit(self) -> None:
        if self._accept("for"):
            self.count = self._take_number()
            if self.count is None:
                raise _NotARule
            self._accept("time")
            self._accept("times")
        elif self._kind() == "until":
            self.until = _day(self.text[self.tokens[self.position].end :])
            if self.until is None:
                raise _NotARule
            self.position = len(self.tokens)
            self.unread_from = len(self.text)

    def _nth(self) -> int:
        kind = self._kind()
        if kind not in ("last", "nth", *_ORDINALS):
            return 0
        token = self.tokens[self.position]
        self.position += 1
        if kind == "last":
            return -1
        nth = token.number if kind == "nth" else _ORDINALS.index(kind) + 1
        if nth > _LARGEST_NTH:
            raise _NotARule
        return -nth if kind != "first" and self._accept("last") else nth

    def _numbers(self) -> list[int]:
        numbers = []
        while True:
            number = self._take_number()
            if number is None:
                raise _NotARule
            numbers.append(number)
            if not self._accept("comma"):
                return numbers

    def _take_number(self) -> int | None:
        if self._kind() != "number":
            return None
        self.position += 1
        return self.tokens[self.position - 1].number

    def _accept(self, kind: str) -> bool:
        if self._kind() != kind:
            return False
        self.position += 1
        return True

    def _expect(self, kind: str) -> None:
        if not self._accept(kind):
            raise _NotARule

    def _kind(self) -> str:
        return self.tokens[self.position].kind if self._more() else ""

    def _more(self) -> bool:
        return self.position < len(self.tokens)

    def _end(self) -> int:
        return self.tokens[-1].end


def _tokens(text: str) -> Iterable[_Token]:
    position = 0
    while match := _TOKEN.match(text, position):
        kind = match.lastgroup or ""
        if len(match[kind]) > _MOST_DIGITS and kind in ("nth", "number"):
            raise _NotARule
        number = int(match[kind]) if kind in ("nth", "number") else 0
        name = _WORDS[match[kind].lower()] if kind == "word" else kind
        yield _Token(name, number, match.start(kind), match.end())
        position = match.end()


_DAY = re.compile(
    r"\s*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[\s,]+)?"
    r"(?:(?P<month>[a-z]{3,})\s+(?:(?P<day>[0-9]{1,2})[\s,]+)?|(?P<day_first>[0-9]{1,2})\s+(?P<month_next>[a-z]{3,})[\s,]+"
    r"|(?P<month_number>[0-9]{1,2})\s+(?P<day_next>[0-9]{1,2})\s+)?(?P<year>[0-9]{4})\s*",
    re.IGNORECASE | re.ASCII,
)


def _day(text: str) -> date | None:
    """The day of an `until`: `January 1, 2030`, `1 January 2030`, `1 31 2030` or `2030`.

    Without a year JavaScript means 2001; that is no day that anyone meant, so here it is none.
    """
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    name = (match["month"] or match["month_next"] or "jan")[:3].lower()
    names = [month[:3] for month in MONTHS]
    month = int(match["month_number"] or 0) or (names.index(name) + 1 if name in names else 0)
    day = int(match["day"] or match["day_first"] or match["day_next"] or 1)
    if not 1 <= day <= 31:
        return None
    try:
        # 30 February is 2 March, as in JavaScript
        return date(int(match["year"]), month, 1) + timedelta(days=day - 1)
    except (ValueError, OverflowError):
        return None
